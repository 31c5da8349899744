"""`planroom supersede`: replace a decision by a new one, with both files saying so once it is accepted."""

from __future__ import annotations

import shlex
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
    are written or none. With `--status proposed` the old one stays as it is until the new one is accepted.

    \b
    Examples:
      planroom supersede 0007 "Use gRPC between services"
      planroom supersede 0007 "Use gRPC between services" --status proposed
    """
    from planroom.edit.supersede import supersede

    room = open_room(today=today)
    branch, elsewhere = default_branch_paths(room.root)
    old = decision_named(room, decision)
    new, edit = supersede(room, old, title, today=room.today, status=status, elsewhere=elsewhere)
    say_skipped(branch, new.skipped)
    carry_out(room.root, new.edit, *([edit] if edit else ()))
    if edit is None:
        click.echo(
            f"`{old.path}` holds until the new decision is accepted; then write both:\n"
            f"  planroom set status {shlex.quote(new.edit.path)} accepted\n"
            f"  planroom set status {shlex.quote(old.path)} {shlex.quote('superseded by ' + new.label)}",
            err=True,
        )
