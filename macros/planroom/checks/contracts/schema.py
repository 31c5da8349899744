"""API001 to API002: whether a contract is a valid OpenAPI document of a known version."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.checks.contracts.faults import Fault
from planroom.checks.contracts.verdict import faults, too_large
from planroom.checks.contracts.words import words
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.contract import VERSIONS, Contract
from planroom.wording import quote


@check("API001", Severity.ERROR, on=Contract)
def invalid_contract(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A contract keeps to the schema of its OpenAPI version."""
    if not contract.major_minor:
        return
    values = too_large(contract)
    if values:
        say = f"the aliases of this document write out to {values:,} values; its schema is not checked"
        hint = "write the shared part once and refer to it by `$ref`"
        yield Finding(say, contract.at(), hint, severity=Severity.WARNING)
        return
    held = [fault for fault in faults(contract) if not _said_elsewhere(fault)]
    untyped = {fault.origin for fault in held if fault.error.validator == "type"}
    for fault in held:
        follows = fault.origin in untyped and fault.error.validator != "type"
        if not follows and not _is_extension(fault, contract):
            yield from words(fault, contract)


def _is_extension(fault: Fault, contract: Contract) -> bool:
    """Whether it is of an extension of a callback, which the published schemas take for a path item."""
    pointer = fault.origin.pointer
    if not pointer or not str(pointer[-1]).startswith("x-"):
        return False
    return contract.anatomy.kind_at(Origin(fault.origin.path, pointer[:-1])) == "Callback"


def _said_elsewhere(fault: Fault) -> bool:
    """Whether a check of its own says the same of the same place."""
    pointer, validator = fault.origin.pointer, fault.error.validator
    if pointer in (("openapi",), ("swagger",)):
        return True
    if validator == "required" and pointer[-1:] == ("responses",) and not fault.error.instance:
        return True  # that it is empty is said of the same place
    if validator == "uniqueItems":
        return pointer[-1:] == ("parameters",) or pointer == ("tags",)
    if validator in ("not", "contains") and pointer[-1:] == ("parameters",) and len(pointer) == 4:
        return True  # a whole query beside a part of it, in an operation
    if validator == "not" and fault.error.validator_value.get("required") == ["example", "examples"]:
        return True
    # A reference where none may stand, and keys beside one that are ignored, have checks of their own.
    is_ref = isinstance(fault.error.instance, dict) and isinstance(fault.error.instance.get("$ref"), str)
    return is_ref and validator in ("unevaluatedProperties", "additionalProperties", "required")


@check("API002", Severity.ERROR, on=Contract)
def unknown_version(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A contract states a version of OpenAPI that exists."""
    key = contract.version_key
    stated = contract.value.get(key)
    if contract.major_minor and isinstance(stated, str) and (key == "swagger" or stated.count(".") >= 2):
        return
    if not contract.version:
        say = f"`{key}` states no version" if key in contract.value else "the document states no version"
        yield Finding(say, contract.at(key), "write a version such as `openapi: 3.1.1`")
    elif isinstance(stated, str) and contract.major_minor:
        say = f"`{key}` is {quote(stated)}, which lacks the third number of a version"
        yield Finding(say, contract.at(key), f"write one such as `{stated}.0`")
    elif contract.major_minor:
        say = f"`{key}` is the number {contract.version}, not a text"
        yield Finding(say, contract.at(key), f'put it in quotes: `{key}: "{contract.version}"`')
    else:
        say = f"`{key}` is {quote(contract.version)}, which is no version of OpenAPI that planroom knows"
        right = (
            'write `swagger: "2.0"`'
            if key == "swagger"
            else f"write one of {', '.join(VERSIONS[1:])}, such as `3.1.1`"
        )
        yield Finding(say, contract.at(key), right)
