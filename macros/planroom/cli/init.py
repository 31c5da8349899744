"""`planroom init`: what a repository needs to be checked and to have a site."""

from __future__ import annotations

import shlex
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from planroom.cli.project import Day, open_room
from planroom.edit.plan import apply
from planroom.edit.start import Start, plan_start


@click.command("init")
@click.option("--today", type=Day(), help="The date to write, in place of today's.")
def command(today: date | None) -> None:
    """Write the first decision and the configuration of the site, if they are not there.

    Works in an empty folder and in a repository with decisions, contracts or a MkDocs site of its own.
    Nothing that is there is replaced.

    \b
    Example:
      planroom init
    """
    room = open_room(today=today)
    start = plan_start(room, today=room.today)
    for path in apply(room.root, start.edits):
        click.echo(f"wrote {_from_here(room.root, path)}")
    for path, why in start.kept:
        click.echo(f"left {_from_here(room.root, path)} as it is: {why}")
    if start.missing_lines:
        click.echo(f"\nFor the whole site, {start.kept[0][0]} needs these lines:\n\n{start.missing_lines}\n")
    if room.root != Path.cwd().resolve():
        click.echo(
            f"This is for the whole of {room.root}; "
            "for the current folder alone, put an empty planroom.yaml into it first."
        )
    click.echo(f"next: {_next(start)}")


def _from_here(root: Path, path: str) -> str:
    """A path of the room as seen from the current folder, if it lies below."""
    full = root / path
    here = Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else str(full)


def _next(start: Start) -> str:
    """The command to try: see the site if it can be built, else check."""
    if start.missing_lines:
        return "planroom check"
    if find_spec("mkdocs") is None or find_spec("nh3") is None:
        return shlex.join(["pip", "install", "planroom[site]"])
    return "planroom serve"
