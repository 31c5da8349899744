"""A system as checks, pages and diagrams see it: small typed values that know where they are stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.design import Design
from planroom.kinds.operations import Operation


@dataclass(frozen=True, eq=False, kw_only=True)
class Placed:
    """Something stated at a place, with the places of its parts under the names of their keys."""

    origin: Origin
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def at(self, key: str) -> Origin:
        """Where one of its parts is stated; its own place where that part is not."""
        return self.origins.get(key, self.origin)


@dataclass(frozen=True, eq=False, kw_only=True)
class Endpoint(Placed):
    """One endpoint of a service. `matches` are the contract operations that it is."""

    service: str
    method: str
    path: str
    description: str = ""
    operation_id: str = ""
    contract: str = ""
    public: bool | None = None
    idempotent: bool | None = None
    pagination: str = ""
    filters: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    p95_ms: float | None = None
    scopes: tuple[str, ...] = ()
    error_codes: tuple[tuple[str, Origin], ...] = ()
    request_example: Any = None
    response_example: Any = None
    matches: tuple[Match, ...] = ()

    @property
    def label(self) -> str:
        """`POST /orders`."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Match:
    """An operation of a contract that an endpoint of a design is."""

    contract: Contract
    operation: Operation


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule(Placed):
    """A fault tolerance rule: keys of a call, stated apart from it. `values` holds them as written."""

    dependency: str
    service: str
    values: Mapping[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Call(Placed):
    """A service's use of another or of an external API; what is not stated is `""` or `None`.

    Durations are in milliseconds. `known` says what the target is: `service`, `external`, `store`,
    `elsewhere` (a service of another system), or `""` where nothing goes by its name. `prose` tells a text
    that is no plain name. `rules` are the fault tolerance rules that speak of it.
    """

    caller: str
    target: str
    known: str = ""
    prose: bool = False
    structured: bool = False
    via: str = ""
    mode: str = ""
    purpose: str = ""
    criticality: str = ""
    operations: tuple[str, ...] = ()
    timeout_ms: float | None = None
    connect_ms: float | None = None
    idle_ms: float | None = None
    max_attempts: int | None = None
    backoff: str = ""
    retries: Mapping[str, Any] = field(default_factory=dict)
    breaker: Mapping[str, Any] = field(default_factory=dict)
    fallback: str = ""
    auth: str = ""
    p95_ms: float | None = None
    availability_percent: float | None = None
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class EventUse(Placed):
    """A service's publishing or consuming of an event."""

    service: str
    event: str
    channel: str = ""
    schema: str = ""
    ordering: str = ""
    delivery: str = ""
    key: str = ""
    dlq: str = ""


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


@dataclass(frozen=True, eq=False, kw_only=True)
class StoreUse(Placed):
    """A service's hold on a store; `access` is `owns`, `reads`, `writes` or, where not stated, `""`."""

    service: str
    store: str
    technology: str = ""
    kind: str = ""
    access: str = ""
    tables: tuple[str, ...] = ()
    schema: str = ""
    classification: str = ""
    retention: str = ""
    encrypted_at_rest: bool | None = None
    compliance: tuple[str, ...] = ()


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
class Objective(Placed):
    """An availability promised over a window; each part `None` where it is not stated."""

    percent: float | None = None
    window_days: float | None = None
    downtime_minutes: float | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Target(Placed):
    """A quality figure: what was promised, what was measured, who says so. `unit` follows from the name."""

    name: str
    target: float | None = None
    measured: float | None = None
    unit: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Latency(Placed):
    """The latency and errors that a service promises, beside its availability."""

    p95_ms: float | None = None
    p99_ms: float | None = None
    error_rate_percent: float | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Service(Placed):
    """One service, module, function, gateway, front or job of a system."""

    name: str
    title: str = ""
    kind: str = ""
    responsibility: str = ""
    owner: str = ""
    public: bool | None = None
    stateless: bool | None = None
    instances: tuple[int | None, int | None] = (None, None)
    slo: Objective | None = None
    slo_text: str = ""
    latency: Latency | None = None
    endpoints: tuple[Endpoint, ...] = ()
    contract_names: tuple[tuple[str, Origin], ...] = ()
    contracts: tuple[Contract, ...] = ()
    calls_out: tuple[Call, ...] = ()
    calls_in: tuple[Call, ...] = ()
    publishes: tuple[EventUse, ...] = ()
    consumes: tuple[EventUse, ...] = ()
    stores: tuple[StoreUse, ...] = ()
    runbooks: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its title, or its name where it has none."""
        return self.title or self.name

    @property
    def deployable(self) -> bool | None:
        """Whether it is deployed by itself; `None` where its kind is not stated."""
        return self.kind != "module" if self.kind else None


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
    backup_retention_ms: float | None = None
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


@dataclass(frozen=True, slots=True)
class DecisionName:
    """A decision as a design names it."""

    text: str
    origin: Origin


@dataclass(frozen=True, eq=False, kw_only=True)
class ApiRules(Placed):
    """What holds for every API of the system; what a text leaves open is empty."""

    mechanisms: tuple[str, ...] = ()
    authorization_model: str = ""
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    versioning: str = ""
    version: str = ""
    rate_limited: bool = False
    error_media_type: str = ""


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
    externals: tuple[External, ...] = ()
    objectives: tuple[Objective, ...] = ()
    targets: tuple[Target, ...] = ()
    scale: Scale | None = None
    recovery: Recovery | None = None
    technologies: tuple[Technology, ...] = ()
    api: ApiRules
    contracts: tuple[Contract, ...] = ()
    decision_names: tuple[DecisionName, ...] = ()
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

    def target(self, name: str) -> Target | None:
        """A quality figure by its key."""
        return next((target for target in self.targets if target.name == name), None)
