"""DSN: timeouts, breakers and rules that guard calls, and whether they fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import System
from planroom.model.quantities import duration_text
from planroom.wording import nearest, quote, quoted


@check("DSN093", Severity.WARNING, on=System)
def breaker_without_timeout(system: System, scope: Scope) -> Iterator[Finding]:
    """A call with a circuit breaker has a timeout: an answer that never comes trips no breaker."""
    for call in system.calls:
        # Of a critical synchronous call, whatever is missing is said at once.
        told = call.mode == "sync" and call.criticality == "critical"
        if call.breaker and not call.timeout_ms and not told:
            say = f"the call from {quote(call.caller)} to {quote(call.target)} has a breaker and no timeout"
            yield Finding(say, call.at("circuit_breaker"), "add `timeout`")


@check("DSN094", Severity.ERROR, on=System)
def timeouts_contradict(system: System, scope: Scope) -> Iterator[Finding]:
    """Connecting is part of a request, and a breaker stays open longer than one request takes."""
    for call in system.calls:
        if call.timeout_ms is None:
            continue
        whole = duration_text(call.timeout_ms)
        related = (Related("the timeout of the request", call.at("timeout.request")),)
        if call.connect_ms is not None and call.connect_ms > call.timeout_ms:
            connect = duration_text(call.connect_ms)
            say = f"connecting to {quote(call.target)} may take {connect}, the whole request {whole}"
            hint = f"set `connect` to less than {whole}"
            yield Finding(say, call.at("timeout.connect"), hint, related)
        if call.reset_ms is not None and call.reset_ms < call.timeout_ms:
            reset = duration_text(call.reset_ms)
            say = (
                f"the breaker tries {quote(call.target)} again after {reset}, while requests may wait {whole}"
            )
            hint = f"set `reset` to more than {whole}, or shorten the timeout"
            yield Finding(say, call.at("circuit_breaker.reset"), hint, related, Severity.WARNING)


@check("DSN098", Severity.INFO, on=System)
def waiting_on_a_queue(system: System, scope: Scope) -> Iterator[Finding]:
    """Who sends over a queue or a stream does not wait for an answer."""
    for call in system.calls:
        if call.mode == "sync" and call.via in ("queue", "stream"):
            say = f"{quote(call.caller)} waits for {quote(call.target)}, and asks over a {call.via}"
            yield Finding(say, call.at("mode"), "state `async`, or another `via`")


@check("DSN100", Severity.WARNING, on=System)
def rule_without_call(system: System, scope: Scope) -> Iterator[Finding]:
    """A fault tolerance rule speaks of a call that the design has."""
    callers = {(_name(system, call.caller), _name(system, call.target)) for call in system.calls}
    targets = {target for _, target in callers}
    known = {name.lower() for s in system.services for name in (s.name, s.title) if name}
    known |= {external.name.lower() for external in system.externals}
    told = {call.target.lower() for call in system.calls if not call.known}
    for rule in system.rules:
        target, caller = _name(system, rule.dependency), _name(system, rule.service)
        if caller in told:
            continue  # so is the name of a caller
        if caller and system.service(caller) is None:
            told.add(caller)
        if target not in known:
            continue  # a name that nothing has is reported for itself
        if target not in targets:
            say = f"the rule is for {quote(rule.dependency)}, which nothing here calls"
            yield Finding(say, rule.at("dependency"), "add the call to `dependencies`, or remove the rule")
        elif caller and (caller, target) not in callers:
            who = f"the rule is for calls of {quote(rule.service)}"
            say = f"{who}, which does not call {quote(rule.dependency)}"
            yield Finding(say, rule.at("service"), "name the service that calls, or remove the rule")


def _name(system: System, name: str) -> str:
    """The one name of a service that goes by its name or its title."""
    service = system.service(name)
    return (service.name if service is not None else name).lower()


@check("DSN101", Severity.WARNING, on=System)
def critical_external_unguarded(system: System, scope: Scope) -> Iterator[Finding]:
    """Calls to an external API that the system cannot do without have a timeout and a circuit breaker."""
    critical = {e.name.lower(): e for e in system.externals if e.criticality == "critical"}
    for call in system.calls:
        external = critical.get(call.target.lower())
        # What is missing of a critical synchronous call is said for the call itself.
        if (
            external is None
            or (call.mode == "sync" and call.criticality == "critical")
            or not call.structured
        ):
            continue
        parts = {"timeout": call.timeout_ms, "circuit_breaker": call.breaker}
        missing = [name for name, held in parts.items() if not held]
        if missing:
            say = f"{quote(call.target)} is critical, and the call to it states no {quoted(missing, 'or')}"
            related = (Related("it is critical", external.at("criticality")),)
            yield Finding(say, call.at("to"), f"add {quoted(missing)}", related)


@check("DSN102", Severity.INFO, on=System)
def external_without_call(system: System, scope: Scope) -> Iterator[Finding]:
    """An external API that a design lists is called by a service."""
    called = {call.target.lower() for call in system.calls}
    told = " ".join(call.purpose for call in system.calls if call.prose).lower()
    if not system.calls:
        return
    unknown = [call.target for call in system.calls if not call.known and not call.prose]
    for external in system.externals:
        name = external.name.lower()
        # Where a call misspells it, that is reported at the call.
        if external.origins and name not in called and name not in told and not nearest(name, unknown):
            say = f"no service calls the external API {quote(external.name)}"
            yield Finding(say, external.at("name"), "add the call to `dependencies`, or remove the API")
