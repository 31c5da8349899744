"""What checklists say of systems, as text, JSON and Markdown."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import click

from planroom.gates import NOBODY, Assessed, Judged, Score, Verdict
from planroom.reports.characters import visible
from planroom.reports.layout import Layout
from planroom.reports.table import table, wrapped
from planroom.wording import counted

_MARKS = {
    Verdict.FAIL: "fails",
    Verdict.UNANSWERED: "asked",
    Verdict.WAIVED: "waived",
    Verdict.NOT_APPLICABLE: "does not apply",
    Verdict.PASS: "passes",
}
_NAMED = 3
"""So many findings are told of a question; the check tells all."""
_SHORT = (Verdict.FAIL, Verdict.UNANSWERED)
Assessments = Sequence[Assessed]


def _percent(score: Score) -> str:
    return "none applies" if score.shown is None else f"{score.shown:.1f} %"


def _working(score: Score) -> str:
    return f"{score.passed} of {score.applicable}"


def _verdict(score: Score) -> str:
    if score.target is None:
        return ""
    return "met" if score.is_met else f"short by {score.short_by}"


def _target(score: Score) -> str:
    return "" if score.target is None else f"{score.target:g} %"


def _left(score: Score) -> str:
    return (
        f"{counted(score.failed, 'question')} failed, {score.unanswered} unanswered, "
        f"{score.left_out} left out (not applicable or waived)"
    )


def _rows(assessed: Assessed) -> Iterator[tuple[str, Score]]:
    yield "Overall", assessed.overall
    for principle, score in assessed.by_principle:
        yield str(principle.title), score


def _score_table(assessed: Assessed) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    head = ("", "Passed", "Score", "Target", "")
    return head, [
        (name, _working(score), _percent(score), _target(score), _verdict(score))
        for name, score in _rows(assessed)
    ]


def _of(assessed: Assessed, verdicts: Sequence[Verdict]) -> Iterator[tuple[str, list[Judged]]]:
    for checklist, judged in assessed.lists:
        found = [one for one in judged if one.verdict in verdicts]
        if found and checklist.scored:
            yield str(checklist.title), found


def text_report(all_assessed: Assessments, layout: Layout, everything: bool) -> str:
    """Scores of each system, then what is missing by checklist; with `everything` also what is not."""
    if not all_assessed:
        return "No system is described: `planroom new design NAME` writes a design to start from."
    return "\n\n".join("\n".join(_text(each, layout, everything)) for each in all_assessed)


def _text(assessed: Assessed, layout: Layout, everything: bool) -> Iterator[str]:
    title = visible(assessed.system.label)
    yield click.style(title, bold=True) if layout.colour else title
    yield table(*_score_table(assessed), layout)
    yield ""
    yield f"{_left(assessed.overall)}."
    shown = tuple(_MARKS) if everything else _SHORT
    for name, judged in _of(assessed, shown):
        yield ""
        yield click.style(visible(name), bold=True) if layout.colour else visible(name)
        for one in judged:
            yield from _question(one, layout)
    if any(one.verdict is Verdict.UNANSWERED for one in assessed.scored):
        file = posixpath.join(assessed.system.folder, "assessment.yaml")
        yield ""
        yield from wrapped(
            f"Answer what is asked in {file}, below `answers`, by the name in brackets.", layout
        )


def _question(one: Judged, layout: Layout) -> Iterator[str]:
    """A question with what speaks against it, each finding at its place."""
    named = f" [{one.item.id}]" if one.verdict is Verdict.UNANSWERED else ""
    yield from wrapped(f"{_MARKS[one.verdict]}: {one.item.question}{named}", layout, "  ")
    for said in one.because:
        if said != NOBODY:
            yield from wrapped(said, layout, "      ")
    for found in one.findings[:_NAMED]:
        yield from wrapped(f"{found.location} {found.code} {found.message}", layout, "      ")
    if len(one.findings) > _NAMED:
        yield f"      and {len(one.findings) - _NAMED} more; `planroom check` says all"


def json_report(all_assessed: Assessments, layout: Layout, everything: bool) -> str:
    """Everything, whatever `everything` says: a program picks for itself."""
    return json.dumps([_as_json(each) for each in all_assessed], indent=2, ensure_ascii=False)


def _as_json(assessed: Assessed) -> dict[str, Any]:
    return {
        "system": assessed.system.name,
        "status": assessed.system.status,
        "met": assessed.is_met,
        "overall": _score_json(assessed.overall),
        "principles": {principle.id: _score_json(score) for principle, score in assessed.by_principle},
        "checklists": [
            {
                "id": checklist.id,
                "title": str(checklist.title),
                "scored": checklist.scored,
                "items": [_judged_json(one) for one in judged],
            }
            for checklist, judged in assessed.lists
        ],
    }


def _score_json(score: Score) -> dict[str, Any]:
    return {
        "passed": score.passed,
        "applicable": score.applicable,
        "failed": score.failed,
        "unanswered": score.unanswered,
        "left_out": score.left_out,
        "percent": score.shown,
        "target": score.target,
        "met": score.is_met,
        "short_by": score.short_by,
    }


def _judged_json(one: Judged) -> dict[str, Any]:
    return {
        "id": one.item.id,
        "question": str(one.item.question),
        "principles": list(one.item.principles),
        "verdict": one.verdict.value,
        "because": list(one.because),
        "findings": [
            {"code": found.code, "place": str(found.location), "message": found.message}
            for found in one.findings
        ],
        "not_stated": [pattern for pattern, _ in one.gaps],
        "answer": _answer_json(one),
    }


def _answer_json(one: Judged) -> dict[str, Any] | None:
    """What a person said, whether or not it counts."""
    answer = one.answer
    if answer is None:
        return None
    days = {"date": answer.date, "expires": answer.expires}
    return {
        "verdict": answer.verdict.value if answer.verdict else None,
        **{key: getattr(answer, key) or None for key in ("evidence", "by", "reason", "owner")},
        **{key: day.isoformat() if day else None for key, day in days.items()},
    }


def markdown_report(all_assessed: Assessments, layout: Layout, everything: bool) -> str:
    """A table of scores for each system, and what is missing, for a comment or a job summary."""
    return "\n\n".join("\n".join(_markdown(each, everything)) for each in all_assessed)


def _markdown(assessed: Assessed, everything: bool) -> Iterator[str]:
    from planroom.reports.markdown import prose

    yield f"### {prose(assessed.system.label)}"
    yield ""
    yield "| | passed | score | target | |"
    yield "|---|---:|---:|---:|---|"
    for row in _score_table(assessed)[1]:
        yield f"| {' | '.join(prose(cell) for cell in row)} |"
    found = list(_of(assessed, tuple(_MARKS) if everything else _SHORT))
    if not found:
        return
    yield ""
    yield f"<details><summary>{_left(assessed.overall)}</summary>"
    for name, judged in found:
        yield ""
        yield f"**{prose(name)}**"
        yield ""
        for one in judged:
            said = "; ".join(one.because)
            yield f"- {_MARKS[one.verdict]}: {prose(str(one.item.question))} ({prose(said)})"
            for each in one.findings[:_NAMED]:
                yield f"    - `{each.location}` {each.code} {prose(each.message)}"
    yield ""
    yield "</details>"


REPORTS: Mapping[str, Callable[[Assessments, Layout, bool], str]] = {
    "text": text_report,
    "json": json_report,
    "markdown": markdown_report,
}
"""Every form of the report."""
