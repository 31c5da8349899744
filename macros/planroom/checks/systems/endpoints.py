"""SYS: the endpoints of a design and the operations of its contracts, in both directions."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.contract import Contract
from planroom.model import Call, Endpoint, Match, Service, System
from planroom.model.matching import OperationIndex
from planroom.wording import nearest, quoted


def _indexes(system: System) -> dict[tuple[str, ...], OperationIndex]:
    """One index for each set of contracts that services of a system have."""
    return {_key(service): OperationIndex(service.contracts) for service in system.services}


def _key(service: Service) -> tuple[str, ...]:
    return tuple(contract.path for contract in service.contracts)


def _speaks_otherwise(service: Service, endpoint: Endpoint) -> bool:
    """Whether an endpoint may be that of a contract in a notation whose operations have no paths."""
    names = [name.lower().split("#")[0] for name, _ in service.contract_names]
    if any(name.endswith(".proto") for name in names):
        return True
    graphql = any(name.endswith((".graphql", ".graphqls", ".gql")) for name in names)
    return graphql and "graphql" in endpoint.path.lower()


@check("SYS010", Severity.ERROR, on=System)
def endpoint_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """An endpoint of a design is an operation of its service's contracts."""
    indexes = _indexes(system)
    for service in system.services:
        for endpoint in service.endpoints:
            if endpoint.matches or not service.contracts or _speaks_otherwise(service, endpoint):
                continue
            if endpoint.method and endpoint.path:
                index = indexes[_key(service)]
                own = next(iter(index.named(endpoint.operation_id)), None)
                yield _missing(service, endpoint, own or index.nearest(endpoint.method, endpoint.path))


def _missing(service: Service, endpoint: Endpoint, near: Match | None) -> Finding:
    files = quoted((posixpath.basename(contract.path) for contract in service.contracts), "or", 3)
    say = f"`{endpoint.label}` is no operation of {files}"
    if near is None:
        return Finding(say, endpoint.at("path"), "add the operation to the contract, or remove the endpoint")
    label = f"{near.operation.method} {near.operation.path}"
    hint = f"add the operation to the contract; the nearest there is `{label}`"
    if near.operation.operation_id and near.operation.operation_id == endpoint.operation_id:
        hint = f"write `{label}`, which has the same operation id, or add the operation to the contract"
    return Finding(say, endpoint.at("path"), hint, (Related(f"`{label}`", near.operation.origin),))


@check("SYS011", Severity.WARNING, on=System)
def operation_not_in_design(system: System, scope: Scope) -> Iterator[Finding]:
    """An operation of a contract is an endpoint of a service that has it."""
    matched = {
        match.operation
        for service in system.services
        for endpoint in service.endpoints
        for match in endpoint.matches
    }
    # An endpoint that is elsewhere in the contract has a finding of its own; its operation is no other.
    moved = {
        (contract.path, endpoint.operation_id)
        for service in system.services
        for contract in service.contracts
        for endpoint in service.endpoints
        if endpoint.operation_id and not endpoint.matches
    }
    services = _services_by_contract(system)
    for contract in system.contracts:
        telling = [service for service in services.get(contract.path, ()) if service.endpoints]
        if not telling:  # A design that leaves its endpoints to the contract has nothing to compare.
            continue
        for operation in contract.operations:
            if operation not in matched and (contract.path, operation.operation_id) not in moved:
                label = f"{operation.method} {operation.path}"
                whose = f"`{telling[0].name}`" if len(telling) == 1 else f"`{system.name}`"
                say = f"`{label}` is no endpoint of {whose} in the design"
                related = (Related("the service's endpoints", telling[0].at("api_endpoints")),)
                yield Finding(
                    say, operation.origin.key(), "add it to `api_endpoints`, or remove the operation", related
                )


def _services_by_contract(system: System) -> dict[str, list[Service]]:
    found: dict[str, list[Service]] = defaultdict(list)
    for service in system.services:
        for contract in service.contracts:
            found[contract.path].append(service)
    return found


@check("SYS012", Severity.WARNING, on=System)
def ambiguous_endpoint(system: System, scope: Scope) -> Iterator[Finding]:
    """An endpoint is one operation, not several."""
    for service in system.services:
        for endpoint in service.endpoints:
            if len(endpoint.matches) > 1:
                related = tuple(_place(match) for match in endpoint.matches)
                say = f"`{endpoint.label}` is {len(endpoint.matches)} operations"
                hint = "name the `contract` or the `operation_id`"
                yield Finding(say, endpoint.at("path"), hint, related)


def _place(match: Match) -> Related:
    return Related(f"`{match.operation.name}`", match.operation.origin.key())


@check("SYS013", Severity.ERROR, on=System)
def operation_id_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """The operation id of an endpoint is that of its operation in the contract."""
    indexes = _indexes(system)
    for service in system.services:
        index = indexes[_key(service)]
        for endpoint in service.endpoints:
            wanted, origin = endpoint.operation_id, endpoint.at("operation_id")
            if not wanted or not service.contracts:
                continue
            if any(match.operation.operation_id == wanted for match in endpoint.matches):
                continue
            others = index.named(wanted)
            if others and endpoint.method and endpoint.path and not endpoint.matches:
                continue  # where the endpoint is in the contract is said at its path
            if others:
                label = f"{others[0].operation.method} {others[0].operation.path}"
                say = f"the operation id `{wanted}` is that of `{label}`, not of `{endpoint.label}`"
                hint = _own_id(endpoint) or f"write `{label}` as the endpoint, or remove the operation id"
                yield Finding(say, origin, hint, tuple(_place(match) for match in others))
            else:
                near = _own_id(endpoint) or (
                    f"write `{nearest(wanted, index.ids)}`" if nearest(wanted, index.ids) else ""
                )
                say = f"no operation has the id `{wanted}`"
                yield Finding(
                    say, origin, near or "write the `operationId` of the contract, or remove the key"
                )


def _own_id(endpoint: Endpoint) -> str:
    ids = [match.operation.operation_id for match in endpoint.matches if match.operation.operation_id]
    return f"write `{ids[0]}`" if len(ids) == 1 else ""


@check("SYS014", Severity.ERROR, on=System)
def called_operation_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """The operations that a call names are operations of the service that is called."""
    for call in system.calls:
        target = system.service(call.target) if call.known == "service" else None
        if target is None or not target.contracts or not call.operations or _has_others(target):
            continue
        yield from _called(call, target.contracts)


def _has_others(service: Service) -> bool:
    return len(service.contract_names) > len(service.contracts)


def _called(call: Call, contracts: tuple[Contract, ...]) -> Iterator[Finding]:
    index = OperationIndex(contracts)
    for name in call.operations:
        method, _, path = name.partition(" ")
        if index.named(name) or (path and index.at(method, path)):
            continue
        near = nearest(name, index.ids)
        hint = f"write `{near}`" if near else "write the `operationId` of the contract"
        say = f"the call names the operation `{name}`, which no contract of `{call.target}` has"
        yield Finding(say, call.at("operations"), hint)


@check("SYS045", Severity.WARNING, on=System)
def deprecated_operation_called(system: System, scope: Scope) -> Iterator[Finding]:
    """A call names no operation that its contract is about to give up."""
    indexes = _indexes(system)
    for call in system.calls:
        target = system.service(call.target) if call.known == "service" else None
        if target is None or not call.operations:
            continue
        index = indexes[_key(target)]
        for name in call.operations:
            method, _, path = name.partition(" ")
            for match in index.named(name) or (index.at(method, path) if path else ()):
                if match.operation.deprecated:
                    say = f"`{call.caller}` calls `{name}`, which is deprecated"
                    hint = "call the operation that takes its place"
                    yield Finding(say, call.at("operations"), hint, (_place(match),))
