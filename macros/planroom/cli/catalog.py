"""What a room holds, one entry a thing, under the names by which it can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from typing import Any

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.operations import Operation
from planroom.kinds.pattern import Pattern
from planroom.kinds.runbook import Runbook
from planroom.model import Model, Service, System
from planroom.records import dataclass

Thing = Decision | System | Service | Contract | Operation | Pattern | Runbook


@dataclass(frozen=True, eq=False)
class Entry:
    """One thing of a room.

    `names` are what it goes by, `systems` the names of the systems it belongs to, `facts` what `list` says
    about it.
    """

    kind: str
    path: str
    title: str
    status: str
    thing: Thing
    names: tuple[str, ...]
    systems: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """What names this thing and no other."""
        if isinstance(self.thing, Decision | Contract | Pattern | Runbook):
            return self.path
        return f"{self.kind}:{self.names[0]}"

    def as_json(self) -> dict[str, Any]:
        """The entry as a JSON object; a status that is not stated, or that its kind has not, is null."""
        own = {"kind": self.kind, "path": self.path, "title": self.title, "status": self.status or None}
        return {**own, **self.facts}


def _decisions(model: Model) -> Iterator[Entry]:
    for decision in model.decisions.decisions:
        facts = {
            "number": decision.number,
            "date": decision.date.isoformat() if decision.date else None,
            "systems": list(decision.systems),
            "tags": list(decision.tags),
        }
        named = {system.name: None for system in model.systems if decision in system.decisions}
        systems = tuple(named | dict.fromkeys(decision.systems))
        yield Entry(
            "decision",
            decision.path,
            decision.title,
            decision.status.value,
            decision,
            decision.names,
            systems,
            facts,
        )


def _systems(model: Model) -> Iterator[Entry]:
    for system in model.systems:
        facts = {
            "name": system.name,
            "owner": system.owner or None,
            "services": len(system.services),
            "contracts": len(system.contracts),
            "decisions": len(system.decisions),
        }
        names = _distinct(system.name, system.title, system.design.path)
        yield Entry(
            "system", system.design.path, system.label, system.status, system, names, names[:1], facts
        )


def _designs(model: Model) -> Iterator[Entry]:
    """The files that state the systems."""
    for system in _systems(model):
        facts = {name: system.facts[name] for name in ("name", "owner", "services")}
        yield replace(system, kind="design", facts=facts)


def _services(model: Model) -> Iterator[Entry]:
    for system in model.systems:
        for service in system.services:
            facts = {
                "name": service.name,
                "system": system.name,
                "type": service.kind or None,
                "owner": service.owner or None,
                "endpoints": len(service.endpoints),
            }
            names = _distinct(f"{system.name}/{service.name}", service.name, service.title)
            path = service.origin.path
            yield Entry("service", path, service.label, "", service, names, (system.name,), facts)


def _contracts(model: Model) -> Iterator[Entry]:
    for contract in model.room.of(Contract):
        facts = {
            "version": contract.version or None,
            "api_version": contract.api_version or None,
            "operations": len(contract.operations),
        }
        systems = tuple(system.name for system in model.systems_of(contract))
        yield Entry("contract", contract.path, contract.title, "", contract, contract.names, systems, facts)


def _operations(model: Model) -> Iterator[Entry]:
    for contract in model.room.of(Contract):
        systems = tuple(system.name for system in model.systems_of(contract))
        for operation in contract.operations:
            facts = {
                "operation_id": operation.operation_id or None,
                "method": operation.method,
                "route": operation.path,
                "contract": contract.path,
            }
            call = f"{operation.method} {operation.path}"
            names = _distinct(f"{contract.path}#{operation.name}", operation.operation_id, call)
            status = "deprecated" if operation.deprecated else ""
            title = operation.summary or operation.name
            yield Entry("operation", operation.source_path, title, status, operation, names, systems, facts)


def _patterns(model: Model) -> Iterator[Entry]:
    for pattern in model.room.of(Pattern):
        systems = _distinct(*(use.system.name for use in model.patterns.of(pattern)))
        facts = {
            "name": pattern.id,
            "type": pattern.kind.value if pattern.kind else None,
            "problem": pattern.problem,
            "review_by": pattern.review_by.isoformat() if pattern.review_by else None,
        }
        names = _distinct(pattern.id, pattern.name, pattern.title_it)
        yield Entry("pattern", pattern.path, pattern.name, "", pattern, names, systems, facts)


def _runbooks(model: Model) -> Iterator[Entry]:
    for runbook in model.runbooks.all:
        systems = _distinct(*(system.name for system in model.runbooks.systems_of(runbook)))
        facts = {
            "name": runbook.stem,
            "alerts": list(_distinct(*(alert.metric for _, alert in model.runbooks.alerts_of(runbook)))),
            "exercised": runbook.exercised.isoformat() if runbook.exercised else None,
        }
        yield Entry("runbook", runbook.path, runbook.label, "", runbook, runbook.names, systems, facts)


def _distinct(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


LISTS: dict[str, Callable[[Model], Iterator[Entry]]] = {
    "decisions": _decisions,
    "systems": _systems,
    "designs": _designs,
    "services": _services,
    "contracts": _contracts,
    "operations": _operations,
    "patterns": _patterns,
    "runbooks": _runbooks,
}
"""Everything that can be listed and shown, by the word for it."""


def entries(model: Model) -> Iterator[Entry]:
    """Every entry of a room, kind after kind; a design is shown as the system that it states."""
    for kind, of_kind in LISTS.items():
        if kind != "designs":
            yield from of_kind(model)
