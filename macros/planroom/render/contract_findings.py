"""What was found in a contract, sorted to the parts of its pages that it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from planroom.diagnostics import (
    Diagnostic,
    Origin,
    Pointer,
    Severity,
    parse_pointer,
    pointer_text,
    severity_counts,
)
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render.contract_places import Holder, Places
from planroom.render.rendering import Rendering

_Holders = dict[tuple[str, str], Holder]


@dataclass(frozen=True)
class Found:
    """All that was found in a contract, and `rest`: what concerns no part that its pages show.

    A holder is an operation, or the kind and name of another part: `("schema", "Order")`.
    """

    all: tuple[Diagnostic, ...]
    rest: tuple[Diagnostic, ...]
    by_holder: Mapping[Holder, tuple[Diagnostic, ...]]

    def of(self, operation: Operation) -> tuple[Diagnostic, ...]:
        """What concerns an operation."""
        return self.by_holder.get(operation, ())

    def at(self, kind: str, name: str = "") -> tuple[Diagnostic, ...]:
        """What concerns a part: a `schema`, `scheme` or `tag` of a name, the `servers`, or the `security`."""
        return self.by_holder.get((kind, name), ())

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors among all."""
        return tuple(item for item in self.all if item.severity is Severity.ERROR)

    @property
    def counts(self) -> list[tuple[Severity, int]]:
        """How many of each severity concern nothing that has a place of its own."""
        return list(severity_counts(self.rest))

    @cached_property
    def holders(self) -> Mapping[str, Holder]:
        """The part that a diagnostic concerns, by its fingerprint."""
        return {item.fingerprint: holder for holder, items in self.by_holder.items() for item in items}


def found_in(site: Rendering, contract: Contract, places: Places) -> Found:
    """Sort what was found in a contract's file and in the files that only its references lead to."""
    parts = {
        item.origin.path for item in contract.anatomy.parts if site.room.artifact(item.origin.path) is None
    }
    everything = site.findings_in(contract.path, *sorted(parts))
    by_holder: dict[Holder, list[Diagnostic]] = defaultdict(list)
    left = _sorted_to(by_holder, everything, _own(contract, places)) if everything else []
    rest = _sorted_to(by_holder, left, _shared(contract)) if left else []
    for items in (rest, *by_holder.values()):
        items.sort(key=lambda item: (-item.severity.rank, item.sort_key))
    return Found(everything, tuple(rest), {key: tuple(items) for key, items in by_holder.items()})


def _sorted_to(
    by_holder: dict[Holder, list[Diagnostic]], items: Iterable[Diagnostic], holders: _Holders
) -> list[Diagnostic]:
    """Give each its holder; what has none is left."""
    left: list[Diagnostic] = []
    for item in items:
        holder = _holder(item, holders)
        (by_holder[holder] if holder is not None else left).append(item)
    return left


def _own(contract: Contract, places: Places) -> _Holders:
    """The holders of what their own places hold."""
    found: _Holders = {}

    def put(pointer: Pointer, holder: Holder) -> None:
        found[contract.path, pointer_text(pointer)] = holder

    for name, pointer in contract.schemas.items():
        put(pointer, ("schema", name))
    for scheme in contract.security_schemes.values():
        found[_key(scheme.origin)] = ("scheme", scheme.name)
    for tag in contract.tags.values():
        if tag.name in places.shown_tags:
            put(tag.origin.pointer, ("tag", tag.name))
    put(("servers",), ("servers", ""))
    if contract.security_schemes:
        put(("security",), ("security", ""))
    for operation in (*contract.operations, *contract.webhooks):
        found.setdefault(_key(operation.origin), operation)
    return found


def _shared(contract: Contract) -> _Holders:
    """The first operations that use what several may share: parameters, bodies, responses, headers, paths."""
    found: _Holders = {}
    for operation in (*contract.operations, *contract.webhooks):
        for origin in _used(operation):
            found.setdefault(_key(origin), operation)
    return found


def _used(operation: Operation) -> Iterator[Origin]:
    yield operation.path_item.origin
    for parameter in operation.parameters:
        yield parameter.origin
    if operation.body is not None:
        yield operation.body.origin
    for response in operation.responses:
        yield response.origin
        for header in response.headers:
            yield header.origin


def _key(origin: Origin) -> tuple[str, str]:
    return origin.path, pointer_text(origin.pointer)


def _holder(diagnostic: Diagnostic, holders: _Holders) -> Holder | None:
    keys = parse_pointer(diagnostic.location.pointer)
    for length in range(len(keys), 0, -1):
        found = holders.get((diagnostic.location.path, pointer_text(keys[:length])))
        if found is not None:
            return found
    return None
