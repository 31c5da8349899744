"""The systems that a room's artifacts describe: what checks judge and pages show."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.operations import Operation
from planroom.model.building import build_systems
from planroom.model.database import AccessPattern, Database, Table
from planroom.model.decisions import DecisionGraph
from planroom.model.naming import NamedBy
from planroom.model.parts import (
    Alert,
    Call,
    Endpoint,
    EventUse,
    Latency,
    Match,
    Objective,
    Rule,
    RunbookName,
    Service,
    StoreUse,
)
from planroom.model.pattern_uses import PatternUse, PatternUses
from planroom.model.places import Places
from planroom.model.runbooks import Runbooks
from planroom.model.system import (
    ApiRules,
    Event,
    External,
    InstanceCount,
    Recovery,
    Review,
    Scale,
    Store,
    System,
    Target,
    Technology,
)
from planroom.records import dataclass
from planroom.room import Room

__all__ = [
    "AccessPattern",
    "Alert",
    "ApiRules",
    "Call",
    "Database",
    "DecisionGraph",
    "Endpoint",
    "Event",
    "EventUse",
    "External",
    "InstanceCount",
    "Latency",
    "Match",
    "Model",
    "Objective",
    "PatternUse",
    "Recovery",
    "Review",
    "Rule",
    "RunbookName",
    "Runbooks",
    "Scale",
    "Service",
    "Store",
    "StoreUse",
    "System",
    "Table",
    "Target",
    "Technology",
    "build",
]


@dataclass(frozen=True, eq=False)
class Model:
    """Every system of a room by path of its design, the decisions with their relations, and indexes.

    `contracts` are those that no system has.
    """

    room: Room
    systems: tuple[System, ...]
    contracts: tuple[Contract, ...]
    decisions: DecisionGraph

    @cached_property
    def places(self) -> Places:
        """Where the paths of the room lead."""
        return Places(self.room)

    @cached_property
    def runbooks(self) -> Runbooks:
        """The runbooks, with the alerts and services that they are for."""
        return Runbooks(self.room, self.systems)

    @cached_property
    def patterns(self) -> PatternUses:
        """The patterns of the room, and who uses them."""
        return PatternUses(self.room, self.systems)

    @cached_property
    def named_by(self) -> NamedBy:
        """The patterns and runbooks, by what they name."""
        return NamedBy(self.room, self.patterns)

    @cached_property
    def _by_name(self) -> dict[str, tuple[System, ...]]:
        found: dict[str, list[System]] = defaultdict(list)
        for system in self.systems:
            folder = posixpath.basename(system.folder)
            for name in dict.fromkeys(n.lower() for n in (system.name, system.title, folder) if n):
                found[name].append(system)
        return {name: tuple(systems) for name, systems in found.items()}

    def system(self, name: str) -> System | None:
        """The system of a name, title or folder, whatever its case; of several the first."""
        return next(iter(self._by_name.get(name.lower(), ())), None)

    @cached_property
    def _by_path(self) -> dict[str, System]:
        return {system.design.path: system for system in self.systems}

    def system_at(self, path: str) -> System | None:
        """The system whose design is the file of a path."""
        return self._by_path.get(path)

    @cached_property
    def _by_folder(self) -> dict[str, System]:
        return {system.folder: system for system in reversed(self.systems)}

    def system_beside(self, path: str) -> System | None:
        """The system whose design lies in the folder of a file, or in the nearest folder above it."""
        folder = posixpath.dirname(path)
        while folder not in self._by_folder and folder:
            folder = posixpath.dirname(folder)
        return self._by_folder.get(folder)

    @cached_property
    def _of_contract(self) -> dict[str, tuple[tuple[System, Service], ...]]:
        found: dict[str, list[tuple[System, Service]]] = defaultdict(list)
        for system in self.systems:
            for service in system.services:
                for contract in service.contracts:
                    found[contract.path].append((system, service))
        return {path: tuple(pairs) for path, pairs in found.items()}

    def services_of(self, contract: Contract) -> tuple[tuple[System, Service], ...]:
        """The services that a contract belongs to, each with its system."""
        return self._of_contract.get(contract.path, ())

    def systems_of(self, contract: Contract) -> tuple[System, ...]:
        """The systems that have a contract."""
        return self._systems_of_contract.get(contract.path, ())

    @cached_property
    def _systems_of_contract(self) -> dict[str, tuple[System, ...]]:
        found: dict[str, list[System]] = defaultdict(list)
        for system in self.systems:
            for contract in system.contracts:
                found[contract.path].append(system)
        return {path: tuple(systems) for path, systems in found.items()}

    @cached_property
    def _endpoints(self) -> dict[Operation, tuple[Endpoint, ...]]:
        found: dict[Operation, list[Endpoint]] = defaultdict(list)
        for system in self.systems:
            for service in system.services:
                for endpoint in service.endpoints:
                    for match in endpoint.matches:
                        found[match.operation].append(endpoint)
        return {operation: tuple(endpoints) for operation, endpoints in found.items()}

    def endpoints_of(self, operation: Operation) -> tuple[Endpoint, ...]:
        """The endpoints of designs that are an operation."""
        return self._endpoints.get(operation, ())

    @cached_property
    def _operations(self) -> dict[str, tuple[Match, ...]]:
        found: dict[str, list[Match]] = defaultdict(list)
        for contract in self.room.of(Contract):
            for operation in contract.operations:
                for name in dict.fromkeys((operation.operation_id, f"{operation.method} {operation.path}")):
                    if name:
                        found[name].append(Match(contract, operation))
        return {name: tuple(matches) for name, matches in found.items()}

    def operations(self, name: str) -> tuple[Match, ...]:
        """The operations of an id, or of `METHOD /path`, in every contract of the room."""
        return self._operations.get(name, ())

    @cached_property
    def _producers(self) -> dict[str, tuple[EventUse, ...]]:
        found: dict[str, list[EventUse]] = defaultdict(list)
        for system in self.systems:
            for event in system.events:
                found[event.name] += event.producers
        return {name: tuple(uses) for name, uses in found.items()}

    def producers(self, event: str) -> tuple[EventUse, ...]:
        """Those who publish an event, in every system."""
        return self._producers.get(event, ())

    @cached_property
    def _consumers(self) -> dict[str, tuple[EventUse, ...]]:
        found: dict[str, list[EventUse]] = defaultdict(list)
        for system in self.systems:
            for event in system.events:
                found[event.name] += event.consumers
        return {name: tuple(uses) for name, uses in found.items()}

    def consumers(self, event: str) -> tuple[EventUse, ...]:
        """Those who consume an event, in every system."""
        return self._consumers.get(event, ())


def build(room: Room) -> Model:
    """The model of a room; made once for a run."""
    concerning = _decisions_by_system(room)
    systems = tuple(_with_decisions(system, room, concerning) for system in build_systems(room))
    used = {contract.path for system in systems for contract in system.contracts}
    loose = tuple(contract for contract in room.of(Contract) if contract.path not in used)
    return Model(room, systems, loose, DecisionGraph(room, systems))


def _decisions_by_system(room: Room) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in room.of(Decision):
        for name in dict.fromkeys(name.lower() for name in decision.systems):
            found[name].append(decision)
    return found


def _with_decisions(system: System, room: Room, concerning: dict[str, list[Decision]]) -> System:
    """The system with the decisions that it names or that name it."""
    found: dict[str, Decision] = {}
    for name in (system.name, system.title, posixpath.basename(system.folder)):
        found.update({decision.path: decision for decision in concerning.get(name.lower(), ())})
    for named in system.decision_names:
        found.update({decision.path: decision for decision in room.named(Decision, named.text)})
    return replace(system, decisions=tuple(found[path] for path in sorted(found)))
