"""Find a Chromium that runs here, or install one: `find_chromium.py [--install]` prints its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SHELL = "chromium-headless-shell"
"""Chromium without its windows: with it the tests take a fifth less of the processor's time."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    Path("/usr/bin", SHELL),
    Path("/usr/bin/chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
DRIVERS = "libatomic1"
"""What Playwright's driver needs of the system, and a small image has not."""
LISTS = Path("/var/lib/apt/lists")
ADVICE = """\
No Chromium runs on this machine, and none could be installed. Do one of these:
  Debian       sudo apt-get install chromium-headless-shell
  elsewhere    .venv/bin/playwright install --with-deps chromium
  by hand      set PLANROOM_CHROMIUM to the path of a Chromium or Chrome
`make unit` runs the tests that need no browser."""


def find_chromium() -> Path | None:
    """The first Chromium that answers when asked for its version, or None."""
    return next((path for path in candidates() if runs(path)), None)


def candidates() -> Iterator[Path]:
    """Where a Chromium may be, the user's own choice first and Playwright's download last."""
    if chosen := os.environ.get("PLANROOM_CHROMIUM"):
        yield Path(chosen)
        return  # a choice that does not run should be heard of, not passed over
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from PLACES
    yield from playwrights_own()


def playwrights_own() -> Iterator[Path]:
    """Where Playwright keeps, or would keep, the Chromium that it downloads; none where it does not run."""
    from playwright.sync_api import sync_playwright  # starts a process: only when nothing nearer was found

    try:
        with sync_playwright() as playwright:
            kept = Path(playwright.chromium.executable_path)
    except Exception as problem:  # it has no narrower one for a driver that ends at once
        print(f"Playwright does not run here: {problem}", file=sys.stderr)
    else:
        yield kept


def runs(path: Path) -> bool:
    """Whether the program starts: a distribution may leave a script that only names another package."""
    if not path.is_file():
        return False
    try:
        command = [str(path), "--version"]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> Path | None:
    """Install Chromium with the means this user has, and return it, or None where none of them works."""
    for commands in installations():
        if all(succeeds(command) for command in commands) and (found := find_chromium()):
            return found
    return None


def installations() -> Iterator[list[list[str]]]:
    if may_install():
        yield [update(), add(SHELL, DRIVERS)]
        yield [add("chromium", DRIVERS)]
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def may_install() -> bool:
    """Whether this user may install a package of Debian, as in a container."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def update() -> list[str]:
    return ["apt-get", "-o", "Acquire::http::Timeout=20", "update"]


def add(*packages: str) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", "--no-remove", *packages]


def install_shell(found: Path) -> Path:
    """Put the shell beside a Chromium that came as a package, where that is allowed; else what was found."""
    if found.name != "chromium" or not may_install() or "PLANROOM_CHROMIUM" in os.environ:
        return found
    if not any(LISTS.glob("*_Packages*")):
        succeeds(update())  # an image without lists of packages; one that has them need not get newer ones
    is_known = subprocess.run(["apt-cache", "show", SHELL], capture_output=True, check=False).returncode == 0
    return (succeeds(add(SHELL)) and find_chromium()) or found if is_known else found


def succeeds(command: list[str]) -> bool:
    print("Installing Chromium:", " ".join(command), file=sys.stderr)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        # Talk goes to stderr: stdout carries the path alone.
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(problem, file=sys.stderr)
        return False
    return result.returncode == 0


def main(arguments: list[str]) -> int:
    found = find_chromium()
    if found is None and "PLANROOM_CHROMIUM" in os.environ:
        print(f"PLANROOM_CHROMIUM: `{os.environ['PLANROOM_CHROMIUM']}` does not run", file=sys.stderr)
        return 1
    if "--install" in arguments:
        found = install_shell(found) if found else install()
    if found is None:
        print(ADVICE, file=sys.stderr)
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
