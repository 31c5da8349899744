"""DSN: events and those who publish and consume them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.refs import is_remote
from planroom.model import Event, EventUse, System
from planroom.room import Room, resolve_path
from planroom.wording import nearest, quote, quoted

MISSPELT = 0.85
"""How alike names of events must be to be one: `payment.completed` is no misspelt `payment.refunded`."""


@check("DSN030", Severity.WARNING, on=System)
def event_without_producer(system: System, scope: Scope) -> Iterator[Finding]:
    """An event that a service consumes is published by a service, of this system or of another."""
    published = [event.name for event in system.events if event.producers]
    for event in _unpublished(system, scope):
        first, *others = event.consumers
        near = nearest(event.name, published, MISSPELT)
        hint = f"write `{near}`" if near else "add it to `publishes` of the service that makes it"
        say = f"`{first.service}` consumes `{event.name}`, which no service publishes"
        related = tuple(Related(f"`{use.service}` consumes it too", use.at("event")) for use in others)
        yield Finding(say, first.at("event"), hint, related)


def _unpublished(system: System, scope: Scope) -> list[Event]:
    return [event for event in system.events if event.consumers and not scope.model.producers(event.name)]


@check("DSN031", Severity.INFO, on=System)
def event_without_consumer(system: System, scope: Scope) -> Iterator[Finding]:
    """An event that a service publishes is consumed by a service, of this system or of another."""
    published = [event.name for event in system.events if event.producers]
    # Where a consumer misspells it, that is reported at the consumer.
    meant = {nearest(event.name, published, MISSPELT) for event in _unpublished(system, scope)}
    for event in system.events:
        if scope.model.consumers(event.name) or event.name in meant:
            continue
        for use in event.producers:
            say = f"`{use.service}` publishes `{event.name}`, which no service consumes"
            yield Finding(say, use.at("event"), "add it to `consumes` of who needs it, or stop publishing it")


@check("DSN108", Severity.WARNING, on=System)
def event_without_dead_letters(system: System, scope: Scope) -> Iterator[Finding]:
    """An event that comes again until it is dealt with has somewhere to go when it cannot be."""
    for event in system.events:
        for use in event.consumers:
            if use.dlq or not re.match(r"at[\s_-]*least[\s_-]*once", use.delivery, re.IGNORECASE):
                continue
            say = f"{quote(use.service)} gets {quote(event.name)} again until it succeeds, and has no `dlq`"
            yield Finding(say, use.at("delivery"), "name a `dlq`, or state `dlq: false` if it is dropped")


@check("DSN109", Severity.WARNING, on=System)
def ordering_without_key(system: System, scope: Scope) -> Iterator[Finding]:
    """An event whose order is kept per key or partition names the key."""
    for event in system.events:
        for use in (*event.producers, *event.consumers):
            if not use.key and re.search(r"\b(?:key|partition|shard)\b", use.ordering, re.IGNORECASE):
                say = f"the order of {quote(event.name)} is kept {quote(use.ordering)}, and no key is stated"
                yield Finding(say, use.at("ordering"), "add `key`: the field that decides")


@check("DSN110", Severity.WARNING, on=System)
def event_published_twice(system: System, scope: Scope) -> Iterator[Finding]:
    """An event is published by one service, which owns what it means."""
    for event in system.events:
        services = list(dict.fromkeys(use.service for use in event.producers))
        if len(services) < 2:
            continue
        first, *others = event.producers
        related = tuple(Related(f"{quote(use.service)} publishes it", use.origin) for use in others)
        same = bool(first.schema) and all(use.schema == first.schema for use in others)
        say = f"{quoted(services)} publish {quote(event.name)}"
        hint = "let one of them publish it, or give the events names of their own"
        yield Finding(say, first.at("event"), hint, related, Severity.INFO if same else None)


@check("DSN111", Severity.WARNING, on=System)
def event_stated_differently(system: System, scope: Scope) -> Iterator[Finding]:
    """Who publishes an event and who consumes it say the same of it."""
    for event in system.events:
        producers = scope.model.producers(event.name)
        for key in ("channel", "schema", "key"):
            theirs = {stated: one for one in producers if (stated := _stated(one, key))}
            others = [use for use in event.consumers if theirs and _stated(use, key) not in ("", *theirs)]
            if key == "schema" and any(_is_missing(scope.room, file) for file in theirs):
                continue  # a file that is not there is reported for that
            if others:
                first, producer = others[0], next(iter(theirs.values()))
                here, there = getattr(first, key), getattr(producer, key)
                what = f"`{key}` of {quote(event.name)}"
                say = f"{what} is {quote(here)} here and {quote(there)} at its producer"
                related = (
                    Related(f"as {quote(producer.service)} states it", producer.at(key)),
                    *(Related(f"as {quote(use.service)} states it", use.at(key)) for use in others[1:]),
                )
                yield Finding(say, first.at(key), "make the two agree", related)


def _is_missing(room: Room, named: str) -> bool:
    file = named.partition("#")[0]
    return file.endswith((".json", ".yaml", ".yml", ".avsc", ".proto")) and not room.has(file)


def _stated(use: EventUse, key: str) -> str:
    """What is stated of an event; a file is named from the root, so that two designs can be compared."""
    text = str(getattr(use, key))
    if key != "schema" or is_remote(text):
        return text
    file, _, part = text.partition("#")
    return f"{resolve_path(posixpath.dirname(use.origin.path), file)}#{part}" if text else ""
