"""Which patterns the services of a room use, as far as their designs and contracts state it."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from planroom.diagnostics import Origin
from planroom.kinds.decision import Decision
from planroom.kinds.pattern import Pattern, as_id
from planroom.model.cursor import Cursor
from planroom.model.parts import Service
from planroom.model.system import System
from planroom.records import dataclass
from planroom.room import Room, resolve_path

_KINDS = {"bff": "backend-for-frontend", "gateway": "api-gateway"}
_SAGAS = {"orchestration": "orchestrated-saga", "choreography": "choreographed-saga"}
_RELEASES = {"canary": "canary-release", "blue-green": "blue-green-deployment"}
_KEY_HEADER = "idempotency-key"


@dataclass(frozen=True, eq=False)
class PatternUse:
    """That a service, or a system as a whole, uses a pattern, and where that is stated.

    `named` says that the design names the pattern, rather than stating what the pattern is.
    """

    pattern: str
    system: System
    service: Service | None
    origin: Origin
    named: bool = False


@dataclass(frozen=True, eq=False)
class PatternUses:
    """The patterns of a room, and who uses them."""

    room: Room
    systems: tuple[System, ...]

    @cached_property
    def _uses(self) -> tuple[PatternUse, ...]:
        found: dict[tuple[str, str, str], PatternUse] = {}
        for system in self.systems:
            for use in uses_in(system):
                service = use.service.name if use.service else ""
                found.setdefault((use.pattern, system.design.path, service), use)
        of_services = {(pattern, path) for pattern, path, service in found if service}
        return tuple(
            use for key, use in found.items() if use.service is not None or key[:2] not in of_services
        )

    @cached_property
    def _by_pattern(self) -> dict[str, list[PatternUse]]:
        found: dict[str, list[PatternUse]] = defaultdict(list)
        for use in self._uses:
            found[use.pattern].append(use)
        return found

    @cached_property
    def _by_service(self) -> dict[int, list[PatternUse]]:
        found: dict[int, list[PatternUse]] = defaultdict(list)
        for use in self._uses:
            found[id(use.service)].append(use)
        return found

    def of(self, pattern: Pattern) -> tuple[PatternUse, ...]:
        """The uses of a pattern, each service once."""
        return tuple(use for name in pattern.names for use in self._by_pattern.get(name, ()))

    def by(self, service: Service) -> tuple[PatternUse, ...]:
        """What a service uses, in the order in which its design states it."""
        return tuple(self._by_service.get(id(service), ()))

    def decision(self, pattern: Pattern, name: str) -> Decision | None:
        """The decision that a pattern names, by number, title, or path from the root or from the pattern."""
        found = self.room.named(Decision, name) or self.room.named(Decision, name.lstrip("0"))
        if found:
            return found[0]
        for path in (resolve_path("", name), resolve_path(posixpath.dirname(pattern.path), name)):
            artifact = self.room.artifact(path) if path else None
            if isinstance(artifact, Decision):
                return artifact
        return None

    def named(self, name: str) -> Pattern | None:
        """The pattern that goes by a name; the first by path where several do."""
        return next(iter(self.room.named(Pattern, as_id(name))), None)


def uses_in(system: System) -> Iterator[PatternUse]:
    """What a system and its services use, each use as often as it is stated."""
    document = Cursor(system.design, system.design.document)
    bulkheads = _bulkheads(system)
    for service in system.services:
        for name, origin in service.patterns:
            yield PatternUse(as_id(name), system, service, origin, named=True)
        for name, origin in _of_service(service):
            yield PatternUse(name, system, service, origin)
        if service.name.lower() in bulkheads:
            yield PatternUse("bulkhead", system, service, bulkheads[service.name.lower()])
    yield from _sagas(system, document.down("data_architecture", "data_consistency", "saga_patterns"))
    for name, origin in _of_whole(document):
        yield PatternUse(name, system, None, origin)


def _of_service(service: Service) -> Iterator[tuple[str, Origin]]:
    if service.kind in _KINDS:
        yield _KINDS[service.kind], service.at("kind")
    for endpoint in service.endpoints:
        if endpoint.pagination == "cursor":
            yield "cursor-pagination", endpoint.at("pagination")
        for match in endpoint.matches:
            if any(held.name.casefold() == _KEY_HEADER for held in match.operation.parameters):
                yield "idempotency-key", endpoint.origin
    for call in service.calls_out:
        if call.breaker:
            yield "circuit-breaker", call.at("circuit_breaker")
        if call.attempts > 1:
            yield "retry-with-backoff", call.at("retries")
        if call.timeout_ms is not None:
            yield "timeout-and-deadline", call.at("timeout")
    for use in (*service.publishes, *service.consumes):
        if use.dlq not in ("", "no"):
            yield "dead-letters", use.at("dlq")


def _bulkheads(system: System) -> dict[str, Origin]:
    """The services that have a bulkhead of their own, with where it is stated."""
    rules = (rule for rule in system.rules if "bulkheads" in rule.origin.pointer)
    return {rule.service.lower(): rule.origin for rule in rules if rule.service}


def _sagas(system: System, at: Cursor) -> Iterator[PatternUse]:
    for saga in at.items():
        pattern = _SAGAS.get(saga["style"].word.lower())
        for step in saga["steps"].items() if pattern else ():
            service = system.service(step["service"].text)
            if pattern and service is not None:
                yield PatternUse(pattern, system, service, saga.origin)


def _of_whole(document: Cursor) -> Iterator[tuple[str, Origin]]:
    """What is stated of a system and of none of its services."""
    gateway = document.down("integration_patterns", "api_gateway")
    if gateway["name"].word:
        yield "api-gateway", gateway.origin
    for item in document.down("data_architecture", "caching_strategy", "cache_patterns").items():
        if as_id(item.text.rstrip(".")) == "cache-aside":
            yield "cache-aside", item.origin
    deployment = document["deployment_strategy"]
    release = deployment["blue_green_deployment"]["kind"]
    if release.word in _RELEASES:
        yield _RELEASES[release.word], release.origin
    if _is_listed(deployment["feature_flags"]):
        yield "feature-flag", deployment["feature_flags"].origin
    experiments = document.down("testing_strategy", "chaos_engineering", "experiments")
    if _is_listed(experiments):
        yield "chaos-experiment", experiments.origin


def _is_listed(at: Cursor) -> bool:
    return isinstance(at.value, list) and bool(at.value)
