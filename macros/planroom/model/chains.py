"""Chains of synchronous calls: who waits for whom, and which chain weighs most.

Of a circle of calls the one that closes it is left out: a check of its own reports it.
Everything here visits each service and each call once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planroom.model.parts import Call, Service
from planroom.model.system import System
from planroom.records import dataclass


def in_process(system: System, call: Call) -> bool:
    """Whether a call leads from one module of a deployable to another: no network lies between them."""
    ends = (system.service(call.caller), system.service(call.target))
    return all(end is not None and end.kind == "module" for end in ends)


def waits(system: System, service: Service) -> tuple[Call, ...]:
    """The calls over a network, to others and to external APIs, that a service waits for."""
    own = (service.name.lower(), service.title.lower())
    return tuple(
        call
        for call in service.calls_out
        if call.mode == "sync"
        and call.known not in ("", "store")
        and call.target.lower() not in own
        and not in_process(system, call)
    )


def bottom_up(system: System) -> Iterator[Service]:
    """Every service once, after those that it waits for."""
    seen: set[str] = set()
    for start in system.services:
        stack = [(start, iter(waits(system, start)))] if start.name.lower() not in seen else []
        seen.add(start.name.lower())
        while stack:
            service, calls = stack[-1]
            call = next(calls, None)
            if call is None:
                stack.pop()
                yield service
                continue
            target = system.service(call.target)
            if target is not None and target.name.lower() not in seen:
                seen.add(target.name.lower())
                stack.append((target, iter(waits(system, target))))


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of calls that weighs most from one service on: its weight and its first call."""

    weight: float
    first: Call | None


def heaviest(system: System, weigh: Callable[[Call, float], float], end: float) -> dict[str, Chain]:
    """By lower-case name of a service the chain from it that weighs most.

    `weigh` makes of a call and the weight of what follows it the weight of both; `end` is that of nothing.
    """
    found: dict[str, Chain] = {}
    for service in bottom_up(system):
        best = Chain(end, None)
        for call in waits(system, service):
            target = system.service(call.target)
            after = found.get(target.name.lower()) if target is not None else Chain(end, None)
            if after is not None and weigh(call, after.weight) > best.weight:
                best = Chain(weigh(call, after.weight), call)
        found[service.name.lower()] = best
    return found


def calls_of(system: System, start: Service, chains: dict[str, Chain]) -> tuple[Call, ...]:
    """The calls of the chain from a service, in their order."""
    calls: list[Call] = []
    here: Service | None = start
    while here is not None and (call := chains[here.name.lower()].first) is not None:
        calls.append(call)
        here = system.service(call.target)
    return tuple(calls)


def entries(system: System) -> Iterator[Service]:
    """The services at which chains begin: nobody in the system waits for them."""
    for service in system.services:
        if not any(call.mode == "sync" and call.caller != service.name for call in service.calls_in):
            yield service
