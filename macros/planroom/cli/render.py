"""`planroom render`: the whole site as Markdown, for a generator that knows nothing of planroom."""

from __future__ import annotations

from pathlib import Path

import click

from planroom.checks import run
from planroom.cli.project import open_room, require
from planroom.edit.filled import fill
from planroom.errors import PlanroomError
from planroom.model import build
from planroom.wording import counted


@click.command("render")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--flat-urls", is_flag=True, help="Link to page.html instead of page/.")
def command(directory: Path, flat_urls: bool) -> None:
    """Write the whole site into DIR so that MkDocs, ProperDocs or Zensical build it without planroom.

    DIR gets a folder `docs` with the generated pages and your own, macros called and diagrams drawn, the
    changed parts of the theme, and a `mkdocs.yml`. A later run replaces and removes what an earlier one
    wrote, and nothing else.

    \b
    Example:
      planroom render out
    """
    require("nh3", "mdit_py_plugins")
    from planroom.render.configuration import read_configuration, rendering
    from planroom.render.plain_site import plain_site

    room = open_room()
    target = directory.resolve()
    if target == room.root or room.root.is_relative_to(target):
        raise PlanroomError(f"`{directory}` holds the repository itself", "name a new folder")
    configuration = read_configuration(room.root)
    urls = configuration.directory_urls and not flat_urls
    site = rendering(run(room, build(room)), configuration, directory_urls=urls)
    made = plain_site(site, configuration)
    fill(target, {file.path: file.data() for file in made.files})
    for remark in made.remarks:
        click.echo(remark, err=True)
    click.echo(f"wrote {counted(made.pages, 'page')} to {directory}")
