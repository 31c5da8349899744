"""DSN: what a chain of calls makes of the promises of its links."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import Call, Service, System
from planroom.model.chains import calls_of, entries, heaviest, waits
from planroom.model.quantities import allowed_downtime_minutes, number_text
from planroom.wording import quote, quoted

_EXACT = 1e-9
"""Products of percentages are not exact in floating point; this much is no difference."""

USUAL_DAYS = 30
"""The window of an availability where none is stated."""

MOST_HOPS = 4
"""Six services in a row that each answer 99.9 % of the time answer together 99.4 %: 4 hours down a month."""

MOST_AT_ONCE = 13
"""From 14 calls on, more than half of the requests meet one slower than its P95: 1 - 0.95^14 is 51 %.

The reckoning is that of J. Dean and L. A. Barroso, The Tail at Scale, CACM 56(2), 2013.
"""


@check("DSN048", Severity.WARNING, on=System)
def availability_beyond_chain(system: System, scope: Scope) -> Iterator[Finding]:
    """What must answer together answers as often as the system promises: their availabilities multiplied."""
    objective = system.objective
    if objective is None or objective.percent is None:
        return
    days = objective.window_days or USUAL_DAYS
    for entry in system.services:
        if not entry.public and entry.calls_in:
            continue
        links = list(_links(system, entry))
        product = 100.0
        for _, percent in links:
            product *= percent / 100
        if len(links) > 1 and product < objective.percent - _EXACT:
            working = " x ".join(f"{number_text(percent)} % ({quote(name)})" for name, percent in links)
            down, allowed = (
                number_text(round(allowed_downtime_minutes(percent, days), 1))
                for percent in (product, objective.percent)
            )
            promise = f"the system promises {number_text(objective.percent)} % ({allowed} min)"
            lost = f"{down} min down in {number_text(days)} days"
            say = f"{working} = {number_text(round(product, 3))} %, {lost}, but {promise}"
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
            percent = promised_availability(system, call, target)
            percent = call.availability_percent if percent is None else percent
            if percent is not None:
                yield call.target, percent
            if target is not None:
                pending.append(target)


def promised_availability(system: System, call: Call, target: Service | None) -> float | None:
    """What the target of a call promises: the service itself, or the list of external APIs."""
    if target is not None:
        return target.slo.percent if target.slo is not None else None
    external = system.external(call.target)
    return external.availability_percent if external is not None else None


@check("DSN089", Severity.INFO, on=System)
def too_many_waited_for(system: System, scope: Scope) -> Iterator[Finding]:
    """A service waits for few others at once: the slowest of them decides."""
    for service in system.services:
        names = list(
            dict.fromkeys(call.target for call in waits(system, service) if call.criticality == "critical")
        )
        if len(names) > MOST_AT_ONCE:
            share = number_text(round(100 * (1 - 0.95 ** len(names))))
            working = (
                f"1 - 0.95^{len(names)} = {share} % of its requests meet one that is slower than its P95"
            )
            say = f"{quote(service.name)} waits for {len(names)} others: {working}"
            hint = "ask fewer, keep copies of what they know, or make calls degradable"
            yield Finding(say, service.at("dependencies"), hint)


@check("DSN091", Severity.INFO, on=System)
def chain_too_deep(system: System, scope: Scope) -> Iterator[Finding]:
    """Services wait for each other in short chains: every link adds its time and its failures."""
    chains = heaviest(system, lambda call, after: 1 + after, 0)
    told: set[Call] = set()
    for entry in entries(system):
        hops = int(chains[entry.name.lower()].weight)
        if hops > MOST_HOPS:
            calls = calls_of(system, entry, chains)
            if calls[-MOST_HOPS] in told:
                continue  # another service leads into the same chain
            told.update(calls)
            percent = number_text(round(100 * 0.999 ** (hops + 1), 2))
            together = f"at 99.9 % each they answer together {percent} % of the time"
            path = " -> ".join(quote(name) for name in (entry.name, *(call.target for call in calls[:12])))
            more = " -> …" if len(calls) > 12 else ""
            say = f"{hops} calls wait for each other: {path}{more}; {together}"
            hint = "make one of the calls asynchronous, or keep a copy of what the far end knows"
            related = tuple(
                Related(f"{quote(c.caller)} calls {quote(c.target)}", c.origin) for c in calls[1:12]
            )
            yield Finding(say, calls[0].at("to"), hint, related)


@check("DSN092", Severity.WARNING, on=System)
def single_point_of_failure(system: System, scope: Scope) -> Iterator[Finding]:
    """What several services cannot do without runs more than once."""
    for service in system.services:
        least, most = service.instances
        if (least is None or least > 1) and (most is None or most > 1):
            continue
        calls = [c for c in service.calls_in if c.mode == "sync" and c.criticality == "critical"]
        callers = list(dict.fromkeys(call.caller for call in calls if call.caller != service.name))
        if len(callers) > 1:
            count = least if least is not None and least < 2 else most
            how = f"runs in {count} {'instance' if count == 1 else 'instances'} at times"
            say = f"{quote(service.name)} {how}, and {quoted(callers)} fail without it"
            related = tuple(
                Related(f"{quote(call.caller)} cannot do without it", call.origin) for call in calls
            )
            hint = "set `min` to at least 2, or make the calls degradable"
            yield Finding(say, service.at("instances"), hint, related)
