"""A template for decisions filled in: by its marks, or where its shape keeps title, status and date."""

from __future__ import annotations

from datetime import date

from planroom.diagnostics import Span
from planroom.edit.marks import in_braces, marks
from planroom.edit.parts import in_the_case_of, with_part
from planroom.edit.text import inserted_lines, replaced
from planroom.kinds.decision import KIND, Decision
from planroom.kinds.decision_fields import title_heading
from planroom.model.relation_words import keeps_links_in_words
from planroom.patterns import late
from planroom.source import Source

_BARE = late(r"\b(NUMBER|TITLE|DATE|STATUS)\b")
_UNFILLED = late(r"\{[^{}]*\}|\[[^\[\]]*\](?![(\[])|<!--.*?-->")


def filled(template: str, path: str, *, title: str, label: str, status: str, today: date) -> str:
    """The template with title, status and date filled in, by its own marks or where its shape keeps them."""
    values = marks(title, label, status, today)
    text = in_braces(template, values)
    if _BARE.search(template.split("## ")[0]):
        values["status"] = status[:1].upper() + status[1:]
        text = _BARE.sub(lambda match: values[match[1].lower()], text)
    text = _titled(Source(path, text, "markdown"), title)
    source = Source(path, text, "markdown")
    shape = _read(source)
    words = (
        in_the_case_of(status, shape.status_text, capital=keeps_links_in_words(shape)) if shape else status
    )
    for part, value in (("status", words), ("date", today.isoformat())):
        text = with_part(Source(path, text, "markdown"), part, value)
    return text


def _read(source: Source) -> Decision | None:
    found = KIND.parse(source)
    return found if isinstance(found, Decision) else None


def _titled(source: Source, title: str) -> str:
    """The text with the title in its first heading.

    In place of a mark in braces or brackets, else of all its words.
    """
    heading = title_heading(source)
    if heading is None or heading.level != 1:
        line = source.outline.front_end + 1
        return inserted_lines(source.text, line, [f"# {title}", ""])
    if title in heading.text:
        return source.text
    marked = _UNFILLED.sub(lambda _: title, heading.text, count=1)
    words = marked if marked != heading.text else title
    start = source.lines[heading.span.line - 1].index(heading.text) + 1
    return replaced(
        source.text, Span(heading.span.line, start, heading.span.line, start + len(heading.text)), words
    )
