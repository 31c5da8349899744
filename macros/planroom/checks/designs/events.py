"""DSN: events and those who publish and consume them."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Severity
from planroom.model import System
from planroom.wording import nearest


@check("DSN030", Severity.WARNING, on=System)
def event_without_producer(system: System, scope: Scope) -> Iterator[Finding]:
    """An event that a service consumes is published by a service, of this system or of another."""
    published = [event.name for event in system.events if event.producers]
    for event in system.events:
        if not event.consumers or scope.model.producers(event.name):
            continue
        near = nearest(event.name, published)
        hint = f"write `{near}`" if near else "add it to `publishes` of the service that makes it"
        for use in event.consumers:
            yield Finding(
                f"`{use.service}` consumes `{event.name}`, which no service publishes", use.at("event"), hint
            )


@check("DSN031", Severity.INFO, on=System)
def event_without_consumer(system: System, scope: Scope) -> Iterator[Finding]:
    """An event that a service publishes is consumed by a service, of this system or of another."""
    for event in system.events:
        if scope.model.consumers(event.name):
            continue
        for use in event.producers:
            say = f"`{use.service}` publishes `{event.name}`, which no service consumes"
            yield Finding(say, use.at("event"), "add it to `consumes` of who needs it, or stop publishing it")
