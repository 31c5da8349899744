"""What is wrong with a file's text, before anybody asks what the file means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from planroom.diagnostics import START, Span
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the text itself.

    `kind` is one of `encoding`, `syntax`, `duplicate-key`, `second-document`, `unclosed-front-matter`,
    `limit` (nesting, aliases, size), `internal` and `merge-conflict`; each has one check. `related` is
    another stretch of the same text, with a word on what it is.
    """

    kind: str
    message: str
    span: Span = START
    hint: str = ""
    related: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's value (`None` where it could not be read) and what is wrong with its text."""

    value: Any
    problems: tuple[Problem, ...] = ()
    broken: bool = False


MAX_DEPTH = 200
"""Nesting that no real document reaches; deeper ones are refused, so that no reader overflows its stack."""

MAX_NODES = 1_000_000
"""Values a document with aliases may have once they are written out."""


_MOST = 100


def bounded(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """At most 100 problems of a kind, the last one saying how many more there are: nobody reads thousands."""
    if len(problems) <= _MOST:
        return tuple(problems)
    counts = Counter(problem.kind for problem in problems)
    kept, taken = [], Counter[str]()
    for problem in problems:
        taken[problem.kind] += 1
        if taken[problem.kind] == _MOST and (more := counts[problem.kind] - _MOST):
            problem = replace(problem, message=f"{problem.message}, and {more:,} more below are like it")
        if taken[problem.kind] <= _MOST:
            kept.append(problem)
    return tuple(kept)


def point(lines: Sequence[str], line: int, column: int) -> Span:
    """The span of one character; what lies behind the end of the text or line is its end."""
    line = min(line, len(lines))
    length = len(lines[line - 1])
    column = min(column, length + 1)
    return Span(line, column, line, min(column + 1, length + 1))


def whole(digits: str) -> int | str:
    """A whole number; Python refuses to convert very long ones, and such a "number" stays text."""
    return int(digits) if len(digits) < 4000 else digits
