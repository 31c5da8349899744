"""Changes of stretches of a text: collected from anywhere, made in one pass, and nothing else touched."""

from __future__ import annotations

from collections.abc import Iterable

from planroom.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Other words for a stretch of a text, given by offsets; an empty stretch is a place to insert at."""

    start: int
    end: int
    words: str


def make(text: str, changes: Iterable[Change]) -> tuple[str, tuple[Change, ...]]:
    """The text with the changes made, and those that were.

    In the order of their positions; one that overlaps an earlier one is left out, and so is one that
    would change nothing.
    """
    made: list[Change] = []
    pieces: list[str] = []
    at = 0
    for change in sorted(set(changes)):
        meets = made and (change.start < at or (change.start, change.end) == (made[-1].start, made[-1].end))
        if not meets and text[change.start : change.end] != change.words:
            pieces += [text[at : change.start], change.words]
            made.append(change)
            at = change.end
    return "".join([*pieces, text[at:]]), tuple(made)
