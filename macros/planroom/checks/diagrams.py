"""DIA: fenced Mermaid texts in decisions and on pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity, Span
from planroom.kinds.decision import Decision
from planroom.kinds.page import Page
from planroom.patterns import late
from planroom.room import Room, resolve_path
from planroom.source import Fence, Source
from planroom.source.mermaid_text import mermaid_fault
from planroom.wording import quote

_LINK = late(r"^[ \t]*(?:click|link)[ \t]+\S+[ \t]+(?:href[ \t]+)?\"([^\"\n]+)\"")
_FILE = late(r"(?![A-Za-z][A-Za-z0-9+.-]*:|/|#)[^?#]+\.(?:md|markdown|adoc|rst|json|ya?ml)(?=[?#]|$)")
"""A relative path to a file that a page is made of; other targets are addresses, which may lead anywhere."""


@check("DIA001", Severity.ERROR, on=Room)
def broken_diagram(room: Room, scope: Scope) -> Iterator[Finding]:
    """A fenced Mermaid text is a diagram that can be drawn."""
    for source, fence in _diagrams(room):
        yield from _fault(source, fence)


@check("DIA002", Severity.WARNING, on=Room)
def link_in_diagram_to_no_file(room: Room, scope: Scope) -> Iterator[Finding]:
    """A link in a diagram that names a file leads to a file of the repository."""
    for source, fence in _diagrams(room):
        folder = posixpath.dirname(source.path)
        for number, line in enumerate(fence.text.split("\n"), fence.line + 1):
            link = _LINK.match(line)
            named = _FILE.match(link[1]) if link else None
            if link is None or named is None:
                continue
            path = resolve_path(folder, unquote(named[0]))
            if path is None or not room.has(path):
                start = source.lines[number - 1].find(link[1]) + 1 if number <= len(source.lines) else 1
                yield Finding(
                    f"the diagram links to {quote(link[1])}, which is no file of the repository",
                    Origin(
                        source.path, span=Span(number, max(start, 1), number, max(start, 1) + len(link[1]))
                    ),
                    "write the path from this file to the one that is meant",
                )


def _diagrams(room: Room) -> Iterator[tuple[Source, Fence]]:
    """The fenced Mermaid texts of decisions and pages, with their files."""
    for kind in (Decision, Page):
        for artifact in room.of(kind):
            for fence in artifact.source.outline.fences:
                if fence.info.split(" ")[0].strip("{}.") == "mermaid":
                    yield artifact.source, fence


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
