"""Merge conflicts that were left in a text: the marks that git writes between two sides."""

from __future__ import annotations

from collections.abc import Sequence

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.source.problem import Problem

_MARK = late(r"(<{7}|\|{7}|={7}|>{7})(?: (.*))?\s*\Z")
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def may_hold_conflict(text: str) -> bool:
    """Whether a text may hold a mark, told without looking at its lines."""
    return any(mark in text for mark in ("<<<<<<<", ">>>>>>>", "|||||||"))


def find_conflicts(
    lines: Sequence[str], shown: Sequence[str], *, markdown: bool = False
) -> tuple[Problem, ...]:
    """The conflicts left in a text, one problem for each, with its other marks beside it.

    `shown` are the lines with quoted text blanked out: marks in a fence of Markdown are somebody's example.
    A mark that has lost the others is reported too, if nothing else can be meant: `=======` alone may
    underline a heading, and `>>>>>>>` alone among quoted lines of Markdown is a quotation.
    """
    marks = [
        (number, match[1], match[2] or "")
        for number, line in enumerate(shown, 1)
        if line[:7] in _MARKS and (match := _MARK.match(line))
    ]
    found: list[Problem] = []
    at = 0
    while at < len(marks):
        end = _end(marks, at)
        if end > at:
            found.append(_problem("a merge conflict is left here", marks[at : end + 1]))
            at = end + 1
            continue
        number, mark, words = marks[at]
        if (
            mark != "======="
            and words
            and not (markdown and mark != "<<<<<<<" and _among(lines, number, mark[0]))
        ):
            found.append(_problem("a mark of a merge conflict is left here", marks[at : at + 1]))
        at += 1
    return tuple(found)


def _end(marks: Sequence[tuple[int, str, str]], at: int) -> int:
    """The position of the mark that ends the conflict which begins at `at`; `at` itself if none does."""
    if marks[at][1] != "<<<<<<<":
        return at
    for position in range(at + 1, len(marks)):
        if marks[position][1] == ">>>>>>>":
            return position
        if marks[position][1] == "<<<<<<<":
            break
    return at


def _among(lines: Sequence[str], number: int, sign: str) -> bool:
    """Whether a line has a neighbour that begins with the same sign: a quotation or a table."""
    above, below = lines[number - 2 : number - 1], lines[number : number + 1]
    return any(line.startswith(sign) for line in (*above, *below))


def _problem(say: str, marks: Sequence[tuple[int, str, str]]) -> Problem:
    spans = [Span(number, 1, number, 8) for number, _, _ in marks]
    hint = "keep one side, or join them, and remove the marks" if len(marks) > 1 else "remove this line"
    related = tuple(
        (f"its mark `{mark}`", span) for (_, mark, _), span in zip(marks[1:], spans[1:], strict=True)
    )
    return Problem("merge-conflict", say, spans[0], hint, related)
