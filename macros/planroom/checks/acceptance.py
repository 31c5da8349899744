"""What a project has accepted: findings that a suppression covers are set apart from those to report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from planroom.checks.baseline import Baseline
from planroom.checks.gathering import part_of
from planroom.checks.ignore_comments import in_comments
from planroom.checks.suppression import Suppression, in_objects
from planroom.diagnostics import Diagnostic, Fact, Finding, Location, Origin
from planroom.records import dataclass
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


class Suppressions:
    """Everything that a room's files ask not to report, to be asked what of it covers something found."""

    def __init__(self, room: Room) -> None:
        self.all = suppressions(room)
        self._by_code: dict[tuple[str, str], list[Suppression]] = defaultdict(list)
        for item in self.all:
            if item.holds(room.today):
                for code in item.codes:
                    self._by_code[item.origin.path, code].append(item)

    def name(self, code: str, path: str) -> bool:
        """Whether any of a file names a check."""
        return (path, code) in self._by_code

    def covering(self, code: str, origin: Origin, location: Location) -> list[Suppression]:
        """Those that cover what a check finds at a place."""
        return [item for item in self._by_code.get((origin.path, code), ()) if item.covers(origin, location)]


def suppressions(room: Room) -> tuple[Suppression, ...]:
    """Everything the room's files ask not to report, by path."""
    sources = sorted(room.sources.values(), key=lambda source: source.path)
    return tuple(item for source in sources for item in (*in_objects(source), *in_comments(source)))


def parted(code: str, finding: Finding, known: Suppressions, room: Room) -> Iterator[Finding]:
    """A finding on several things as one on what no suppression covers, and one for each that covers some."""
    facts = finding.gathering.facts if finding.gathering else ()
    if len(facts) < 2 or not any(known.name(code, path) for path in {origin.path for _, origin in facts}):
        yield finding
        return
    places = room.locate(origin for _, origin in facts)
    parts: dict[Suppression | None, list[Fact]] = defaultdict(list)
    for name, origin in facts:
        by = known.covering(code, origin, places[origin])
        parts[by[0] if by else None].append((name, origin))
    yield from (part_of(finding, part) for part in parts.values())


def accept(
    known: Suppressions, found: Iterable[Found], made: frozenset[str]
) -> tuple[list[Found], list[tuple[Diagnostic, Suppression]], Acceptance]:
    """Part what is found: what to report, what is suppressed and by which, and what became of those."""
    left: list[Found] = []
    covered: list[tuple[Diagnostic, Suppression]] = []
    used: set[Suppression] = set()
    for origin, diagnostic in found:
        by = known.covering(diagnostic.code, origin, diagnostic.location)
        if by:
            used.update(by)
            covered.append((diagnostic, by[0]))
        else:
            left.append((origin, diagnostic))
    return left, covered, Acceptance(known.all, frozenset(used), made)
