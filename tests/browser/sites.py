"""Sites for browser tests: built, served over HTTP, and watched while read."""

from __future__ import annotations

import functools
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page
from screens import WIDE

from planroom.cli import main

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
    """What a run of planroom says, in this process: one of its own would load for longer than it runs."""
    said, told = StringIO(), StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        warnings.catch_warnings(),
        redirect_stdout(said),
        redirect_stderr(told),
    ):
        warnings.simplefilter("ignore")
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.chdir(room)
        patch.setattr(sys, "argv", ["planroom", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    assert (ended.value.code or 0) == code, said.getvalue()[-2000:] + told.getvalue()[-2000:]
    return said.getvalue()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files

    def end_headers(self) -> None:
        """Let the browser keep what does not differ from page to page."""
        if self.path.startswith("/assets/"):
            self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

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


class Window:
    """A page that test after test begins anew, and all that goes wrong on it.

    A window of its own for each test would start a process each time, which takes longer than most tests.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open()

    def _open(self) -> None:
        self._address, self._wrong = "", list[str]()
        self._page = new_page(self._browser, reduced_motion="reduce")
        self._chromium = self._page.context.new_cdp_session(self._page)
        self._listen()

    def begin(self, address: str, size: tuple[int, int], scheme: Any) -> tuple[Page, list[str]]:
        """The page with nothing left of earlier tests, and the list into which goes what is wrong."""
        try:
            self._empty(size, scheme)
        except Error:  # an earlier test has left it in pieces
            self._page.context.close()
            self._open()
            self._empty(size, scheme)
        self._address, self._wrong = address, list[str]()
        return self._page, self._wrong

    def _empty(self, size: tuple[int, int], scheme: Any) -> None:
        self._page.goto("about:blank")
        if self._address:
            origin = urlsplit(self._address)._replace(path="").geturl()
            self._chromium.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self._page.emulate_media(media="null", color_scheme=scheme, forced_colors="null")
        self._page.set_viewport_size({"width": size[0], "height": size[1]})
        self._page.mouse.move(0, 0)

    def _listen(self) -> None:
        def say(words: str) -> None:
            self._wrong.append(words)

        page = self._page
        page.on("request", lambda made: None if self._own(made.url) else say(f"request to {made.url}"))
        page.on("response", lambda got: say(f"{got.status} {got.url}") if got.status >= 400 else None)
        page.on("dialog", lambda dialog: (say(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda told: say(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: say(str(error)))

    def _own(self, url: str) -> bool:
        return url.startswith((self._address, "data:", "blob:"))


@cache
def window(browser: Browser) -> Window:
    """The one window of a browser."""
    return Window(browser)


def watch(
    browser: Browser, address: str, size: tuple[int, int] = WIDE, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """The page of the browser's window, empty, and a list of all that goes wrong on it from now on.

    Wrong are requests to others than `address`, answers that are errors, dialogs, and errors of scripts.
    """
    return window(browser).begin(address, size, scheme)


def new_page(browser: Browser, size: tuple[int, int] = WIDE, **options: Any) -> Page:
    """A page in a window of its own, to be closed with its context."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()
