"""Where on the site the operations and schemas of a contract stand, and what their anchors are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render import address
from planroom.render.contract_weights import Weights

PAGE = 140_000
"""How many characters of HTML one page takes; the theme's own frame stands beside them."""

MOST_OPERATIONS = 40
"""A contract with more operations has pages per tag beside its first page."""

_A_TABLE_ROW = 330
_A_FIRST_PAGE = 156_000
"""How long the table of all operations may be with what stands above it; else tags stand in its place."""
_A_SHORT_ROW = 95
_AN_ANCHOR = 6
LONGEST_SENTENCE = 100
"""What a row says of an operation without a summary is no longer."""
_A_SCOPE = 65
_DETAILED = 2_000_000
"""A contract that would be longer with its schemas opened links them instead."""
_NO_TAG = "other"
_FEW = 12
"""A contract with no more operations on one page shows them in one group, whatever their tags."""
_Item = TypeVar("_Item")

Holder = Operation | tuple[str, str]
"""What a finding concerns: an operation, or the kind and the name of another part of a contract."""


@dataclass(frozen=True)
class Part:
    """A page of operations of one tag, or of webhooks, the `number`th of `among`."""

    page: str
    tag: str
    number: int
    among: int
    operations: tuple[Operation, ...]
    webhooks: bool = False


@dataclass(frozen=True)
class Places:
    """The pages of one contract. `page` is its first; `parts` the pages of tags, if it has any.

    `operations` gives the page and anchor of an operation or webhook, `schemas` those of a named schema,
    `schema_pages` the names on each page of schemas, `sections` the anchors of our own headings. Named
    schemas are opened down to level `expand` in trees. `tags` are the tags that operations stand under, in
    order; `has_table` says whether the first page can show a row for every operation, `has_anchors` whether
    each of these rows can have the anchor of its operation, for addresses that name the first page.
    """

    page: str
    parts: tuple[Part, ...]
    tags: Mapping[str, tuple[Operation, ...]]
    operations: Mapping[Operation, tuple[str, str]]
    schemas: Mapping[str, tuple[str, str]]
    schema_pages: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, str]
    expand: int
    has_table: bool
    has_anchors: bool = True

    @property
    def is_split(self) -> bool:
        """Whether operations stand on other pages than the first."""
        return bool(self.parts)

    def of(self, operation: Operation) -> tuple[str, str]:
        """The page and anchor of an operation."""
        return self.operations.get(operation) or (self.page, address.operation_anchor(operation))

    @property
    def has_groups(self) -> bool:
        """Whether operations stand in groups under their tags."""
        many = sum(map(len, self.tags.values())) > _FEW
        return self.is_split or (many and len(self.tags) > 1)

    @property
    def shown_tags(self) -> frozenset[str]:
        """The tags that have a heading."""
        return frozenset(self.tags) if self.has_groups else frozenset()

    def page_of(self, holder: Holder) -> str:
        """The page on which a part of the contract stands."""
        if isinstance(holder, Operation):
            return self.of(holder)[0]
        kind, name = holder
        if kind == "schema":
            return self.schemas.get(name, (self.page, ""))[0]
        parts = self.parts_of(name) if kind == "tag" else ()
        return parts[0].page if parts else self.page

    def parts_of(self, tag: str, *, webhooks: bool = False) -> tuple[Part, ...]:
        """The pages of a tag, or those of the webhooks; none where all operations stand on one."""
        return tuple(part for part in self.parts if part.webhooks == webhooks and part.tag == tag)

    @property
    def own(self) -> tuple[Operation, ...]:
        """The operations that stand on the first page, by tag."""
        return () if self.is_split else tuple(item for held in self.tags.values() for item in held)


def places(contract: Contract, page: str, taken: frozenset[str]) -> Places:
    """Lay out a contract whose first page is `page`; none of its other pages gets an address of `taken`."""
    tags = _by_tag(contract)
    expand, apart = _detail(contract)
    weights = Weights(contract, expand)
    addresses = _Free(page, {address.place_of(other) for other in taken})
    parts = tuple(_parts(contract, tags, weights, addresses)) if apart == "all" else ()
    where = {operation: part.page for part in parts for operation in part.operations}
    used: set[str] = set()
    found = {item: _unique(address.operation_anchor(item), used) for item in contract.operations}
    hooks = {item: _unique("webhook-" + address.operation_anchor(item), used) for item in contract.webhooks}
    schema_pages = _schema_pages(contract, page, weights, addresses, beside=not apart)
    schemas = {
        name: (there, _unique(f"schema-{address.slug(name)}", used))
        for there, names in schema_pages.items()
        for name in names
    }
    sections = {
        name: _unique(name, used)
        for name in ("operations", "servers", "webhooks", "authentication", "schemas", "findings")
    }
    anchors = {item: (where.get(item, page), anchor) for item, anchor in (found | hooks).items()}
    size = _size_of_table(contract)
    longer = sum(len(anchor) + _AN_ANCHOR for anchor in found.values())
    return Places(
        page,
        parts,
        tags,
        anchors,
        schemas,
        schema_pages,
        sections,
        expand,
        size <= _A_FIRST_PAGE,
        size + longer <= _A_FIRST_PAGE,
    )


def _by_tag(contract: Contract) -> dict[str, tuple[Operation, ...]]:
    """The operations under their first tags: the declared ones in their order, then the others."""
    found: dict[str, list[Operation]] = {tag: [] for tag in contract.tags}
    for operation in contract.operations:
        found.setdefault(main_tag(operation) or _NO_TAG, []).append(operation)
    return {tag: tuple(held) for tag, held in found.items() if held}


def main_tag(operation: Operation) -> str:
    """The tag that an operation stands under: the first that is no mere mark on it (3.2, `kind`)."""
    declared = operation.contract.tags
    kinds = ((name, declared[name].kind if name in declared else "") for name in operation.tags)
    return next((name for name, kind in kinds if kind in ("", "nav")), "")


def _detail(contract: Contract) -> tuple[int, str]:
    """To which level schemas are opened, and what has pages of its own: nothing (``), `schemas`, or `all`."""
    operations = (*contract.operations, *contract.webhooks)
    few = len(contract.operations) <= MOST_OPERATIONS
    rows = _A_TABLE_ROW * len(contract.operations) + len(contract.description)
    for expand in (4, 2) if few else ():
        weights = Weights(contract, expand)
        weight = rows + _sum((weights.operation(item) for item in operations), PAGE - rows)
        if weight <= PAGE:
            schemas = _sum(map(weights.schema, contract.schemas), PAGE - weight)
            return expand, "" if weight + schemas <= PAGE else "schemas"
    weights = Weights(contract, 2)
    total = _sum(map(weights.operation, operations), _DETAILED)
    return (2 if total <= _DETAILED else 1), "all" if operations else "schemas"


def _size_of_table(contract: Contract) -> int:
    """How long the table of all operations is, with what stands above it."""
    row = _A_SHORT_ROW + (_A_SCOPE if contract.security_schemes else 0)
    texts = (
        len(item.path)
        + len(item.summary or item.description[:LONGEST_SENTENCE])
        + len(item.operation_id)
        + row
        for item in contract.operations
    )
    return len(contract.description) + sum(texts)


def _sum(weights: Iterable[int], enough: int) -> int:
    """The sum of weights, not added up further once it is more than `enough`."""
    total = 0
    for weight in weights:
        total += weight
        if total > enough:
            break
    return total


def _parts(
    contract: Contract, tags: Mapping[str, tuple[Operation, ...]], weights: Weights, addresses: _Free
) -> Iterator[Part]:
    groups = [(tag, address.slug(tag), operations, False) for tag, operations in tags.items()]
    hooks = contract.webhooks
    if _sum(map(weights.operation, hooks), PAGE // 4) > PAGE // 4:
        groups.append(("Webhooks", "webhooks", hooks, True))
    for tag, name, operations, webhooks in groups:
        bundles, sizes = _bundles(operations, weights)
        pages = [tuple(chain.from_iterable(some)) for some in _packed(bundles, sizes)]
        for number, some in enumerate(pages, 1):
            yield Part(addresses.give(name, number), tag, number, len(pages), some, webhooks)


def _bundles(
    operations: tuple[Operation, ...], weights: Weights
) -> tuple[list[tuple[Operation, ...]], list[int]]:
    """Operations that stand on one page, since they have one path and are not long, and how long they are."""
    bundles: list[tuple[Operation, ...]] = []
    sizes: list[int] = []
    for operation in operations:
        size = weights.operation(operation) + _A_TABLE_ROW
        if bundles and bundles[-1][0].path == operation.path and sizes[-1] + size <= PAGE // 4:
            bundles[-1] += (operation,)
            sizes[-1] += size
        else:
            bundles.append((operation,))
            sizes.append(size)
    return bundles, sizes


def _packed(items: Sequence[_Item], sizes: Sequence[int]) -> Iterator[list[_Item]]:
    """The items on as few pages as their sizes allow, in their order, about as much on each."""
    pages = -(-sum(sizes) // PAGE) or 1
    share = sum(sizes) / pages
    some: list[_Item] = []
    size = 0.0
    for item, own in zip(items, sizes, strict=True):
        if some and (size + own > PAGE or size + own / 2 > share):
            yield some
            some, size = [], 0
        some.append(item)
        size += own
    if some:
        yield some


def _schema_pages(
    contract: Contract, page: str, weights: Weights, addresses: _Free, *, beside: bool
) -> dict[str, tuple[str, ...]]:
    if not contract.schemas:
        return {}
    if beside:
        return {page: tuple(contract.schemas)}
    names = sorted(contract.schemas, key=lambda name: (name.lower(), name))
    sizes = list(map(Weights(contract, 1).schema, names))
    return {
        addresses.give("schemas", number): tuple(some) for number, some in enumerate(_packed(names, sizes), 1)
    }


@dataclass(frozen=True)
class _Free:
    """Addresses below a contract's page that no other page has."""

    page: str
    taken: set[str]

    def give(self, name: str, number: int) -> str:
        """The address of the `number`th page of a name."""
        stem = f"{self.page[: -len('.md')]}/{name}" + (f"-{number}" if number > 1 else "")
        return address.free(f"{stem}.md", f"{name} {number}", self.taken)


def _unique(anchor: str, used: set[str]) -> str:
    made, number = anchor, 1
    while made in used:
        number += 1
        made = f"{anchor}-{number}"
    used.add(made)
    return made
