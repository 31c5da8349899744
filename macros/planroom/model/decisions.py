"""The decisions of a room with their relations resolved both ways, and what each of them binds."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote

from planroom.kinds.decision import Decision, Relation
from planroom.kinds.operations import Operation
from planroom.model.bindings import Binding, Targets
from planroom.model.bound import Bound, Key, key_of
from planroom.model.decision_logs import ADDRESS, DecisionLogs
from planroom.model.system import Service, System
from planroom.records import dataclass
from planroom.room import resolve_path

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
class DecisionGraph(DecisionLogs):
    """Every decision of a room, how they relate, and what they apply to among these systems."""

    systems: tuple[System, ...] = ()

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

    @cached_property
    def is_partly_unread(self) -> bool:
        """Whether the front matter of a decision cannot be read, so that it may say more than is known."""
        return any(decision.path in self.room.unread for decision in self.decisions)

    def _resolve(self, decision: Decision, relation: Relation) -> ResolvedRelation:
        targets = self.named(decision, relation.target)
        if not targets and not ADDRESS.match(relation.target):
            targets = self.named(decision, relation.label)
        outside = not targets and self.is_elsewhere(decision, relation.target)
        return ResolvedRelation(decision, relation, targets, outside)

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


def _from_first(circle: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """A circle, turned so that it starts with its first path."""
    start = min(range(len(circle)), key=lambda position: circle[position].path)
    return circle[start:] + circle[:start]
