"""SYS: which contracts a design names, and whether they are there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import AND_HERE, Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.model import System
from planroom.room import Room, resolve_path
from planroom.wording import nearest

_OTHER_NOTATIONS = (".graphql", ".graphqls", ".gql", ".proto", ".sql", ".wsdl", ".avsc")


@check("SYS001", Severity.ERROR, on=System)
def contract_not_found(system: System, scope: Scope) -> Iterator[Finding]:
    """A contract that a service or an endpoint names is a file of this repository."""
    for service in system.services:
        for name, origin in service.contract_names:
            yield from _named_contract(scope.room, system, name, origin)
        for endpoint in service.endpoints:
            if endpoint.contract:
                yield from _named_contract(scope.room, system, endpoint.contract, endpoint.at("contract"))


def _named_contract(room: Room, system: System, name: str, origin: Origin) -> Iterator[Finding]:
    file = name.split("#", 1)[0]
    path = resolve_path(system.folder, file)
    if path is None:
        yield Finding(
            f"the contract `{name}` lies outside of this repository", origin, "copy it into the repository"
        )
    elif not room.has(path):
        near = _nearest(system, file)
        hint = f"write `{near}`" if near else f"write a path from `{system.folder or '.'}`, or add the file"
        yield Finding(f"the contract `{name}` does not exist", origin, hint)
    elif path not in room.unread and not _another_notation(file) and not _is_contract(room, path):
        say = f"`{name}` is not read as a contract"
        hint = "start it with `openapi:` and a version, or name another file"
        yield Finding(say, origin, hint, severity=Severity.WARNING)


def _nearest(system: System, file: str) -> str:
    """The contract of a system that a file's name is most like, as the design would write it."""
    beside = [posixpath.relpath(contract.path, system.folder or ".") for contract in system.contracts]
    return nearest(file, beside)


def _meant(room: Room, system: System) -> set[str]:
    """The contracts that are meant by names which no file has: what is wrong is said at these names."""
    names = {name.split("#", 1)[0] for service in system.services for name, _ in service.contract_names}
    missing = sorted(name for name in names if not room.has(resolve_path(system.folder, name) or ""))
    return {resolve_path(system.folder, _nearest(system, name)) or "" for name in missing}


def _is_contract(room: Room, path: str) -> bool:
    return isinstance(room.artifact(path), Contract)


def _another_notation(file: str) -> bool:
    return file.endswith(_OTHER_NOTATIONS) or "asyncapi" in file


@check("SYS002", Severity.INFO, on=System)
def service_without_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """A service that is called has a contract."""
    called = [item for item in system.services if item.endpoints or item.kind not in ("module", "job")]
    without = [item for item in called if not item.contract_names and not item.contracts]
    hint = "name one in `contracts`, or add it to the folder"
    if len(without) > 1 and without == called and not system.contracts:
        say = f"none of the {len(without)} services of `{system.name}` has a contract"
        others = tuple(Related(AND_HERE, item.at("service_name")) for item in without[1:6])
        yield Finding(say, without[0].at("service_name"), hint, others)
        return
    for service in without:
        yield Finding(f"`{service.name}` has no contract", service.at("service_name"), hint)


@check("SYS003", Severity.INFO, on=System)
def contract_without_service(system: System, scope: Scope) -> Iterator[Finding]:
    """A contract in a system's folder belongs to one of its services."""
    used = {contract.path for service in system.services for contract in service.contracts}
    used |= _meant(scope.room, system)
    for contract in system.contracts:
        if system.services and contract.path not in used:
            hint = "add it to `contracts` of the service that serves it"
            yield Finding(f"no service of `{system.name}` names this contract", contract.at(), hint)
