"""Running Pagefind, which makes an index in pieces for sites that are too large for one."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from planroom.errors import PlanroomError
from planroom.render.search_pages import IndexedPage

FOLDER = "pagefind"
"""Where the index lies in the site."""

_UNUSED = ("pagefind-*.js", "pagefind-*.css")
"""Pagefind's own search box, which ours stands for."""


def require() -> None:
    """Raise `PlanroomError` where Pagefind is asked for and not installed."""
    if importlib.util.find_spec("pagefind") is None or importlib.util.find_spec("pagefind_bin") is None:
        raise PlanroomError(
            "`search: pagefind` is set in `planroom.yaml`, and Pagefind is not installed",
            "run `pip install 'planroom[search]'`, or take the line out",
        )


def make_index(pages: Iterable[IndexedPage], site: Path, language: str) -> None:
    """Index the pages into the folder of a site; raises `PlanroomError` where Pagefind fails."""
    target = site / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="planroom-search-") as name:
        source = Path(name)
        for page in pages:
            file = source / (
                page.location if page.location.endswith(".html") else f"{page.location}index.html"
            )
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.markup, "utf-8")
        command = [sys.executable, "-m", "pagefind", "--site", str(source), "--output-path", str(target)]
        done = subprocess.run(
            [*command, "--force-language", language, "--silent"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise PlanroomError(
            f"Pagefind cannot index the site: {said[-1] if said else f'it ended with {done.returncode}'}",
            "take `search: pagefind` out of `planroom.yaml`, or mend what it says",
        )
    for pattern in _UNUSED:
        for file in target.glob(pattern):
            file.unlink()
