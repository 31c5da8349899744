"""Where lines end, and the line and column of a place in a text."""

from __future__ import annotations

from bisect import bisect_right

from planroom.diagnostics import Span
from planroom.patterns import late

LINE_END = late("\r\n|\r|\n")
"""What ends a line in YAML, JSON and Markdown alike."""


def split_lines(text: str) -> list[str]:
    """The text's lines without their ends."""
    return LINE_END.split(text) if "\r" in text else text.split("\n")


class Lines:
    """Turns an offset into a text into line and column, both from 1.

    Counts on from the last place asked for, since places are mostly asked for in order.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))] if "\r" in text else None
        self._at, self._line = 0, 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        if self._starts is not None:
            line = bisect_right(self._starts, offset)
            return line, offset - self._starts[line - 1] + 1
        if offset < self._at:
            self._at, self._line = 0, 1
        self._line += self._text.count("\n", self._at, offset)
        self._at = offset
        return self._line, offset - self._text.rfind("\n", 0, offset)

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from `start` up to and without `end`."""
        return Span(*self.place(start), *self.place(end))
