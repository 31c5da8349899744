"""What a decision's `applies-to` names: files, parts of contracts and designs, and what has a name."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from urllib.parse import unquote

from planroom.diagnostics import Pointer, list_position, parse_pointer
from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision, Reference
from planroom.model.bound import (
    KINDS,
    Bound,
    named_in_contract,
    named_in_system,
    of_file,
    pointed_in_contract,
    pointed_in_system,
)
from planroom.model.matching import normal_path
from planroom.model.places import Places
from planroom.model.system import System
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Room, resolve_path
from planroom.wording import similar

_GLOB = late(r"[*?]|\[[^\]]+\]")
_METHOD_PATH = late(r"([A-Za-z]+)\s+(/\S*)$")
_FILES = ("file", "folder")
_MANY = 500


@dataclass(frozen=True)
class Binding:
    """One reference of a decision's `applies-to` and what it names; nothing where it matches nothing.

    `open` says that a file which cannot be read may hold what it names.
    """

    decision: Decision
    reference: Reference
    bound: tuple[Bound, ...]
    open: bool = False

    @property
    def candidates(self) -> tuple[Bound, ...]:
        """The things that a name may mean where it means several; a pattern may well fit many files."""
        named = tuple(bound for bound in self.bound if bound.kind not in _FILES)
        return named if len(named) > 1 else ()


@dataclass(frozen=True, eq=False)
class Targets:
    """Everything of a room that a decision may apply to, by the names people use."""

    room: Room
    systems: tuple[System, ...]

    def named(self, decision: Decision, text: str) -> tuple[Bound, ...]:
        """What a reference of a decision names.

        A part of a file, files, else operations, systems and the like; a folder that is called as a service
        is, and the service.
        """
        text = text.strip().strip("`")
        file, _, fragment = text.partition("#")
        if fragment and file:
            path = self._path(decision, file)
            return self._part(path, unquote(fragment)) if path is not None else ()
        if _GLOB.search(text):
            return tuple(self._matching(decision, text)) or self._called(decision, text)
        path = self._path(decision, text)
        if path is None:
            return self._called(decision, text)
        found = of_file(path, "folder" if path in self.room.folders else "file")
        return (found, *(self._called(decision, text) if "/" not in text else ()))

    def called(self, name: str) -> tuple[Bound, ...]:
        """What goes by a name for everybody: `PATH#part`, `GET /orders`, an operation id, a service."""
        file, _, fragment = name.partition("#")
        return self._part(file, unquote(fragment)) if fragment else self._by_any_name(name)

    def may_be_unread(self, decision: Decision, text: str) -> bool:
        """Whether what a reference names may stand in a file that cannot be read."""
        text = text.strip().strip("`")
        file, _, fragment = text.partition("#")
        if fragment and file:
            return self._path(decision, file) in self.room.unread
        is_path = "/" in text and not _METHOD_PATH.match(text)
        return self.room.names_are_missing and not is_path

    def alternatives(self, decision: Decision, text: str) -> list[str]:
        """What a reference that names nothing may mean, the likeliest first."""
        text = text.strip().strip("`")
        file, _, fragment = text.partition("#")
        if fragment and file:
            path = self._path(decision, file)
            if path is not None:
                names = {bound.name for bound in self._in_file.get(path, {}).values()}
                return [f"{path}#{name}" for name in similar(fragment, sorted(names), 3)]
            near = self._places.namesake(file)
            return [f"{near}#{fragment}"] if near else []
        near = self._places.in_other_case(text) or self._places.namesake(text)
        if near and not _GLOB.search(text):
            return [near]
        if "/" in text and not _METHOD_PATH.match(text):
            return []
        return similar(text, self._written_like(text), 3)

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
        for path in self._fitting(near or pattern):
            yield of_file(path)

    def _fitting(self, pattern: str) -> tuple[str, ...]:
        """The files that a pattern fits, looked for once however many decisions have it."""
        if pattern not in self._fits:
            expression = _glob(pattern)
            self._fits[pattern] = tuple(path for path in self._sorted_paths if expression.match(path))
        return self._fits[pattern]

    @cached_property
    def _fits(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _sorted_paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.room.paths))

    @cached_property
    def _places(self) -> Places:
        return Places(self.room)

    def _part(self, path: str, fragment: str) -> tuple[Bound, ...]:
        """The operation, schema, service or the like that a fragment names, else the value there."""
        parts = self._in_file.get(path, {})
        wanted = _METHOD_PATH.match(fragment)
        name = f"{wanted[1].upper()} {normal_path(wanted[2])}" if wanted else fragment
        found = parts.get(name) or (None if fragment.startswith("/") else parts.get(name.casefold()))
        if found is not None:
            return (found,)
        source = self.room.sources.get(path)
        if source is None:
            # Not one of ours to read, so what is inside cannot be looked up.
            return (of_file(path),)
        if fragment.startswith("/"):
            there = _has_value(source.value, parse_pointer(fragment))
            return (Bound("value", f"{path}#{fragment}", path, ("value", path, fragment)),) if there else ()
        return (of_file(path),) if source.format not in ("yaml", "json") else ()

    def _called(self, decision: Decision, text: str) -> tuple[Bound, ...]:
        found = self._by_any_name(text)
        own = {name.casefold() for name in decision.systems}
        near = tuple(bound for bound in found if bound.system.casefold() in own)
        return near or found

    def _by_any_name(self, text: str) -> tuple[Bound, ...]:
        """What goes by a name, of the first kind that has it; with `table:orders` only of that kind."""
        if match := _METHOD_PATH.match(text):
            return self._by_name.get(f"{match[1].upper()} {normal_path(match[2])}", ())
        name = text.casefold()
        kind, _, rest = name.partition(":")
        if kind in KINDS and rest:
            return tuple(bound for bound in self._by_name.get(rest.strip(), ()) if bound.kind == kind)
        found = self._by_name.get(name, ())
        first = min((KINDS.index(bound.kind) for bound in found), default=0)
        return tuple(bound for bound in found if bound.kind == KINDS[first])

    @cached_property
    def _by_name(self) -> dict[str, tuple[Bound, ...]]:
        found: dict[str, dict[tuple[str, ...], Bound]] = defaultdict(dict)
        for system in self.systems:
            for name, bound in named_in_system(system):
                found[name].setdefault(bound.key, bound)
        for contract in self.room.of(Contract):
            for name, bound in named_in_contract(contract):
                found[name].setdefault(bound.key, bound)
        return {name: tuple(bounds.values()) for name, bounds in found.items()}

    @cached_property
    def _in_file(self) -> dict[str, dict[str, Bound]]:
        """The parts of each design and contract by name and pointer; of several of a name the first kind."""
        found: dict[str, dict[str, Bound]] = defaultdict(dict)
        for system in self.systems:
            parts = sorted(named_in_system(system), key=lambda part: KINDS.index(part[1].kind))
            for name, bound in (*parts, *pointed_in_system(system)):
                found[system.design.path].setdefault(name, bound)
        for contract in self.room.of(Contract):
            for name, bound in (*named_in_contract(contract), *pointed_in_contract(contract)):
                found[contract.path].setdefault(name, bound)
        return found

    def _written_like(self, text: str) -> list[str]:
        """The names that a misspelt one may mean; of very many those with the same start."""
        if len(self._written) <= _MANY:
            return self._written
        return self._by_start.get(text[:2].casefold(), [])

    @cached_property
    def _written(self) -> list[str]:
        return sorted({bound.name for bounds in self._by_name.values() for bound in bounds})

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._written:
            found[name[:2].casefold()].append(name)
        return {start: names[:_MANY] for start, names in found.items()}


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
