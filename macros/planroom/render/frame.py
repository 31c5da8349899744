"""The lines a diagnostic speaks of, as text with line numbers and carets."""

from __future__ import annotations

from planroom.diagnostics import Diagnostic
from planroom.room import Room

_WIDTH = 110


def frame(diagnostic: Diagnostic, room: Room, above: int = 2, below: int = 0) -> str:
    """The diagnostic's line with some lines before and after it, and carets under the words meant."""
    here = diagnostic.location
    source = room.sources.get(here.path)
    if source is None or not 0 < here.line <= len(source.lines) or not source.lines[here.line - 1].strip():
        return ""
    first = max(1, here.line - above)
    last = min(len(source.lines), here.line + below)
    lines = [source.lines[number - 1].expandtabs(2) for number in range(first, last + 1)]
    cut = _shared_indent(lines)
    gutter = len(str(last))
    shown = [f"{number:>{gutter}} | {line[cut:][:_WIDTH]}" for number, line in enumerate(lines, first)]
    place = here.line - first + 1
    end = here.end_column if here.end_line == here.line else len(lines[place - 1]) + 1
    start = here.column - 1 - cut
    if 0 <= start < _WIDTH:
        marks = max(1, min(end - here.column, _WIDTH - start))
        shown.insert(place, " " * gutter + " | " + " " * start + "^" * marks)
    return "\n".join(shown)


def _shared_indent(lines: list[str]) -> int:
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    return max(0, min(indents, default=0) - 2)
