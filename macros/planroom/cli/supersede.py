"""`planroom supersede`: replace a decision by a new one, with both files saying so."""

from __future__ import annotations

from datetime import date

import click

from planroom.cli.completing import decisions
from planroom.cli.project import Day, open_room
from planroom.cli.writing import carry_out, decision_named, default_branch_paths, say_skipped


@click.command("supersede")
@click.argument("decision", shell_complete=decisions)
@click.argument("title")
@click.option("--status", default="accepted", show_default=True, help="The status of the new decision.")
@click.option("--today", type=Day(), help="The date to write, in place of today's.")
def command(decision: str, title: str, status: str, today: date | None) -> None:
    """Write a new decision of TITLE that replaces DECISION (a file or a number).

    The new file names the old one under `supersedes`, the old one's status names the new file. Either both
    are written or none.

    \b
    Example:
      planroom supersede 0007 "Use gRPC between services"
    """
    from planroom.edit.supersede import supersede

    room = open_room(today=today)
    branch, elsewhere = default_branch_paths(room.root)
    old = decision_named(room, decision)
    new, edit = supersede(room, old, title, today=room.today, status=status, elsewhere=elsewhere)
    say_skipped(branch, new.skipped)
    carry_out(room.root, new.edit, edit)
