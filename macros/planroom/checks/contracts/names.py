"""API021 to API025, API030: names of security schemes, scopes and tags, and where they are declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.wording import nearest, quote, quoted


def _requirements(contract: Contract) -> Iterator[tuple[str, Any, Origin]]:
    """Each security scheme that is asked for anywhere: its name, its scopes as written, and the place."""
    for node in contract.anatomy.holding("security", "Root", "Operation"):
        asked = node.value["security"]
        for index, requirement in enumerate(asked if isinstance(asked, list) else ()):
            for name in requirement if isinstance(requirement, dict) else ():
                yield name, requirement[name], node.origin.at("security", index, name)


@contract_check("API021", Severity.ERROR)
def undefined_security_scheme(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every security scheme that is asked for is declared."""
    home = "securityDefinitions" if contract.version_key == "swagger" else "components/securitySchemes"
    declared = contract.declared_schemes
    for name, _, origin in _requirements(contract):
        # From 3.2 on, the name may be the address of a scheme.
        if name in declared or (contract.major_minor == "3.2" and ("/" in name or "#" in name)):
            continue
        near = nearest(name, declared)
        hint = f"write {quote(near)}" if near else f"declare it under `{home}`"
        yield Finding(f"{quote(name)} is no declared security scheme", origin.key(), hint)


@contract_check("API022", Severity.WARNING)
def undefined_scope(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every scope that is asked for is declared by its security scheme."""
    for name, asked, origin in _requirements(contract):
        scheme = contract.security_schemes.get(name)
        if scheme is None or scheme.scopes is None:
            continue
        for index, wanted in enumerate(asked if isinstance(asked, list) else ()):
            if isinstance(wanted, str) and wanted not in scheme.scopes:
                near = nearest(wanted, sorted(scheme.scopes))
                hint = f"write {quote(near)}" if near else f"declare it among the scopes of {quote(name)}"
                related = (Related(f"the scheme {quote(name)}", scheme.origin),)
                say = f"{quote(wanted)} is no scope of the security scheme {quote(name)}"
                yield Finding(say, origin.at(index), hint, related)


@contract_check("API030", Severity.WARNING)
def scope_without_scopes(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Up to OpenAPI 3.0, only OAuth2 and OpenID Connect have scopes that can be asked for.

    OpenAPI 3.0, section 4.7.30: for other schemes the list is empty. From 3.1 on it may name roles.
    """
    if contract.major_minor not in ("2.0", "3.0"):
        return
    reported: set[str] = set()
    for name, asked, origin in _requirements(contract):
        scheme = contract.security_schemes.get(name)
        known = scheme is not None and scheme.type in ("apiKey", "http", "basic")
        if known and isinstance(asked, list) and asked and name not in reported:
            reported.add(name)
            say = (
                f"{quote(name)} is asked for with {quoted([str(item) for item in asked])}, but has no scopes"
            )
            related = (Related(f"the scheme {quote(name)}", scheme.origin),) if scheme else ()
            yield Finding(say, origin, f"write `{name}: []`", related)


@contract_check("API023", Severity.INFO)
def undefined_tag(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every tag of an operation is declared, in a contract that declares tags at all."""
    if not contract.tags:
        return
    reported = set(contract.tags)
    for operation in contract.operations:
        for index, tag in enumerate(operation.value.get("tags") or () if operation.tags else ()):
            if isinstance(tag, str) and tag not in reported:
                reported.add(tag)
                near = nearest(tag, contract.tags)
                hint = f"write {quote(near)}" if near else "declare it under `tags`"
                yield Finding(f"{quote(tag)} is no declared tag", operation.origin.at("tags", index), hint)


@contract_check("API024", Severity.ERROR)
def duplicate_tag(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every tag is declared once."""
    first: dict[str, Origin] = {}
    for node in contract.anatomy.holding("name", "Tag"):
        name = node.value["name"]
        if isinstance(name, str):
            here = node.origin.at("name")
            if first.setdefault(name, here) != here:
                related = (Related("first here", first[name]),)
                yield Finding(f"the tag {quote(name)} is declared twice", here, "remove one of them", related)


@contract_check("API025", Severity.ERROR)
def undefined_parent_tag(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The parent of a tag is a declared tag, and never below it."""
    nodes = [node for node in contract.anatomy.holding("name", "Tag") if isinstance(node.value["name"], str)]
    parents = {node.value["name"]: node.value.get("parent") for node in nodes}
    for node in nodes:
        parent, here = node.value.get("parent"), node.origin.at("parent")
        if not isinstance(parent, str) or contract.major_minor != "3.2":
            continue
        if parent not in parents:
            near = nearest(parent, parents)
            yield Finding(
                f"{quote(parent)} is no declared tag",
                here,
                f"write {quote(near)}" if near else "declare it under `tags`",
            )
        elif _leads_back(node.value["name"], parents):
            yield Finding(
                f"the tag {quote(node.value['name'])} is below itself",
                here,
                "remove one `parent` of the circle",
            )


def _leads_back(name: str, parents: dict[str, Any]) -> bool:
    seen: set[Any] = set()
    above = parents.get(name)
    while isinstance(above, str) and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
