"""What git knows of the repository that a site is built from."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path


def folder_in_repository(root: Path) -> str:
    """The room's folder in its git repository, `""` for the whole."""
    shown = _git(root, "rev-parse", "--show-prefix")
    return shown.strip("/")


def main_branch(root: Path) -> str:
    """The branch that the remote calls its main one; `main` where git does not know."""
    return _git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/") or "main"


def _git(root: Path, *words: str) -> str:
    with contextlib.suppress(OSError):
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.strip()
    return ""


def commit(root: Path) -> str:
    """The short name of the commit that is checked out, `""` outside of git."""
    return _git(root, "rev-parse", "--short", "HEAD")
