"""What was found in a contract, sorted to the operations that it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from planroom.diagnostics import Diagnostic, Severity, parse_pointer, pointer_text
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render.rendering import Rendering, severity_counts


@dataclass(frozen=True)
class Found:
    """All that was found in a contract, and `rest`: what concerns no operation of its own."""

    all: tuple[Diagnostic, ...]
    rest: tuple[Diagnostic, ...]
    by_operation: Mapping[Operation, tuple[Diagnostic, ...]]

    def of(self, operation: Operation) -> tuple[Diagnostic, ...]:
        """What concerns an operation."""
        return self.by_operation.get(operation, ())

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors among all."""
        return tuple(item for item in self.all if item.severity is Severity.ERROR)

    @property
    def counts(self) -> list[tuple[Severity, int]]:
        """How many of each severity concern no operation."""
        return list(severity_counts(self.rest))

    def operation_of(self, diagnostic: Diagnostic) -> Operation | None:
        """The operation that a diagnostic concerns."""
        return next(
            (operation for operation, items in self.by_operation.items() if diagnostic in items), None
        )


def found_in(site: Rendering, contract: Contract) -> Found:
    """Sort what was found in a contract's file and in the files that only its references lead to."""
    holders: dict[tuple[str, str], Operation] = {}
    for operation in (*contract.operations, *contract.webhooks):
        holders.setdefault((operation.source_path, pointer_text(operation.pointer)), operation)
    parts = {
        item.origin.path for item in contract.anatomy.parts if site.room.artifact(item.origin.path) is None
    }
    everything = site.findings_in(contract.path, *sorted(parts))
    by_operation: dict[Operation, list[Diagnostic]] = defaultdict(list)
    rest: list[Diagnostic] = []
    for item in everything:
        holder = _holder(item, holders)
        (by_operation[holder] if holder is not None else rest).append(item)
    rest.sort(key=lambda item: (-item.severity.rank, item.sort_key))
    return Found(everything, tuple(rest), {key: tuple(items) for key, items in by_operation.items()})


def _holder(diagnostic: Diagnostic, holders: Mapping[tuple[str, str], Operation]) -> Operation | None:
    keys = parse_pointer(diagnostic.location.pointer)
    for length in range(len(keys), 0, -1):
        found = holders.get((diagnostic.location.path, pointer_text(keys[:length])))
        if found is not None:
            return found
    return None
