"""Which runbooks are for which alerts and services, whichever of the two says so."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from planroom.kinds.runbook import Runbook
from planroom.model.parts import Alert, Service
from planroom.model.system import System
from planroom.records import dataclass
from planroom.room import Room


@dataclass(frozen=True, eq=False)
class Runbooks:
    """The runbooks of a room with what they are for."""

    room: Room
    systems: tuple[System, ...]

    @property
    def all(self) -> tuple[Runbook, ...]:
        """Every runbook, by path."""
        return self.room.of(Runbook)

    @cached_property
    def _by_metric(self) -> dict[str, list[tuple[System, Alert]]]:
        found: dict[str, list[tuple[System, Alert]]] = defaultdict(list)
        for system in self.systems:
            for alert in system.alerts:
                found[alert.metric.casefold()].append((system, alert))
        return found

    @cached_property
    def _by_service(self) -> dict[str, list[tuple[System, Service]]]:
        found: dict[str, list[tuple[System, Service]]] = defaultdict(list)
        for system in self.systems:
            for service in system.services:
                names = (service.name, service.title, f"{system.name}/{service.name}")
                for name in dict.fromkeys(name.casefold() for name in names if name):
                    found[name].append((system, service))
        return found

    @cached_property
    def _naming(self) -> dict[str, list[tuple[System, Alert | Service]]]:
        """The alerts and services that name a runbook, by its path."""
        found: dict[str, list[tuple[System, Alert | Service]]] = defaultdict(list)
        for system in self.systems:
            for alert in system.alerts:
                if alert.runbook is not None and alert.runbook.runbook is not None:
                    found[alert.runbook.runbook.path].append((system, alert))
            for service in system.services:
                for name in service.runbook_names:
                    if name.runbook is not None:
                        found[name.runbook.path].append((system, service))
        return found

    def has_alert(self, metric: str) -> bool:
        """Whether a design has an alert on a metric."""
        return metric.casefold() in self._by_metric

    def metrics(self) -> tuple[str, ...]:
        """The metrics that designs have alerts on."""
        return tuple(alert.metric for held in self._by_metric.values() for _, alert in held[:1])

    def service_named(self, name: str) -> tuple[tuple[System, Service], ...]:
        """The services of a name, each with its system."""
        return tuple(self._by_service.get(name.casefold(), ()))

    def alerts_of(self, runbook: Runbook) -> tuple[tuple[System, Alert], ...]:
        """The alerts that lead to a runbook, then those on a metric that it is for."""
        found = {alert: system for system, alert in self._naming[runbook.path] if isinstance(alert, Alert)}
        for reference in runbook.alerts:
            for system, alert in self._by_metric.get(reference.text.casefold(), ()):
                if self._concerns(runbook, system) and alert.runbook is None:
                    found.setdefault(alert, system)
        return tuple((system, alert) for alert, system in found.items())

    def services_of(self, runbook: Runbook) -> tuple[tuple[System, Service], ...]:
        """The services that name a runbook, then those that it names."""
        found = {item: system for system, item in self._naming[runbook.path] if isinstance(item, Service)}
        for reference in runbook.services:
            for system, service in self.service_named(reference.text):
                if self._concerns(runbook, system):
                    found.setdefault(service, system)
        return tuple((system, service) for service, system in found.items())

    def systems_of(self, runbook: Runbook) -> tuple[System, ...]:
        """The systems that a runbook is for: those that it names, else those of its alerts and services."""
        own = [system for system in self.systems if runbook.systems and self._concerns(runbook, system)]
        used = (system for system, _ in (*self.alerts_of(runbook), *self.services_of(runbook)))
        return tuple(dict.fromkeys((*own, *used)))

    @cached_property
    def _of_service(self) -> dict[Service, list[Runbook]]:
        found: dict[Service, list[Runbook]] = defaultdict(list)
        for runbook in self.all:
            for _, service in self.services_of(runbook):
                found[service].append(runbook)
        return found

    def of_service(self, service: Service) -> tuple[Runbook, ...]:
        """The runbooks of a service."""
        return tuple(self._of_service.get(service, ()))

    @cached_property
    def _of_system(self) -> dict[System, list[Runbook]]:
        found: dict[System, list[Runbook]] = defaultdict(list)
        for runbook in self.all:
            for system in self.systems_of(runbook):
                found[system].append(runbook)
        return found

    def of_system(self, system: System) -> tuple[Runbook, ...]:
        """The runbooks of a system."""
        return tuple(self._of_system.get(system, ()))

    def _concerns(self, runbook: Runbook, system: System) -> bool:
        """Whether a runbook may be for a system: one that names none may be for any."""
        own = {name.casefold() for name in (system.name, system.title) if name}
        return not runbook.systems or any(each.text.casefold() in own for each in runbook.systems)
