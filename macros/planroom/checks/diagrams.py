"""DIA: fenced Mermaid texts in decisions and on pages."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity, Span
from planroom.kinds.decision import Decision
from planroom.kinds.page import Page
from planroom.room import Room
from planroom.source import Fence, Source
from planroom.source.mermaid_text import mermaid_fault


@check("DIA001", Severity.ERROR, on=Room)
def broken_diagram(room: Room, scope: Scope) -> Iterator[Finding]:
    """A fenced Mermaid text is a diagram that can be drawn."""
    sources = [artifact.source for kind in (Decision, Page) for artifact in room.of(kind)]
    for source in sources:
        for fence in source.outline.fences:
            if fence.info.split(" ")[0].strip("{}.") == "mermaid":
                yield from _fault(source, fence)


def _fault(source: Source, fence: Fence) -> Iterator[Finding]:
    fault = mermaid_fault(fence.text)
    if fault is None:
        return
    number = fence.line + max(fault.line, 0)
    line = source.lines[number - 1] if number <= len(source.lines) else ""
    column = min(max(fault.column, 1), len(line) + 1)
    span = Span(number, column, number, max(len(line.rstrip()) + 1, column))
    said = fault.message[:1].lower() + fault.message[1:].rstrip(".")
    yield Finding(
        f"this diagram cannot be drawn: {said}",
        Origin(source.path, span=span),
        "mend the Mermaid text; until then the page shows it as text",
    )
