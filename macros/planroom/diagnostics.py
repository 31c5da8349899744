"""What a check says, and where: findings as checks yield them, diagnostics as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from planroom.records import dataclass

Pointer = tuple[str | int, ...]
"""The keys and list positions that lead from a document's root to a value."""


class Severity(StrEnum):
    """How bad it is: wrong or contradictory, risky, or style and what is not stated."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return {"info": 0, "warning": 1, "error": 2}[self.value]

    def reaches(self, threshold: Severity) -> bool:
        """Whether this is at least as severe as `threshold`."""
        return self.rank >= threshold.rank


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: lines and columns count from 1, columns in code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def moved(self, lines: int) -> Span:
        """The same stretch, `lines` further down."""
        return replace(self, line=self.line + lines, end_line=self.end_line + lines)


START = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact is stated: a file and either a pointer into it or a stretch of its text.

    `on_key` means the key that holds the value and not the value itself (a misspelt key, say).
    """

    path: str
    pointer: Pointer = ()
    span: Span | None = None
    on_key: bool = False

    def at(self, *keys: str | int) -> Origin:
        """The origin of what lies below this one."""
        return Origin(self.path, (*self.pointer, *keys), self.span)

    def key(self) -> Origin:
        """The origin of the key that holds this value."""
        return Origin(self.path, self.pointer, self.span, True)


AND_HERE = "and here"
"""What is said of a related place where there is the same again."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a finding, with a few words on what is there."""

    message: str
    origin: Origin


Fact = tuple[str, Origin]
"""What a fact is said of, in words of the file, and its place."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Facts of one kind that are told as one finding, and the words for it.

    `one` words a single fact by its `{name}`; `many` has `{count}` (with the noun, for one and for many) and
    the first `{names}`.
    """

    facts: tuple[Fact, ...]
    nouns: tuple[str, str]
    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check yields: what is there, where it stands, and what to do about it.

    `message` is one line in lower case that quotes the file's own words in backticks; `hint` is an order.
    `severity` overrides the check's own. `gathering` has all that a finding on several things is about.
    """

    message: str
    origin: Origin
    hint: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    gathering: Gathering | None = None


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place that a person can go to: a path from the room's root and a stretch of its text."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def lies_at(self, origin: Origin) -> bool:
        """Whether this is the place of a pointer, or one below it."""
        prefix = pointer_text(origin.pointer)
        below = self.pointer == prefix or self.pointer.startswith(prefix + "/")
        return below and self.path == origin.path

    def as_json(self) -> dict[str, Any]:
        """The location as the JSON report gives it."""
        return {
            "path": self.path,
            "pointer": self.pointer,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
        }


@dataclass(frozen=True, slots=True)
class RelatedLocation:
    """Another place of a diagnostic, resolved to line and column."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its check, its place in the text and a fingerprint that outlives moved lines."""

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    hint: str = ""
    related: tuple[RelatedLocation, ...] = ()
    url: str = ""
    fingerprint: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, code, then the message: the order of every report."""
        here = self.location
        return (here.path, here.line, here.column, self.code, self.message)

    def as_json(self) -> dict[str, Any]:
        """The diagnostic as the JSON report gives it."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "message": self.message,
            **self.location.as_json(),
            "hint": self.hint,
            "related": [{"message": r.message, **r.location.as_json()} for r in self.related],
            "url": self.url,
            "fingerprint": self.fingerprint,
        }


def severity_counts(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Severity, int]]:
    """How many of each severity, worst first, none left out but those that are none."""
    items = list(diagnostics)
    for severity in Severity:
        count = sum(1 for item in items if item.severity is severity)
        if count:
            yield severity, count


def pointer_text(pointer: Pointer) -> str:
    """The pointer as text (RFC 6901): `/service_design/services/0`; the root is the empty string."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in pointer)


def parse_pointer(text: str) -> tuple[str, ...]:
    """The keys of a pointer's text (RFC 6901), all as text; `""` and `"/"`-less texts give the root."""
    if not text.startswith("/"):
        return ()
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text[1:].split("/"))


def list_position(key: str, items: list[Any]) -> int | None:
    """The position in a list that a pointer's key names (RFC 6901, section 4), if the list has it."""
    position = int(key) if key.isdecimal() and len(key) < 10 else -1
    return position if 0 <= position < len(items) else None
