"""`check --fix`: mends what needs no judgement, and says what it mended and what is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import click

from planroom.checks import Outcome
from planroom.cli.writing import show_difference
from planroom.diagnostics import Diagnostic
from planroom.edit.fixes import plan_fixes
from planroom.edit.plan import apply
from planroom.wording import counted

_MOST_ROUNDS = 8
"""A mend may bring another into reach; where they go on longer than this, two of them disagree."""


def show_fixes(outcome: Outcome) -> None:
    """Show as a unified diff what would be mended."""
    plan = plan_fixes(outcome.diagnostics, outcome.model)
    show_difference(plan.edits)
    click.echo(f"{counted(len(plan.mended), 'finding')} would be mended", err=True)


def fixed(outcome_of: Callable[[], Outcome]) -> Outcome:
    """Mend what a run finds, run again until nothing more can be mended, and return the last outcome."""
    outcome = outcome_of()
    mended: list[Diagnostic] = []
    for _ in range(_MOST_ROUNDS):
        plan = plan_fixes(outcome.diagnostics, outcome.model)
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
