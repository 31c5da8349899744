"""What of a design is drawn as bars: latency, downtime, replicas, growth, and how long callers wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from planroom.model import Call
from planroom.model.chains import entries, waits
from planroom.model.quantities import allowed_downtime_minutes
from planroom.render import words
from planroom.render.charts import Bar, chart
from planroom.render.service_rows import p95
from planroom.render.values import Values

_MOST = 40
"""A chart of more bars says less than its table."""


def chart_of(values: Values, key: str, value: Any) -> Markup:
    """The chart that belongs to a part of a design by its key; `""` where the part has none."""
    make = _MAKERS.get(key)
    bars = list(make(values, value)) if make else []
    return chart(_TITLES[key], bars) if 0 < len(bars) <= _MOST else Markup("")


def waits_chart(values: Values) -> Markup:
    """How long each caller waits for an answer, along the chains of calls."""
    bars = list(_waits(values))
    return chart(_TITLES["waits"], bars) if len(bars) <= _MOST else Markup("")


# Latency and downtime ---------------------------------------------------------------------------------------


def _latency(values: Values, value: Any) -> Iterator[Bar]:
    target = values.system.target("p95_ms")
    limit = target.target if target is not None else None
    stated = [(service, ms) for service in values.system.services if (ms := p95(service)) is not None]
    if limit is None or not stated:
        return
    for service, ms in stated:
        share = words.percent(round(100 * ms / limit)) if limit else ""
        said = f"{words.milliseconds(ms)}, {share} of {words.milliseconds(limit)}"
        yield Bar(values.service(service.name), ms, escape(said), limit=limit, over=ms > limit)


def _downtime(values: Values, value: Any) -> Iterator[Bar]:
    objective = values.system.objective
    if objective is None or objective.percent is None or objective.window_days is None:
        return
    days = objective.window_days
    limit = allowed_downtime_minutes(objective.percent, days)
    measured = values.system.target("availability_percent")
    rows: list[tuple[Markup, float]] = []
    if measured is not None and measured.measured is not None:
        rows.append((Markup("Measured"), measured.measured))
    rows += [
        (values.service(service.name), service.slo.percent)
        for service in values.system.services
        if service.slo is not None and service.slo.percent is not None
    ]
    if not rows:
        return
    yield Bar(Markup("The system"), limit, _minutes(limit, objective.percent), limit=limit)
    for label, percent in rows:
        minutes = allowed_downtime_minutes(percent, days)
        yield Bar(label, minutes, _minutes(minutes, percent), limit=limit, over=minutes > limit)


def _minutes(minutes: float, percent: float) -> Markup:
    return escape(f"{words.number(round(minutes, 2))}{words.NARROW}min, {words.percent(percent)}")


# Replicas and growth ----------------------------------------------------------------------------------------


def _replicas(values: Values, value: Any) -> Iterator[Bar]:
    for item in value if isinstance(value, list) else ():
        name, low, high = (
            (item.get(key) for key in ("service", "min", "max")) if isinstance(item, dict) else ("",) * 3
        )
        low, high = _figure(low), _figure(high)
        if isinstance(name, str) and low is not None and high is not None and low <= high:
            said = f"{words.number(low)} to {words.number(high)}"
            yield Bar(values.service(name), high, escape(said), start=low)


def _growth(values: Values, value: Any) -> Iterator[Bar]:
    """The load that is foreseen, against what was load-tested, else against the peak of today."""
    scale, tested = values.system.scale, values.system.target("load_test_peak_multiple")
    peak = scale.peak_per_second if scale is not None else None
    limit, said_limit = None, ""
    if peak is not None and tested is not None and tested.measured is not None:
        limit = peak * tested.measured
        said_limit = f" of {words.number(limit)}/s that were load-tested"
    for item in value if isinstance(value, list) else ():
        load = _figure(item.get("requests_per_second")) if isinstance(item, dict) else None
        if load is None or not isinstance(item.get("date"), str):
            continue
        over = limit is not None and load > limit
        yield Bar(
            values.word(item["date"]),
            load,
            escape(f"{words.number(load)}/s{said_limit}"),
            limit=limit,
            over=over,
        )


def _figure(value: Any) -> float | None:
    return (
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        else None
    )


# Waiting ----------------------------------------------------------------------------------------------------


def _waits(values: Values) -> Iterator[Bar]:
    """Each call that waits below the one that it is made for; what a service calls is shown once."""
    system = values.system
    shown: set[str] = set()
    for start in entries(system):
        stack: list[tuple[Iterator[Call], float | None]] = [(iter(waits(system, start)), None)]
        while stack:
            calls, limit = stack[-1]
            call = next(calls, None)
            if call is None:
                stack.pop()
            elif call.timeout_ms is not None:
                yield _wait(values, call, call.timeout_ms, limit, len(stack) - 1)
                target = system.service(call.target)
                if target is not None and target.name not in shown:
                    shown.add(target.name)
                    stack.append((iter(waits(system, target)), call.timeout_ms))


def _wait(values: Values, call: Call, ms: float, limit: float | None, level: int) -> Bar:
    over = limit is not None and ms > limit
    said = words.milliseconds(ms)
    if limit is not None:
        whole = words.milliseconds(limit)
        said += f", longer than the {whole} of its own caller" if over else f" within {whole}"
    label = Markup("{} to {}").format(values.service(call.caller), values.service(call.target))
    return Bar(label, ms, escape(said), limit=limit, over=over, level=level)


_TITLES = {
    "quality_targets": "95th percentile of each service against the target of the system",
    "availability_requirements": "How long each may be down in the same time",
    "auto_scaling": "Instances of each service",
    "growth_projections": "Requests at peak",
    "waits": "How long callers wait, each call below the one that it is made for",
}
_MAKERS = {
    "quality_targets": _latency,
    "availability_requirements": _downtime,
    "auto_scaling": _replicas,
    "growth_projections": _growth,
}
