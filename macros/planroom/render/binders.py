"""Which decisions bind a system or a service, and which part of it each of them names."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.model import Service, System
from planroom.model.bound import Bound, Key, key_of, store_key, table_key
from planroom.records import dataclass
from planroom.render.rendering import Rendering

_KINDS = {
    "operation": "Operation",
    "event": "Event",
    "schema": "Schema",
    "service": "Service",
    "store": "Store",
    "table": "Table",
    "value": "Part",
}


@dataclass(frozen=True)
class Binders:
    """The decisions of a site by what they apply to; made once for all pages."""

    site: Rendering

    @cached_property
    def _by_key(self) -> dict[Key, dict[str, tuple[Decision, Bound]]]:
        found: dict[Key, dict[str, tuple[Decision, Bound]]] = defaultdict(dict)
        for binding in self.site.model.decisions.bindings:
            for bound in binding.bound:
                found[bound.key][binding.decision.path] = (binding.decision, bound)
        return dict(found)

    @cached_property
    def _by_path(self) -> dict[str, list[tuple[Decision, Bound]]]:
        """What is bound inside a file: operations, schemas, values, and the file itself."""
        found: dict[str, list[tuple[Decision, Bound]]] = defaultdict(list)
        for held in self._by_key.values():
            for decision, bound in held.values():
                found[bound.path].append((decision, bound))
        return dict(found)

    def of_service(self, system: System, service: Service) -> list[tuple[str, list[Decision]]]:
        """The decisions that bind a service, under the name of what they bind."""
        found: dict[str, dict[str, Decision]] = defaultdict(dict)
        for label, decision in (*self._service(service), *self._data(system, service)):
            found[label][decision.path] = decision
        return [(label, list(held.values())) for label, held in found.items()]

    def _service(self, service: Service) -> Iterator[tuple[str, Decision]]:
        yield from self._labelled(key_of(service), "The service")
        for endpoint in service.endpoints:
            for match in endpoint.matches:
                yield from self._labelled(key_of(match.operation), f"Operation {match.operation.name}")
        own = [contract for contract in service.contracts if len(self.site.model.services_of(contract)) == 1]
        for contract in own:
            yield from self._contract(contract)
        for use in (*service.publishes, *service.consumes):
            yield from self._labelled(("event", use.event), "Events")

    def _data(self, system: System, service: Service) -> Iterator[tuple[str, Decision]]:
        """What binds the stores that a service uses, and the tables in them."""
        stores = dict.fromkeys(use.store.casefold() for use in service.stores)
        for use in service.stores:
            yield from self._labelled(store_key(system, use.store), f"Store {use.store}")
        for table in system.database.tables if system.database else ():
            if table.store is not None and table.store.text.casefold() in stores:
                yield from self._labelled(table_key(system, table.name), f"Table {table.name}")

    def _contract(self, contract: Contract) -> Iterator[tuple[str, Decision]]:
        for decision, bound in self._by_path.get(contract.path, ()):
            yield label_of(bound), decision

    def _labelled(self, key: Key, label: str) -> Iterator[tuple[str, Decision]]:
        for decision, _ in self._by_key.get(key, {}).values():
            yield label, decision

    def of_system(self, system: System) -> list[tuple[Decision, list[str]]]:
        """The decisions that concern a system, each with the names of the parts that it binds."""
        graph = self.site.model.decisions
        events = {("event", event.name) for event in system.events}
        paths = dict.fromkeys((system.design.path, *(contract.path for contract in system.contracts)))
        whole = (*system.decisions, *graph.binding(system), *graph.binding(system.design.path))
        found = {decision.path: decision for decision in whole}
        parts: dict[str, dict[str, None]] = defaultdict(dict)
        for path in paths:
            for decision, bound in self._by_path.get(path, ()):
                if bound.kind != "event" or bound.key in events:
                    found[decision.path] = decision
                    if bound.key != key_of(system):
                        parts[decision.path][short_label(bound)] = None
        return [(found[path], list(parts[path])) for path in sorted(found)]

    def of_parts(self, system: System) -> Iterator[tuple[Bound, Decision]]:
        """The decisions that bind tables and other parts of a design, with what they bind."""
        for decision, bound in self._by_path.get(system.design.path, ()):
            if bound.kind in ("table", "value"):
                yield bound, decision


def label_of(bound: Bound) -> str:
    """What is bound, with its kind: `Operation createOrder`."""
    kind = _KINDS.get(bound.kind)
    return f"{kind} {short_label(bound)}" if kind else f"Contract {posixpath.basename(bound.path)}"


def short_label(bound: Bound) -> str:
    """What is bound, by the name that tells it in its file."""
    return posixpath.basename(bound.name) if bound.kind == "file" else bound.name
