"""Working copies of real git remotes, with a shell in which `planroom` is the one under test."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Checkout:
    """A working copy, and a shell in it whose `planroom` is the one under test."""

    folder: Path
    environment: dict[str, str]

    def attempt(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run lines as a server does: one shell that stops at the first failure."""
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script.replace(".venv/bin/", "")],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def run(self, script: str) -> str:
        """Run lines that have to succeed, and return what they print."""
        result = self.attempt(script)
        assert result.returncode == 0, f"{script}\n{result.stdout}\n{result.stderr}"
        return result.stdout

    def clone(self, folder: Path) -> Checkout:
        """A fresh copy of the remote's main branch, as a server makes it."""
        self.run(f"git clone -q --branch main '{self.remote}' '{folder}'")
        return Checkout(folder, self.environment)

    @property
    def remote(self) -> str:
        return self.run("git remote get-url origin").strip()


def empty_checkout(tmp_path: Path) -> Checkout:
    """An empty clone of an empty bare remote, seen by nobody's own git settings."""
    programs = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_TERMINAL_PROMPT": "0",
    }
    shop = Checkout(tmp_path, environment)
    shop.run(
        "git init -q --bare --initial-branch=main remote.git\n"
        "git init -q --initial-branch=main shop\n"
        "git -C shop remote add origin ../remote.git"
    )
    return Checkout(tmp_path / "shop", environment | {"GIT_CEILING_DIRECTORIES": str(tmp_path)})
