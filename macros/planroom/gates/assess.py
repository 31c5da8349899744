"""A system held against every checklist of its room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from planroom.checks import Outcome
from planroom.gates.judge import Judged, Verdict, evidence_of, judge
from planroom.gates.lists import checklists
from planroom.gates.principles import Principle, overall_target, principles
from planroom.gates.scores import Score, score
from planroom.kinds.checklist import Checklist
from planroom.model import System
from planroom.records import dataclass


@dataclass(frozen=True, eq=False)
class Assessed:
    """What a system's checklists say of it: every list with its judged questions.

    `by_files` is the verdict that each question would have, by its id, had nobody answered anything.
    """

    system: System
    lists: tuple[tuple[Checklist, tuple[Judged, ...]], ...]
    by_files: Mapping[str, Verdict]

    @cached_property
    def scored(self) -> tuple[Judged, ...]:
        """The questions that count in its score."""
        return tuple(one for each, judged in self.lists if each.scored for one in judged)

    @cached_property
    def overall(self) -> Score:
        """Passed over applicable of all its questions."""
        return score(self.scored, overall_target())

    @cached_property
    def by_principle(self) -> tuple[tuple[Principle, Score], ...]:
        """The score of each principle against its own target; principles without a question are left out."""
        return tuple(self._principles())

    def _principles(self) -> Iterator[tuple[Principle, Score]]:
        for principle in principles():
            asked = [one for one in self.scored if principle.id in one.item.principles]
            if asked:
                yield principle, score(asked, principle.target)

    @property
    def is_met(self) -> bool:
        """Whether the overall target and that of every principle is reached."""
        return self.overall.is_met and all(each.is_met for _, each in self.by_principle)


def assess(outcome: Outcome, system: System) -> Assessed:
    """Hold a system against every checklist of its room."""
    known = evidence_of(outcome, system)
    alone = replace(known, assessments=())
    lists = checklists(outcome.room)
    return Assessed(
        system,
        tuple((each, tuple(judge(item, known) for item in each.items)) for each in lists),
        {item.id: judge(item, alone).verdict for each in lists for item in each.items},
    )
