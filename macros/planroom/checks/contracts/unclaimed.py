"""API120: files that were named to be checked, and that planroom has nothing to check by."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity
from planroom.room import Room
from planroom.wording import quoted

_OF_CONTRACTS = ("paths", "webhooks", "components", "securityDefinitions")


@check("API120", Severity.WARNING, on=Room)
def nothing_to_check(room: Room, scope: Scope) -> Iterator[Finding]:
    """A file that is named to be checked says what it is."""
    parts = {path for held in room.references.values() for path in held}
    for reading in room.readings:
        source = room.sources.get(reading.path)
        if reading.kind or reading.path not in room.asked or reading.path in parts or source is None:
            continue
        if source.format not in ("yaml", "json") or source.problems:
            continue
        held = source.value if isinstance(source.value, dict) else {}
        meant = [key for key in _OF_CONTRACTS if key in held]
        if meant:
            say = f"this has {quoted(meant)} but states no version of OpenAPI, so nothing in it was checked"
            hint = "write a version such as `openapi: 3.1.1` at its top"
            yield Finding(say, Origin(reading.path), hint, severity=Severity.ERROR)
        else:
            what = "is empty" if not source.value else "is neither a contract nor a design"
            say = f"this {what}, so nothing in it was checked"
            hint = "state what it is by `openapi: 3.1.1` at its top, or leave it out of the command"
            yield Finding(say, Origin(reading.path), hint)
