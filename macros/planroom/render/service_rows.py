"""What a table of services shows of each: what it does, its size, its latency, and what is wrong."""

from __future__ import annotations

import re

from planroom.diagnostics import Diagnostic, Severity
from planroom.model import Service, System
from planroom.records import dataclass
from planroom.render import words
from planroom.render.rendering import Rendering
from planroom.render.system_rows import open_counts


@dataclass(frozen=True)
class ServiceRow:
    """One service as a row: what it does in a sentence, its operations, its P95 in ms, what is wrong."""

    service: Service
    does: str
    operations: int
    p95_ms: float | None
    counts: tuple[tuple[Severity, int], ...]


def service_rows(site: Rendering, system: System) -> list[ServiceRow]:
    """A row for each service, in the order of the design."""
    return [
        ServiceRow(
            service,
            words.first_sentence(responsibility(service), 120),
            len(service.endpoints),
            p95(service),
            open_counts(findings_of(site, service)),
        )
        for service in system.services
    ]


def responsibility(service: Service) -> str:
    """What a service answers for; of a list one sentence is made."""
    return re.sub(r"; ([A-Z])(?=[a-z]+ )", lambda match: f"; {match[1].lower()}", service.responsibility)


def findings_of(site: Rendering, service: Service) -> tuple[Diagnostic, ...]:
    """What was found in a service's part of the design, and in the contracts that are its alone."""
    own = [contract.path for contract in service.contracts if len(site.model.services_of(contract)) == 1]
    found = (*site.findings_at(service.origin), *site.findings_in(*own))
    return tuple(sorted(found, key=lambda item: (-item.severity.rank, item.sort_key)))


def faulty(site: Rendering, system: System) -> frozenset[str]:
    """The names of the services with an open error."""
    return frozenset(
        service.name
        for service in system.services
        if any(item.severity is Severity.ERROR for item in findings_of(site, service))
    )


def p95(service: Service) -> float | None:
    """The latency that a service promises, else that of its slowest endpoint, in ms."""
    if service.latency is not None and service.latency.p95_ms is not None:
        return service.latency.p95_ms
    return max((item.p95_ms for item in service.endpoints if item.p95_ms is not None), default=None)
