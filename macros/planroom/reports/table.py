"""Rows as an aligned table of text."""

from __future__ import annotations

from collections.abc import Sequence

import click

from planroom.reports.characters import cells, clipped, padded, visible
from planroom.reports.layout import Layout

_GAP = 2
_LEAST = 12


def table(head: Sequence[str], rows: Sequence[Sequence[str]], layout: Layout) -> str:
    """The rows below their head, columns aligned.

    On a terminal the last column is cut to its width; elsewhere every text is whole, so that it can be
    searched.
    """
    shown = [[visible(cell) for cell in row] for row in (head, *rows)]
    widths = [max(cells(row[column]) for row in shown) for column in range(len(head) - 1)]
    room = max(layout.width - sum(widths) - _GAP * len(widths), _LEAST)
    lines = [_line(row, widths, room if layout.terminal else 0) for row in shown]
    lines[0] = click.style(lines[0], bold=True) if layout.colour else lines[0]
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int], room: int) -> str:
    *first, last = row
    parts = [padded(cell, width) for cell, width in zip(first, widths, strict=True)]
    return (" " * _GAP).join([*parts, clipped(last, room) if room else last]).rstrip()
