"""Which decisions govern a place, by what their `applies-to` names, and what took their place."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from planroom.kinds.decision import Decision, Reference, Status
from planroom.model import Model
from planroom.model.bindings import covers
from planroom.model.bound import Bound
from planroom.records import dataclass

_IN_FILES = frozenset(("operation", "schema", "value", "file"))
_STANDING = (Status.ACCEPTED, Status.PROPOSED, Status.UNKNOWN, Status.DEPRECATED, Status.REJECTED)


@dataclass(frozen=True)
class Governing:
    """A decision that governs a place, and the references of its `applies-to` by which it does.

    `successors` lead from the one that replaced it to the one that stands at the end; where several took
    its place, all of them are there.
    """

    decision: Decision
    references: tuple[Reference, ...]
    successors: tuple[Decision, ...]


def governing(model: Model, name: str) -> tuple[Governing, ...]:
    """The decisions that govern a place, those in force first.

    `name` is a path from the root, there or not, a part of a file (`PATH#operationId`), or what operations,
    services, systems and events are called. A place is governed by what names it, a folder above it, or a
    pattern that fits it; a whole file or folder also by what names something in it.
    """
    bounds = called(model, name)
    keys = {bound.key for bound in bounds}
    paths = {bound.path for bound in bounds if bound.kind in _IN_FILES}
    if not bounds or "#" in name:
        paths.add(unquote(name.partition("#")[0]).strip("/"))
    whole = not bounds and "#" not in name
    found: dict[str, list[Reference]] = {}
    for binding in model.decisions.bindings:
        above = any(covers(binding.decision, binding.reference.text, path) for path in paths)
        if above or any(bound.key in keys or (whole and _within(bound, paths)) for bound in binding.bound):
            found.setdefault(binding.decision.path, []).append(binding.reference)
    decisions = [decision for decision in model.decisions.decisions if decision.path in found]
    decisions.sort(key=lambda decision: (_rank(decision), decision.path))
    return tuple(
        Governing(decision, tuple(found[decision.path]), successors(model, decision))
        for decision in decisions
    )


def called(model: Model, name: str) -> tuple[Bound, ...]:
    """The parts of contracts, services, systems and events that go by a name; none for a path."""
    if "#" not in name and model.room.has(name.strip("/")):
        return ()
    return model.decisions.targets.called(name)


def _within(bound: Bound, paths: Iterable[str]) -> bool:
    return any(not path or bound.path == path or bound.path.startswith(path + "/") for path in paths)


def successors(model: Model, decision: Decision) -> tuple[Decision, ...]:
    """The decisions that took the place of one, in order; each once, also where they go in a circle."""
    found: dict[str, Decision] = {}
    waiting = list(model.decisions.superseded_by(decision))
    while waiting:
        other = waiting.pop(0)
        if other.path not in found and other is not decision:
            found[other.path] = other
            waiting.extend(model.decisions.superseded_by(other))
    return tuple(found.values())


def _rank(decision: Decision) -> int:
    return _STANDING.index(decision.status) if decision.status in _STANDING else len(_STANDING)
