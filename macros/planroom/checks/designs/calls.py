"""DSN: who calls whom, and what protects a call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.model import Call, System
from planroom.model.chains import in_process
from planroom.model.quantities import milliseconds
from planroom.wording import nearest, quoted


@check("DSN020", Severity.ERROR, on=System)
def unknown_dependency(system: System, scope: Scope) -> Iterator[Finding]:
    """A dependency names a service, an external API or a store that the design knows."""
    known = [service.name for service in system.services] + [external.name for external in system.externals]
    for call in system.calls:
        if call.known:
            continue
        if call.prose:
            say = f"the dependency `{call.target}` names no service or external API of this design"
            yield Finding(say, call.at("to"), "write the name alone", severity=Severity.INFO)
        else:
            yield _unknown(call.target, f"`{call.caller}` depends on", call.at("to"), known)
    names = {name.lower() for name in known} | {call.target.lower() for call in system.calls}
    for rule in system.rules:
        if rule.dependency.lower() not in names:
            yield _unknown(rule.dependency, "the rule is for", rule.at("dependency"), known)


def _unknown(name: str, before: str, origin: Origin, known: list[str]) -> Finding:
    near = nearest(name, known)
    hint = f"write `{near}`" if near else "add it to `services` or to `external_apis`"
    return Finding(f"{before} `{name}`, which is neither a service nor an external API here", origin, hint)


@check("DSN021", Severity.ERROR, on=System)
def call_to_itself(system: System, scope: Scope) -> Iterator[Finding]:
    """A service does not depend on itself."""
    for call in system.calls:
        if call.target.lower() == call.caller.lower() and call.known == "service":
            say = f"`{call.caller}` depends on itself"
            yield Finding(say, call.at("to"), "remove the entry, or name the service that is meant")


@check("DSN022", Severity.WARNING, on=System)
def dependency_cycle(system: System, scope: Scope) -> Iterator[Finding]:
    """Services do not wait for each other in a circle: one call of it at least is asynchronous."""
    edges: dict[str, list[Call]] = defaultdict(list)
    for call in system.calls:
        if call.known == "service" and call.mode != "async" and call.target.lower() != call.caller.lower():
            edges[call.caller.lower()].append(call)
    for cycle in _cycles(edges):
        path = " -> ".join([cycle[0].caller, *(call.target for call in cycle)])
        related = tuple(Related(f"`{call.caller}` calls `{call.target}`", call.origin) for call in cycle[1:])
        say = f"services depend on each other in a circle: {path}"
        hint = "make one of the calls asynchronous and state `mode`, or turn the dependency around"
        yield Finding(say, cycle[0].at("to"), hint, related)


def _cycles(edges: dict[str, list[Call]]) -> Iterator[list[Call]]:
    """One circle for each call that closes one, found by a walk that visits each service once."""
    state: dict[str, int] = {}
    for start in list(edges):
        if start in state:
            continue
        path: list[Call] = []
        stack: list[tuple[str, Iterator[Call]]] = [(start, iter(edges[start]))]
        state[start] = 1
        while stack:
            name, calls = stack[-1]
            call = next(calls, None)
            if call is None:
                state[name] = 2
                stack.pop()
                if path:
                    path.pop()
                continue
            target = call.target.lower()
            if state.get(target) == 1:
                names = [step.caller.lower() for step in path] + [name]
                yield [*path[names.index(target) :], call]
            elif target not in state:
                state[target] = 1
                path.append(call)
                stack.append((target, iter(edges.get(target, ()))))


@check("DSN023", Severity.WARNING, on=System)
def unprotected_critical_call(system: System, scope: Scope) -> Iterator[Finding]:
    """A critical synchronous call has a timeout, a circuit breaker and a fallback."""
    for call in system.calls:
        if call.mode != "sync" or call.criticality != "critical" or in_process(system, call):
            continue
        parts = {"timeout": call.timeout_ms, "circuit_breaker": call.breaker, "fallback": call.fallback}
        missing = [name for name, held in parts.items() if not held]
        if missing:
            say = (
                f"the critical call from `{call.caller}` to `{call.target}` states no {quoted(missing, 'or')}"
            )
            yield Finding(say, call.at("to"), f"add {quoted(missing)}")


@check("DSN025", Severity.ERROR, on=System)
def fault_tolerance_differs(system: System, scope: Scope) -> Iterator[Finding]:
    """A fault tolerance rule says of a call what the call says of itself."""
    for call in system.calls:
        for rule in call.rules:
            for key, value in rule.values.items():
                if key in call.values:
                    yield from _differences(call, key, call.values[key], value, rule.at(key))


def _differences(call: Call, key: str, own: Any, other: Any, origin: Origin) -> Iterator[Finding]:
    if isinstance(own, dict) and isinstance(other, dict):
        for part in sorted((own.keys() & other.keys()) - {"note"}):
            if not _same(own[part], other[part]):
                place = call.at(f"{key}.{part}") if f"{key}.{part}" in call.origins else call.at(key)
                yield _difference(call, f"{key}.{part}", own[part], other[part], origin.at(part), place)
    elif not _same(own, other):
        yield _difference(call, key, own, other, origin, call.at(key))


def _same(one: Any, other: Any) -> bool:
    left, right = milliseconds(one), milliseconds(other)
    return left == right if left is not None and right is not None else bool(one == other)


def _difference(call: Call, key: str, own: Any, other: Any, origin: Origin, place: Origin) -> Finding:
    say = f"`{key}` is `{other}` here and `{own}` in the call from `{call.caller}` to `{call.target}`"
    return Finding(say, origin, "state it once, in the call", (Related("the call", place),))
