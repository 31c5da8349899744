"""All that is known of one thing, as `show` says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from planroom.checks import Outcome
from planroom.cli.catalog import Entry
from planroom.diagnostics import Diagnostic, Origin, pointer_text
from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.operations import Operation
from planroom.kinds.pattern import Pattern
from planroom.kinds.runbook import Runbook
from planroom.model import Call, EventUse, Model, Objective, PatternUse, Service, System
from planroom.model.naming import Naming

Facts = dict[str, Any]


def details(entry: Entry, outcome: Outcome) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """The facts about a thing and the diagnostics on it: on its file, or on its part of a file."""
    own = {"kind": entry.kind, "path": entry.path, "title": entry.title, "status": entry.status or None}
    facts = {**own, **_OF_KIND[entry.kind](entry.thing, outcome.model)}
    return facts, tuple(_on(entry, outcome))


def _on(entry: Entry, outcome: Outcome) -> Iterable[Diagnostic]:
    part = entry.thing.origin if isinstance(entry.thing, Service | Operation) else Origin(entry.path)
    below = pointer_text(part.pointer)
    for diagnostic in outcome.diagnostics:
        where = diagnostic.location
        inside = not below or where.pointer == below or where.pointer.startswith(below + "/")
        if where.path == part.path and inside:
            yield diagnostic


def _decision(decision: Decision, model: Model) -> Facts:
    graph = model.decisions
    relations = {
        "supersedes": graph.supersedes(decision),
        "superseded_by": graph.superseded_by(decision),
        "amends": graph.amends(decision),
        "amended_by": graph.amended_by(decision),
        "relates_to": graph.relates_to(decision),
    }
    told = {other for others in relations.values() for other in others}
    relations["named_by"] = tuple(other for other in graph.named_by(decision) if other not in told)
    return {
        "number": decision.number,
        "status_text": decision.status_text,
        "date": decision.date.isoformat() if decision.date else None,
        "decision_makers": list(decision.deciders),
        "consulted": list(decision.consulted),
        "informed": list(decision.informed),
        "systems": list(decision.systems),
        "tags": list(decision.tags),
        "review_by": decision.review_by.isoformat() if decision.review_by else None,
        "shape": decision.shape,
        **{name: [_brief(other) for other in others] for name, others in relations.items()},
        "applies_to": [
            {"kind": bound.kind, "name": bound.label, "path": bound.path}
            for bound in graph.applies_to(decision)
        ],
        **_naming(decision.path, model),
    }


def _naming(path: str, model: Model) -> Facts:
    """The patterns and runbooks that name a file."""
    named = model.named_by.of(path)
    return {
        "patterns": [_text_brief(text) for text in named if isinstance(text, Pattern)],
        "runbooks": [_text_brief(text) for text in named if isinstance(text, Runbook)],
    }


def _text_brief(text: Naming) -> Facts:
    return {"path": text.path, "title": text.name if isinstance(text, Pattern) else text.label}


def _brief(decision: Decision) -> Facts:
    return {"path": decision.path, "title": decision.title, "status": decision.status.value}


def _system(system: System, model: Model) -> Facts:
    return {
        "name": system.name,
        "description": system.description,
        "owner": system.owner or None,
        "style": system.style or None,
        "scale_class": system.scale_class or None,
        "tags": list(system.tags),
        "objective": _objective(system.objective),
        "services": [
            {"name": service.name, "responsibility": service.responsibility} for service in system.services
        ],
        "external_apis": [{"name": api.name, "purpose": api.purpose} for api in system.externals],
        "stores": [{"name": store.name, "technology": store.technology} for store in system.stores],
        "events": [event.name for event in system.events],
        "contracts": [_contract_brief(contract) for contract in system.contracts],
        "decisions": [_brief(decision) for decision in _bound_by(model, system, system.decisions)],
    }


def _objective(objective: Objective | None) -> Facts | None:
    if objective is None:
        return None
    return {
        "percent": objective.percent,
        "window_days": objective.window_days,
        "downtime_minutes": objective.downtime_minutes,
    }


def _contract_brief(contract: Contract) -> Facts:
    return {"path": contract.path, "title": contract.title}


def _bound_by(
    model: Model, thing: System | Service | Operation | str, others: Iterable[Decision] = ()
) -> list[Decision]:
    """The decisions that bind a thing, with others that concern it, by path."""
    found = {decision.path: decision for decision in (*others, *model.decisions.binding(thing))}
    return [found[path] for path in sorted(found)]


def _service(service: Service, model: Model) -> Facts:
    system = next(system for system in model.systems if service in system.services)
    least, most = service.instances
    return {
        "name": service.name,
        "system": system.name,
        "type": service.kind or None,
        "responsibility": service.responsibility,
        "owner": service.owner or None,
        "public": service.public,
        "stateless": service.stateless,
        "instances": {"min": least, "max": most} if least or most else None,
        "objective": _objective(service.slo),
        "endpoints": [
            {"name": endpoint.label, "operation_id": endpoint.operation_id or None}
            for endpoint in service.endpoints
        ],
        "calls": [{"name": call.target, **_call(call)} for call in service.calls_out],
        "called_by": [{"name": call.caller, **_call(call)} for call in service.calls_in],
        "publishes": [_event(use) for use in service.publishes],
        "consumes": [_event(use) for use in service.consumes],
        "stores": [{"name": use.store, "access": use.access or None} for use in service.stores],
        "runbooks": list(dict.fromkeys(_runbook_names(service, model))),
        "patterns": list(dict.fromkeys(use.pattern for use in model.patterns.by(service))),
        "contracts": [_contract_brief(contract) for contract in service.contracts],
        "decisions": [_brief(decision) for decision in _bound_by(model, service)],
    }


def _runbook_names(service: Service, model: Model) -> Iterator[str]:
    """The runbooks that the design names, as it does where they lead nowhere, and those that name it."""
    yield from (name.path or name.text for name in service.runbook_names)
    yield from (runbook.path for runbook in model.runbooks.of_service(service))


def _call(call: Call) -> Facts:
    return {"via": call.via or None, "mode": call.mode or None, "purpose": call.purpose or None}


def _event(use: EventUse) -> Facts:
    return {"name": use.event, "channel": use.channel or None}


def _contract(contract: Contract, model: Model) -> Facts:
    return {
        "version": contract.version or None,
        "api_version": contract.api_version or None,
        "description": contract.description,
        "servers": list(contract.servers),
        "security_schemes": [
            {"name": scheme.name, "type": scheme.type} for scheme in contract.security_schemes.values()
        ],
        "systems": [system.name for system in model.systems_of(contract)],
        "services": [f"{system.name}/{service.name}" for system, service in model.services_of(contract)],
        "operations": [
            {
                "name": f"{operation.method} {operation.path}",
                "operation_id": operation.operation_id or None,
                "summary": operation.summary or None,
            }
            for operation in contract.operations
        ],
        "decisions": [_brief(decision) for decision in _bound_by(model, contract.path)],
    }


def _operation(operation: Operation, model: Model) -> Facts:
    contract = operation.contract
    return {
        "operation_id": operation.operation_id or None,
        "method": operation.method,
        "route": operation.path,
        "description": operation.description,
        "tags": list(operation.tags),
        "deprecated": operation.deprecated,
        "parameters": [{"name": parameter.name, "in": parameter.where} for parameter in operation.parameters],
        "responses": [response.status for response in operation.responses],
        "contract": _contract_brief(contract),
        "services": list(dict.fromkeys(endpoint.service for endpoint in model.endpoints_of(operation))),
        "decisions": [_brief(decision) for decision in _bound_by(model, operation)],
    }


def _pattern(pattern: Pattern, model: Model) -> Facts:
    decisions = (model.patterns.decision(pattern, name) for name in pattern.decisions)
    related = (model.patterns.named(name) for name in pattern.related)
    return {
        "name": pattern.id,
        "type": pattern.kind.value if pattern.kind else None,
        "problem": pattern.problem,
        "summary": pattern.summary,
        "use_when": [{"name": text} for text in pattern.use_when],
        "avoid_when": [{"name": text} for text in pattern.avoid_when],
        "used_by": [_use(use) for use in model.patterns.of(pattern)],
        "decisions": [_brief(decision) for decision in decisions if decision],
        "checks": list(pattern.checks),
        "related": [_text_brief(other) for other in related if other],
        "named_by": [_text_brief(text) for text in model.named_by.of(pattern.path)],
        "review_by": pattern.review_by.isoformat() if pattern.review_by else None,
    }


def _use(use: PatternUse) -> Facts:
    return {"name": f"{use.system.name}/{use.service.name}" if use.service else use.system.name}


def _runbook(runbook: Runbook, model: Model) -> Facts:
    runbooks = model.runbooks
    return {
        "name": runbook.stem,
        "summary": str(runbook.summary),
        "severity": runbook.severity or None,
        "alerts": [
            {"name": alert.metric, "threshold": alert.threshold, "system": system.name}
            for system, alert in runbooks.alerts_of(runbook)
        ],
        "services": [f"{system.name}/{service.name}" for system, service in runbooks.services_of(runbook)],
        "exercised": runbook.exercised.isoformat() if runbook.exercised else None,
        "exercised_by": runbook.exercised_by or None,
        "named_by": [_text_brief(text) for text in model.named_by.of(runbook.path)],
    }


_OF_KIND: dict[str, Callable[[Any, Model], Facts]] = {
    "decision": _decision,
    "system": _system,
    "service": _service,
    "contract": _contract,
    "operation": _operation,
    "pattern": _pattern,
    "runbook": _runbook,
}
