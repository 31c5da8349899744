"""Runs the examples of a check's page, each as a small room of its own, and says what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from planroom.checks import Outcome, run
from planroom.checks.pages import Example, Expected
from planroom.diagnostics import Diagnostic, Location, Severity
from planroom.load import load
from planroom.model import build
from planroom.room import Branch, Room

TODAY = date(2026, 11, 21)


def check_example(
    example: Example, folder: Path, before: Example | None = None, named: tuple[str, ...] = ()
) -> Outcome:
    """What a run over the files of an example finds; a fault inside a check is raised.

    Where there are files `before`, it is the change from these that is checked.
    """
    base = _room(before, folder / "before") if before and before.files else None
    room = _room(example, folder / "now", named)
    return run(room, build(room), base=base, raise_faults=True)


def _room(example: Example, folder: Path, named: tuple[str, ...] = ()) -> Room:
    here = [file for file in example.files if not file.branch]
    for file in here:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)
    return replace(load(folder, named=named, today=TODAY), branches=tuple(_branches(example)))


def _branches(example: Example) -> Iterator[Branch]:
    """The other branches of an example; `unrelated` has no history in common with this one."""
    held: dict[str, dict[str, str]] = {}
    for file in example.files:
        if file.branch:
            held.setdefault(file.branch, {})[file.path.removeprefix(file.branch + ":")] = file.text
    for name, texts in held.items():
        yield Branch(name, frozenset(texts), None if name == "unrelated" else frozenset(), texts)


def said(outcome: Outcome, code: str) -> list[str]:
    """What an example must name: errors and warnings of any check, and all that its own check finds."""
    return sorted(
        written(Expected(str(diagnostic.location), diagnostic.code, diagnostic.message))
        for diagnostic in outcome.diagnostics
        if diagnostic.code == code or diagnostic.severity.reaches(Severity.WARNING)
    )


def written(expected: Expected) -> str:
    """A finding as it is written below `expect`."""
    return f"{expected.place} {expected.code}\n  {expected.message}"


def faults(outcome: Outcome) -> Iterator[str]:
    """What is wrong with the diagnostics themselves: their places, messages and hints."""
    for diagnostic in outcome.diagnostics:
        for fault in (*_of_message(diagnostic), *_of_places(outcome, diagnostic)):
            yield f"{diagnostic.location} {diagnostic.code} {fault}"


def _of_message(diagnostic: Diagnostic) -> Iterator[str]:
    message = diagnostic.message
    if not message or "\n" in message or "\n" in diagnostic.hint:
        yield "is not one line"
    if message.endswith("."):
        yield f"ends with a full stop: {message}"
    if starts_with_capital(message):
        yield f"starts with a capital: {message}"
    if not diagnostic.hint:
        yield f"has no hint: {message}"
    if message.count("`") % 2 or diagnostic.hint.count("`") % 2:
        yield f"leaves a quotation open: {message} / {diagnostic.hint}"


def starts_with_capital(message: str) -> bool:
    """Whether a message starts with a capital that is no name's, as `RTO` and `OpenAPI` are."""
    first = message.split(" ")[0]
    return first[:1].isupper() and first[1:] == first[1:].lower() and first not in ("Mermaid", "Jinja")


def _of_places(outcome: Outcome, diagnostic: Diagnostic) -> Iterator[str]:
    for place in (diagnostic.location, *(related.location for related in diagnostic.related)):
        source = outcome.room.sources.get(place.path)
        if source is None:
            yield f"speaks of {place.path}, which was not read"
        elif not _inside(place, source.lines):
            yield f"speaks of {place} to {place.end_line}:{place.end_column}, outside of the file"


def _inside(place: Location, lines: tuple[str, ...]) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return start <= end and all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 for line, column in (start, end)
    )
