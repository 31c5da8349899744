"""The report for people: place, severity, what is wrong, the line itself, and what to do."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

import click

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Severity
from planroom.reports.layout import Layout
from planroom.reports.summary import checked, found
from planroom.room import Room

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def report(outcome: Outcome, layout: Layout) -> str:
    """The whole report, ending with one line that says what was checked and what was found."""
    blocks = [diagnostic_text(diagnostic, outcome.room, layout) for diagnostic in outcome.diagnostics]
    return "\n\n".join([*blocks, _last_line(outcome, layout)])


def diagnostic_text(diagnostic: Diagnostic, room: Room, layout: Layout) -> str:
    """One diagnostic as a few lines: the head, the code frame, related places, the hint."""
    return "\n".join(_lines(diagnostic, room, layout))


def _lines(diagnostic: Diagnostic, room: Room, layout: Layout) -> Iterator[str]:
    place = _paint(visible(str(diagnostic.location)), layout, bold=True)
    severity = _paint(diagnostic.severity.value, layout, fg=_COLOURS[diagnostic.severity], bold=True)
    yield f"{place} {severity} {diagnostic.code} {diagnostic.name}"
    yield from _wrapped(diagnostic.message, "  ", layout)
    yield from _frame(diagnostic, room, layout)
    for related in diagnostic.related:
        yield from _wrapped(f"{related.message}: {related.location}", "  also: ", layout)
    if diagnostic.hint:
        yield from _wrapped(diagnostic.hint, "  hint: ", layout)


def _wrapped(text: str, lead: str, layout: Layout) -> list[str]:
    """The text in lines of the layout's width, the first after `lead`; words such as paths stay whole."""
    return textwrap.wrap(
        visible(text),
        width=max(layout.width, 40),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def visible(text: str) -> str:
    """The text on one line, with control characters written out: a file's words must not steer a terminal."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\t\r":
        return " "
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return f"\\u{ord(char):04x}"
    return char


def _frame(diagnostic: Diagnostic, room: Room, layout: Layout) -> Iterator[str]:
    """The line the diagnostic speaks of, carets under the words meant; a long line is cut around them."""
    here = diagnostic.location
    source = room.sources.get(here.path)
    if source is None or here.line > len(source.lines):
        return
    raw = source.lines[here.line - 1]
    if not raw.strip():
        return
    last = here.end_column if here.end_line == here.line else len(raw.rstrip()) + 1
    gutter = f"{here.line:>6} | "
    room_for = max(layout.width, 40) - len(gutter)
    first, line, mark_at, mark_to = _cut(raw, here.column - 1, max(last - 1, here.column), room_for)
    yield _paint(gutter, layout, dim=True) + visible(line)
    lead = _cells(visible(line[: mark_at - first]))
    marks = max(1, _cells(visible(line[mark_at - first : mark_to - first])))
    carets = "^" * marks
    yield (
        _paint(" " * 7 + "| ", layout, dim=True)
        + " " * lead
        + _paint(carets, layout, fg=_COLOURS[diagnostic.severity])
    )


def _cut(line: str, start: int, end: int, width: int) -> tuple[int, str, int, int]:
    """A stretch of the line at most `width` long that shows the marked part's beginning."""
    line = line.rstrip()
    if len(line) <= width:
        return 0, line, start, min(end, max(len(line), start + 1))
    first = max(0, min(start - width // 3, len(line) - width))
    shown = line[first : first + width]
    if first:
        shown = "…" + shown[1:]
    if first + width < len(line):
        shown = shown[:-1] + "…"
    return first, shown, start, min(end, first + len(shown))


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _last_line(outcome: Outcome, layout: Layout) -> str:
    worst = next((severity for severity in Severity if outcome.count(severity)), None)
    colour = _COLOURS[worst] if worst else "green"
    return _paint(f"Checked {checked(outcome)}: found {found(outcome)}.", layout, fg=colour, bold=True)


def _paint(text: str, layout: Layout, **style: object) -> str:
    return click.style(text, **style) if layout.colour else text  # type: ignore[arg-type]
