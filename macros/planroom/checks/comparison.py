"""What a change causes and cures: the findings after it against those before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planroom.checks.matching import known, match
from planroom.diagnostics import Diagnostic
from planroom.records import dataclass

if TYPE_CHECKING:
    from planroom.checks.run import Outcome


@dataclass(frozen=True)
class Comparison:
    """What a run is compared with: a revision as the user named it, the commit, and what it had.

    `known` was there before and is now, `cured` was there before and is gone.
    """

    revision: str
    commit: str
    known: tuple[Diagnostic, ...] = ()
    cured: tuple[Diagnostic, ...] = ()


def compare(now: Outcome, before: Outcome, revision: str, commit: str) -> Outcome:
    """The outcome with what is new in it alone.

    What was reported before and is suppressed now, or in the baseline, is neither new nor cured.
    """
    old = before.diagnostics
    reported = match(map(known, old), now.diagnostics, now.room.paths)
    rest = [old[index] for index in reported.gone]
    accepted = (*now.baselined, *(item.diagnostic for item in now.suppressed))
    gone = match(map(known, rest), accepted, now.room.paths).gone
    comparison = Comparison(revision, commit, reported.known, tuple(rest[index] for index in gone))
    return replace(now, diagnostics=reported.new, comparison=comparison)
