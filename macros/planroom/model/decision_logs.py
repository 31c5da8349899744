"""The decisions of a room: what names each of them, and the logs whose numbers they share."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote

from planroom.kinds.decision import Decision
from planroom.kinds.decision_numbers import LogNumber, log_number, log_path
from planroom.kinds.decision_place import read_name
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Room, resolve_path
from planroom.source import format_of
from planroom.wording import nearest

_NUMBER = late(r"(?:m?adr|decision|dr|nr\.?|no\.?)?[-\s#]*0*(\d{1,6})", re.IGNORECASE)
_NUMBERED_TITLE = late(r"(?:m?adr[-\s#]*)?0*(\d{1,6})[.:]\s", re.IGNORECASE)
ADDRESS = late(r"[A-Za-z][A-Za-z0-9+.-]*://|//|mailto:")
"""What begins an address, which leads out of every repository."""
_ELSEWHERE = late(rf"{ADDRESS.pattern}|#")

_MANY = 500
"""Of more decisions than this none is looked for by likeness, which takes time for each."""


@dataclass(frozen=True, eq=False)
class DecisionLogs:
    """Every decision of a room, found by number, name, path or link."""

    room: Room

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, by path."""
        return self.room.of(Decision)

    def named(self, decision: Decision, target: str) -> tuple[Decision, ...]:
        """The decisions that a number, name, path or link in a decision's file means.

        Those beside it come first, then those of the folders around it. An address means the decision whose
        file name it ends with: the number at its end may be that of an issue.
        """
        folder = posixpath.dirname(decision.path)
        target = unquote(target.partition("#")[0].partition("?")[0]).strip().strip("`\"'") if target else ""
        for base in (folder, ""):
            path = resolve_path(base, target.lstrip("/")) if target else None
            found = self.room.artifact(path) if path else None
            if isinstance(found, Decision):
                return (found,)
        for name in _file_name(target) if ADDRESS.match(target) else _names(target):
            candidates = self._called(name)
            if candidates:
                return _closest(folder, candidates)
        return ()

    def _called(self, name: str) -> tuple[Decision, ...]:
        return self._by_name.get(name.casefold(), ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[Decision, ...]]:
        found: dict[str, list[Decision]] = defaultdict(list)
        for decision in self.decisions:
            for name in dict.fromkeys(name.casefold() for name in decision.names):
                found[name].append(decision)
        return {name: tuple(items) for name, items in found.items()}

    def is_elsewhere(self, decision: Decision, target: str) -> bool:
        """Whether a target is an address, a path of some site, or a file that is there and is no decision."""
        if not target or _ELSEWHERE.match(target) or target.startswith("/"):
            return True
        path = resolve_path(posixpath.dirname(decision.path), unquote(target.partition("#")[0]))
        return path is None or (("/" in target or "." in target) and self.room.has(path))

    def renamed(self, path: str) -> str:
        """The decision that a path meant before it got another number or other words, or `""`."""
        if not format_of(path):
            return ""
        key = log_number(path)
        slug = read_name(path).slug
        found = self._by_words.get((posixpath.dirname(log_path(path)), slug), ()) if slug else ()
        found = found or (self._numbered.get(key, ()) if key else ())
        return found[0].path if len(found) == 1 else ""

    def like(self, name: str, decision: Decision | None = None) -> str:
        """The path of the one decision that a name with another number or misspelt words means, or `""`.

        It is looked for among those beside a decision, or in all logs.
        """
        name = posixpath.basename(name)
        logs = [self.beside(decision)] if decision else list(self._logs.values())
        folders = [posixpath.dirname(decision.path)] if decision else list(self._logs)
        found = [path for folder in folders if (path := self.renamed(posixpath.join(folder, name)))]
        if found or not name or name.isdigit() or sum(map(len, logs)) > _MANY:
            return found[0] if len(found) == 1 else ""
        names = {posixpath.basename(other.path): other.path for log in logs for other in log}
        if decision:
            names.pop(posixpath.basename(decision.path), None)
        return names.get(nearest(name, names), "")

    @cached_property
    def _by_words(self) -> dict[tuple[str, str], tuple[Decision, ...]]:
        """The decisions by folder and the words of their file names."""
        found: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for decision in self.decisions:
            found[_folder_of_log(decision), read_name(decision.path).slug].append(decision)
        return {key: tuple(items) for key, items in found.items()}

    def numbers_beside(self, decision: Decision) -> range:
        """The numbers from the first to the last of a decision's log; none where none has one."""
        return self._number_ranges.get(_folder_of_log(decision), range(0))

    @cached_property
    def _number_ranges(self) -> dict[str, range]:
        found: dict[str, range] = {}
        for folder, log in self._logs.items():
            numbers = [int(decision.number) for decision in log if decision.number]
            if numbers:
                found[folder] = range(min(numbers), max(numbers) + 1)
        return found

    def beside(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions of the same log, itself among them."""
        return self._logs[_folder_of_log(decision)]

    @cached_property
    def logs(self) -> tuple[tuple[Decision, ...], ...]:
        """The decisions by the log whose numbers they share: of one folder and one series, each by path."""
        found: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for key, decisions in self._numbered.items():
            found[key.folder, key.series].extend(decisions)
        return tuple(tuple(sorted(found[key], key=lambda item: item.path)) for key in sorted(found))

    @cached_property
    def _logs(self) -> dict[str, tuple[Decision, ...]]:
        found: dict[str, list[Decision]] = defaultdict(list)
        for decision in self.decisions:
            found[_folder_of_log(decision)].append(decision)
        return {folder: tuple(items) for folder, items in found.items()}

    @cached_property
    def _numbered(self) -> dict[LogNumber, tuple[Decision, ...]]:
        found: dict[LogNumber, list[Decision]] = defaultdict(list)
        for decision in self.decisions:
            key = log_number(decision.path)
            if key is not None:
                found[key].append(decision)
        return {key: tuple(items) for key, items in found.items()}

    def sharing_number(self, decision: Decision) -> tuple[Decision, ...]:
        """The other decisions of the same folder and series that have its number."""
        key = log_number(decision.path)
        return tuple(other for other in self._numbered.get(key, ()) if other is not decision) if key else ()


def _names(target: str) -> Iterator[str]:
    """What a target may be called, most exact first: as it stands, its last part, its stem, its number.

    A file that was moved to another notation is still the one that is meant.
    """
    if not target:
        return
    yield target
    last = target.rstrip("/").rpartition("/")[2]
    yield last
    if last.endswith((".md", ".adoc", ".asciidoc", ".rst")):
        yield last.rpartition(".")[0]
    match = _NUMBER.fullmatch(last) or _NUMBERED_TITLE.match(last)
    if match:
        yield match[1]


def _closest(folder: str, candidates: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Those in a folder, else those that share most of its path: a log may have folders of its own."""

    def near(other: Decision) -> tuple[bool, int]:
        there = posixpath.dirname(other.path)
        return there == folder, len(posixpath.commonpath((f"/{folder}", f"/{there}")))

    best = max(map(near, candidates))
    return tuple(other for other in candidates if near(other) == best)


def _folder_of_log(decision: Decision) -> str:
    return posixpath.dirname(log_path(decision.path))


def _file_name(address: str) -> Iterator[str]:
    """The file name that an address ends with, if it does."""
    last = address.rpartition("/")[2]
    if format_of(last):
        yield last
