"""SYS: how an API is versioned, in its design and in its contracts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.operations import Operation
from planroom.model import System
from planroom.patterns import late

_VERSIONED = late(r"\bv\d|version=", re.IGNORECASE)
"""A media type with a version in it, such as `application/vnd.shop.v2+json`."""


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


@check("SYS047", Severity.INFO, on=System)
def version_not_asked_for(system: System, scope: Scope) -> Iterator[Finding]:
    """Where a design versions by header, query or media type, the contracts show where the version goes."""
    scheme = system.api.versioning
    if scheme not in ("header", "query", "media-type"):
        return
    for contract in system.contracts:
        operations = contract.operations
        if any(_path_version(operation) for operation in operations):
            continue  # that the version stands in the path is reported
        if operations and not any(_asks_for_version(operation, scheme) for operation in operations):
            say = f"the design versions by {scheme}, and no operation of this contract shows it"
            where = (
                "a media type with the version in it" if scheme == "media-type" else f"a {scheme} parameter"
            )
            related = (Related("the versioning strategy", system.api.at("versioning_strategy")),)
            yield Finding(say, contract.at(), f"add {where}, or change the design", related)


def _asks_for_version(operation: Operation, scheme: str) -> bool:
    if scheme == "media-type":
        content = [media for response in operation.responses for media in response.content]
        content += operation.body.content if operation.body is not None else ()
        return any(_VERSIONED.search(media.media_type) for media in content)
    names = (held.name.lower() for held in operation.parameters if held.where == scheme)
    return any("version" in name or name == "v" for name in names)
