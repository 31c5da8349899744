"""`planroom serve`: the site on this machine, reloading as files change."""

from __future__ import annotations

from pathlib import Path

import click

from planroom.cli.project import require_site
from planroom.files import find_root


@click.command("serve")
@click.option("-a", "--dev-addr", metavar="HOST:PORT", default="", help="Where to listen (127.0.0.1:8000).")
@click.option("--once", is_flag=True, hidden=True)
def command(dev_addr: str, once: bool) -> None:
    """Serve the site on this machine and show every edit at once.

    Edits of decisions, designs, contracts and pages reload the browser. The system tells of them at
    once; where it cannot, as on many network shares, they are found within a second. When planroom's
    own code changes, the server starts anew.

    \b
    Example:
      planroom serve --dev-addr 127.0.0.1:8080
    """
    require_site()
    from planroom.site.building import configuration, serve_and_restart, serve_site

    root = find_root(Path.cwd().resolve())
    configuration(root)
    if once:
        serve_site(root, address=dev_addr)
    else:
        serve_and_restart(root, address=dev_addr)
