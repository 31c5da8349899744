"""Writing one part of a decision where its shape keeps it: front matter, bullet, line, table or section."""

from __future__ import annotations

import re
from datetime import date

from planroom.edit.text import front_with, front_without_key, inserted_lines, replaced
from planroom.errors import PlanroomError
from planroom.kinds.decision_fields import section_of
from planroom.kinds.decision_reading import read_parts
from planroom.patterns import late
from planroom.source import Source

_DATED = late(r"^(\s*(?:[-*+]\s+)?)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b")


def with_part(source: Source, part: str, words: str, *, today: date | None = None) -> str:
    """The text of a decision with other words for its `status` or `date`, where it states them or would.

    A dated history of statuses gets one more line, of today. Raises where the front matter cannot be read,
    since what is written into it could mean anything, and where no place of the file can hold the words.
    """
    if source.broken or source.outline.unclosed:
        raise PlanroomError(
            f"the front matter of `{source.path}` cannot be read", f"run `planroom check {source.path}`"
        )
    stated = read_parts(source).first(part)
    if stated is not None and stated.place == "front":
        return front_with(source, str(stated.origin.pointer[0]), words)
    if stated is not None and stated.place in ("title", "badge"):
        raise PlanroomError(
            f"the {part} of `{source.path}` stands in its {stated.place}, which is not edited",
            f"open it and state: {words}",
        )
    if stated is not None and stated.origin.span is not None:
        span = stated.origin.span
        history = _DATED.match(source.lines[span.line - 1]) if part == "status" else None
        if history and today and stated.place == "section":
            lead = [""] if not history[1].strip() else []
            return inserted_lines(
                source.text, span.end_line + 1, [*lead, f"{history[1]}{today.isoformat()} {words}"]
            )
        if stated.place == "table":
            words = words.replace("|", "\\|")
        before = source.lines[span.line - 1][: span.column - 1]
        gap = " " if not stated.text and before and not before[-1].isspace() else ""
        return replaced(source.text, span, gap + words)
    found = section_of(source, part)
    if found is not None:
        heading, _ = found
        return inserted_lines(
            source.text, heading.span.end_line + _underlined(source, heading.span.line), ["", words]
        )
    if source.format != "markdown":
        raise PlanroomError(
            f"`{source.path}` states no {part} that could be changed", f"open it and state: {words}"
        )
    return front_without_key(source, part, words)


def _underlined(source: Source, line: int) -> int:
    """1: the line below a heading's last one. A heading's span ends on its last line, underlined or not."""
    return 1 if source.lines[line - 1].strip() else 0


def in_the_case_of(words: str, old: str, *, capital: bool) -> str:
    """Words that begin with a capital letter where the old ones did, or where the shape asks for it."""
    first = re.search(r"[^\W\d_]", old)
    upper = first[0].isupper() if first else capital
    return words[:1].upper() + words[1:] if upper else words
