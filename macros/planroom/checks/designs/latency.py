"""DSN: time along chains of calls: what is promised, what is waited for, who gives up when."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.checks.designs.chains import promised_availability
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.model import Call, Service, System
from planroom.model.chains import bottom_up, waits
from planroom.model.quantities import duration_text, number_text
from planroom.wording import listed, quote


@check("DSN024", Severity.WARNING, on=System)
def timeout_beyond_budget(system: System, scope: Scope) -> Iterator[Finding]:
    """What a synchronous call may take, retries included, fits in what its caller may take."""
    for call in system.calls:
        budget = _exceeded_budget(system, call)
        if budget is None or call.timeout_ms is None:
            continue
        limit, words, origin = budget
        related = (Related(words, origin),)
        allowed = f"{words} is {number_text(limit)} ms"
        here = call.at("timeout.request")
        if call.timeout_ms > limit:
            say = f"the call to `{call.target}` may take {duration_text(call.timeout_ms)}, but {allowed}"
            yield Finding(say, here, f"set the timeout to at most {number_text(limit)} ms", related)
        else:
            say = f"the call to `{call.target}` may take too long: {_worst_words(call)}, but {allowed}"
            yield Finding(say, here, "shorten the timeout, or try less often", related)


def _worst(call: Call) -> float:
    """The longest that a call may take, each attempt for the whole timeout."""
    return (call.timeout_ms or 0) * call.attempts


def _worst_words(call: Call) -> str:
    each = duration_text(call.timeout_ms or 0)
    return (
        f"{call.attempts} attempts of {each} make {duration_text(_worst(call))}"
        if call.attempts > 1
        else each
    )


def _exceeded_budget(system: System, call: Call) -> tuple[float, str, Origin] | None:
    """What a caller may take, where a call may take longer: figure, words, place."""
    caller = system.service(call.caller)
    budget = _budget(system, caller) if caller is not None and call.mode == "sync" else None
    return budget if budget is not None and _worst(call) > budget[0] else None


def _budget(system: System, caller: Service) -> tuple[float, str, Origin] | None:
    """The longest that a caller may take, as promised: its own P99, its own P95, then the system's."""
    if caller.kind == "job":
        return None
    if caller.latency is not None:
        for key in ("p99_ms", "p95_ms"):
            own: float | None = getattr(caller.latency, key)
            if own is not None:
                return own, f"the {key[:3].upper()} of `{caller.name}`", caller.latency.at(key)
    for key in ("p99_ms", "p95_ms"):
        target = system.target(key)
        if target is not None and target.target is not None:
            return target.target, f"the {key[:3].upper()} of the system", target.origin
    return None


@check("DSN085", Severity.WARNING, on=System)
def latency_beyond_promise(system: System, scope: Scope) -> Iterator[Finding]:
    """The P95 that a service promises leaves room for the calls that it waits for."""
    times: dict[str, float] = {}
    for service in bottom_up(system):
        timed = ((call, _time(system, call, times)) for call in waits(system, service))
        parts = [(call, time) for call, time in timed if time is not None]
        total = sum(time for _, time in parts)
        own = service.latency.p95_ms if service.latency is not None else None
        times[service.name.lower()] = total if own is None else own
        limit = _promised_p95(system, service)
        if limit is None or total <= limit[0]:
            continue
        figure, words, origin = limit
        longest = max(parts, key=lambda part: part[1])
        related = (Related(words, origin),)
        promise = f"{words} is {number_text(figure)} ms"
        if longest[1] > figure:
            slow = f"{number_text(longest[1])} ms at the P95"
            say = f"the call to {quote(longest[0].target)} takes {slow}, but {promise}"
            severity = None if longest[0].criticality == "critical" else Severity.INFO
            yield Finding(
                say, longest[0].at("p95_ms"), "promise more time, or do not wait", related, severity
            )
            continue
        working = " + ".join(f"{number_text(time)} ms ({quote(call.target)})" for call, time in parts)
        say = f"one after another, calls take {working} = {number_text(total)} ms at the P95, but {promise}"
        hint = "make calls at the same time, promise more time, or do not wait for all of them"
        severity = None if all(call.criticality == "critical" for call, _ in parts) else Severity.INFO
        yield Finding(say, service.at("dependencies"), hint, related, severity)


def _time(system: System, call: Call, times: dict[str, float]) -> float | None:
    """The P95 of a call: as stated, as its target promises, else what the target itself waits for."""
    if call.p95_ms is not None:
        return call.p95_ms
    target = system.service(call.target)
    if target is None:
        return None
    promised = _promised_to(call, target)
    return promised[0] if promised is not None else times.get(target.name.lower()) or None


def _promised_p95(system: System, service: Service) -> tuple[float, str, Origin] | None:
    if service.latency is not None and service.latency.p95_ms is not None:
        return service.latency.p95_ms, f"the P95 of {quote(service.name)}", service.latency.at("p95_ms")
    target = system.target("p95_ms")
    entered = service.public or not service.calls_in
    if target is None or target.target is None or not entered or service.kind == "job":
        return None
    return target.target, "the P95 of the system", target.origin


@check("DSN086", Severity.INFO, on=System)
def endpoint_slower_than_promised(system: System, scope: Scope) -> Iterator[Finding]:
    """The P95 of an endpoint is within the P95 that its service promises."""
    for service in system.services:
        limit = _promised_p95(system, service) if service.endpoints else None
        stated = [(e, e.p95_ms) for e in service.endpoints if e.p95_ms is not None]
        if limit is None or not stated:
            continue
        figure, words, origin = limit
        slower = [(endpoint, time) for endpoint, time in stated if time > figure]
        if not slower:
            continue
        times = listed(f"of `{endpoint.label}` ({number_text(time)} ms)" for endpoint, time in slower[:5])
        more = f" ({len(slower)} in all)" if len(slower) > 5 else ""
        say = f"the P95 {times}{more} is above {words} of {number_text(figure)} ms"
        severity = Severity.WARNING if len(slower) == len(service.endpoints) else None
        related = (Related(words, origin), *(Related(f"`{e.label}`", e.at("p95_ms")) for e, _ in slower[1:9]))
        yield Finding(say, slower[0][0].at("p95_ms"), "make the figures agree", related, severity)


@check("DSN087", Severity.WARNING, on=System)
def call_expects_more_than_promised(system: System, scope: Scope) -> Iterator[Finding]:
    """A caller counts on no more speed or availability than the other side promises."""
    for call in system.calls:
        target = system.service(call.target) if call.known == "service" else None
        promised = _promised_to(call, target) if target is not None else None
        if promised is not None and call.p95_ms is not None and call.p95_ms < promised[0]:
            here, there = number_text(call.p95_ms), number_text(promised[0])
            say = f"{quote(call.caller)} counts on {here} ms at the P95, {promised[1]} promises {there} ms"
            related = (Related("the promise", promised[2]),)
            yield Finding(say, call.at("p95_ms"), f"count on {there} ms, or promise less time", related)
        percent = promised_availability(system, call, target)
        own = call.availability_percent
        if percent is not None and own is not None and own > percent:
            here, there = number_text(own), number_text(percent)
            promise = f"{quote(call.target)}, which promises {there} %"
            say = f"{quote(call.caller)} counts on {here} % of {promise}"
            hint = f"count on {there} %, or promise more"
            yield Finding(say, call.at("availability_percent"), hint, _promises(system, call, target))


def _promises(system: System, call: Call, target: Service | None) -> tuple[Related, ...]:
    if target is not None:
        return (Related("the promise", target.at("slo")),)
    external = system.external(call.target)
    return (Related("the promise", external.at("availability_percent")),) if external is not None else ()


def _promised_to(call: Call, target: Service) -> tuple[float, str, Origin] | None:
    """The P95 that the operations of a call promise, else their service where the call names none of them."""
    if call.operations:
        endpoints = [target.endpoint(name) for name in call.operations]
        times = [(e.p95_ms, e) for e in endpoints if e is not None and e.p95_ms is not None]
        if len(times) != len(call.operations):
            return None
        slowest, endpoint = max(times, key=lambda pair: pair[0])
        return slowest, f"`{endpoint.label}`", endpoint.at("p95_ms")
    if target.latency is None or target.latency.p95_ms is None:
        return None
    return target.latency.p95_ms, quote(target.name), target.latency.at("p95_ms")


@check("DSN088", Severity.WARNING, on=System)
def caller_gives_up_first(system: System, scope: Scope) -> Iterator[Finding]:
    """A service does not wait longer for others than its own callers wait for it."""
    for service in system.services:
        incoming = [call for call in service.calls_in if call.mode == "sync"]
        patient = max(incoming, key=lambda call: call.timeout_ms or 0, default=None)
        if patient is None or patient.timeout_ms is None or not all(call.timeout_ms for call in incoming):
            continue
        late = [
            call
            for call in waits(system, service)
            # What exceeds the caller's own promise is reported for that.
            if _worst(call) > patient.timeout_ms and _exceeded_budget(system, call) is None
        ]
        if late:
            call = max(late, key=_worst)
            waited = duration_text(patient.timeout_ms)
            patience = f"{quote(patient.caller)} waits {waited} for {quote(service.name)}"
            say = f"{patience}, which may wait longer for {quote(call.target)}: {_worst_words(call)}"
            hint = "shorten the timeout or try less often, so that no work is done for a caller who has left"
            related = (
                Related("the timeout of its caller", patient.at("timeout.request")),
                *(Related("may wait longer too", c.at("timeout.request")) for c in late if c is not call),
            )
            yield Finding(say, call.at("timeout.request"), hint, related)
