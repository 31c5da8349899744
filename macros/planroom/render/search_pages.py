"""What Pagefind is given to index: of each page only what search is to find, and what that counts for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any

from planroom.records import dataclass

BESIDE = "pr-beside"
"""How the anchors begin behind which words stand that are found, and shown nowhere."""

_TITLE, _TEXT, _BESIDE = 8.0, 1.0, 0.5
_BROUGHT = 0.01
"""A page of no more weight is one that planroom brings: it is only looked for where others are too few."""

_LIGHTEST, _HEAVIEST = 0.05, 10.0
"""Pagefind knows no weight above the one, and what is below the other is as nothing."""


@dataclass(frozen=True)
class IndexedPage:
    """A page for the index: its address from the site's root, and its HTML."""

    location: str
    markup: str


def indexed_pages(documents: Iterable[dict[str, Any]], language: str) -> Iterator[IndexedPage]:
    """The pages of documents as search has them, those of one page standing together."""
    for location, found in groupby(documents, key=lambda item: str(item["location"]).partition("#")[0]):
        first, *rest = found
        yield IndexedPage(location, _markup(first, rest, language))


def names_of(documents: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The documents of things that have a kind, without their texts: what is called so is found at once."""
    left_out = ("text", "more")
    return [
        {key: value for key, value in item.items() if key not in left_out}
        for item in documents
        if item.get("kind")
    ]


def _markup(page: dict[str, Any], sections: list[dict[str, Any]], language: str) -> str:
    weight = float(page.get("boost", 1))
    parts = [
        f'<h1 data-pagefind-meta="title"{_weighs(_TITLE * weight)}>{page["title"]}</h1>',
        _block(page["text"], weight),
        _beside(BESIDE, page, weight),
    ]
    for section in sections:
        own = float(section.get("boost", weight))
        anchor = escape(str(section["location"]).partition("#")[2])
        parts.append(f'<h2 id="{anchor}"{_weighs(_TITLE / 2 * own)}>{section["title"]}</h2>')
        parts.append(_block(section["text"], own))
        parts.append(_beside(f"{BESIDE}-{anchor}", section, own))
    body = "\n".join(part for part in parts if part)
    whose = "project" if weight > _BROUGHT else "planroom"
    return (
        f'<html lang="{escape(language)}"><body data-pagefind-body data-pagefind-filter="of:{whose}">'
        f"{body}</body></html>"
    )


def _beside(anchor: str, document: dict[str, Any], weight: float) -> str:
    """What is found and not shown; for Pagefind, no section begins with a heading that has no text."""
    names = _block(escape(" ".join(document.get("names", ()))), _TITLE * weight)
    more = _block(escape(document.get("more", "")), _BESIDE * weight)
    return f'<h3 id="{anchor}">…</h3>{names}{more}' if names or more else ""


def _block(text: str, weight: float) -> str:
    return f"<div{_weighs(weight)}>{text}</div>" if text.strip() else ""


def _weighs(weight: float) -> str:
    known = max(_LIGHTEST, min(weight, _HEAVIEST))
    return "" if known == _TEXT else f' data-pagefind-weight="{known:g}"'
