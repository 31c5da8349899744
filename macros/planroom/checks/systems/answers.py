"""SYS: the answers that a design promises and those of its contracts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.messages import Response
from planroom.kinds.operations import Operation
from planroom.kinds.refs import is_remote
from planroom.model import System
from planroom.wording import quote, quoted


def _answers(operation: Operation, code: str) -> bool:
    return bool(operation.statuses & {code.upper(), code[0] + "XX", "DEFAULT"})


@check("SYS020", Severity.WARNING, on=System)
def error_code_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """An error code that a design states for an endpoint is a response of its operation."""
    for endpoint, operation in system.matched:
        for code, origin in endpoint.error_codes:
            status = code[:3]
            if operation.responses and status[:1] in ("4", "5") and not _answers(operation, status):
                say = f"`{endpoint.label}` fails with {status} in the design, and has no such response"
                related = (Related("its responses", operation.origin.at("responses")),)
                yield Finding(
                    say, origin, f"add the response {status} to the contract, or remove the code", related
                )


@check("SYS021", Severity.INFO, on=System)
def error_response_not_in_design(system: System, scope: Scope) -> Iterator[Finding]:
    """A response of failure in a contract is an error code of the endpoint in the design."""
    for endpoint, operation in system.matched:
        if not endpoint.error_codes:
            continue
        stated = {code[:3].upper() for code, _ in endpoint.error_codes}
        missing = [
            r for r in operation.responses if r.status[:1] in ("4", "5") and not _stated(r.status, stated)
        ]
        if missing:
            codes = ", ".join(response.status for response in missing)
            say = f"the contract answers `{endpoint.label}` with {codes} too"
            related = tuple(
                Related(f"the response {response.status}", response.origin) for response in missing
            )
            yield Finding(say, endpoint.at("error_codes"), f"add {codes} to `error_codes`", related)


def _stated(status: str, stated: set[str]) -> bool:
    status = status.upper()
    if status.endswith("XX"):
        return any(code.startswith(status[0]) for code in stated)
    return status in stated or status[0] + "XX" in stated


@check("SYS022", Severity.INFO, on=System)
def rate_limit_without_429(system: System, scope: Scope) -> Iterator[Finding]:
    """Where a design limits rates, an operation answers 429 to those who exceed them."""
    operations = [operation for contract in system.contracts for operation in contract.operations]
    if (
        system.api.rate_limited
        and operations
        and not any(_answers(operation, "429") for operation in operations)
    ):
        say = "rates are limited, and no operation of a contract answers 429"
        yield Finding(
            say, system.api.at("rate_limiting"), "add the response 429 to the operations that are limited"
        )


@check("SYS023", Severity.WARNING, on=System)
def error_format_differs(system: System, scope: Scope) -> Iterator[Finding]:
    """Failures come in the media type that the design states for them."""
    wanted = system.api.error_media_type.lower()
    if not wanted:
        return
    for contract in system.contracts:
        other = [
            (operation, response)
            for operation in contract.operations
            for response in operation.responses
            if _fails(response) and response.content and wanted not in _media_types(response)
        ]
        if other:
            yield _other_format(wanted, other, system)


def _other_format(wanted: str, other: list[tuple[Operation, Response]], system: System) -> Finding:
    operation, response = other[0]
    types = quoted((media.media_type for media in response.content), "or")
    more = f" ({len(other)} responses of failure in all)" if len(other) > 1 else ""
    say = f"`{operation.name}` answers {response.status} as {types}, the design says `{wanted}`{more}"
    related = (Related("the format of errors", system.api.at("error_media_type")),)
    return Finding(say, response.origin, f"answer as `{wanted}`, or change the design", related)


def _fails(response: Response) -> bool:
    return response.status[:1] in ("4", "5") or response.status == "default"


def _media_types(response: Response) -> set[str]:
    return {media.media_type.lower().split(";")[0].strip() for media in response.content}


@check("SYS048", Severity.WARNING, on=System)
def error_schema_differs(system: System, scope: Scope) -> Iterator[Finding]:
    """Failures have the schema that the design states for them."""
    wanted = system.api.error_schema.rsplit("/", 1)[-1].strip()
    if not re.fullmatch(r"[\w.-]+", wanted) or is_remote(system.api.error_schema):
        return
    for contract in system.contracts:
        other = [
            (operation, response, name)
            for operation in contract.operations
            for response in operation.responses
            if _fails(response) and (name := _schema_name(response)) and name != wanted
        ]
        if other:
            operation, response, name = other[0]
            more = f" ({len(other)} responses of failure in all)" if len(other) > 1 else ""
            answer = f"`{operation.name}` answers {response.status} with the schema {quote(name)}"
            say = f"{answer}, the design says {quote(wanted)}{more}"
            related = (Related("the schema of errors", system.api.at("error_schema")),)
            hint = f"answer with {quote(wanted)}, or change the design"
            yield Finding(say, response.content[0].schema_origin, hint, related)


def _schema_name(response: Response) -> str:
    """The name of the schema that a response refers to, `""` where it has one of its own or none."""
    schema = response.content[0].schema if response.content else None
    ref = schema.get("$ref") if isinstance(schema, dict) else None
    return ref.rsplit("/", 1)[-1] if isinstance(ref, str) else ""


PROBLEM = "application/problem+json"
"""The form of errors where a design states no other: problem details (RFC 9457)."""


@check("SYS049", Severity.INFO, on=System)
def failure_without_body(system: System, scope: Scope) -> Iterator[Finding]:
    """A response of failure says what went wrong: in the form of the design, else in that of RFC 9457."""
    wanted = system.api.error_media_type or PROBLEM
    for contract in system.contracts:
        bare = [
            (operation, response)
            for operation in contract.operations
            for response in operation.responses
            if response.status[:1] in ("4", "5") and not response.content and operation.method != "HEAD"
        ]
        if bare:
            operation, response = bare[0]
            more = f" ({len(bare)} responses of failure in all)" if len(bare) > 1 else ""
            say = f"`{operation.name}` answers {response.status} without a body{more}"
            yield Finding(say, response.origin, f"answer with {quote(wanted)}")
