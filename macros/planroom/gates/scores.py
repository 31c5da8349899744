"""How verdicts add up: passed over applicable, never a mean of means."""

from __future__ import annotations

import math
from collections.abc import Iterable

from planroom.gates.judge import Judged, Verdict
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the questions that count are passed, and how many ought to be.

    `applicable` leaves out what does not apply and what is waived; `target` is in percent, `None` where there
    is none.
    """

    passed: int
    failed: int
    unanswered: int
    left_out: int
    target: float | None = None

    @property
    def applicable(self) -> int:
        """The questions that count."""
        return self.passed + self.failed + self.unanswered

    @property
    def percent(self) -> float | None:
        """Passed over applicable in percent; `None` where no question counts."""
        return 100 * self.passed / self.applicable if self.applicable else None

    @property
    def shown(self) -> float | None:
        """The percentage as people read it, to a tenth; what falls short never reads as if it did not."""
        if self.percent is None:
            return None
        rounded = round(self.percent, 1)
        if self.target is not None and self.percent < self.target <= rounded:
            return math.floor(self.percent * 10) / 10
        return rounded

    @property
    def is_met(self) -> bool:
        """Whether the target is reached; where no question counts or there is no target, it is."""
        return self.percent is None or self.target is None or self.percent >= self.target

    @property
    def short_by(self) -> int:
        """How many more questions must pass for the target to be reached."""
        if self.is_met or self.target is None:
            return 0
        needed = -(-self.target * self.applicable // 100)
        return max(0, int(needed) - self.passed)


def score(judged: Iterable[Judged], target: float | None = None) -> Score:
    """The score of judged questions."""
    verdicts = [each.verdict for each in judged]
    return Score(
        verdicts.count(Verdict.PASS),
        verdicts.count(Verdict.FAIL),
        verdicts.count(Verdict.UNANSWERED),
        sum(1 for verdict in verdicts if not verdict.counts),
        target,
    )
