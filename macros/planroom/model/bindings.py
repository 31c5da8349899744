"""What a decision's `applies-to` names: files, operations, schemas, systems, services and events."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import unquote

from planroom.diagnostics import Pointer, list_position, parse_pointer
from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision, Reference
from planroom.kinds.operations import Operation
from planroom.model.system import Service, System
from planroom.room import Room, resolve_path

Key = tuple[str, ...]
_GLOB = re.compile(r"[*?]|\[[^\]]+\]")
_METHOD_PATH = re.compile(r"([A-Za-z]+)\s+(/\S*)$")


@dataclass(frozen=True)
class Bound:
    """One thing that a decision applies to.

    `kind` is `file`, `folder`, `operation`, `schema`, `value`, `system`, `service` or `event`; `label`
    what to call it; `path` the file it stands in; `key` tells it from all others; `system` is the system
    of a service or event.
    """

    kind: str
    label: str
    path: str
    key: Key
    system: str = ""


@dataclass(frozen=True)
class Binding:
    """One reference of a decision's `applies-to` and what it names; nothing where it matches nothing.

    `open` says that a file which cannot be read may hold what it names.
    """

    decision: Decision
    reference: Reference
    bound: tuple[Bound, ...]
    open: bool = False


@dataclass(frozen=True, eq=False)
class Targets:
    """Everything of a room that a decision may apply to, by the names people use."""

    room: Room
    systems: tuple[System, ...]

    def named(self, decision: Decision, text: str) -> tuple[Bound, ...]:
        """What a reference of a decision names.

        A part of a file, files, else operations, systems and the like.
        """
        text = text.strip().strip("`")
        file, _, fragment = text.partition("#")
        if fragment and file:
            path = self._path(decision, file)
            return tuple(self._parts(path, unquote(fragment))) if path is not None else ()
        if _GLOB.search(text):
            return tuple(self._matching(decision, text)) or self._by_name.get(text.casefold(), ())
        path = self._path(decision, text)
        if path is not None:
            return (_file(path, "folder" if path in self.room.folders else "file"),)
        return self._called(decision, text)

    def called(self, name: str) -> tuple[Bound, ...]:
        """What goes by a name for everybody: `PATH#part`, `GET /orders`, an operation id, a service."""
        file, _, fragment = name.partition("#")
        if fragment:
            return tuple(self._parts(file, unquote(fragment)))
        if match := _METHOD_PATH.match(name):
            return self._by_name.get(f"{match[1].upper()} {match[2]}", ())
        return self._by_name.get(name.casefold(), ())

    def may_be_unread(self, decision: Decision, text: str) -> bool:
        """Whether what a reference names may stand in a file that cannot be read."""
        text = text.strip().strip("`")
        file, _, fragment = text.partition("#")
        if fragment and file:
            return self._path(decision, file) in self.room.unread
        is_path = "/" in text and not _METHOD_PATH.match(text)
        return self.room.names_are_missing and not is_path

    def _path(self, decision: Decision, text: str) -> str | None:
        """A path from the root, else from the decision's folder, if it is there."""
        text = unquote(text).rstrip("/").removeprefix("/")
        for folder in ("", posixpath.dirname(decision.path)):
            path = resolve_path(folder, text)
            if path and self.room.has(path):
                return path
        return None

    def _matching(self, decision: Decision, pattern: str) -> Iterator[Bound]:
        folder = posixpath.dirname(decision.path)
        near = resolve_path(folder, pattern) if pattern.startswith(".") else pattern
        expression = _glob(near or pattern)
        for path in sorted(self.room.paths):
            if expression.match(path):
                yield _file(path, "file")

    def _parts(self, path: str, fragment: str) -> Iterator[Bound]:
        """The operation, schema or value of a file that a fragment names."""
        artifact = self.room.artifact(path)
        source = self.room.sources.get(path)
        if isinstance(artifact, Contract):
            yield from _parts_of_contract(artifact, fragment)
        if source is None:
            # Not one of ours to read, so what is inside cannot be looked up.
            yield _file(path, "file")
        elif fragment.startswith("/") and _has_value(source.value, parse_pointer(fragment)):
            yield Bound("value", f"{path}#{fragment}", path, ("value", path, fragment))
        elif source.format == "markdown" and not fragment.startswith("/"):
            yield _file(path, "file")

    def _called(self, decision: Decision, text: str) -> tuple[Bound, ...]:
        if match := _METHOD_PATH.match(text):
            return self._by_name.get(f"{match[1].upper()} {match[2]}", ())
        found = self._by_name.get(text.casefold(), ())
        own = {name.casefold() for name in decision.systems}
        near = tuple(bound for bound in found if bound.system.casefold() in own)
        return near or found

    @cached_property
    def _by_name(self) -> dict[str, tuple[Bound, ...]]:
        found: dict[str, list[Bound]] = defaultdict(list)
        for system in self.systems:
            for name, bound in _of_system(system):
                found[name].append(bound)
        for contract in self.room.of(Contract):
            for operation in contract.operations:
                bound = of_operation(operation)
                found[f"{operation.method} {operation.path}"].append(bound)
                if operation.operation_id:
                    found[operation.operation_id.casefold()].append(bound)
        return {name: tuple(dict.fromkeys(bounds)) for name, bounds in found.items()}


def _file(path: str, kind: str) -> Bound:
    return Bound(kind, path, path, ("file", path))


def _of_system(system: System) -> Iterator[tuple[str, Bound]]:
    path, own = system.design.path, system.name.casefold()
    yield own, Bound("system", system.name, path, key_of(system))
    for service in system.services:
        bound = Bound("service", service.name, path, key_of(service), system.name)
        for joint in ("/", ".", ":"):
            yield f"{own}{joint}{service.name.casefold()}", bound
        yield service.name.casefold(), bound
    for event in system.events:
        yield event.name.casefold(), Bound("event", event.name, path, ("event", event.name), system.name)


def of_operation(operation: Operation) -> Bound:
    """An operation as something that a decision applies to."""
    return Bound("operation", operation.name, operation.contract.path, key_of(operation))


def key_of(thing: System | Service | Operation | str) -> Key:
    """The key of a system, service or operation, or of the file of a path."""
    if isinstance(thing, System):
        return ("system", thing.design.path)
    if isinstance(thing, Service):
        return ("service", thing.origin.path, thing.name)
    if isinstance(thing, Operation):
        return ("operation", thing.contract.path, thing.method, thing.path)
    return ("file", thing)


def _parts_of_contract(contract: Contract, fragment: str) -> Iterator[Bound]:
    wanted = _METHOD_PATH.match(fragment)
    for operation in contract.operations:
        same_path = wanted and operation.method == wanted[1].upper() and wanted[2] in operation.full_paths
        pointed = "/" + "/".join(str(key).replace("~", "~0").replace("/", "~1") for key in operation.pointer)
        if same_path or fragment == operation.operation_id or fragment == pointed:
            yield of_operation(operation)
    if fragment in contract.schemas:
        label = f"{contract.path}#{fragment}"
        yield Bound("schema", label, contract.path, ("schema", contract.path, fragment))


def _has_value(value: object, pointer: Pointer) -> bool:
    for key in pointer:
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and (position := list_position(str(key), value)) is not None:
            value = value[position]
        else:
            return False
    return True


def covers(decision: Decision, text: str, path: str) -> bool:
    """Whether a reference of a decision names the file or folder of a path, one above it, or a pattern of it.

    The path need not be there.
    """
    text = text.strip().strip("`")
    folder = posixpath.dirname(decision.path)
    if "#" in text:
        return False
    if _GLOB.search(text):
        near = resolve_path(folder, text) if text.startswith(".") else text
        return bool(near) and _glob(near or "").match(path) is not None
    bases = (folder,) if text.startswith(".") else ("", folder)
    named = (resolve_path(base, unquote(text).strip("/")) for base in bases)
    return any(other and (path == other or path.startswith(other + "/")) for other in named)


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    """A path pattern as git reads it.

    `*` stays in one folder, `**` crosses folders, a folder means all in it.
    """
    pieces, at = [], 0
    pattern = pattern.removeprefix("/").rstrip("/")
    while at < len(pattern):
        if pattern.startswith("**/", at):
            pieces.append("(?:.*/)?")
            at += 3
        elif pattern.startswith("**", at):
            pieces.append(".*")
            at += 2
        elif pattern[at] == "[" and "]" in pattern[at + 1 :]:
            end = pattern.index("]", at + 1)
            pieces.append("[" + pattern[at + 1 : end].replace("!", "^", 1).replace("\\", "") + "]")
            at = end + 1
        else:
            pieces.append({"*": "[^/]*", "?": "[^/]"}.get(pattern[at], re.escape(pattern[at])))
            at += 1
    try:
        return re.compile("".join(pieces) + r"(?:/.*)?\Z")
    except re.error:
        return re.compile(re.escape(pattern) + r"\Z")
