"""The run behind `planroom check`: which room, which checks, what concerns the user, and the report."""

from __future__ import annotations

from dataclasses import replace

import click

from planroom.cache import Cache
from planroom.checks import REGISTRY, Acceptance, Outcome, baseline_text, chosen, compare, run
from planroom.cli.against import with_branches
from planroom.cli.answers import Answer, read_beyond
from planroom.cli.question import Question
from planroom.cli.since import base_of
from planroom.cli.writing import carry_out
from planroom.diagnostics import Diagnostic, Severity
from planroom.edit.plan import Edit
from planroom.errors import PlanroomError
from planroom.git import folder_in_repository
from planroom.load import load
from planroom.model import build
from planroom.reports import REPORTS
from planroom.room import BASELINE_FILE
from planroom.wording import counted

_UNUSABLE = "planroom: planroom.yaml cannot be followed; its defaults hold"


def answer_to(question: Question, cache: Cache | None) -> Answer:
    """The answer that a run gives to a question."""
    return reported(question, outcome_of(question, cache))


def reported(question: Question, outcome: Outcome) -> Answer:
    """What is said of an outcome, and with which exit code."""
    room = outcome.room
    threshold = Severity(question.fail_on) if question.fail_on else room.settings.fail_on
    in_repository = question.format not in ("text", "json")
    layout = replace(
        question.layout,
        fail_on=threshold,
        folder=folder_in_repository(room.root) if in_repository else "",
    )
    unusable = room.settings.unusable
    return Answer(
        REPORTS[question.format](outcome, layout),
        _UNUSABLE if unusable else "",
        2 if unusable else int(outcome.fails(threshold)),
        looked_up=dict(sorted(room.looked_up.items())),
        beyond=read_beyond(room.root, room.sources, room.paths.difference(question.paths)),
    )


def outcome_of(question: Question, cache: Cache | None, *, use_baseline: bool = True) -> Outcome:
    """What a run finds where the question asks; with `since`, what has come up since then."""
    only = chosen(question.select, question.ignore) if question.select or question.ignore else None
    root, paths = question.root, question.paths
    named = [path for path in paths if path and (root / path).is_file()]
    room = with_branches(load(root, named=named, today=question.today), question.against)
    if question.since is None:
        return _at(run(room, build(room), only=only, use_baseline=use_baseline, cache=cache), paths)
    with base_of(root, question.since, room.today) as base:
        before = run(base.room, build(base.room), only=only, cache=cache)
        now = run(room, build(room), only=only, base=base.room, cache=cache)
        return _at(compare(now, before, base.revision, base.commit), paths)


def write_new_baseline(question: Question, cache: Cache | None) -> None:
    """Write all that is found in the question's room to its baseline, and say so."""
    outcome = outcome_of(question, cache, use_baseline=False)
    room = outcome.room
    if room.settings.unusable:
        raise PlanroomError("planroom.yaml cannot be followed", "mend it before you write a baseline")
    found = [item for item in outcome.diagnostics if item.location.path != BASELINE_FILE]
    known = [item for item in found if REGISTRY[item.code].on is not Acceptance]
    file = room.root / BASELINE_FILE
    before = file.read_bytes() if file.is_file() else None
    carry_out(room.root, Edit(BASELINE_FILE, before, baseline_text(known).encode("utf-8", "surrogateescape")))
    click.echo(f"{counted(len(known), 'finding')} will not be reported again")


def _at(outcome: Outcome, chosen: tuple[str, ...]) -> Outcome:
    """The outcome with what concerns the chosen paths."""
    if not chosen or "" in chosen:
        return outcome
    prefixes = tuple(path + "/" for path in chosen)

    def inside(path: str) -> bool:
        return path in chosen or path.startswith(prefixes)

    def concerned(item: Diagnostic) -> bool:
        # What is wrong in a part of a contract is told with the place that refers to it.
        return inside(item.location.path) or any(inside(held.location.path) for held in item.related)

    def kept(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        return tuple(item for item in diagnostics if concerned(item))

    comparison = outcome.comparison
    if comparison is not None:
        comparison = replace(comparison, known=kept(comparison.known), cured=kept(comparison.cured))
    return replace(
        outcome,
        room=replace(outcome.room, readings=tuple(r for r in outcome.room.readings if inside(r.path))),
        diagnostics=kept(outcome.diagnostics),
        suppressed=tuple(item for item in outcome.suppressed if inside(item.diagnostic.location.path)),
        baselined=kept(outcome.baselined),
        comparison=comparison,
    )
