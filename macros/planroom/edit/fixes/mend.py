"""The change that mends one diagnostic, and how fixes find the stretch of text that they change."""

from __future__ import annotations

from planroom.diagnostics import Location, Span
from planroom.edit.changes import Change
from planroom.edit.text import Offsets
from planroom.records import dataclass
from planroom.source import Source


@dataclass(frozen=True)
class Mend:
    """A change in the file of a path."""

    path: str
    change: Change


def stretch_of(source: Source, place: Location) -> tuple[int, int]:
    """Where in a source's text a place begins and ends."""
    span = Span(place.line, place.column, place.end_line, place.end_column)
    return Offsets.of(source.text).stretch(span)


def difference_as_mend(source: Source, after: str) -> Mend | None:
    """The one change that makes a source's text another one; `None` where they are the same."""
    before = source.text
    if before == after:
        return None
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Mend(source.path, Change(start, len(before) - end, after[start : len(after) - end]))
