"""The report for people: place, severity, what is wrong, the line itself, and what to do."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import click

from planroom.checks import Outcome
from planroom.diagnostics import AND_HERE, Diagnostic, Severity
from planroom.edit.fixes import mendable
from planroom.reports.characters import cells, clipped, visible
from planroom.reports.layout import Layout
from planroom.reports.summary import last_line
from planroom.room import Reading, Room

_MANY = 20
"""With more findings than this the report ends with an overview."""

_RANKED = 10
"""The most lines of each part of it."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def report(outcome: Outcome, layout: Layout) -> str:
    """The whole report, ending with one line that says what was checked and what was found."""
    can_mend = mendable(outcome.diagnostics, outcome.model)
    blocks = [
        diagnostic_text(diagnostic, outcome.room, layout)
        + ("\n  fixable with `--fix`" if diagnostic in can_mend else "")
        for diagnostic in outcome.diagnostics
    ]
    if layout.verbose:
        blocks = [*_files(outcome.room), *blocks, *_suppressed(outcome, layout), *_cured(outcome, layout)]
    if len(outcome.diagnostics) > _MANY:
        blocks.append(_overview(outcome.diagnostics))
    return "\n\n".join([*blocks, _last_line(outcome, layout)])


def _overview(diagnostics: Iterable[Diagnostic]) -> str:
    """How often each check found something, and in which files most was found: where to begin."""
    checks = Counter(f"{item.severity.value:<7}  {item.code} {item.name}" for item in diagnostics)
    files = Counter(item.location.path for item in diagnostics)
    return "\n".join([*_ranking("by check:", checks), *_ranking("by file:", files)])


def _ranking(title: str, counts: Counter[str]) -> Iterator[str]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    yield title
    yield from (f"{count:>7,}  {visible(words)}" for words, count in ordered[:_RANKED])
    if len(ordered) > _RANKED:
        yield f"{sum(count for _, count in ordered[_RANKED:]):>7,}  in {len(ordered) - _RANKED:,} more"


def _files(room: Room) -> Iterator[str]:
    """What was read as what, and what was passed over and why."""
    lines = [f"{visible(reading.path)}: {visible(_reading(reading))}" for reading in room.readings]
    if lines:
        yield "\n".join(lines)


def _reading(reading: Reading) -> str:
    return f"{reading.kind} ({reading.reason})" if reading.kind else f"passed over: {reading.reason}"


def _suppressed(outcome: Outcome, layout: Layout) -> Iterator[str]:
    """What is suppressed, each with the reason and where that is said."""
    for item in outcome.suppressed:
        diagnostic = item.diagnostic
        lines = [f"{visible(str(diagnostic.location))} suppressed {diagnostic.code} {diagnostic.name}"]
        lines += _wrapped(diagnostic.message, "  ", layout)
        lines += _wrapped(f"{item.reason} ({item.by.path}:{item.by.line})", "  reason: ", layout)
        yield "\n".join(lines)


def _cured(outcome: Outcome, layout: Layout) -> Iterator[str]:
    """What was found before and is not any more."""
    for item in outcome.comparison.cured if outcome.comparison else ():
        head = f"{visible(str(item.location))} cured {item.code} {item.name}"
        yield "\n".join([head, *_wrapped(item.message, "  ", layout)])


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
        words = "" if related.message == AND_HERE else f"{related.message}: "
        yield from _wrapped(f"{words}{related.location}", "  also: ", layout)
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


def _frame(diagnostic: Diagnostic, room: Room, layout: Layout) -> Iterator[str]:
    """The line the diagnostic speaks of, carets under the words meant; a long line is cut around them."""
    here = diagnostic.location
    source = room.sources.get(here.path)
    if source is None or here.line > len(source.lines):
        return
    raw = source.lines[here.line - 1].rstrip()
    if not raw:
        return
    start = here.column - 1
    end = here.end_column - 1 if here.end_line == here.line else len(raw)
    gutter = f"{here.line:>6} | "
    shown = _cut(raw, start, max(end, start + 1), max(layout.width, 40) - len(gutter))
    marks = _paint("^" * max(1, cells(shown.marked)), layout, fg=_COLOURS[diagnostic.severity])
    yield _paint(gutter, layout, dim=True) + shown.before + shown.marked + shown.after
    yield _paint(" " * 7 + "| ", layout, dim=True) + " " * cells(shown.before) + marks


class _Cut(NamedTuple):
    """A stretch of a line as it is shown: what stands before the marked part, the part, and what follows."""

    before: str
    marked: str
    after: str


def _cut(line: str, start: int, end: int, width: int) -> _Cut:
    """The line in at most `width` columns, with where the marked part begins and a third before it."""
    before, after = visible(line[max(0, start - width) : start]), visible(line[end : end + width])
    marked = visible(line[start : min(end, start + width)])
    if start > width or len(line) > end + width or cells(before + marked + after) > width:
        before = clipped(before[::-1], max(width // 3, width - cells(marked + after)))[::-1]
        marked = clipped(marked, width - cells(before) - bool(after))
        after = clipped(after, width - cells(before + marked)) if after else ""
    return _Cut(before, marked, after)


def _last_line(outcome: Outcome, layout: Layout) -> str:
    worst = next((severity for severity in Severity if outcome.count(severity)), None)
    colour = _COLOURS[worst] if worst else "green"
    said = "\n".join(_wrapped(last_line(outcome), "", layout))
    return _paint(said, layout, fg=colour, bold=True)


def _paint(text: str, layout: Layout, **style: object) -> str:
    return click.style(text, **style) if layout.colour else text  # type: ignore[arg-type]
