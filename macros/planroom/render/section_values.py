"""The blocks that a section of a page is made of."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from planroom.records import dataclass

_LONG = 48
"""Characters from which on a text wants a wide column."""


@dataclass(frozen=True)
class Title:
    """A heading below the section's own; from level 4 on it is in no table of contents."""

    level: int
    text: str
    anchor: str
    kind: str = "title"


@dataclass(frozen=True)
class Note:
    """A stretch of prose, or a list."""

    html: Markup
    kind: str = "note"


@dataclass(frozen=True)
class Terms:
    """Labels with what stands beside them."""

    pairs: tuple[tuple[str, Markup], ...]
    kind: str = "terms"


@dataclass(frozen=True)
class Table:
    """A table: heads with their class, and rows of cells of which the first heads its row.

    `silent` are the heads of columns that say nothing in any row and were taken out.
    """

    caption: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Markup, ...], ...]
    silent: tuple[str, ...] = ()
    kind: str = "table"

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The heads with their class; a column that holds a long text is `pr-wide`."""
        return tuple(
            (head, kind or ("pr-wide" if index and any(_is_long(row[index]) for row in self.rows) else ""))
            for index, (head, kind) in enumerate(self.heads)
        )

    def without_silent(self, silent: Markup) -> Table:
        """The table without the columns in which every cell is `silent`; the first column stays."""
        kept = [
            index
            for index in range(len(self.heads))
            if index == 0 or any(row[index] != silent for row in self.rows)
        ]
        taken = tuple(head for index, (head, _) in enumerate(self.heads) if index not in kept)
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return replace(self, heads=tuple(self.heads[index] for index in kept), rows=rows, silent=taken)


@dataclass(frozen=True)
class Figure:
    """A diagram in its frame."""

    html: Markup
    kind: str = "figure"


def _is_long(cell: Markup) -> bool:
    return len(cell.striptags()) > _LONG


Block = Title | Note | Terms | Table | Figure
