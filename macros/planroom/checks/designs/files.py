"""DSN: the files that a design names, and the places in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity, parse_pointer
from planroom.kinds.refs import is_remote, split_ref
from planroom.model import System
from planroom.patterns import late
from planroom.room import Room, resolve_path
from planroom.wording import nearest, quote

_FILE = late(
    r"\S+\.(?:json|ya?ml|avsc|avdl|proto|thrift|xsd|sql|ddl|prisma|graphqls?|gql|md|html?|txt|pdf|csv)\Z",
    re.IGNORECASE,
)
"""What is a file's name and no name with dots in it, such as `com.shop.OrderCreated`."""


@check("DSN104", Severity.ERROR, on=System)
def named_file_missing(system: System, scope: Scope) -> Iterator[Finding]:
    """A file that a design names for an event, a store, its tables or its evidence is in this repository."""
    seen: set[str] = set()
    for name, origin in _named(system):
        file, part = split_ref(name)
        if is_remote(name) or not _FILE.match(file) or name in seen:
            continue
        seen.add(name)  # an event's file is named by all who use it
        path = resolve_path(system.folder, file)
        if path is None:
            say = f"{quote(file)} lies outside of this repository"
            yield Finding(say, origin, "copy it into the repository")
        elif not scope.room.has(path):
            near = nearest(path, sorted(p for p in scope.room.paths if p.startswith(system.folder)))
            own = near.removeprefix(system.folder).lstrip("/")
            hint = (
                f"write `{own}`" if near else f"write a path from `{system.folder or '.'}`, or add the file"
            )
            yield Finding(f"the file {quote(file)} does not exist", origin, hint)
        elif part and _is_missing(scope.room, path, part):
            say = f"{quote(file)} holds nothing at {quote('#' + part)}"
            yield Finding(say, origin, "write a place that the file has")


def _named(system: System) -> Iterator[tuple[str, Origin]]:
    for event in system.events:
        for use in (*event.producers, *event.consumers):
            yield use.schema, use.at("schema")
    for store in system.stores:
        for held in store.uses:
            yield held.schema, held.at("schema")
    for target in system.targets:
        yield target.evidence.get("link", ""), target.at("evidence.link")
    if system.database is not None:
        yield from ((name.text, name.origin) for name in system.database.schemas)
        if system.database.delegated is not None and system.database.delegated.link is not None:
            yield system.database.delegated.link.text, system.database.delegated.link.origin


def _is_missing(room: Room, path: str, part: str) -> bool:
    """Whether a file that was read has nothing at a pointer; of others nothing is known."""
    source = room.sources.get(path)
    if source is None or source.value is None or not part.startswith("/"):
        return False
    value = source.value
    for step in parse_pointer(part):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return True
    return False
