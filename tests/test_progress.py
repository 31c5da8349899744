"""Long work says how far it is where somebody watches, and nowhere else."""

from __future__ import annotations

import io
import logging
import sys

import pytest

from planroom.site.progress import Progress


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "level", "written"),
    [
        (Terminal(), logging.INFO, "\r\x1b[2KBuilding page 1,234 of 5,252\r\x1b[2K"),
        (Terminal(), logging.ERROR, ""),
        (io.StringIO(), logging.INFO, ""),
    ],
    ids=["watched", "quiet", "not a terminal"],
)
def test_the_line_is_for_those_who_watch(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, level: int, written: str
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(logging.getLogger("mkdocs"), "level", level)
    logging.getLogger("mkdocs").manager._clear_cache()  # type: ignore[attr-defined]
    progress = Progress()
    progress.say("Building page", 1234, 5252)
    progress.say("Building page", 1235, 5252)  # too soon to be read
    progress.wipe()
    progress.wipe()
    assert stream.getvalue() == written
