"""What pages show of calls, events and stores, in the same words wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from planroom.diagnostics import Severity
from planroom.model import Call, EventUse, Service, StoreUse, System
from planroom.records import dataclass
from planroom.render import units, words
from planroom.render.rendering import Rendering
from planroom.render.section_values import Table
from planroom.render.service_map import via_words
from planroom.render.values import Values
from planroom.wording import counted

SILENT = Markup("not stated")
_NUMBER = "pr-num"
_FAILS = ("When it fails", "")
_ROOM_FOR_PURPOSE = 4

Heads = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Facts:
    """The tables of one system's calls, events and stores as one page shows them."""

    site: Rendering
    page: str
    system: System

    @cached_property
    def values(self) -> Values:
        """How values of the design are shown on the page."""
        return Values(self.site, self.page, self.system)

    def service(self, name: str) -> Markup:
        """A service's name, linked where it is one of the system's, or of another system."""
        if self.system.service(name) is not None:
            return self.values.service(name)
        for system in self.site.model.systems:
            found = system.service(name)
            if found is not None:
                there = self.site.addresses.href(self.page, self.site.service_page(system, found))
                return Markup('<a class="pr-name" href="{}">{}</a>').format(there, name or found.label)
        return escape(name)

    # Calls ------------------------------------------------------------------------------------------------

    def calls(self, calls: Iterable[Call]) -> Table | None:
        """All calls of a system; what they are for has a column where there is room for it."""
        found = list(calls)
        rows = [
            (
                self.service(call.caller),
                self._target(call),
                _how(call),
                _timeout(call),
                self._retries(call),
                self._failing(call),
            )
            for call in found
        ]
        heads = (
            ("From", ""),
            ("To", ""),
            ("How", ""),
            ("Timeout", _NUMBER),
            ("Retries", ""),
            _FAILS,
        )
        table = _table("Calls", heads, rows)
        if table is None or len(table.heads) > _ROOM_FOR_PURPOSE or not any(call.purpose for call in found):
            return table
        said = [
            self.values.text(call.purpose) if call.purpose and not call.prose else SILENT for call in found
        ]
        more = tuple((*row, words_) for row, words_ in zip(table.rows, said, strict=True))
        return replace(table, heads=(*table.heads, ("What for", "")), rows=more)

    def calls_out(self, calls: Iterable[Call]) -> Table | None:
        """The calls that one service makes."""
        rows = [
            (
                self._target(call) + self._below(self._operations(call)),
                _how(call),
                _timeout(call),
                self._retries(call),
                self._breaker(call),
                self.values.text(call.fallback) if call.fallback else SILENT,
            )
            for call in calls
        ]
        heads = (("To", ""), ("How", ""), ("Timeout", _NUMBER), ("Retries", ""), ("Breaker", ""), _FAILS)
        return _table("Calls out", heads, rows)

    def _below(self, said: Markup) -> Markup:
        return Markup(' <span class="pr-small">{}</span>').format(said) if said != SILENT else Markup("")

    def calls_in(self, calls: Iterable[Call]) -> Table | None:
        """The calls that others make to one service."""
        rows = [
            (self.service(call.caller), self._operations(call), _how(call), _timeout(call)) for call in calls
        ]
        heads = (("From", ""), ("Operations", ""), ("How", ""), ("Timeout", _NUMBER))
        return _table("Calls in", heads, rows)

    def _target(self, call: Call) -> Markup:
        if call.known == "external":
            name = escape(call.target) + Markup(' <span class="pr-small">outside</span>')
        elif call.known in ("", "store"):
            name = self.values.text(call.purpose) if call.prose and not call.known else escape(call.target)
        else:
            name = self.service(call.target)
        worst = [item for item in self.site.findings_at(call.origin) if item.severity is Severity.ERROR]
        if worst:
            name += Markup(' <span class="pr-sev pr-sev--error">Error</span>')
        return name

    def _operations(self, call: Call) -> Markup:
        if call.operations:
            found = [self.operation(call.target, name) for name in call.operations]
            return Markup(", ").join(found)
        return self.values.text(call.purpose) if call.purpose and not call.prose else SILENT

    def operation(self, service: str, name: str) -> Markup:
        """An operation's id, linked to where its contract's page shows it."""
        owner = self.system.service(service)
        for contract in owner.contracts if owner is not None else ():
            for operation in contract.operations:
                if operation.operation_id == name:
                    target, anchor = self.site.operation_address(operation)
                    there = self.site.addresses.href(self.page, target, anchor)
                    return Markup('<a class="pr-name" href="{}">{}</a>').format(there, name)
        return escape(name)

    def _retries(self, call: Call) -> Markup:
        if call.max_attempts is None:
            return SILENT if not call.backoff else escape(call.backoff)
        if call.max_attempts <= 1:
            return Markup("none")
        parts = [words.number(call.max_attempts - 1)]
        parts += [_spaced(call.backoff)] if call.backoff and call.backoff != "none" else []
        parts += ["jitter"] if call.retries.get("jitter") is True else []
        return escape(", ".join(parts))

    def _breaker(self, call: Call) -> Markup:
        if not call.breaker:
            return SILENT
        threshold, reset = call.breaker.get("failure_threshold"), call.breaker.get("reset")
        parts = [] if threshold is None else [_failures(threshold)]
        parts += [units.duration(reset)] if isinstance(reset, str) else []
        return escape(", ".join(parts)) if parts else self.values.shown(dict(call.breaker))

    def _failing(self, call: Call) -> Markup:
        if call.fallback:
            return self.values.text(call.fallback)
        threshold, reset = call.breaker.get("failure_threshold"), call.breaker.get("reset")
        if threshold is None:
            return SILENT
        closes = f", closes after {units.duration(reset)}" if isinstance(reset, str) else ""
        return escape(f"Breaker opens after {_failures(threshold)}{closes}")

    # Events -----------------------------------------------------------------------------------------------

    def events(self) -> Table | None:
        """All events of the system."""
        rows = [
            (
                escape(event.name),
                self._services(use.service for use in event.producers),
                self._services(use.service for use in event.consumers),
                _first(use.channel for use in (*event.producers, *event.consumers)),
                _first(use.delivery.replace("-", " ") for use in (*event.producers, *event.consumers)),
                _first(use.dlq for use in (*event.consumers, *event.producers)),
            )
            for event in self.system.events
        ]
        heads = tuple((head, "") for head in _EVENT_HEADS)
        return _table("Events", heads, rows)

    def events_of(self, service: Service) -> Table | None:
        """The events of one service, with who is at the other end."""
        rows = [self._event(use, "publishes") for use in service.publishes]
        rows += [self._event(use, "consumes") for use in service.consumes]
        heads = tuple((head, "") for head in ("Event", "Direction", "Delivery", "Dead letters", "Other side"))
        return _table("Events", heads, rows)

    def _event(self, use: EventUse, direction: str) -> tuple[Markup, ...]:
        model = self.site.model
        others = model.consumers(use.event) if direction == "publishes" else model.producers(use.event)
        return (
            escape(use.event),
            escape(direction),
            escape(use.delivery.replace("-", " ")) if use.delivery else SILENT,
            escape(use.dlq) if use.dlq else SILENT,
            self._services(other.service for other in others),
        )

    def _services(self, names: Iterable[str]) -> Markup:
        return Markup(", ").join(self.service(name) for name in dict.fromkeys(names)) or Markup("none")

    # Stores -----------------------------------------------------------------------------------------------

    def stores(self) -> Table | None:
        """All stores of the system, with who owns and who uses them."""
        rows = []
        for store in self.system.stores:
            owners = [use.service for use in store.owners]
            users = [f"{use.service}" for use in store.uses if use.service not in owners]
            rows.append(
                (
                    escape(store.name),
                    escape(store.technology or store.kind) if store.technology or store.kind else SILENT,
                    self._services(owners) if owners else SILENT,
                    self._services(users),
                    _class(store.uses),
                    _kept(store.uses),
                )
            )
        heads = tuple((head, "") for head in ("Store", "Technology", "Owned by", "Used by", "Class", "Kept"))
        return _table("Stores", heads, rows)

    def stores_of(self, service: Service) -> Table | None:
        """The stores of one service."""
        rows = [
            (
                escape(use.store),
                escape(use.technology or use.kind) if use.technology or use.kind else SILENT,
                escape(use.access) if use.access else SILENT,
                escape(", ".join(use.tables)) if use.tables else SILENT,
                _class((use,)),
                _kept((use,)),
            )
            for use in service.stores
        ]
        heads = tuple((head, "") for head in ("Store", "Technology", "Access", "Holds", "Class", "Kept"))
        return _table("Stores", heads, rows)


_EVENT_HEADS = ("Event", "Published by", "Consumed by", "Channel", "Delivery", "Dead letters")


def _table(caption: str, heads: Heads, rows: Sequence[tuple[Markup, ...]]) -> Table | None:
    """The table without the columns that say nothing; `None` where there are no rows."""
    return Table(caption, heads, tuple(rows)).without_silent(SILENT) if rows else None


def _how(call: Call) -> Markup:
    said = [via_words(call.via)] if call.via else []
    said += ["later"] if call.mode == "async" else []
    if call.prose:
        return SILENT
    return (
        escape(", ".join(said))
        if said
        else escape({"sync": "waits", "": "not stated"}.get(call.mode, call.mode))
    )


def _timeout(call: Call) -> Markup:
    return escape(words.milliseconds(call.timeout_ms)) if call.timeout_ms is not None else SILENT


def _failures(threshold: Any) -> str:
    if isinstance(threshold, int):
        return counted(threshold, "failure")
    return (
        f"{str(threshold).removesuffix('%').strip()}{words.NARROW}% failures"
        if "%" in str(threshold)
        else str(threshold)
    )


def _spaced(text: str) -> str:
    """Durations inside a text with their units apart."""
    return " ".join(units.duration(word) for word in text.split())


def _first(texts: Iterable[str]) -> Markup:
    found = list(dict.fromkeys(text for text in texts if text))
    return escape(", ".join(found)) if found else SILENT


def _class(uses: Iterable[StoreUse]) -> Markup:
    uses = list(uses)
    said = [use.classification for use in uses if use.classification]
    said += ["encrypted"] if any(use.encrypted_at_rest for use in uses) else []
    said += ["not encrypted"] if any(use.encrypted_at_rest is False for use in uses) else []
    return _first(said)


def _kept(uses: Iterable[StoreUse]) -> Markup:
    return _first(units.duration(use.retention) for use in uses)
