"""MkDocs' server, told of changes at once, and undisturbed while it builds."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from mkdocs.commands import serve
from mkdocs.livereload import LiveReloadServer

from planroom.site.collecting import seldom
from planroom.site.watching import Watching

_QUIET = 0.05
"""Seconds without a change after which a rebuild begins: editors write in several steps."""
_IDLE = 1.0
"""Seconds after a build in which no garbage is looked for: its pages are being asked for."""


class Server(LiveReloadServer):
    """Serves a site, and builds it anew as soon as a file has changed.

    What a build leaves behind is cleared away when nobody waits.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.build_delay = _QUIET
        self.observer: Any = Watching()
        self._cleared = 0
        self._seen = (0, 0.0)

    def service_actions(self) -> None:
        """Clear away what a build has left; called a few times a second."""
        shown = self._visible_epoch
        if shown == self._cleared or shown != self._wanted_epoch or self._want_rebuild:
            return
        if self._seen[0] != shown:
            self._seen = shown, monotonic()
        elif monotonic() - self._seen[1] > _IDLE:
            self._cleared = shown
            gc.collect()


@contextmanager
def served_at_once() -> Iterator[None]:
    """While MkDocs serves a site, have it use the server above."""
    stock = vars(serve)["LiveReloadServer"]
    vars(serve)["LiveReloadServer"] = Server
    try:
        with seldom(), warnings.catch_warnings():
            # Of folders that were moved, or went and came again, watchdog warns, and goes on to watch them.
            warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")
            yield
    finally:
        vars(serve)["LiveReloadServer"] = stock
