"""DSN: what a chain of calls makes of the promises of its links."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import Call, Service, System
from planroom.model.quantities import number_text

_EXACT = 1e-9
"""Products of percentages are not exact in floating point; this much is no difference."""


@check("DSN048", Severity.WARNING, on=System)
def availability_beyond_chain(system: System, scope: Scope) -> Iterator[Finding]:
    """What must answer together answers as often as the system promises: their availabilities multiplied."""
    objective = system.objective
    if objective is None or objective.percent is None:
        return
    for entry in system.services:
        if not entry.public and entry.calls_in:
            continue
        links = list(_links(system, entry))
        product = 100.0
        for _, percent in links:
            product *= percent / 100
        if len(links) > 1 and product < objective.percent - _EXACT:
            working = " x ".join(f"{number_text(percent)} % (`{name}`)" for name, percent in links)
            promise = f"the system promises {number_text(objective.percent)} %"
            say = f"{working} is {number_text(round(product, 3))} %, but {promise}"
            related = (Related("the promise", objective.origin),)
            yield Finding(say, entry.at("slo"), "lower the promise, or make a call degradable", related)


def _links(system: System, entry: Service) -> Iterator[tuple[str, float]]:
    """An entry and all that it cannot do without, each once, with the availabilities that are stated."""
    seen = {entry.name.lower()}
    pending = [entry]
    if entry.slo is not None and entry.slo.percent is not None:
        yield entry.name, entry.slo.percent
    while pending:
        for call in pending.pop().calls_out:
            if call.mode != "sync" or call.criticality != "critical" or call.target.lower() in seen:
                continue
            seen.add(call.target.lower())
            target = system.service(call.target)
            percent = _availability(system, call, target)
            if percent is not None:
                yield call.target, percent
            if target is not None:
                pending.append(target)


def _availability(system: System, call: Call, target: Service | None) -> float | None:
    """What the target promises itself, else what the call or the list of external APIs says of it."""
    if target is not None and target.slo is not None and target.slo.percent is not None:
        return target.slo.percent
    external = (e.availability_percent for e in system.externals if e.name.lower() == call.target.lower())
    return call.availability_percent if call.availability_percent is not None else next(external, None)
