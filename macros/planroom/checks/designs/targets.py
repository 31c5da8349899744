"""DSN: quality figures: what backs them, what they mean, and whether they can be kept together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.checks.designs.chains import USUAL_DAYS
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import System, Target
from planroom.model.quantities import allowed_downtime_minutes, duration_text, number_text
from planroom.patterns import late
from planroom.wording import quoted

_DEFINED = late(r"\b(?:from|since|after|until|between|detect\w*|start\w*|alert\w*|noticed?)\b", re.IGNORECASE)


@check("DSN070", Severity.INFO, on=System)
def measured_without_evidence(system: System, scope: Scope) -> Iterator[Finding]:
    """What was measured says by whom and when, or where the result lies."""
    bare = [t for t in system.targets if t.measured is not None and not _backed(t)]
    if bare:
        names = quoted(target.name for target in bare)
        say = f"no evidence is stated for what was measured: {names}"
        yield Finding(say, bare[0].at("measured"), "add `evidence` with `by`, `date` and `link`")


def _backed(target: Target) -> bool:
    return "note" in target.evidence or "link" in target.evidence or {"by", "date"} <= target.evidence.keys()


@check("DSN075", Severity.WARNING, on=System)
def repair_beyond_downtime(system: System, scope: Scope) -> Iterator[Finding]:
    """One failure, found and mended in the time that is promised, fits in the downtime that is promised."""
    objective = system.objective
    if objective is None or objective.percent is None:
        return
    days = objective.window_days or USUAL_DAYS
    allowed = allowed_downtime_minutes(objective.percent, days)
    budget = (
        f"{number_text(objective.percent)} % of {number_text(days)} days leaves {number_text(allowed)} min"
    )
    related = (Related("the availability", objective.origin),)
    mttr, mttd = system.target("mttr_minutes"), system.target("mttd_minutes")
    if mttr is not None and mttr.target is not None:
        parts = [
            (t.target, word) for t, word in ((mttd, "to detect"), (mttr, "to restore")) if t and t.target
        ]
        total = sum(minutes for minutes, _ in parts)
        if total > allowed:
            working = " + ".join(f"{number_text(minutes)} min {word}" for minutes, word in parts)
            summed = f" = {number_text(total)} min" if len(parts) > 1 else ""
            say = f"one failure takes {working}{summed}, {budget}"
            yield Finding(say, mttr.at("target"), "mend faster, or promise less", related)
    rto = system.recovery.rto_ms if system.recovery is not None else None
    if system.recovery is not None and rto is not None and rto > allowed * 60_000:
        say = f"one disaster takes {duration_text(rto)} (RTO), {budget}"
        hint = "say in a note that disasters do not count, recover faster, or promise less"
        yield Finding(say, system.recovery.at("rto"), hint, related, Severity.INFO)


@check("DSN076", Severity.INFO, on=System)
def repair_time_not_defined(system: System, scope: Scope) -> Iterator[Finding]:
    """The mean time to restore says from when it is counted, and stands beside the mean time to detect."""
    mttr = system.target("mttr_minutes")
    if mttr is None:
        return
    note = system.design.document.get("quality_targets", {}).get("note")
    told = _DEFINED.search(mttr.note) or (isinstance(note, str) and "mttr" in note.lower())
    lacks = [] if system.target("mttd_minutes") is not None else ["`mttd_minutes` is not stated"]
    if not told:
        lacks.append("from when it counts is not stated")
    if lacks:
        say = f"`mttr_minutes` says little: {' and '.join(lacks)}"
        hint = "state both, and in a `note` whether restoring counts from the failure or from its detection"
        yield Finding(say, mttr.origin, hint)


@check("DSN077", Severity.WARNING, on=System)
def load_test_below_peak(system: System, scope: Scope) -> Iterator[Finding]:
    """Load tests reach the peak that is expected, and both places that say how far they go agree."""
    promised, planned = system.target("load_test_peak_multiple"), system.load_test
    if planned is not None and promised is not None and _less(planned.target, promised.target):
        here, there = number_text(planned.target or 0), number_text(promised.target or 0)
        say = f"load is tested up to {here} times the peak, the quality targets promise {there} times"
        related = (Related("the promise", promised.at("target")),)
        yield Finding(say, planned.origin, "make the two agree", related, Severity.ERROR)
        return
    for test in (promised, planned):
        if test is not None and _less(test.target, 1):
            say = f"load is tested up to {number_text(test.target or 0)} times the peak only"
            yield Finding(say, test.at("target"), "test at least the peak that is expected")


def _less(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one < other


@check("DSN078", Severity.INFO, on=System)
def load_test_outgrown(system: System, scope: Scope) -> Iterator[Finding]:
    """Load that was tested lasts for a year of the growth that is expected."""
    test, scale = system.target("load_test_peak_multiple"), system.scale
    multiple = None if test is None else test.target if test.measured is None else test.measured
    if test is None or multiple is None or scale is None or scale.growth_per_year_percent is None:
        return
    factor = 1 + scale.growth_per_year_percent / 100
    if 1 <= multiple < factor:
        peak = scale.peak_per_second
        growth = number_text(scale.growth_per_year_percent)
        grown = f"with {growth} % growth the peak is {number_text(factor)} times as high"
        working = (
            f"{number_text(peak)} x {number_text(factor)} = {number_text(peak * factor)}" if peak else ""
        )
        rates = f" ({working} a second)" if peak else ""
        say = f"{grown} in a year{rates}, load is tested up to {number_text(multiple)} times"
        related = (Related("the growth", scale.at("growth_per_year_percent")),)
        yield Finding(say, test.origin, "test more, or test again within the year", related)
