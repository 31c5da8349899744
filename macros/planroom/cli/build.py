"""`planroom build`: the site as a folder of files."""

from __future__ import annotations

from pathlib import Path

import click

from planroom.cli.project import require_site
from planroom.files import find_root
from planroom.wording import counted


@click.command("build")
@click.option("--strict", is_flag=True, help="Stop if `planroom check` fails, or MkDocs warns of anything.")
@click.option(
    "--site-dir", type=click.Path(path_type=Path), help="Where to build it (site/, unless mkdocs.yml says)."
)
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
def command(strict: bool, site_dir: Path | None, quiet: bool) -> None:
    """Check the repository and build its site with MkDocs.

    A strict build exits with 1 and names every finding if `planroom check` fails.

    \b
    Example:
      planroom build --strict
    """
    require_site()
    from planroom.site.building import build_site

    folder = site_dir.resolve() if site_dir else None
    built = build_site(find_root(Path.cwd().resolve()), strict=strict, folder=folder, quiet=quiet)
    if not quiet:
        shown = built.folder
        here = Path.cwd().resolve()
        where = shown.relative_to(here) if shown.is_relative_to(here) else shown
        of = f" ({built.of})" if built.of else ""
        said = f"Built {counted(built.pages, 'page')}{of} into {where}/ in {built.seconds:.1f} s"
        click.echo(f"{said}; {built.size / 1e6:,.1f} MB.")
