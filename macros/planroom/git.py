"""What git says of a folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SET_BY_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""What a calling git hook sets: it would name another repository."""


def asked(root: Path, *words: str) -> bytes | None:
    """What git prints when it is asked in a folder; `None` where there is no git, or it refuses."""
    environment = {key: value for key, value in os.environ.items() if key not in _SET_BY_HOOKS}
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def answer(root: Path, *words: str) -> str:
    """The one line that git answers in a folder, or `""`."""
    return (asked(root, *words) or b"").decode("utf-8", "replace").strip()


def folder_in_repository(root: Path) -> str:
    """The room's folder in its git repository, `""` for the whole."""
    return answer(root, "rev-parse", "--show-prefix").strip("/")


def main_branch(root: Path) -> str:
    """The branch that the remote calls its main one; `main` where git does not know."""
    known = answer(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return known.removeprefix("origin/") or "main"


def commit(root: Path) -> str:
    """The short name of the commit that is checked out, `""` outside of git."""
    return answer(root, "rev-parse", "--short", "HEAD")
