"""Sites for browser tests: built by a process of their own, served over HTTP, and watched while read."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request
from screens import WIDE

PATIENCE_MS = 120_000
"""How long a browser is waited for: nothing lasts that long, but on a machine that has other work too."""

SHIPPED = ("reference/", "guidance/", "it/guidance/")
"""Pages that planroom brings, the same for every room."""

LEAKS = """() => ({
  hit: window.__hit ?? null,
  attributes: [...document.querySelectorAll('*')].flatMap(element => [...element.attributes]
    .filter(({name, value}) => /^on/i.test(name) || /^\\s*(javascript|vbscript|data:text|file):/i.test(value)
      && /(href|src|action)$/i.test(name) || /^(src|srcset|style)$/.test(name) && /elsewhere/.test(value))
    .map(({name, value}) => `${element.tagName} ${name}=${value.slice(0, 60)}`)),
  layout: ['.md-header', '.md-footer', '.md-main article', 'article h1', 'base, iframe, object, embed, form']
    .map(selector => document.querySelectorAll(selector).length),
  over: document.documentElement.scrollWidth - innerWidth,
})"""
"""What of a page got out of its place: into scripts, addresses, or the frame around the text."""


def planroom(room: Path, *arguments: str, code: int = 0) -> str:
    """What a run of planroom says."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        [sys.executable, "-m", "planroom", *arguments],
        cwd=room,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=environment,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Say nothing: the browser's console tells of what is missing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a page asks for many files at once, and none is to be asked for again


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, with a slash at the end."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def listen(page: Page, address: str) -> list[str]:
    """All that goes wrong on a page from now on: requests to others, answers that are errors, dialogs."""
    wrong: list[str] = []

    def request(made: Request) -> None:
        if not made.url.startswith((address, "data:", "blob:")):
            wrong.append(f"request to {made.url}")

    page.on("request", request)
    page.on("response", lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


@contextmanager
def watch(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """A page in a window of its own, and all that goes wrong on it."""
    page = new_page(browser, reduced_motion="reduce")
    yield page, listen(page, address)
    page.context.close()


def new_page(browser: Browser, size: tuple[int, int] = WIDE, **options: Any) -> Page:
    """A page in a window of its own, to be closed with its context."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()
