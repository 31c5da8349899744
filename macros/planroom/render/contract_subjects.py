"""What search finds on the pages of a contract: itself, its operations and its schemas."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.render.contract_places import Places
from planroom.render.operation_view import title_of
from planroom.render.page import Subject


def contract_subjects(contract: Contract, places: Places, page: str, title: str) -> tuple[Subject, ...]:
    """The subjects of one of a contract's pages."""
    return tuple(_subjects(contract, places, page, title))


def _subjects(contract: Contract, places: Places, page: str, title: str) -> Iterator[Subject]:
    schemas = places.schema_pages.get(page, ())
    if page == places.page:
        yield Subject("Contract", (title, contract.path, contract.path.rpartition("/")[2]))
    elif any(part.page == page for part in places.parts):
        yield Subject("Operations", detail=title)
    else:
        yield Subject("Schemas", detail=title, weight=0.5)
    for operation, (there, anchor) in places.operations.items():
        if there == page:
            yield _operation(operation, anchor, title)
    for name in schemas:
        yield Subject("Schema", (name,), places.schemas[name][1], name, title, weight=0.5)


def _operation(operation: Operation, anchor: str, title: str) -> Subject:
    paths = dict.fromkeys((operation.path, *operation.full_paths))
    detail = f"{operation.method.upper()} {operation.path}, {title}"
    lines = (f"{operation.method.upper()} {path}" for path in paths)
    names = tuple(name for name in (operation.operation_id, *paths, *lines) if name)
    return Subject("Operation", names, anchor, title_of(operation), detail)
