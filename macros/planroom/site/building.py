"""Building and serving the site with MkDocs."""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

import click
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from planroom.errors import PlanroomError
from planroom.records import dataclass
from planroom.render.findings_page import checked
from planroom.site.collecting import seldom
from planroom.site.in_place import written_in_place
from planroom.site.progress import PROGRESS

CONFIGURATION = "mkdocs.yml"


@dataclass(frozen=True)
class Built:
    """What a build made: the folder, how many pages of what, its size in bytes and its time in seconds."""

    folder: Path
    pages: int
    of: str
    size: int
    seconds: float


def configuration(root: Path) -> Path:
    """The site's configuration; raises `PlanroomError` where there is none."""
    for name in (CONFIGURATION, "mkdocs.yaml"):
        if (root / name).is_file():
            return root / name
    raise PlanroomError(f"there is no `{CONFIGURATION}` in `{root}`", "run `planroom init`; it writes one")


def build_site(root: Path, *, strict: bool, folder: Path | None = None, quiet: bool = False) -> Built:
    """Build the site into `folder` (else the `site_dir` of its configuration).

    Raises `click.exceptions.Exit` with 1 if the build is strict and something stands against it.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    _talk(quiet)
    _make_docs(root)
    started = time.monotonic()
    try:
        config = load_config(
            str(configuration(root)), strict=strict or None, site_dir=str(folder) if folder else None
        )
        _require_plugin(root, config)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            with written_in_place(Path(config.site_dir)), seldom():
                mkdocs_build(config)
        except OSError as error:
            _refuse_unwritable(error, Path(config.site_dir))
            raise
        finally:
            PROGRESS.wipe()
            config.plugins.on_shutdown()
    except Abort as stop:
        click.echo(str(stop.format_message() if hasattr(stop, "format_message") else stop), err=True)
        raise click.exceptions.Exit(1) from None
    except MkDocsException as error:
        raise PlanroomError(
            f"the site cannot be built: {error}", f"mend `{configuration(root).name}`"
        ) from error
    plugin: Any = config.plugins["planroom"]
    made = Path(config.site_dir)
    sizes = [(path.suffix, path.stat().st_size) for path in made.rglob("*") if path.is_file()]
    pages = sum(1 for suffix, _ in sizes if suffix == ".html")
    size = sum(size for _, size in sizes)
    return Built(made, pages, checked(plugin.site), size, time.monotonic() - started)


def _refuse_unwritable(error: OSError, site: Path) -> None:
    """Say what is wrong where it is the folder of the site that cannot be written."""
    names = [Path(name) for name in (error.filename, error.filename2) if isinstance(name, (str, Path))]
    if any(name.is_relative_to(site) or site.is_relative_to(name) for name in names):
        raise PlanroomError(
            f"`{names[0]}` cannot be written: {error.strerror or error}",
            "make room for it, or name another folder with `--site-dir`",
        ) from error


def serve_site(root: Path, *, address: str = "") -> None:
    """Serve the site with live reload, until interrupted."""
    from mkdocs.commands.serve import serve as mkdocs_serve

    from planroom.site.serving import served_at_once

    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    _talk(False)
    _make_docs(root)
    try:
        _require_plugin(root, load_config(str(configuration(root))))
        with written_in_place(None), served_at_once():
            mkdocs_serve(config_file=str(configuration(root)), dev_addr=address or None, livereload=True)
    except Abort as stop:
        raise click.exceptions.Exit(1) from stop
    except MkDocsException as error:
        raise PlanroomError(
            f"the site cannot be served: {error}", f"mend `{configuration(root).name}`"
        ) from error


def _require_plugin(root: Path, config: MkDocsConfig) -> None:
    """Refuse to build a site that has none of our pages, and that no finding would stop."""
    if "planroom" not in config.plugins:
        name = configuration(root).name
        raise PlanroomError(
            f"`{name}` does not name the plugin `planroom`",
            "run `planroom init`; it shows the lines that are missing",
        )


def _make_docs(root: Path) -> None:
    """Make the folder of hand-written pages: MkDocs wants one, and git keeps none that is empty."""
    if not re.search(r"^docs_dir\s*:", configuration(root).read_text("utf-8"), re.MULTILINE):
        (root / "docs").mkdir(exist_ok=True)


def _talk(quiet: bool) -> None:
    """Show what MkDocs logs on standard error, as its own command line does."""
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    logger.setLevel(logging.ERROR if quiet else logging.INFO)
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)-8s%(message)s"))
        handler.addFilter(_worth_telling)
        logger.addHandler(handler)


def _worth_telling(record: logging.LogRecord) -> bool:
    """Leave out what the macros plugin tells of itself on every build; take the progress out of the way."""
    PROGRESS.wipe()
    return record.levelno > logging.INFO or not record.getMessage().startswith("[macros]")


def serve_and_restart(root: Path, *, address: str = "") -> None:
    """Serve the site in a process of its own, and start it anew when planroom's own files change.

    Loaded code stays loaded, so a change of it shows only in a new process; everything else reloads live.
    """
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    changed = threading.Event()
    package = Path(__file__).resolve().parent.parent

    class Changes(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            path = str(event.src_path)
            written = (
                event.event_type in ("modified", "created", "deleted", "moved") and not event.is_directory
            )
            if written and "__pycache__" not in path and not path.endswith((".pyc", "~", ".swp")):
                changed.set()

    observer = Observer()
    observer.schedule(Changes(), str(package), recursive=True)
    observer.start()
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        changed.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        while not stopping.is_set():
            changed.clear()
            _serve_once(root, address, changed)
            if not stopping.is_set():
                time.sleep(0.3)  # an editor writes several files in a row
                click.echo("planroom's own files have changed: starting anew", err=True)
    finally:
        observer.stop()
        observer.join()


def _serve_once(root: Path, address: str, changed: threading.Event) -> None:
    """Run the server until something changed; one that stops by itself starts again at the next change."""
    command = [sys.executable, "-m", "planroom", "serve", "--once"]
    if address:
        command += ["--dev-addr", address]
    child = subprocess.Popen(command, cwd=root)
    told = False
    while not changed.wait(0.2):
        if child.poll() is not None and not told:
            if child.returncode in (0, 2):
                sys.exit(child.returncode)
            click.echo("the server has stopped; it starts again when a file of planroom changes", err=True)
            told = True
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
