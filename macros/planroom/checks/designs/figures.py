"""DSN: figures that must agree with each other; every finding shows the working."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from planroom.checks.check import Scope, check
from planroom.checks.designs.stores import PRODUCTS
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.model import Call, Endpoint, Objective, System
from planroom.model.chains import waits
from planroom.model.matching import normal_path
from planroom.model.quantities import (
    SECONDS_PER_DAY,
    agree,
    allowed_downtime_minutes,
    duration_text,
    number_text,
    requests_per_day,
)
from planroom.wording import quoted

MORE_IS_BETTER = (
    "availability_percent",
    "scaling_efficiency_percent",
    "load_test_peak_multiple",
    "endpoints_protected_percent",
    "red_coverage_percent",
    "debuggable_from_telemetry_percent",
    "decisions_documented_percent",
)
"""Quality figures that are reached from above; of all others less is better."""

PEAK_FACTOR = 50
"""A peak this many times the mean needs a reason: few systems see one."""


@check("DSN040", Severity.INFO, on=System)
def not_quantified(system: System, scope: Scope) -> Iterator[Finding]:
    """A design states its load and its availability in figures, so that they can be computed with."""
    missing = [
        name
        for name, stated in (
            ("the load", system.scale is not None),
            ("the availability", bool(system.objectives)),
            ("recovery", system.recovery is not None),
            ("latency", _has_latency(system)),
        )
        if not stated
    ]
    missing += _calls_without("mode", [call for call in system.calls if not call.mode])
    # Of a critical call the missing timeout is a finding of its own.
    waiting = [c for s in system.services for c in waits(system, s) if c.criticality != "critical"]
    missing += _calls_without("timeout", [call for call in waiting if call.timeout_ms is None])
    missing += _named("the paging of", (endpoint.label for endpoint in _unpaged(system)))
    silent = (store for store in system.stores if not store.technology and not store.kind)
    missing += _named("the technology of", (s.name for s in silent if s.name.lower() not in PRODUCTS))
    if missing and system.services:
        say = f"not quantified: {', '.join(missing)}"
        hint = "state figures where the design has prose, so that they are checked"
        yield Finding(say, system.design.origin_of("architecture_overview"), hint)


def _calls_without(what: str, calls: list[Call]) -> list[str]:
    return _named(f"the {what} of", (f"{call.caller} -> {call.target}" for call in calls))


def _named(what: str, names: Iterable[str]) -> list[str]:
    """What is missing of some things, in words; nothing where there are none."""
    held = list(names)
    return [f"{what} {quoted(held, limit=5)}"] if held else []


def _unpaged(system: System) -> Iterator[Endpoint]:
    """The endpoints that list what another one of their service gives one of, and say nothing of pages."""
    for service in system.services:
        paths = {normal_path(endpoint.path) for endpoint in service.endpoints}
        for endpoint in service.endpoints:
            listing = endpoint.method == "GET" and normal_path(endpoint.path) + "/{}" in paths
            if listing and not endpoint.pagination:
                yield endpoint


def _has_latency(system: System) -> bool:
    promised = any(
        service.latency is not None and service.latency.p95_ms is not None for service in system.services
    )
    return promised or system.target("p95_ms") is not None


@check("DSN041", Severity.ERROR, on=System)
def availability_differs(system: System, scope: Scope) -> Iterator[Finding]:
    """The availability is the same wherever the system states it."""
    for one, other in pairwise(system.objectives):
        related = (Related("stated there too", one.origin),)
        if one.percent is not None and other.percent is not None and one.percent != other.percent:
            here, there = number_text(other.percent), number_text(one.percent)
            say = f"the availability is {here} % here and {there} % elsewhere"
            yield Finding(say, other.at("availability_percent"), "state it once", related)
        if one.window_days and other.window_days and one.window_days != other.window_days:
            days, elsewhere = number_text(other.window_days), number_text(one.window_days)
            say = f"the availability's window is {days} days here and {elsewhere} elsewhere"
            yield Finding(say, other.at("window_days"), "state it once", related)


@check("DSN042", Severity.ERROR, on=System)
def downtime_miscalculated(system: System, scope: Scope) -> Iterator[Finding]:
    """The downtime is what the availability leaves of its window."""
    own = [service.slo for service in system.services if service.slo is not None]
    for objective in (*system.objectives, *own):
        yield from _downtime(objective)


def _downtime(objective: Objective) -> Iterator[Finding]:
    stated, percent, days = objective.downtime_minutes, objective.percent, objective.window_days
    if stated is None or percent is None or not days:
        return
    allowed = allowed_downtime_minutes(percent, days)
    # People round to whole minutes: what rounds to the same number agrees.
    if agree(stated, allowed) or abs(stated - allowed) <= 0.5:
        return
    working = f"{number_text(percent)} % of {number_text(days)} days is {number_text(allowed)} min"
    say = f"{working}, the design says {number_text(stated)}"
    yield Finding(
        say, objective.at("downtime_minutes"), f"write {number_text(allowed)}, or change the availability"
    )


@check("DSN043", Severity.ERROR, on=System)
def daily_requests_miscalculated(system: System, scope: Scope) -> Iterator[Finding]:
    """The requests of a day are the mean rate times 86,400 seconds."""
    scale = system.scale
    if scale is None or scale.mean_per_second is None or scale.per_day is None:
        return
    computed = requests_per_day(scale.mean_per_second)
    if not _same_load(scale.mean_per_second, scale.per_day):
        working = (
            f"{number_text(scale.mean_per_second)} requests per second make {number_text(computed)} a day"
        )
        say = f"{working}, the design says {number_text(scale.per_day)}"
        related = (Related("the mean", scale.at("requests_per_second_mean")),)
        yield Finding(say, scale.at("requests_per_day"), "correct one of the two", related)


def _same_load(per_second: float, per_day: float) -> bool:
    return agree(requests_per_day(per_second), per_day, 0.05)


@check("DSN044", Severity.ERROR, on=System)
def peak_below_mean(system: System, scope: Scope) -> Iterator[Finding]:
    """The peak load is not below the mean."""
    scale = system.scale
    if scale is None or scale.mean_per_second is None or scale.peak_per_second is None:
        return
    if scale.peak_per_second < scale.mean_per_second:
        peak, mean = number_text(scale.peak_per_second), number_text(scale.mean_per_second)
        say = f"the peak of {peak} requests per second is below the mean of {mean}"
        yield Finding(say, scale.at("requests_per_second_peak"), "exchange or correct the two")


@check("DSN045", Severity.WARNING, on=System)
def peak_without_reason(system: System, scope: Scope) -> Iterator[Finding]:
    """A peak of more than 50 times the mean is explained."""
    scale = system.scale
    if scale is None or scale.peak_reason or not scale.peak_per_second:
        return
    if scale.mean_per_second and scale.per_day and not _same_load(scale.mean_per_second, scale.per_day):
        return  # one of the two is wrong, and which is not known
    mean = scale.mean_per_second or round((scale.per_day or 0) / SECONDS_PER_DAY, 2)
    if mean and scale.peak_per_second / mean > PEAK_FACTOR:
        factor = number_text(round(scale.peak_per_second / mean, 0))
        rates = f"{number_text(scale.peak_per_second)} requests per second against {number_text(mean)}"
        say = f"the peak is {factor} times the mean ({rates}), and no reason is stated"
        yield Finding(say, scale.at("requests_per_second_peak"), "add `peak_reason`, or correct the figures")


@check("DSN046", Severity.ERROR, on=System)
def p95_above_p99(system: System, scope: Scope) -> Iterator[Finding]:
    """The P95 of a latency is not above its P99: the slowest 1 % are among the slowest 5 %."""
    low, high = system.target("p95_ms"), system.target("p99_ms")
    if low is not None and high is not None:
        yield from _order(low.target, high.target, low.origin, high.origin, "promised")
        yield from _order(low.measured, high.measured, low.at("measured"), high.at("measured"), "measured")
    for service in system.services:
        latency = service.latency
        if latency is not None:
            places = latency.at("p95_ms"), latency.at("p99_ms")
            yield from _order(latency.p95_ms, latency.p99_ms, *places, f"`{service.name}`")


def _order(p95: float | None, p99: float | None, low: Origin, high: Origin, whose: str) -> Iterator[Finding]:
    if p95 is not None and p99 is not None and p95 > p99:
        say = f"the P95 of {number_text(p95)} ms is above the P99 of {number_text(p99)} ms ({whose})"
        yield Finding(say, low, "exchange or correct the two", (Related("the P99", high),))


@check("DSN049", Severity.WARNING, on=System)
def target_missed(system: System, scope: Scope) -> Iterator[Finding]:
    """What was measured reaches what was promised."""
    for target in system.targets:
        promised, measured = target.target, target.measured
        if promised is None or measured is None:
            continue
        if measured < promised if target.name in MORE_IS_BETTER else measured > promised:
            unit = f" {target.unit}" if target.unit else ""
            figures = f"{number_text(measured)}{unit}, the target is {number_text(promised)}{unit}"
            say = f"`{target.name}` was measured as {figures}"
            yield Finding(say, target.at("measured"), "mend what is behind it, or promise what can be kept")


@check("DSN047", Severity.ERROR, on=System)
def backups_too_rare(system: System, scope: Scope) -> Iterator[Finding]:
    """Backups are made at least as often as the RPO allows losing data."""
    recovery = system.recovery
    if recovery is None or recovery.rpo_ms is None or recovery.backup_interval_ms is None:
        return
    if recovery.backup_interval_ms > recovery.rpo_ms:
        interval, rpo = duration_text(recovery.backup_interval_ms), duration_text(recovery.rpo_ms)
        say = f"a backup is made every {interval}, but no more than {rpo} of data may be lost"
        related = (Related("the RPO", recovery.at("rpo")),)
        yield Finding(
            say, recovery.at("interval"), f"make one at least every {rpo}, or change the RPO", related
        )


@check("DSN080", Severity.INFO, on=System)
def restore_not_tested(system: System, scope: Scope) -> Iterator[Finding]:
    """Backups are restored for a test: until then nobody knows whether they can be."""
    recovery = system.recovery
    if recovery is not None and recovery.backup_interval_ms is not None and not recovery.restore_test:
        say = "backups are made, and no test of restoring them is stated"
        yield Finding(say, recovery.at("backup_strategy"), "add `restore_test`: when, and what is compared")


@check("DSN081", Severity.ERROR, on=System)
def backups_gone_before_the_next(system: System, scope: Scope) -> Iterator[Finding]:
    """A backup is kept until the next one is there."""
    recovery = system.recovery
    if recovery is None or recovery.retention_ms is None or recovery.backup_interval_ms is None:
        return
    if recovery.retention_ms < recovery.backup_interval_ms:
        kept, interval = duration_text(recovery.retention_ms), duration_text(recovery.backup_interval_ms)
        say = f"a backup is kept {kept} and made every {interval}, so that at times there is none"
        related = (Related("the interval", recovery.at("interval")),)
        yield Finding(say, recovery.at("retention"), f"keep it longer than {interval}", related)
