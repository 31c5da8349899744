"""Where the designs of the room speak of an operation: the service that has it, and those that call it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from markupsafe import Markup

from planroom.kinds.operations import Operation
from planroom.model import Endpoint, Service, System
from planroom.records import dataclass
from planroom.render.rendering import Rendering
from planroom.render.words import milliseconds


@dataclass(frozen=True)
class Uses:
    """The operations of a site as its systems see them."""

    site: Rendering

    @cached_property
    def _endpoints(self) -> dict[Operation, list[tuple[System, Service, Endpoint]]]:
        found: dict[Operation, list[tuple[System, Service, Endpoint]]] = defaultdict(list)
        for system in self.site.model.systems:
            for service in system.services:
                for endpoint in service.endpoints:
                    for match in endpoint.matches:
                        found[match.operation].append((system, service, endpoint))
        return found

    @cached_property
    def _callers(self) -> dict[Operation, list[tuple[System, Service]]]:
        found: dict[Operation, list[tuple[System, Service]]] = defaultdict(list)
        for system in self.site.model.systems:
            for caller in system.services:
                for call in caller.calls_out:
                    target = system.service(call.target)
                    for operation in self._called(call.operations, target):
                        if (system, caller) not in found[operation]:
                            found[operation].append((system, caller))
        return found

    def _called(self, names: tuple[str, ...], target: Service | None) -> Iterator[Operation]:
        """The operations that a call names; of several of one name those of the target's own contracts."""
        own = {contract.path for contract in target.contracts} if target else set()
        for name in names:
            matches = self.site.model.operations(name)
            near = [match for match in matches if match.contract.path in own]
            if near or len(matches) == 1:
                yield from (match.operation for match in near or matches)

    def relations(self, page: str, operation: Operation) -> Iterator[tuple[str, tuple[Markup, ...]]]:
        """The relations of an operation as pairs of a verb and links."""
        held = [
            self._service(page, system, service, _promise(endpoint))
            for system, service, endpoint in self._endpoints.get(operation, ())
        ]
        if held:
            yield "In the design", tuple(held)
        callers = [
            self._service(page, system, service) for system, service in self._callers.get(operation, ())
        ]
        if callers:
            yield "Called by", (Markup(", ").join(callers),)

    def _service(self, page: str, system: System, service: Service, more: str = "") -> Markup:
        href = self.site.addresses.href(page, self.site.service_page(system, service))
        return Markup('<a class="pr-name" href="{}">{}</a>{}').format(href, service.shown_name, more)

    def served_by(self, page: str, operations_of: tuple[tuple[System, Service], ...]) -> Markup:
        """Links to services, joined in words."""
        links = [self._service(page, system, service) for system, service in operations_of]
        return (
            Markup(", ").join(links[:-1]) + Markup(" and ") + links[-1]
            if len(links) > 1
            else Markup().join(links)
        )


def _promise(endpoint: Endpoint) -> str:
    parts = [f"P95 {milliseconds(endpoint.p95_ms)}"] if endpoint.p95_ms is not None else []
    parts += ["idempotent"] if endpoint.idempotent else []
    parts += (
        [f"pages by {endpoint.pagination}"] if endpoint.pagination and endpoint.pagination != "none" else []
    )
    return "".join(f", {part}" for part in parts)
