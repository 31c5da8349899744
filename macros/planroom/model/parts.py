"""What a service is made of: small typed values that know where they are stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.kinds.runbook import Runbook
from planroom.model.quantities import milliseconds
from planroom.records import dataclass


@dataclass(frozen=True, eq=False, kw_only=True)
class Placed:
    """Something stated at a place, with the places of its parts under the names of their keys."""

    origin: Origin
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def at(self, key: str) -> Origin:
        """Where one of its parts is stated; its own place where that part is not."""
        return self.origins.get(key, self.origin)


@dataclass(frozen=True, slots=True)
class Match:
    """An operation of a contract that an endpoint of a design is."""

    contract: Contract
    operation: Operation


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

    @property
    def reset_ms(self) -> float | None:
        """How long its breaker stays open."""
        return milliseconds(self.breaker.get("reset"))

    @property
    def attempts(self) -> int:
        """How often it is made at most, the first time included."""
        return self.max_attempts or 1


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


@dataclass(frozen=True, eq=False, kw_only=True)
class Objective(Placed):
    """An availability promised over a window; each part `None` where it is not stated."""

    percent: float | None = None
    window_days: float | None = None
    downtime_minutes: float | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Latency(Placed):
    """The latency and errors that a service promises, beside its availability."""

    p95_ms: float | None = None
    p99_ms: float | None = None
    error_rate_percent: float | None = None


@dataclass(frozen=True, eq=False)
class RunbookName:
    """What a design calls a runbook, and what that leads to.

    `kind` says what the text is: a `file` of the room, there or not; a `name`; an `address` on the web; `""`
    for prose and for what may be a name in another place. `path` is the file where there is one, `runbook`
    what it holds where it is one.
    """

    text: str
    origin: Origin
    kind: str = ""
    path: str = ""
    runbook: Runbook | None = None

    @property
    def leads(self) -> bool:
        """Whether it leads somewhere: to a file of the room, or to an address, which nobody looks up."""
        return bool(self.path) or self.kind == "address"


@dataclass(frozen=True, eq=False, kw_only=True)
class Alert(Placed):
    """What wakes somebody: the metric, from when on, how urgent it is, who is next, and what to do."""

    metric: str
    threshold: str = ""
    severity: str = ""
    escalation: str = ""
    runbook: RunbookName | None = None


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
    runbook_names: tuple[RunbookName, ...] = ()
    capabilities: tuple[str, ...] = ()
    patterns: tuple[tuple[str, Origin], ...] = ()

    @property
    def label(self) -> str:
        """Its title, or its name where it has none, or that it has neither."""
        return self.title or self.name or "Unnamed service"

    @property
    def shown_name(self) -> str:
        """Its name, or what stands for it where it has none."""
        return self.name or self.label

    @property
    def runbooks(self) -> tuple[str, ...]:
        """The names of its runbooks, as written."""
        return tuple(name.text for name in self.runbook_names)

    @cached_property
    def _by_operation(self) -> dict[str, Endpoint]:
        found: dict[str, Endpoint] = {}
        for endpoint in self.endpoints:
            for name in (endpoint.operation_id, endpoint.label):
                found.setdefault(name, endpoint)
        return found

    def endpoint(self, operation: str) -> Endpoint | None:
        """The endpoint that a call means by an operation: by its id, or by method and path."""
        return self._by_operation.get(operation) if operation.strip() else None
