"""`check --fix`: mends what needs no judgement, and says what it mended and what is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import click

from planroom import git
from planroom.checks import Outcome
from planroom.cli.writing import show_difference
from planroom.diagnostics import Diagnostic
from planroom.edit.fixes import Plan, plan_fixes
from planroom.edit.fixes.links import dead_path
from planroom.edit.plan import apply
from planroom.wording import counted

_MOST_ROUNDS = 8
"""A mend may bring another into reach; where they go on longer than this, two of them disagree."""


def show_fixes(outcome: Outcome) -> bool:
    """Show as a unified diff what would be mended; whether there is anything."""
    plan = _plan(outcome)
    show_difference(plan.edits)
    click.echo(f"{counted(len(plan.mended), 'finding')} would be mended", err=True)
    return bool(plan.mended)


def _plan(outcome: Outcome) -> Plan:
    """The mends of what was found, git asked where the files of dead links have gone."""
    model = outcome.model
    dead = (dead_path(item, model) for item in outcome.diagnostics if item.code == "LNK001")
    moved = git.moved_files(model.room.root, filter(None, dead))
    return plan_fixes(outcome.diagnostics, replace(model, room=replace(model.room, moved=moved)))


def fixed(outcome_of: Callable[[], Outcome]) -> Outcome:
    """Mend what a run finds, run again until nothing more can be mended, and return the last outcome."""
    outcome = outcome_of()
    mended: list[Diagnostic] = []
    for _ in range(_MOST_ROUNDS):
        plan = _plan(outcome)
        if not plan.mended:
            break
        apply(outcome.room.root, plan.edits)
        mended += plan.mended
        outcome = outcome_of()
    for diagnostic in mended:
        click.echo(f"mended {diagnostic.location} {diagnostic.code}: {diagnostic.message}", err=True)
    if mended:
        click.echo(f"mended {counted(len(mended), 'finding')}; what is left:", err=True)
    return replace(outcome, mended=tuple(mended))
