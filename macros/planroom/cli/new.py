"""`planroom new`: a decision, a design or a contract to start from."""

from __future__ import annotations

from datetime import date

import click

from planroom.cli.project import Day, open_room
from planroom.cli.writing import carry_out, default_branch_paths, say_skipped


@click.group("new")
def command() -> None:
    """Write a new decision, design or API contract to start from; a file that is there is never replaced."""


@command.command("decision", short_help="Write the next decision.")
@click.argument("title")
@click.option(
    "--in", "folder", metavar="FOLDER", help="Where it goes; by default where the other decisions are."
)
@click.option("--status", default="proposed", show_default=True, help="The status it starts with.")
@click.option("--today", type=Day(), help="The date to write, in place of today's.")
def decision(title: str, folder: str | None, status: str, today: date | None) -> None:
    """Write the next decision, with TITLE as its heading and the next free number.

    The number is one that the remote's default branch, as it was last fetched, has not taken either.
    The project's own template is used where there is one: `template.md` or `adr-template.md` beside the
    decisions, or `templates/decision.md`.

    \b
    Example:
      planroom new decision "Use REST between services"
    """
    from planroom.edit import new_decision

    room = open_room(today=today)
    branch, elsewhere = default_branch_paths(room.root)
    made = new_decision(room, title, today=room.today, folder=folder, status=status, elsewhere=elsewhere)
    say_skipped(branch, made.skipped)
    carry_out(room.root, made.edit)


@command.command("design", short_help="Write the design of a new system.")
@click.argument("system")
def design(system: str) -> None:
    """Write `specs/SYSTEM/design.json`, the smallest design that passes the checks.

    \b
    Example:
      planroom new design shop
    """
    from planroom.edit import new_design

    carry_out(open_room().root, new_design(system))


@command.command("api", short_help="Write the OpenAPI contract of a new service.")
@click.argument("system")
@click.argument("name")
def api(system: str, name: str) -> None:
    """Write `specs/SYSTEM/NAME.openapi.yaml`, a small contract with one operation.

    \b
    Example:
      planroom new api shop orders
    """
    from planroom.edit import new_api

    carry_out(open_room().root, new_api(system, name))
