"""`planroom set`: change one stated fact of an artifact, and nothing else in its file."""

from __future__ import annotations

import click

from planroom.cli.completing import decisions
from planroom.cli.project import open_room
from planroom.cli.writing import carry_out, decision_named


@click.group("set")
def command() -> None:
    """Change one stated fact of an artifact; every other byte of its file stays as it is."""


@command.command("status", short_help="Change the status of a decision.")
@click.argument("decision", shell_complete=decisions)
@click.argument("status", nargs=-1, required=True)
def status(decision: str, status: tuple[str, ...]) -> None:
    """Give DECISION (a file or a number) another STATUS, written where its file keeps it.

    STATUS is proposed, accepted, rejected, deprecated, or `superseded by NNNN`.

    \b
    Example:
      planroom set status adr/0007-use-rest.md accepted
    """
    from planroom.edit.status import set_status

    room = open_room()
    carry_out(room.root, set_status(room, decision_named(room, decision), " ".join(status)))
