"""The last line of a report: what was checked and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Severity
from planroom.kinds.every import KINDS
from planroom.wording import counted, listed


def kind_counts(outcome: Outcome) -> dict[str, int]:
    """How many artifacts of each kind were read, by the kind's name."""
    found = Counter(reading.kind for reading in outcome.room.readings if reading.kind)
    return {kind.name: found[kind.name] for kind in KINDS}


def checked(outcome: Outcome) -> str:
    """What was checked, in words: `16 decisions, 2 designs and 5 contracts`."""
    parts = [counted(number, name) for name, number in kind_counts(outcome).items() if number]
    return listed(parts) or "nothing"


def found(diagnostics: Iterable[Diagnostic]) -> str:
    """What was found, in words: `1 error, 2 warnings, 3 infos`, or `nothing`."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return ", ".join(counted(counts[item], item.value) for item in Severity if counts[item]) or "nothing"


def since(outcome: Outcome) -> str:
    """What the run is compared with, in words: ` since main`, or nothing."""
    return f" since {outcome.comparison.revision}" if outcome.comparison else ""


def left_out(outcome: Outcome) -> str:
    """What was found and is not reported, in words: ` (2 suppressed, 14 in the baseline)`, or nothing."""
    comparison = outcome.comparison
    counts = (
        (len(comparison.known) if comparison else 0, "there before"),
        (len(comparison.cured) if comparison else 0, "cured"),
        (len(outcome.suppressed), "suppressed"),
        (len(outcome.baselined), "in the baseline"),
    )
    said = ", ".join(f"{count:,} {words}" for count, words in counts if count)
    return f" ({said})" if said else ""


def last_line(outcome: Outcome) -> str:
    """What was checked and what was found, in a sentence."""
    said = f"{found(outcome.diagnostics)}{since(outcome)}{left_out(outcome)}"
    return f"Checked {checked(outcome)}: found {said}."
