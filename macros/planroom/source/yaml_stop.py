"""The place at which the parser of YAML stopped, and the problem of what stands there."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import yaml

from planroom.diagnostics import Span
from planroom.records import dataclass
from planroom.source.lines import split_lines
from planroom.source.problem import Problem, point


@dataclass(frozen=True)
class Stop:
    """Where the parser stopped and what it said; `last` is the last event that it gave before."""

    text: str
    said: str
    context: str
    line: int
    column: int
    start: tuple[int, int] | None
    """Where what the parser was reading begins: line and column."""
    last: Any

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without a byte order mark."""
        return split_lines(self.text.removeprefix("\ufeff"))

    def row(self, number: int) -> str:
        """A line by its number from 1; `""` outside of the text."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def sign(self) -> str:
        """The character at which the parser stopped, `""` at the end of a line."""
        return self.row(self.line)[self.column - 1 : self.column]

    @cached_property
    def above(self) -> int:
        """The number of the closest line above that is neither empty nor a comment; 0 where there is none."""
        number = self.line - 1
        while number > 0 and (not self.row(number).strip() or self.row(number).lstrip().startswith("#")):
            number -= 1
        return number

    @property
    def value(self) -> Any:
        """The scalar that was read last, if a scalar was read last."""
        return self.last if isinstance(self.last, yaml.ScalarEvent) else None

    def problem(
        self,
        say: str,
        hint: str,
        line: int,
        column: int,
        length: int = 1,
        *,
        other: tuple[str, int, int] | None = None,
    ) -> Problem:
        """A problem of `length` characters of a line; `other` is what another place has to do with it."""
        here = point(self.lines, line, column)
        end = min(here.column + length, len(self.row(here.line)) + 1)
        related = ((other[0], point(self.lines, other[1], other[2])),) if other else ()
        span = Span(here.line, here.column, here.line, max(end, here.column))
        return Problem("syntax", f"this is not YAML: {say}", span, hint, related)

    def here(self, say: str, hint: str, length: int = 1) -> Problem:
        """A problem of what stands where the parser stopped."""
        return self.problem(say, hint, self.line, self.column, length)
