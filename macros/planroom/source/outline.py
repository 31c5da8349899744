"""The structure of a text that people write: headings, links, code and stated fields, with their places.

One form for Markdown, AsciiDoc and reStructuredText, so that what reads decisions knows no notation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.records import dataclass

ATTRIBUTE = late(r"\{([A-Za-z0-9_][\w-]*)\}")
"""What stands for the value of an attribute of the document in AsciiDoc: `{team}`."""

LONG_LINE = 20_000
"""Lines longer than this are not searched for links and code: nobody wrote them by hand."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its text without marks, and its line."""

    level: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image: its text, its target as written, and where the target stands."""

    text: str
    target: str
    span: Span
    image: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: its info string, its text, and the line of its opening."""

    info: str
    text: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Field:
    """A name with a value, where the notation has a form for that: `:status: accepted`."""

    name: str
    value: str
    span: Span
    """Where the value stands."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a text is made of. `front` holds the lines of the front matter without its fences.

    `masked` has the body's lines by number from 1: code and comments blanked out, list marks as Markdown
    writes them, columns kept. `fields` are names with values that a reader sees; `attributes` those of the
    document, seen only where the text refers to them; `labels` what others may call a place in it by.
    """

    front: str | None
    front_line: int
    front_end: int
    unclosed: bool
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    fences: tuple[Fence, ...]
    masked: tuple[str, ...] = field(repr=False)
    fields: tuple[Field, ...] = ()
    attributes: Mapping[str, Field] = field(default_factory=dict)
    labels: tuple[str, ...] = ()

    def section(self, heading: Heading) -> range:
        """The numbers of the lines below `heading`, up to the next heading of its level or above."""
        last = len(self.masked)
        for other in self.headings:
            if other.span.line > heading.span.line and other.level <= heading.level:
                last = other.span.line - 1
                break
        return range(heading.span.end_line + 1, last + 1)


def heading_line(notation: str, level: int, text: str) -> str:
    """A heading as a notation writes it; in reStructuredText its words, whose underline is the text's own."""
    mark = {"markdown": "#", "asciidoc": "="}.get(notation, "") * level
    return f"{mark} {text}".lstrip()


def line_span(number: int, line: str) -> Span:
    """The place of a whole line, without the space at its end."""
    return Span(number, 1, number, len(line.rstrip()) + 1)
