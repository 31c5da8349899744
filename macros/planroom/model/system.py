"""A system as checks, pages and diagrams see it: its services and what holds for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision, Reference
from planroom.kinds.design import Design
from planroom.kinds.operations import Operation
from planroom.model.database import Database
from planroom.model.parts import Alert, Call, Endpoint, EventUse, Objective, Placed, Rule, Service, StoreUse
from planroom.records import dataclass

__all__ = [
    "ApiRules",
    "Event",
    "External",
    "InstanceCount",
    "Recovery",
    "Review",
    "Scale",
    "Service",
    "Store",
    "System",
    "Target",
    "Technology",
]


@dataclass(frozen=True, eq=False)
class Event:
    """An event of a system, with those who publish and those who consume it."""

    name: str
    producers: tuple[EventUse, ...] = ()
    consumers: tuple[EventUse, ...] = ()

    @property
    def origin(self) -> Origin:
        """Where it is first stated."""
        return (*self.producers, *self.consumers)[0].origin


@dataclass(frozen=True, eq=False)
class Store:
    """A store of a system, with the services that use it."""

    name: str
    uses: tuple[StoreUse, ...]

    @property
    def technology(self) -> str:
        """The technology, where one of its users states it."""
        return next((use.technology for use in self.uses if use.technology), "")

    @property
    def kind(self) -> str:
        """The kind, where one of its users states it."""
        return next((use.kind for use in self.uses if use.kind), "")

    @property
    def owners(self) -> tuple[StoreUse, ...]:
        """Those who are stated to own it."""
        return tuple(use for use in self.uses if use.access == "owns")

    @property
    def origin(self) -> Origin:
        """Where it is first stated."""
        return self.uses[0].origin


@dataclass(frozen=True, eq=False, kw_only=True)
class External(Placed):
    """An API of somebody else's that the system uses."""

    name: str
    purpose: str = ""
    criticality: str = ""
    owner: str = ""
    availability_percent: float | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Target(Placed):
    """A quality figure: what was promised, what was measured, who says so. `unit` follows from the name."""

    name: str
    target: float | None = None
    measured: float | None = None
    unit: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Scale(Placed):
    """The load that the system is made for."""

    mean_per_second: float | None = None
    peak_per_second: float | None = None
    per_day: float | None = None
    users: float | None = None
    data_volume_gb: float | None = None
    growth_per_year_percent: float | None = None
    peak_reason: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Recovery(Placed):
    """How much may be lost and how long it may take, in milliseconds."""

    rto_ms: float | None = None
    rpo_ms: float | None = None
    backup_interval_ms: float | None = None
    retention_ms: float | None = None
    restore_test: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Technology(Placed):
    """One choice of the technology stack; `decision` is the decision it names, as written."""

    choice: str
    area: str = ""
    version: str = ""
    rationale: str = ""
    decision: str = ""
    alternatives: tuple[str, ...] = ()
    structured: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Review(Placed):
    """Who looked at the design last, and when; the date as written."""

    by: str = ""
    date: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class InstanceCount:
    """How many instances of a service another part of the design counts with: a bound, or one figure."""

    service: str
    least: int | None
    most: int | None
    origin: Origin


@dataclass(frozen=True, eq=False, kw_only=True)
class ApiRules(Placed):
    """What holds for every API of the system; what a text leaves open is empty."""

    mechanisms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    versioning: str = ""
    version: str = ""
    rate_limited: bool = False
    error_media_type: str = ""
    error_schema: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class System(Placed):
    """A system as one design states it."""

    name: str
    title: str
    design: Design
    description: str = ""
    owner: str = ""
    status: str = ""
    scale_class: str = ""
    data_layer: str = ""
    tags: tuple[str, ...] = ()
    style: str = ""
    services: tuple[Service, ...] = ()
    rules: tuple[Rule, ...] = ()
    events: tuple[Event, ...] = ()
    stores: tuple[Store, ...] = ()
    alerts: tuple[Alert, ...] = ()
    externals: tuple[External, ...] = ()
    objectives: tuple[Objective, ...] = ()
    targets: tuple[Target, ...] = ()
    scale: Scale | None = None
    recovery: Recovery | None = None
    review: Review | None = None
    load_test: Target | None = None
    instance_counts: tuple[InstanceCount, ...] = ()
    technologies: tuple[Technology, ...] = ()
    database: Database | None = None
    api: ApiRules
    contracts: tuple[Contract, ...] = ()
    decision_names: tuple[Reference, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def folder(self) -> str:
        """The folder of its design, from the room's root."""
        return self.design.folder

    @property
    def label(self) -> str:
        """Its title, or its name where it has none."""
        return self.title or self.name

    @property
    def objective(self) -> Objective | None:
        """The availability it promises, as first stated."""
        return self.objectives[0] if self.objectives else None

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every call of every service, in the order of the design."""
        return tuple(call for service in self.services for call in service.calls_out)

    @cached_property
    def matched(self) -> tuple[tuple[Endpoint, Operation], ...]:
        """The endpoints that are one operation of a contract, each with it."""
        endpoints = (endpoint for service in self.services for endpoint in service.endpoints)
        return tuple((each, each.matches[0].operation) for each in endpoints if len(each.matches) == 1)

    @cached_property
    def _by_name(self) -> dict[str, Service]:
        found: dict[str, Service] = {}
        for service in self.services:
            for name in (service.name, service.title):
                if name:
                    found.setdefault(name.lower(), service)
        return found

    def service(self, name: str) -> Service | None:
        """The service of a name or title, whatever its case."""
        return self._by_name.get(name.lower())

    @cached_property
    def _externals(self) -> dict[str, External]:
        return {external.name.lower(): external for external in reversed(self.externals)}

    def external(self, name: str) -> External | None:
        """The external API of a name, whatever its case."""
        return self._externals.get(name.lower())

    def target(self, name: str) -> Target | None:
        """A quality figure by its key."""
        return next((target for target in self.targets if target.name == name), None)
