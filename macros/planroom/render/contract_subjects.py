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
    elif page in places.by_page:
        yield Subject("Operations", detail=title)
    else:
        yield Subject("Schemas", detail=title, weight=0.5)
    if not places.is_split or page != places.page:
        yield from (_operation(item, places, title) for item in places.by_page.get(page, ()))
    if page == places.page:
        yield from (_operation(item, places, title) for item in contract.webhooks)
    for name in schemas:
        yield Subject("Schema", (name,), places.schemas[name][1], name, title, weight=0.5)


def _operation(operation: Operation, places: Places, title: str) -> Subject:
    paths = dict.fromkeys((operation.path, *operation.full_paths))
    detail = f"{operation.method.upper()} {operation.path}, {title}"
    lines = (f"{operation.method.upper()} {path}" for path in paths)
    names = tuple(name for name in (operation.operation_id, *paths, *lines) if name)
    return Subject("Operation", names, places.operations[operation], title_of(operation), detail)
