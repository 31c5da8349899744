"""What was found in a contract, sorted to the operations and schemas that it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from planroom.diagnostics import Diagnostic, Severity, parse_pointer, pointer_text
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render.rendering import Rendering, severity_counts


@dataclass(frozen=True)
class Found:
    """All that was found in a contract, and `rest`: what concerns no operation and no named schema."""

    all: tuple[Diagnostic, ...]
    rest: tuple[Diagnostic, ...]
    by_holder: Mapping[Operation | str, tuple[Diagnostic, ...]]

    def of(self, operation: Operation) -> tuple[Diagnostic, ...]:
        """What concerns an operation."""
        return self.by_holder.get(operation, ())

    def of_schema(self, name: str) -> tuple[Diagnostic, ...]:
        """What concerns a named schema."""
        return self.by_holder.get(name, ())

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors among all."""
        return tuple(item for item in self.all if item.severity is Severity.ERROR)

    @property
    def counts(self) -> list[tuple[Severity, int]]:
        """How many of each severity concern nothing that has a place of its own."""
        return list(severity_counts(self.rest))

    @cached_property
    def holders(self) -> Mapping[str, Operation | str]:
        """The operation or the name of the schema that a diagnostic concerns, by its fingerprint."""
        return {item.fingerprint: holder for holder, items in self.by_holder.items() for item in items}


def found_in(site: Rendering, contract: Contract) -> Found:
    """Sort what was found in a contract's file and in the files that only its references lead to."""
    holders: dict[tuple[str, str], Operation | str] = {
        (contract.path, pointer_text(pointer)): name for name, pointer in contract.schemas.items()
    }
    for operation in (*contract.operations, *contract.webhooks):
        holders.setdefault((operation.source_path, pointer_text(operation.pointer)), operation)
    parts = {
        item.origin.path for item in contract.anatomy.parts if site.room.artifact(item.origin.path) is None
    }
    everything = site.findings_in(contract.path, *sorted(parts))
    by_holder: dict[Operation | str, list[Diagnostic]] = defaultdict(list)
    rest: list[Diagnostic] = []
    for item in everything:
        holder = _holder(item, holders)
        (by_holder[holder] if holder is not None else rest).append(item)
    rest.sort(key=lambda item: (-item.severity.rank, item.sort_key))
    return Found(everything, tuple(rest), {key: tuple(items) for key, items in by_holder.items()})


def _holder(
    diagnostic: Diagnostic, holders: Mapping[tuple[str, str], Operation | str]
) -> Operation | str | None:
    keys = parse_pointer(diagnostic.location.pointer)
    for length in range(len(keys), 0, -1):
        found = holders.get((diagnostic.location.path, pointer_text(keys[:length])))
        if found is not None:
            return found
    return None
