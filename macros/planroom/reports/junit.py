"""The report as JUnit XML: each file that was read is a test, which fails where the check fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic
from planroom.reports.characters import visible
from planroom.reports.layout import Layout
from planroom.reports.summary import found


def report(outcome: Outcome, layout: Layout) -> str:
    """One suite with a test for each file; what does not make the check fail is a test's output."""
    by_path: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in outcome.diagnostics:
        by_path[diagnostic.location.path].append(diagnostic)
    paths = sorted({*by_path, *(reading.path for reading in outcome.room.readings if reading.kind)})
    cases = [_case(path, by_path[path], layout) for path in paths]
    failures = sum("<failure " in case for case in cases)
    counts = f'name="planroom" tests="{len(cases)}" failures="{failures}" errors="0"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites {counts}>",
            f'  <testsuite {counts} skipped="0">',
            *cases,
            "  </testsuite>",
            "</testsuites>",
        ]
    )


def _case(path: str, diagnostics: list[Diagnostic], layout: Layout) -> str:
    name = f'"{escape(visible(layout.path(path)))}"'
    inside = list(_inside(diagnostics, layout))
    head = f'    <testcase classname="planroom" name={name} file={name}'
    return "\n".join([f"{head}>", *inside, "    </testcase>"]) if inside else f"{head}/>"


def _inside(diagnostics: list[Diagnostic], layout: Layout) -> Iterator[str]:
    failing = [item for item in diagnostics if item.severity.reaches(layout.fail_on)]
    rest = [item for item in diagnostics if not item.severity.reaches(layout.fail_on)]
    if failing:
        worst = max(failing, key=lambda item: item.severity.rank).severity.value
        yield f'      <failure type="{worst}" message="{found(failing)}">{_text(failing)}</failure>'
    if rest:
        yield f"      <system-out>{_text(rest)}</system-out>"


def _text(diagnostics: list[Diagnostic]) -> str:
    return escape("\n".join(line for item in diagnostics for line in _lines(item)))


def _lines(diagnostic: Diagnostic) -> Iterator[str]:
    head = f"{diagnostic.location} {diagnostic.severity.value} {diagnostic.code} {diagnostic.name}"
    yield visible(f"{head}: {diagnostic.message}")
    yield from (visible(f"  also: {item.message}: {item.location}") for item in diagnostic.related)
    if diagnostic.hint:
        yield visible(f"  hint: {diagnostic.hint}")
