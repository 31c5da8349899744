"""The blocks that a section of a page is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from markupsafe import Markup

from planroom.records import dataclass

_Item = TypeVar("_Item")
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


# Size -------------------------------------------------------------------------------------------------------

_TITLE, _PAIR, _ROW, _CELL = 400, 40, 40, 60
"""Characters of markup around a heading with its line in the menu of the page, a pair, a row, a cell."""


def weight(block: Block) -> int:
    """About how many characters of HTML a block takes."""
    match block:
        case Title():
            return _TITLE
        case Terms():
            return sum(_PAIR + len(label) + len(value) for label, value in block.pairs)
        case Table():
            return sum(_row_weight(row) for row in block.rows)
        case _:
            return len(block.html)


def _row_weight(row: tuple[Markup, ...]) -> int:
    return _ROW + sum(_CELL + len(cell) for cell in row)


def parted(block: Block, most: int) -> Iterator[Block]:
    """A block in parts of about `most` characters: tables between rows, terms between pairs."""
    if weight(block) <= most or isinstance(block, Title | Note | Figure):
        yield block
    elif isinstance(block, Terms):
        for pairs in _runs(
            block.pairs, [_PAIR + len(label) + len(value) for label, value in block.pairs], most
        ):
            yield replace(block, pairs=pairs)
    else:
        # What is left out of all rows is said once.
        runs = list(_runs(block.rows, [_row_weight(row) for row in block.rows], most))
        for number, rows in enumerate(runs, 1):
            yield replace(block, rows=rows, silent=block.silent if number == len(runs) else ())


def _runs(items: tuple[_Item, ...], weights: list[int], most: int) -> Iterator[tuple[_Item, ...]]:
    """Items in runs that weigh at most `most`, but for an item that alone weighs more."""
    start = used = 0
    for index, size in enumerate(weights):
        if index > start and used + size > most:
            yield items[start:index]
            start, used = index, 0
        used += size
    yield items[start:]
