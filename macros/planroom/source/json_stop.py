"""The place at which the reader of JSON stopped, and the problem of what stands there."""

from __future__ import annotations

import re

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source.lines import Lines
from planroom.source.problem import Problem

MARK = late(r'"(?:[^"\\\r\n]|\\.)*"?|[{}\[\]]', re.DOTALL)
"""A text, also one that nothing closes, or a bracket."""
WORD = late(r"[\w.+-]+")
"""A word or number."""


@dataclass(frozen=True)
class Stop:
    """Where reading stopped: the text, the offset, and the brackets that are open there."""

    text: str
    at: int

    @property
    def sign(self) -> str:
        """The character at which reading stopped, `""` at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def behind(self) -> int:
        """The offset behind the last thing that was read."""
        return len(self.text[: self.at].rstrip(" \t\r\n"))

    @property
    def last(self) -> str:
        """The character before that."""
        return self.text[self.behind - 1 : self.behind]

    @property
    def word(self) -> str:
        """The word or number that begins where reading stopped."""
        match = WORD.match(self.text, self.at)
        return match[0] if match else ""

    def open_brackets(self) -> list[int]:
        """The offsets of the brackets that are open, the outermost first."""
        found: list[int] = []
        for match in MARK.finditer(self.text, 0, self.at):
            if match[0] in ("{", "["):
                found.append(match.start())
            elif match[0] in ("}", "]") and found:
                found.pop()
        return found

    def problem(
        self, say: str, hint: str, start: int, end: int, other: tuple[str, int] | None = None
    ) -> Problem:
        """A problem of the characters from `start` to `end`; `other` is another place, and why."""
        lines = Lines(self.text)
        related = ((other[0], lines.span(other[1], other[1] + 1)),) if other else ()
        here: Span = lines.span(start, max(start, min(end, len(self.text))))
        return Problem("syntax", f"this is not JSON: {say}", here, hint, related)

    def here(self, say: str, hint: str, length: int = 1) -> Problem:
        """A problem of what stands where reading stopped."""
        return self.problem(say, hint, self.at, self.at + length)
