"""The things that a decision may apply to, the names they go by, and the keys that tell them apart."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from planroom.diagnostics import pointer_text
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.model.matching import paths_of
from planroom.model.system import Service, System
from planroom.records import dataclass

Key = tuple[str, ...]

KINDS = ("system", "service", "operation", "event", "schema", "store", "table")
"""What has a name of its own: where one name means several kinds in a system, the first of these is meant."""


@dataclass(frozen=True)
class Bound:
    """One thing that a decision applies to.

    `kind` is `file`, `folder`, `value` or one of `KINDS`; `label` what to call it; `path` the file it stands
    in; `key` tells it from all others; `system` is the system of a service, event, store or table.
    """

    kind: str
    label: str
    path: str
    key: Key
    system: str = ""

    @property
    def name(self) -> str:
        """What tells it in its file."""
        return self.label.rpartition("#")[2] if self.kind in ("schema", "value") else self.label

    @property
    def reference(self) -> str:
        """How an `applies-to` names it and nothing else."""
        return self.path if self.kind in ("file", "folder") else f"{self.path}#{self.name}"


def of_file(path: str, kind: str = "file") -> Bound:
    """A file or folder as something that a decision applies to."""
    return Bound(kind, path, path, ("file", path))


def of_operation(operation: Operation) -> Bound:
    """An operation as something that a decision applies to."""
    return Bound("operation", operation.name, operation.contract.path, key_of(operation))


def of_schema(contract: Contract, name: str) -> Bound:
    """A named schema of a contract as something that a decision applies to."""
    return Bound("schema", f"{contract.path}#{name}", contract.path, schema_key(contract, name))


def key_of(thing: System | Service | Operation | str) -> Key:
    """The key of a system, service or operation, or of the file of a path."""
    if isinstance(thing, System):
        return ("system", thing.design.path)
    if isinstance(thing, Service):
        return ("service", thing.origin.path, thing.name)
    if isinstance(thing, Operation):
        return ("operation", thing.contract.path, thing.method, thing.path)
    return ("file", thing)


def schema_key(contract: Contract, name: str) -> Key:
    """The key of a named schema of a contract."""
    return ("schema", contract.path, name)


def store_key(system: System, name: str) -> Key:
    """The key of a store of a system."""
    return ("store", system.design.path, name.casefold())


def table_key(system: System, name: str) -> Key:
    """The key of a table of a system."""
    return ("table", system.design.path, name.casefold())


def named_in_system(system: System) -> Iterator[tuple[str, Bound]]:
    """Every thing of a design with each name that it goes by, in lower case."""
    path, own = system.design.path, system.name.casefold()
    names = dict.fromkeys((system.name, system.title, posixpath.basename(system.folder)))
    for name in filter(None, names):
        yield name.casefold(), Bound("system", system.name, path, key_of(system))
    for bound in _parts(system):
        name = bound.label.casefold()
        yield name, bound
        for joint in ("/", ".", ":"):
            yield f"{own}{joint}{name}", bound


def _parts(system: System) -> Iterator[Bound]:
    path, own = system.design.path, system.name
    for service in system.services:
        yield Bound("service", service.name, path, key_of(service), own)
    for event in system.events:
        yield Bound("event", event.name, path, ("event", event.name), own)
    for store in system.stores:
        yield Bound("store", store.name, path, store_key(system, store.name), own)
    for table in system.database.tables if system.database else ():
        yield Bound("table", table.name, path, table_key(system, table.name), own)


def pointed_in_system(system: System) -> Iterator[tuple[str, Bound]]:
    """The services and tables of a design by the pointers to them."""
    path, own = system.design.path, system.name
    for service in system.services:
        yield pointer_text(service.origin.pointer), Bound("service", service.name, path, key_of(service), own)
    for table in system.database.tables if system.database else ():
        yield (
            pointer_text(table.origin.pointer),
            Bound("table", table.name, path, table_key(system, table.name), own),
        )


def named_in_contract(contract: Contract) -> Iterator[tuple[str, Bound]]:
    """Every operation and named schema of a contract, with each name that it goes by."""
    for operation in contract.operations:
        bound = of_operation(operation)
        for path in paths_of(operation):
            yield f"{operation.method.upper()} {path}", bound
        if operation.operation_id:
            yield operation.operation_id.casefold(), bound
    for name in contract.schemas:
        yield name.casefold(), of_schema(contract, name)


def pointed_in_contract(contract: Contract) -> Iterator[tuple[str, Bound]]:
    """The operations and named schemas of a contract by the pointers to them."""
    for operation in contract.operations:
        yield pointer_text(operation.pointer), of_operation(operation)
    for name, pointer in contract.schemas.items():
        yield pointer_text(pointer), of_schema(contract, name)
