"""The checks need nothing of the site, and what needs the site says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.site
WITHOUT = "import sys; sys.modules.update(dict.fromkeys({names!r})); from planroom.cli import main; main()"
SITE = (
    "mkdocs",
    "material",
    "mkdocs_macros",
    "nh3",
    "mdit_py_plugins",
    "merman",
    "markdown",
    "watchdog",
    "pymdownx",
)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as it runs where the extras are not installed."""
    code = WITHOUT.format(names=SITE)
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_checks_run_without_the_site(tmp_path: Path) -> None:
    """`init`, `new`, `check` and `list` need the core alone."""
    assert run(tmp_path, "init").returncode == 0
    assert run(tmp_path, "new", "design", "shop").returncode == 0
    done = run(tmp_path, "check")
    assert done.returncode == 0, done.stderr
    assert "Checked" in done.stdout
    assert run(tmp_path, "list").returncode == 0


@pytest.mark.parametrize("arguments", [("build",), ("serve",), ("render", "out")])
def test_what_needs_the_site_says_what_to_install(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A missing extra is a message with the command that installs it."""
    run(tmp_path, "init")
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert "planroom[site]" in done.stderr
    assert "Traceback" not in done.stderr
