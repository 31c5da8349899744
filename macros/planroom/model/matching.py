"""Which operation of a contract an endpoint of a design is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.model.parts import Match
from planroom.patterns import late
from planroom.records import dataclass
from planroom.wording import nearest

_BRACES = late(r"\{[^{}]*\}|(?<=/):[A-Za-z_]\w*")


def normal_path(path: str) -> str:
    """A path as it is compared: no query, no names in braces (`:id` counts as such), no slash at the end."""
    bare = _BRACES.sub("{}", path.split("?", 1)[0].strip())
    return "/" + bare.strip("/")


def paths_of(operation: Operation) -> tuple[str, ...]:
    """Every path under which an operation goes: with each base path in front, and without."""
    return tuple(dict.fromkeys(normal_path(path) for path in (*operation.full_paths, operation.path)))


@dataclass(frozen=True, eq=False)
class OperationIndex:
    """The operations of some contracts, found by method and path or by their id."""

    contracts: tuple[Contract, ...]

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every operation with its contract, in the order of the contracts."""
        return tuple(Match(contract, op) for contract in self.contracts for op in contract.operations)

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], list[Match]]:
        found: dict[tuple[str, str], list[Match]] = defaultdict(list)
        for match in self.matches:
            for path in paths_of(match.operation):
                found[match.operation.method.upper(), path].append(match)
        return found

    @cached_property
    def _by_id(self) -> dict[str, list[Match]]:
        found: dict[str, list[Match]] = defaultdict(list)
        for match in self.matches:
            if match.operation.operation_id:
                found[match.operation.operation_id].append(match)
        return found

    def at(self, method: str, path: str) -> tuple[Match, ...]:
        """The operations of a method and a path."""
        return tuple(self._by_place.get((method.upper(), normal_path(path)), ()))

    def named(self, operation_id: str) -> tuple[Match, ...]:
        """The operations of an id."""
        return tuple(self._by_id.get(operation_id, ()))

    def nearest(self, method: str, path: str) -> Match | None:
        """The operation most like a method and a path that has no operation of its own."""
        wanted = normal_path(path)
        for other in sorted({m for m, p in self._by_place if p == wanted}):
            return self._by_place[other, wanted][0]
        same = {p: found[0] for (m, p), found in self._by_place.items() if m == method.upper()}
        near = nearest(wanted, same)
        return same[near] if near else None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every operation id, in the order of the contracts."""
        return tuple(self._by_id)


def choose(found: Iterable[Match], contract: str, operation_id: str) -> tuple[Match, ...]:
    """Of several operations at one path those of the contract and the id that an endpoint names.

    A name that fits none of them does not choose: it is reported for itself.
    """
    matches = tuple(found)
    by_contract = tuple(match for match in matches if contract and match.contract.path == contract)
    matches = by_contract or matches
    by_id = tuple(match for match in matches if operation_id and match.operation.operation_id == operation_id)
    return by_id or matches
