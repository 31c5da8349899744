"""`planroom render`: every generated page as a Markdown file, for any site generator."""

from __future__ import annotations

import shutil
from importlib.resources import as_file
from importlib.resources import files as resources
from pathlib import Path

import click

from planroom.checks import run
from planroom.cli.project import open_room, require
from planroom.errors import PlanroomError
from planroom.model import build
from planroom.model.history import history


@click.command("render")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--flat-urls", is_flag=True, help="Link to page.html instead of page/.")
def command(directory: Path, flat_urls: bool) -> None:
    """Write the pages made from decisions, designs and contracts into DIR, as Markdown files.

    Another site generator can build them: each file has its title in front matter and its content
    as headings and HTML. The style sheet and script that the pages use go to DIR/assets.

    \b
    Example:
      planroom render out/pages
    """
    require("nh3")
    from planroom.render import Rendering, files, pages
    from planroom.render.address import Addresses

    room = open_room()
    target = directory.resolve()
    if target == room.root or room.root.is_relative_to(target):
        raise PlanroomError(f"`{directory}` holds the repository itself", "name a new folder")
    site = Rendering(
        run(room, build(room)),
        title=room.settings.title or room.root.name,
        addresses=Addresses(directory_urls=not flat_urls),
        history=history(room),
    )
    count = 0
    for page in pages(site):
        file = target / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.markdown(), "utf-8")
        for asset in page.assets:
            copy = target / "assets" / "room" / asset
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(room.root / asset, copy)
        count += 1
    for made in files(site):
        file = target / made.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made.data())
    with as_file(resources("planroom").joinpath("theme", "assets")) as assets:
        shutil.copytree(assets, target / "assets", dirs_exist_ok=True)
    click.echo(f"wrote {count} pages to {directory}")
