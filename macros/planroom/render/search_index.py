"""The entries of search as the theme's search box reads them, and the worker that it asks."""

from __future__ import annotations

import html
from collections.abc import Iterable
from importlib.resources import files as resources
from typing import Any

from planroom.render.search_entries import Entry

FIELDS = {"title": 1000, "names": 1000, "text": 1, "more": 0.5}
"""What of an entry the browser's index looks in, and how much a word found there counts."""

BUDGET = 2_600_000
"""Characters of text that the index of a site holds; with what describes them that is about 4 MB."""


def documents(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries as the theme reads them, which takes titles and texts to be HTML."""
    return [_document(entry) for entry in entries]


def _document(entry: Entry) -> dict[str, Any]:
    subject = entry.subject
    word, chip = subject.status
    found: dict[str, Any] = {
        "location": entry.location,
        "title": html.escape(entry.title, quote=False),
        "text": html.escape(entry.text, quote=False),
        "more": entry.more,
        "kind": html.escape(subject.kind),
        "detail": html.escape(subject.detail),
        "status": html.escape(word),
        "chip": chip,
        "names": [name for name in dict.fromkeys(subject.names) if name],
        "common": subject.common,
        "boost": subject.weight if subject.weight != 1 else None,
    }
    return {key: value for key, value in found.items() if value or key in ("location", "title", "text")}


def worker(engine: str) -> str:
    """The script of the worker: ours around the theme's own, `engine`."""
    return "\n".join((_part("words.js"), _part("before_built_in.js"), engine, _part("after_built_in.js")))


def pagefind_worker() -> str:
    """The script of the worker where Pagefind has made the index."""
    return "\n".join((_part("words.js"), _part("pagefind.js")))


def box() -> str:
    """The script beside the search box: it wakes the worker, and lets it run on pages opened from files."""
    return "\n".join((_part("from_file.js"), _part("wake.js")))


def _part(name: str) -> str:
    return resources("planroom").joinpath("look", "search", name).read_text("utf-8")
