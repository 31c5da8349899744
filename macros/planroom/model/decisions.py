"""The decisions of a room with their relations resolved both ways, and what each of them binds."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from planroom.kinds.decision import Decision, Relation
from planroom.kinds.decision_numbers import LogNumber, log_number, log_path
from planroom.kinds.decision_place import read_name
from planroom.kinds.operations import Operation
from planroom.model.bindings import Binding, Targets
from planroom.model.bound import Bound, Key, key_of
from planroom.model.system import Service, System
from planroom.room import Room, resolve_path
from planroom.source import format_of

_NUMBER = re.compile(r"(?:m?adr|decision|dr|nr\.?|no\.?)?[-\s#]*0*(\d{1,6})", re.IGNORECASE)
_NUMBERED_TITLE = re.compile(r"(?:m?adr[-\s#]*)?0*(\d{1,6})[.:]\s", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|//|mailto:")
_ELSEWHERE = re.compile(rf"{_ADDRESS.pattern}|#")
_INVERSE = {
    "supersedes": "superseded-by",
    "superseded-by": "supersedes",
    "amends": "amended-by",
    "amended-by": "amends",
    "relates-to": "relates-to",
}


@dataclass(frozen=True)
class ResolvedRelation:
    """A relation with the decisions that its target may mean.

    One is what everybody hopes for; several make it ambiguous; none is missing, or `elsewhere`: not a
    file of this room, or one that is no decision.
    """

    decision: Decision
    relation: Relation
    targets: tuple[Decision, ...]
    elsewhere: bool = False

    @property
    def target(self) -> Decision | None:
        """The one decision that is meant, or `None`."""
        return self.targets[0] if len(self.targets) == 1 else None


@dataclass(frozen=True, eq=False)
class DecisionGraph:
    """Every decision of a room, how they relate, and what they apply to among these systems."""

    room: Room
    systems: tuple[System, ...] = ()

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, by path."""
        return self.room.of(Decision)

    @cached_property
    def relations(self) -> tuple[ResolvedRelation, ...]:
        """All relations as the files state them, by path of the decision that states them."""
        return tuple(
            self._resolve(decision, relation)
            for decision in self.decisions
            for relation in decision.relations
        )

    @cached_property
    def _stated(self) -> dict[str, tuple[ResolvedRelation, ...]]:
        found: dict[str, list[ResolvedRelation]] = defaultdict(list)
        for resolved in self.relations:
            found[resolved.decision.path].append(resolved)
        return {path: tuple(items) for path, items in found.items()}

    def stated_by(self, decision: Decision) -> tuple[ResolvedRelation, ...]:
        """The relations that a decision's own file states."""
        return self._stated.get(decision.path, ())

    def stating(self, decision: Decision, verb: str, other: Decision) -> ResolvedRelation | None:
        """The relation by which a decision's own file says that it `verb` another, if it does."""
        return self._pairs.get((decision.path, verb, other.path))

    @cached_property
    def _pairs(self) -> dict[tuple[str, str, str], ResolvedRelation]:
        found: dict[tuple[str, str, str], ResolvedRelation] = {}
        for resolved in self.relations:
            for target in resolved.targets:
                found.setdefault((resolved.decision.path, resolved.relation.verb, target.path), resolved)
        return found

    def renamed(self, path: str) -> str:
        """The decision that a path meant before it got another number or other words, or `""`."""
        if not format_of(path):
            return ""
        key = log_number(path)
        slug = read_name(path).slug
        found = self._by_words.get((posixpath.dirname(log_path(path)), slug), ()) if slug else ()
        found = found or (self._numbered.get(key, ()) if key else ())
        return found[0].path if len(found) == 1 else ""

    @cached_property
    def is_partly_unread(self) -> bool:
        """Whether the front matter of a decision cannot be read, so that it may say more than is known."""
        return any(decision.path in self.room.unread for decision in self.decisions)

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

    def _resolve(self, decision: Decision, relation: Relation) -> ResolvedRelation:
        targets = self.named(decision, relation.target)
        if not targets and not _ADDRESS.match(relation.target):
            targets = self.named(decision, relation.label)
        outside = not targets and self._is_elsewhere(decision, relation.target)
        return ResolvedRelation(decision, relation, targets, outside)

    def named(self, decision: Decision, target: str) -> tuple[Decision, ...]:
        """The decisions that a number, name, path or link in a decision's file means.

        Those beside it come first. An address means the decision whose file name it ends with: the number at
        its end may be that of an issue.
        """
        folder = posixpath.dirname(decision.path)
        target = unquote(target.partition("#")[0].partition("?")[0]).strip().strip("`\"'") if target else ""
        for base in (folder, ""):
            path = resolve_path(base, target.lstrip("/")) if target else None
            found = self.room.artifact(path) if path else None
            if isinstance(found, Decision):
                return (found,)
        for name in _file_name(target) if _ADDRESS.match(target) else _names(target):
            candidates = self._called(name)
            near = tuple(other for other in candidates if posixpath.dirname(other.path) == folder)
            if candidates:
                return near or candidates
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

    def _is_elsewhere(self, decision: Decision, target: str) -> bool:
        """Whether a target is an address, a path of some site, or a file that is there and is no decision."""
        if not target or _ELSEWHERE.match(target) or target.startswith("/"):
            return True
        path = resolve_path(posixpath.dirname(decision.path), unquote(target.partition("#")[0]))
        return path is None or (("/" in target or "." in target) and self.room.has(path))

    @cached_property
    def _edges(self) -> dict[tuple[str, str], tuple[Decision, ...]]:
        """`(path, verb)` to the decisions at its other end, whichever of the two files states it."""
        found: dict[tuple[str, str], dict[str, Decision]] = defaultdict(dict)
        for resolved in self.relations:
            target, verb = resolved.target, resolved.relation.verb
            if target is not None:
                found[resolved.decision.path, verb][target.path] = target
                found[target.path, _INVERSE[verb]][resolved.decision.path] = resolved.decision
        return {key: tuple(others[path] for path in sorted(others)) for key, others in found.items()}

    def supersedes(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions that it replaced, as either side states it."""
        return self._edges.get((decision.path, "supersedes"), ())

    def superseded_by(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions that replaced it, as either side states it."""
        return self._edges.get((decision.path, "superseded-by"), ())

    def amends(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions that it changed without replacing them."""
        return self._edges.get((decision.path, "amends"), ())

    def amended_by(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions that changed it."""
        return self._edges.get((decision.path, "amended-by"), ())

    def relates_to(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions it is related to in no stronger way."""
        return self._edges.get((decision.path, "relates-to"), ())

    @cached_property
    def _named_by(self) -> dict[str, tuple[Decision, ...]]:
        found: dict[str, dict[str, Decision]] = defaultdict(dict)
        for resolved in self.relations:
            for target in resolved.targets:
                found[target.path][resolved.decision.path] = resolved.decision
        for decision in self.decisions:
            folder = posixpath.dirname(decision.path)
            for link in decision.source.outline.links:
                path = resolve_path(folder, unquote(link.target.partition("#")[0]))
                if path and path != decision.path and isinstance(self.room.artifact(path), Decision):
                    found[path][decision.path] = decision
        return {path: tuple(others[other] for other in sorted(others)) for path, others in found.items()}

    def named_by(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions whose files name it, in a relation or a link."""
        return self._named_by.get(decision.path, ())

    def end_of_chain(self, decision: Decision) -> tuple[Decision, ...]:
        """The decisions in force at the end of its replacements.

        None where nothing replaced it or they go in a circle.
        """
        seen, ends, waiting = {decision.path}, dict[str, Decision](), list(self.superseded_by(decision))
        while waiting:
            other = waiting.pop(0)
            if other.path in seen:
                continue
            seen.add(other.path)
            following = self.superseded_by(other)
            if not following:
                ends[other.path] = other
            waiting.extend(following)
        return tuple(ends.values())

    @cached_property
    def cycles(self) -> tuple[tuple[Decision, ...], ...]:
        """The circles in which decisions replace each other, each once, from its first path on."""
        found: dict[frozenset[str], tuple[Decision, ...]] = {}
        done: set[str] = set()
        for start in self.decisions:
            trail: dict[str, Decision] = {}
            stack: list[tuple[Decision, Iterator[Decision]]] = []
            self._step(start, trail, stack, done)
            while stack:
                decision, others = stack[-1]
                other = next(others, None)
                if other is None:
                    stack.pop()
                    trail.pop(decision.path)
                    done.add(decision.path)
                elif other.path in trail:
                    paths = list(trail)
                    circle = tuple(trail[path] for path in paths[paths.index(other.path) :])
                    found.setdefault(frozenset(item.path for item in circle), _from_first(circle))
                else:
                    self._step(other, trail, stack, done)
        return tuple(sorted(found.values(), key=lambda circle: circle[0].path))

    @cached_property
    def _circled(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for circle in self.cycles:
            paths = frozenset(decision.path for decision in circle)
            found.update({path: found.get(path, frozenset()) | paths for path in paths})
        return found

    def in_one_circle(self, decision: Decision, other: Decision) -> bool:
        """Whether two decisions stand in a circle of replacements together."""
        return other.path in self._circled.get(decision.path, frozenset())

    def _step(
        self,
        decision: Decision,
        trail: dict[str, Decision],
        stack: list[tuple[Decision, Iterator[Decision]]],
        done: set[str],
    ) -> None:
        if decision.path not in done:
            trail[decision.path] = decision
            stack.append((decision, iter(self.superseded_by(decision))))

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

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """Every reference of an `applies-to` with what it names."""
        targets = self.targets
        return tuple(
            Binding(
                decision,
                reference,
                targets.named(decision, reference.text),
                targets.may_be_unread(decision, reference.text),
            )
            for decision in self.decisions
            for reference in decision.applies_to
        )

    @cached_property
    def _bound(self) -> dict[str, tuple[Binding, ...]]:
        found: dict[str, list[Binding]] = defaultdict(list)
        for binding in self.bindings:
            found[binding.decision.path].append(binding)
        return {path: tuple(items) for path, items in found.items()}

    def bindings_of(self, decision: Decision) -> tuple[Binding, ...]:
        """What a decision applies to, by the references of its file."""
        return self._bound.get(decision.path, ())

    def applies_to(self, decision: Decision) -> tuple[Bound, ...]:
        """Everything that a decision applies to, each once."""
        return tuple(dict.fromkeys(bound for item in self.bindings_of(decision) for bound in item.bound))

    @cached_property
    def _binding(self) -> dict[Key, tuple[Decision, ...]]:
        found: dict[Key, dict[str, Decision]] = defaultdict(dict)
        for item in self.bindings:
            for bound in item.bound:
                found[bound.key][item.decision.path] = item.decision
        return {key: tuple(items.values()) for key, items in found.items()}

    def bound_by(self, key: Key) -> tuple[Decision, ...]:
        """The decisions whose `applies-to` names the thing of a key, by path."""
        found = self._binding.get(key, ())
        return tuple(sorted(found, key=lambda decision: decision.path))

    @cached_property
    def targets(self) -> Targets:
        """Everything that a decision may apply to."""
        return Targets(self.room, self.systems)

    def binding(self, thing: System | Service | Operation | str) -> tuple[Decision, ...]:
        """The decisions whose `applies-to` names a system, service or operation, or the file of a path.

        A file is also named by its folders; a system by the `systems` of a decision.
        """
        found = {decision.path: decision for decision in self._binding.get(key_of(thing), ())}
        if isinstance(thing, str):
            folder = posixpath.dirname(thing)
            while folder:
                found.update({item.path: item for item in self._binding.get(("file", folder), ())})
                folder = posixpath.dirname(folder)
        elif isinstance(thing, System):
            own = {
                name.casefold()
                for name in (thing.name, thing.title, posixpath.basename(thing.folder))
                if name
            }
            found.update({path: item for path, item in self._concerning(own).items() if path not in found})
        return tuple(found[path] for path in sorted(found))

    def _concerning(self, names: set[str]) -> dict[str, Decision]:
        return {
            item.path: item
            for item in self.decisions
            if any(system.casefold() in names for system in item.systems)
        }


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


def _folder_of_log(decision: Decision) -> str:
    return posixpath.dirname(log_path(decision.path))


def _file_name(address: str) -> Iterator[str]:
    """The file name that an address ends with, if it does."""
    last = address.rpartition("/")[2]
    if format_of(last):
        yield last


def _from_first(circle: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """A circle, turned so that it starts with its first path."""
    start = min(range(len(circle)), key=lambda position: circle[position].path)
    return circle[start:] + circle[:start]
