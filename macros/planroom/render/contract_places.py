"""Where on the site the operations and schemas of a contract stand, and what their anchors are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render import address

_ON_ONE_PAGE = 300_000
_A_PAGE_OF_SCHEMAS = 500_000
"""How much text of schemas, in characters, one page takes."""
_A_NODE = 40


@dataclass(frozen=True)
class Places:
    """The pages of one contract. `page` is its first; `by_page` its operations by the page that shows them.

    `operations` gives the anchor of an operation or webhook, `schemas` the page and anchor of a named schema,
    `schema_pages` the names on each page of schemas, `sections` the anchors of our own headings.
    """

    page: str
    by_page: Mapping[str, tuple[Operation, ...]]
    operations: Mapping[Operation, str]
    schemas: Mapping[str, tuple[str, str]]
    schema_pages: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, str]

    @property
    def is_split(self) -> bool:
        """Whether operations stand on other pages than the first."""
        return len(self.by_page) > 1 or self.page not in self.by_page

    def page_of(self, operation: Operation) -> str:
        """The page that shows an operation."""
        if not self.is_split or operation not in self.operations:
            return self.page
        return address.of_operation(self.page, operation)


def places(contract: Contract, page: str, taken: frozenset[str]) -> Places:
    """Lay out a contract whose first page is `page`; no page of schemas gets an address of `taken`."""
    by_page: dict[str, list[Operation]] = {}
    for operation in contract.operations:
        by_page.setdefault(address.of_operation(page, operation), []).append(operation)
    by_page = by_page or {page: []}
    used: set[str] = set()
    anchors = {item: _unique(address.operation_anchor(item), used) for item in contract.operations}
    anchors |= {
        item: _unique("webhook-" + address.operation_anchor(item), used) for item in contract.webhooks
    }
    schema_pages = _schema_pages(
        contract, page, taken | set(by_page), split=page not in by_page or len(by_page) > 1
    )
    schemas = {
        name: (where, _unique(f"schema-{address.slug(name)}", used))
        for where, names in schema_pages.items()
        for name in names
    }
    sections = {
        name: _unique(name, used)
        for name in ("operations", "webhooks", "authentication", "schemas", "findings")
    }
    return Places(
        page,
        {where: tuple(items) for where, items in by_page.items()},
        anchors,
        schemas,
        schema_pages,
        sections,
    )


def _schema_pages(
    contract: Contract, page: str, taken: frozenset[str] | set[str], *, split: bool
) -> dict[str, tuple[str, ...]]:
    weights = {name: _weight(contract, name) for name in contract.schemas}
    if not weights:
        return {}
    if sum(weights.values()) <= _ON_ONE_PAGE and not split:
        return {page: tuple(weights)}
    found: dict[str, list[str]] = {}
    full = _A_PAGE_OF_SCHEMAS
    for name in sorted(weights, key=lambda name: (name.lower(), name)):
        if full + weights[name] > _A_PAGE_OF_SCHEMAS:
            found[_free(page, len(found) + 1, taken)] = []
            full = 0
        full += weights[name]
        found[next(reversed(found))].append(name)
    return {where: tuple(names) for where, names in found.items()}


def _free(page: str, number: int, taken: frozenset[str] | set[str]) -> str:
    name = "schemas" if number == 1 else f"schemas-{number}"
    stem = page[: -len(".md")]
    while f"{stem}/{name}.md" in taken:
        name = "all-" + name
    return f"{stem}/{name}.md"


def _weight(contract: Contract, name: str) -> int:
    """About how much text the page of a schema has: its values and texts, in no circle."""
    value: Any = contract.value
    for key in contract.schemas[name]:
        value = value[key]
    pending, total = [value], 0
    while pending and total < _A_PAGE_OF_SCHEMAS:
        held = pending.pop()
        total += _A_NODE + (len(held) if isinstance(held, str) else 0)
        pending.extend(held.values() if isinstance(held, dict) else held if isinstance(held, list) else ())
    return total


def _unique(anchor: str, used: set[str]) -> str:
    made, number = anchor, 1
    while made in used:
        number += 1
        made = f"{anchor}-{number}"
    used.add(made)
    return made
