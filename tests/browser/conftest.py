"""The site of this repository in a Chromium, and pages that fail a test over anything that goes wrong."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from find_chromium import ADVICE, find_chromium
from playwright.sync_api import Browser, Page, Request, Response, sync_playwright
from screens import WIDE, Open

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this repository's site, built anew: what an earlier build left may be of other files."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "planroom", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"the site cannot be built:\n{done.stdout}\n{done.stderr}"
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Say nothing: the browser's console tells of what is missing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, with a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each has a context of its own."""
    found = find_chromium()
    if found is None:
        pytest.fail(ADVICE, pytrace=False)
    with sync_playwright() as playwright:
        environment = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS, env=environment)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens pages of the site by their address, in a width and a colour scheme of choice.

    The test fails on a request to another host, an answer that is an error, and whatever the console
    calls one.
    """
    wrong: list[str] = []
    contexts = []

    def request(made: Request) -> None:
        if not made.url.startswith((address, "data:", "blob:")):
            wrong.append(f"request to {made.url}")

    def response(given: Response) -> None:
        if given.status >= 400:
            wrong.append(f"{given.status} for {given.url}")

    def open_(path: str, size: tuple[int, int] = WIDE, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", request)
        page.on("response", response)
        page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address + path)
        page.wait_for_selector("article[data-pr-ready]")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """The home page, for tests that go on from there."""
    return open_page("")
