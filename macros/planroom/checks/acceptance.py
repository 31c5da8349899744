"""What a project has accepted: findings that a suppression covers are set apart from those to report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from planroom.checks.baseline import Baseline
from planroom.checks.ignore_comments import in_comments
from planroom.checks.suppression import Suppression, in_objects
from planroom.diagnostics import Diagnostic, Location, Origin
from planroom.room import Room

Found = tuple[Origin, Diagnostic]
"""Something found, with the place as its check gave it."""


@dataclass(frozen=True)
class Suppressed:
    """A diagnostic that is not reported, why, and where that is said."""

    diagnostic: Diagnostic
    reason: str
    by: Location


@dataclass(frozen=True)
class Acceptance:
    """What became of everything that a room asks not to report.

    `used` holds the suppressions that cover something; `made` the codes of the checks that were made.
    """

    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[Suppression] = frozenset()
    made: frozenset[str] = frozenset()
    baseline: Baseline | None = None


@dataclass
class _Index:
    """The suppressions of one file by the code they name."""

    by_code: dict[str, list[Suppression]] = field(default_factory=lambda: defaultdict(list))

    def add(self, suppression: Suppression) -> None:
        for code in suppression.codes:
            self.by_code[code].append(suppression)

    def of(self, origin: Origin, diagnostic: Diagnostic) -> list[Suppression]:
        """Those that cover something found."""
        candidates = self.by_code.get(diagnostic.code, ())
        return [item for item in candidates if item.covers(origin, diagnostic.location)]


def suppressions(room: Room) -> tuple[Suppression, ...]:
    """Everything the room's files ask not to report, by path."""
    sources = sorted(room.sources.values(), key=lambda source: source.path)
    return tuple(item for source in sources for item in (*in_objects(source), *in_comments(source)))


def accept(
    room: Room, found: Iterable[Found], made: frozenset[str]
) -> tuple[list[Found], list[tuple[Diagnostic, Suppression]], Acceptance]:
    """Part what is found: what to report, what is suppressed and by which, and what became of those."""
    known = suppressions(room)
    indexes: dict[str, _Index] = defaultdict(_Index)
    for item in known:
        if item.holds(room.today):
            indexes[item.origin.path].add(item)
    left: list[Found] = []
    covered: list[tuple[Diagnostic, Suppression]] = []
    used: set[Suppression] = set()
    for origin, diagnostic in found:
        index = indexes.get(origin.path)
        by = index.of(origin, diagnostic) if index else []
        if by:
            used.update(by)
            covered.append((diagnostic, by[0]))
        else:
            left.append((origin, diagnostic))
    return left, covered, Acceptance(known, frozenset(used), made)
