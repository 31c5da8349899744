"""How far a long build is, in one line of a terminal that is written again and again."""

from __future__ import annotations

import logging
import sys
import time

_BETWEEN_S = 0.1
_WIPE = "\r\x1b[2K"


class Progress:
    """Says how many of how many are done, if somebody watches: standard error is a terminal, without -q."""

    def __init__(self) -> None:
        self._said_at = 0.0
        self._is_shown = False

    def say(self, words: str, done: int, total: int = 0) -> None:
        """Write the line, ten times a second at most; `total` is 0 where it is not known yet."""
        now = time.monotonic()
        if now - self._said_at < _BETWEEN_S or not self._is_watched():
            return
        self._said_at, self._is_shown = now, True
        of = f" of {total:,}" if total else ""
        sys.stderr.write(f"{_WIPE}{words} {done:,}{of}")
        sys.stderr.flush()

    def wipe(self) -> None:
        """Take the line away, for other words or for good."""
        if self._is_shown:
            sys.stderr.write(_WIPE)
            sys.stderr.flush()
            self._is_shown = False

    def _is_watched(self) -> bool:
        return sys.stderr.isatty() and logging.getLogger("mkdocs").isEnabledFor(logging.INFO)


PROGRESS = Progress()
"""The line of this process."""
