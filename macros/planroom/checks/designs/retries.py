"""DSN: calls that are made again: how often in all, after what wait, and whether that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import Call, Endpoint, System
from planroom.model.chains import calls_of, entries, heaviest
from planroom.model.quantities import number_text
from planroom.wording import counted, quote, quoted

MOST_ATTEMPTS = 10
"""More attempts than this for one request turn a short fault into an overload.

Three layers of four attempts make 64 (B. Beyer and others, Site Reliability Engineering, chapter 22: retry at
one layer only); two of three make nine, which a service that is in trouble may still bear.
"""

_SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "QUERY"))
_REPEATABLE = _SAFE | {"PUT", "DELETE"}
"""Methods that a client may send again by itself: RFC 9110, section 9.2.2."""


@check("DSN090", Severity.WARNING, on=System)
def retries_multiply(system: System, scope: Scope) -> Iterator[Finding]:
    """Along a chain of calls one layer retries: the attempts of several layers multiply."""
    chains = heaviest(system, lambda call, after: call.attempts * after, 1)
    told: set[Call] = set()
    for entry in entries(system):
        calls = calls_of(system, entry, chains)
        again = [call for call in calls if call.attempts > 1]
        if len(again) < 2 or again[-2] in told:
            continue  # another service may lead into the same chain
        told.update(again)
        total = prod(call.attempts for call in again)
        working = " x ".join(f"{call.attempts} ({quote(call.target)})" for call in again[:9])
        more = " x …" if len(again) > 9 else ""
        last = quote(again[-1].target)
        times = number_text(total) if total < 1_000_000 else "over a million"
        say = f"attempts multiply: {working}{more} = {times} calls of {last} for one request"
        related = tuple(
            Related(f"{call.attempts} attempts", call.at("retries.max_attempts")) for call in again[1:9]
        )
        severity = None if total > MOST_ATTEMPTS else Severity.INFO
        hint = "retry at one layer only, the one nearest to the fault"
        yield Finding(say, again[0].at("retries.max_attempts"), hint, related, severity)


@check("DSN095", Severity.WARNING, on=System)
def retry_not_safe(system: System, scope: Scope) -> Iterator[Finding]:
    """A call that is made again does the same as if it were made once."""
    for call in system.calls:
        target = system.service(call.target) if call.attempts > 1 else None
        if target is None or not call.operations:
            continue
        for name in call.operations:
            endpoint = target.endpoint(name)
            if endpoint is None or endpoint.idempotent or _repeatable(endpoint):
                continue
            stated = endpoint.idempotent is False
            how = "is not idempotent" if stated else "does not say whether it is idempotent"
            say = f"{quote(call.caller)} tries {quote(name)} up to {call.attempts} times, which {how}"
            hint = "give it an idempotency key and state `idempotent: true`, or try once"
            place = endpoint.at("idempotent" if stated else "method")
            related = (Related(f"`{endpoint.label}`", place),)
            severity = None if stated else Severity.INFO
            yield Finding(say, call.at("retries.max_attempts"), hint, related, severity)


def _repeatable(endpoint: Endpoint) -> bool:
    return endpoint.idempotent is None and endpoint.method in _REPEATABLE


@check("DSN096", Severity.WARNING, on=System)
def idempotency_contradicts_method(system: System, scope: Scope) -> Iterator[Finding]:
    """An endpoint whose method may be repeated (RFC 9110, section 9.2.2) is idempotent."""
    for service in system.services:
        for endpoint in service.endpoints:
            if endpoint.idempotent is False and endpoint.method in _REPEATABLE:
                say = f"`{endpoint.label}` is not idempotent, and clients may repeat every {endpoint.method}"
                hint = "make it idempotent, or use `POST`"
                yield Finding(say, endpoint.at("idempotent"), hint)


@check("DSN097", Severity.INFO, on=System)
def retry_without_wait(system: System, scope: Scope) -> Iterator[Finding]:
    """Between attempts a caller waits, and not all callers equally long."""
    for call in system.calls:
        if call.attempts < 2 or call.mode == "async":
            continue
        no_wait = call.backoff.strip().lower() in ("", "none", "no", "immediate", "0", "0ms")
        spread = call.retries.get("jitter") not in (None, False, "none")
        no_spread = not spread and "jitter" not in call.backoff.lower()
        if no_wait or no_spread:
            missing = [name for name, lacks in (("backoff", no_wait), ("jitter", no_spread)) if lacks]
            times = counted(call.attempts, "attempt")
            say = f"{times} of {quote(call.caller)} at {quote(call.target)} have no {quoted(missing, 'or')}"
            yield Finding(say, call.at("retries"), f"state {quoted(missing)}")
