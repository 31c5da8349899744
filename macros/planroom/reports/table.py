"""Rows as an aligned table of text, facts beside their labels, and sentences that fit the width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

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


def labelled(facts: Mapping[str, Sequence[str]], layout: Layout) -> str:
    """The lines of each fact beside its label, wrapped to the layout's width."""
    widest = max(map(cells, facts), default=0)
    return "\n".join(line for label, lines in facts.items() for line in _fact(label, lines, widest, layout))


def wrapped(text: str, layout: Layout, indent: str = "") -> list[str]:
    """A text in lines of the layout's width, each indented, those after the first a little further."""
    return textwrap.wrap(
        visible(text),
        max(layout.width, 40),
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _fact(label: str, lines: Sequence[str], widest: int, layout: Layout) -> Iterator[str]:
    room = max(layout.width - widest - _GAP, 2 * _LEAST)
    for number, text in enumerate(lines):
        own = padded("" if number else label, widest)
        shown = textwrap.wrap(visible(text), room, break_long_words=False, break_on_hyphens=False) or [""]
        lead = click.style(own, bold=True) if layout.colour else own
        yield f"{lead}{' ' * _GAP}{shown[0]}"
        yield from (" " * (widest + 2 * _GAP) + line for line in shown[1:])
