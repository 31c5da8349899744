"""`planroom serve` shows edits of files, and starts anew when planroom's own code changes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import planroom

pytestmark = pytest.mark.site
PATIENCE = 600.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> str:
    """A page's text, or what keeps it from being read."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.read().decode())
    except (OSError, urllib.error.URLError) as error:
        return f"no answer: {error}"


def wait_for(words: str, address: str) -> str:
    """The page once it holds these words."""
    end = time.monotonic() + PATIENCE
    text = ""
    while time.monotonic() < end:
        text = fetch(address)
        if words in text:
            return text
        time.sleep(0.3)
    raise AssertionError(f"{address} never showed {words!r}; last: {text[:300]!r}")


def wait_for_more(words: str, than: int, log: Path) -> None:
    """Wait until the server's log holds these words more often than before."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if log.read_text("utf-8").count(words) > than:
            return
        time.sleep(0.2)
    raise AssertionError(f"the log never showed {words!r}: {log.read_text('utf-8')[-2000:]}")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A small project with a site."""
    root = tmp_path / "room"
    (root / "adr").mkdir(parents=True)
    (root / "docs").mkdir()
    decision = "---\nstatus: accepted\ndate: 2026-01-02\n---\n# First words\n"
    (root / "adr" / "0001-first.md").write_text(decision, "utf-8")
    (root / "docs" / "about.md").write_text("# About\n\nOld text.\n", "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Serve\ntheme: {name: material}\nplugins: [search, macros, planroom]\n", "utf-8"
    )
    return root


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of planroom, to be changed while other tests run the one that is installed."""
    here = Path(planroom.__file__).parent
    return shutil.copytree(here, tmp_path / "copy/planroom", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def server(room: Path, package: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A running server of the copy: its address and the file with what it says."""
    address = f"127.0.0.1:{free_port()}"
    log = tmp_path / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "planroom", "serve", "--dev-addr", address],
            cwd=room,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONPATH": str(package.parent)},
        )
        try:
            yield f"http://{address}/", log
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_edits_show_and_code_restarts(room: Path, package: Path, server: tuple[str, Path]) -> None:
    """An edited decision and page show without a restart; a changed file of the package brings one."""
    address, log = server
    wait_for("First words", f"{address}decisions/0001-first/")
    decision = room / "adr" / "0001-first.md"
    decision.write_text(decision.read_text("utf-8").replace("First words", "Second thoughts"), "utf-8")
    wait_for("Second thoughts", f"{address}decisions/0001-first/")
    (room / "docs" / "about.md").write_text("# About\n\nNew text.\n", "utf-8")
    wait_for("New text.", f"{address}about/")

    starts = log.read_text("utf-8").count("starting anew")
    code = package / "__init__.py"
    code.write_bytes(code.read_bytes())
    wait_for_more("starting anew", starts, log)
    wait_for("Second thoughts", f"{address}decisions/0001-first/")
