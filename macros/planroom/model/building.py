"""From a room's designs and contracts to its systems."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from planroom.kinds.contract import Contract
from planroom.kinds.design import Design
from planroom.model import figures
from planroom.model.alerts import read_alerts, read_runbook
from planroom.model.cursor import Cursor
from planroom.model.database import read_database
from planroom.model.matching import OperationIndex, choose
from planroom.model.parts import Call, EventUse, Match, Rule, Service, StoreUse
from planroom.model.services import Matcher, read_rules, read_service, service_name
from planroom.model.system import Event, Store, System
from planroom.room import Room, resolve_path


def build_systems(room: Room) -> tuple[System, ...]:
    """The systems of a room, one for each design, by path."""
    designs = room.of(Design)
    beside = _contracts_beside(room, designs)
    elsewhere = _names_elsewhere(designs)
    return tuple(_System(room, design, beside[design.path], elsewhere).build() for design in designs)


def _contracts_beside(room: Room, designs: Iterable[Design]) -> dict[str, tuple[Contract, ...]]:
    """The contracts that lie in each design's folder or below it, unless another design is nearer."""
    by_folder: dict[str, list[Design]] = defaultdict(list)
    for design in designs:
        by_folder[design.folder].append(design)
    found: dict[str, list[Contract]] = {design.path: [] for design in designs}
    for contract in room.of(Contract):
        folder = posixpath.dirname(contract.path)
        while folder not in by_folder and folder:
            folder = posixpath.dirname(folder)
        for design in by_folder.get(folder, ()):
            found[design.path].append(contract)
    return {path: tuple(contracts) for path, contracts in found.items()}


def _names_elsewhere(designs: Iterable[Design]) -> dict[str, set[str]]:
    """For each name of a system or service, the designs that give it."""
    found: dict[str, set[str]] = defaultdict(set)
    for design in designs:
        system = design.system_name.lower()
        found[system].add(design.path)
        for item in Cursor(design, design.document).down("service_design", "services").items():
            name = service_name(item).lower()
            if name:
                found[name].add(design.path)
                found[f"{system}/{name}"].add(design.path)
    return found


class _System:
    """The making of one system: what its parts must know of each other while they are read."""

    def __init__(
        self, room: Room, design: Design, beside: tuple[Contract, ...], elsewhere: dict[str, set[str]]
    ) -> None:
        self.room = room
        self.design = design
        self.document = Cursor(design, design.document)
        self.beside = beside
        self.elsewhere = elsewhere
        self.externals = tuple(
            figures.read_externals(self.document.down("integration_patterns", "external_apis"))
        )
        self.entries = [
            item for item in self.document.down("service_design", "services").items() if item.is_structure
        ]
        self._service_names = {
            name.lower() for item in self.entries for name in (service_name(item), item["title"].text) if name
        }
        self._store_names = {
            (store["name"].word or store.word).lower()
            for item in self.entries
            for store in item["data_stores"].items()
        }
        self._external_text = self._prose_on_externals()
        self._indexes: dict[tuple[str, ...], OperationIndex] = {}

    def build(self) -> System:
        """The system."""
        rules = read_rules(self.document.down("resilience_patterns", "fault_tolerance"))
        services = self._with_callers(tuple(self._service(item, rules) for item in self.entries))
        system, overview = self.document["system"], self.document["architecture_overview"]
        contracts = {contract.path: contract for service in services for contract in service.contracts}
        contracts.update({contract.path: contract for contract in self.beside})
        return System(
            origin=self.design.at(),
            origins=system.origins("name", "owner", "status", "scale_class")
            | overview.origins("architecture_style"),
            name=self.design.system_name,
            title=system["title"].text,
            design=self.design,
            description=system["note"].text,
            owner=system["owner"].text,
            status=system["status"].word.lower(),
            scale_class=system["scale_class"].word,
            data_layer=system["data_layer"].word,
            tags=system["tags"].texts,
            style=figures.read_style(overview["architecture_style"]),
            services=services,
            rules=rules,
            events=_events(services),
            stores=_stores(services),
            alerts=tuple(read_alerts(self.document, self.room)),
            externals=self.externals,
            objectives=figures.read_objectives(self.document),
            targets=tuple(figures.read_targets(self.document["quality_targets"])),
            scale=figures.read_scale(overview["estimated_scale"]),
            recovery=figures.read_recovery(self.document.down("resilience_patterns", "disaster_recovery")),
            review=figures.read_review(system["reviewed"]),
            load_test=figures.read_load_test(self.document.down("testing_strategy", "performance_testing")),
            instance_counts=tuple(figures.read_instance_counts(self.document["scalability_design"])),
            technologies=tuple(figures.read_technologies(overview["technology_stack"])),
            database=read_database(self.document["database_design"]),
            api=figures.read_api(self.document["api_specification"]),
            contracts=tuple(contracts[path] for path in sorted(contracts)),
            decision_names=tuple(figures.read_decision_names(self.document)),
        )

    def _service(self, at: Cursor, rules: tuple[Rule, ...]) -> Service:
        names = at["contracts"].texts
        contracts = tuple(filter(None, map(self._contract, names))) if names else self.beside
        service = read_service(
            at, rules, self.known, self._matcher(contracts), lambda place: read_runbook(place, self.room)
        )
        return replace(service, contracts=contracts)

    def _contract(self, name: str) -> Contract | None:
        path = resolve_path(self.design.folder, name.split("#", 1)[0])
        artifact = self.room.artifact(path) if path else None
        return artifact if isinstance(artifact, Contract) else None

    def _matcher(self, contracts: tuple[Contract, ...]) -> Matcher:
        key = tuple(contract.path for contract in contracts)
        index = self._indexes.setdefault(key, OperationIndex(contracts))

        def match(method: str, path: str, contract: str, operation_id: str) -> tuple[Match, ...]:
            wanted = resolve_path(self.design.folder, contract) if contract else None
            return choose(index.at(method, path), wanted or "", operation_id)

        return match

    def known(self, name: str) -> str:
        """What goes by a name: `service`, `external`, `store`, `elsewhere`, or `""`."""
        lower = name.lower()
        if lower in self._service_names:
            return "service"
        if any(external.name.lower() == lower for external in self.externals):
            return "external"
        if lower in self._store_names:
            return "store"
        if self.elsewhere.get(lower, set()) - {self.design.path}:
            return "elsewhere"
        told = re.search(rf"(?<![\w-]){re.escape(lower)}(?![\w-])", self._external_text)
        return "external" if told else ""

    def _prose_on_externals(self) -> str:
        """What a design tells of external APIs in prose: a name in it is known, if not described."""
        patterns = self.document["integration_patterns"]
        stack = self.document.down("architecture_overview", "technology_stack")
        queues, apis = patterns["message_queues"], patterns["external_apis"]
        places = (
            apis,
            *apis.items(),
            queues,
            stack,
            *stack.items(),
            *(item["choice"] for item in stack.items()),
        )
        return " ".join(place.text for place in places if not place.is_structure).lower()

    def _with_callers(self, services: tuple[Service, ...]) -> tuple[Service, ...]:
        calls: dict[str, list[Call]] = defaultdict(list)
        for service in services:
            for call in service.calls_out:
                calls[call.target.lower()].append(call)
        made = []
        for service in services:
            names = dict.fromkeys(name.lower() for name in (service.name, service.title) if name)
            made.append(replace(service, calls_in=tuple(call for name in names for call in calls[name])))
        return tuple(made)


def _events(services: Iterable[Service]) -> tuple[Event, ...]:
    producers: dict[str, list[EventUse]] = defaultdict(list)
    consumers: dict[str, list[EventUse]] = defaultdict(list)
    for service in services:
        for use in service.publishes:
            producers[use.event].append(use)
        for use in service.consumes:
            consumers[use.event].append(use)
    names = dict.fromkeys((*producers, *consumers))
    return tuple(
        Event(name, tuple(producers.get(name, ())), tuple(consumers.get(name, ()))) for name in names
    )


def _stores(services: Iterable[Service]) -> tuple[Store, ...]:
    uses: dict[str, list[StoreUse]] = defaultdict(list)
    for service in services:
        for use in service.stores:
            uses[use.store].append(use)
    return tuple(Store(name, tuple(found)) for name, found in uses.items())
