"""`planroom export`: what a room says, for readers who have neither the repository nor its site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from planroom.cli.project import open_room, require
from planroom.errors import PlanroomError
from planroom.wording import counted, listed

_MARK = b'<meta name="generator" content="planroom '


@click.group("export")
def command() -> None:
    """Write what the repository says in another form."""


@command.command("site")
@click.option("--single-file", is_flag=True, required=True, help="Everything in one HTML file.")
@click.argument("file", metavar="[FILE]", default="", required=False)
def site(single_file: bool, file: str) -> None:
    """Write decisions, designs and contracts as one HTML file that opens anywhere and prints well.

    FILE is named after the site where it is not given; `-` is standard output. The file needs no other and
    asks nothing of the network. Contracts with more than 40 operations are there with their list of
    operations.

    \b
    Example:
      planroom export site --single-file shop.html
    """
    require("nh3", "mdit_py_plugins")
    from planroom.checks import run
    from planroom.model import build
    from planroom.render.address import slug
    from planroom.render.configuration import read_configuration, rendering
    from planroom.render.one_file import one_file

    room = open_room()
    configuration = read_configuration(room.root)
    shown = rendering(run(room, build(room)), configuration, directory_urls=True)
    made = one_file(shown)
    data = made.text.encode("utf-8")
    if file == "-":
        sys.stdout.buffer.write(data)
        return
    target = Path(file or f"{slug(shown.title)}.html")
    try:
        if target.exists() and _MARK not in target.read_bytes()[:2000]:
            raise PlanroomError(f"`{target}` is not a file that planroom wrote", "name another file")
        target.write_bytes(data)
    except OSError as error:
        raise PlanroomError(
            f"`{target}` cannot be written: {error.strerror or error}", "name another file"
        ) from error
    held = [
        counted(number, name)
        for number, name in (
            (made.decisions, "decision"),
            (made.systems, "system"),
            (made.contracts, "contract"),
        )
        if number
    ]
    size = f"{len(data) / 1e6:.1f} MB"
    click.echo(f"wrote {target}: {listed(held) or 'nothing yet'}, {size}")
