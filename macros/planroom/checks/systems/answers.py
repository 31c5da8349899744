"""SYS: the answers that a design promises and those of its contracts."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.messages import Response
from planroom.kinds.operations import Operation
from planroom.model import Endpoint, System
from planroom.wording import quoted


def _matched(system: System) -> Iterator[tuple[Endpoint, Operation]]:
    """The endpoints that are one operation, with it."""
    for service in system.services:
        for endpoint in service.endpoints:
            if len(endpoint.matches) == 1:
                yield endpoint, endpoint.matches[0].operation


def _answers(operation: Operation, code: str) -> bool:
    return bool(operation.statuses & {code.upper(), code[0] + "XX", "DEFAULT"})


@check("SYS020", Severity.WARNING, on=System)
def error_code_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """An error code that a design states for an endpoint is a response of its operation."""
    for endpoint, operation in _matched(system):
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
    for endpoint, operation in _matched(system):
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


@check("SYS024", Severity.WARNING, on=System)
def version_scheme_differs(system: System, scope: Scope) -> Iterator[Finding]:
    """The paths of the contracts carry the version where, and only where, the design says so."""
    scheme, version = system.api.versioning, system.api.version
    if not scheme:
        return
    related = (Related("the versioning strategy", system.api.at("versioning_strategy")),)
    for contract in system.contracts:
        versions = {operation: _path_version(operation) for operation in contract.operations}
        if scheme == "url-path":
            wrong = [op for op, found in versions.items() if not found or not _same_version(found, version)]
            said = f"the design versions by URL path{f' ({version})' if version else ''}"
            hint = f"put `/{_written(version)}` into the path or the server's address, or change the design"
        else:
            wrong = [op for op, found in versions.items() if found]
            said, hint = (
                f"the design versions by {scheme}",
                "take the version out of the path, or change the design",
            )
        if wrong:
            more = f" ({len(wrong)} operations in all)" if len(wrong) > 1 else ""
            path = f"`{wrong[0].full_paths[0]}`"
            yield Finding(f"{said}, and {path} is otherwise{more}", wrong[0].origin.key(), hint, related)


def _path_version(operation: Operation) -> str:
    """The version that a path carries, base path included: `v1`, or `""`."""
    for path in operation.full_paths:
        for part in path.split("/"):
            if len(part) > 1 and part[0] in "vV" and part[1:].replace(".", "").isdigit():
                return part.lower()
    return ""


def _written(version: str) -> str:
    plain = version.lower().lstrip("v")
    return f"v{plain.split('.')[0]}" if plain else "v1"


def _same_version(found: str, version: str) -> bool:
    return not version or found.split(".")[0] == _written(version)
