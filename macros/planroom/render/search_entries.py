"""What search knows of the generated pages: an entry for each page and for each of its sections.

Entries are made of a page's own parts, and not of the page that was built of them: nothing is parsed twice,
and what stands on a page only to show another one, or to be looked at, is left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.address import Addresses
from planroom.render.memory import MEMORY, Plain
from planroom.render.page import Block, Heading, SitePage, Subject

PAGE = "Page"
"""What a page is called that says nothing of itself."""

_DEEPEST = 3
"""Headings below this level open no section of their own."""

_ATTRIBUTES = r"""((?:[^>"']|"[^"]*"|'[^']*')*)"""
_TAG = late(rf"<(/?)([A-Za-z][A-Za-z0-9-]*){_ATTRIBUTES}>|<!--.*?-->", re.DOTALL)
_ID = late(r"""<[a-z][a-z0-9]*(?: [^<>"]*(?:"[^"]*"[^<>"]*)*)?? id="([^"]*)\"""")
_INLINE = frozenset((
    "a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", "wbr",
))  # fmt: skip
_UNREAD = frozenset((
    "aside", "button", "form", "object", "script", "select", "style", "svg", "template", "thead",
))  # fmt: skip
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
_MARKED = late(
    r"\bdata-search-exclude\b"
    r'|\bclass="(?:[^"]* )?(?:pr-kind|pr-prov|pr-hidden|pr-empty|pr-findings?|filename)[ "]'
)
"""What repeats other pages or the page's own title, or holds no words of the subject."""
_BESIDE = late(r'\bclass="(?:[^"]* )?(?:pr-banner|pr-facts|pr-rel|pr-tree)[ "]')
"""Banners, facts, relations and fields: search finds their words, but they are no text to show."""


@dataclass(frozen=True)
class Entry:
    """What search knows of a page or a section: where it is, its title, its words, and what it is about.

    All is plain text. `more` holds words that are found and not shown, each once: those of facts and fields,
    and of a text too long for the index those that had no room in it.
    """

    location: str
    title: str
    text: str
    subject: Subject
    more: str = ""


def entries(page: SitePage, addresses: Addresses) -> Iterator[Entry]:
    """A page's entry and those of its sections, in order; none where search is not to find it.

    A section without a word is none; the page's own entry has its heading.
    """
    if not page.searchable:
        return
    first, *rest = _read(page, addresses)
    bare = [
        entry for entry in rest if not entry.subject.kind and entry.text in ("", "none") and not entry.more
    ]
    headings = " ".join(entry.title for entry in bare)
    yield replace(first, more=f"{first.more} {headings}".strip())
    yield from (entry for entry in rest if entry not in bare)


def _read(page: SitePage, addresses: Addresses) -> list[Entry]:
    """The entries of a page, which follow from its address, its subjects and its blocks."""
    url = addresses.url(page.path)
    own = next((subject for subject in reversed(page.subjects) if not subject.anchor), Subject(PAGE))
    subjects = (*page.subjects, own, Subject("", weight=own.weight))

    def make() -> list[Plain]:
        place = {id(subject): number for number, subject in enumerate(subjects)}
        return [
            [entry.location, entry.title, entry.text, place[id(entry.subject)], entry.more]
            for entry in _found(page, url, own, subjects[-1])
        ]

    stated = (*map(repr, page.subjects), *map(_stated, page.blocks))
    kept: list[Any] = MEMORY.made("entries", url, page.title, *stated, make=make)
    return [Entry(where, title, text, subjects[number], more) for where, title, text, number, more in kept]


def _stated(block: Block) -> str:
    if isinstance(block, Heading):
        return f"heading\0{block.level}\0{block.anchor}\0{block.text}"
    return f"html\0{block.text}"


def _found(page: SitePage, url: str, own: Subject, part: Subject) -> Iterator[Entry]:
    subjects = {subject.anchor: subject for subject in page.subjects if subject.anchor}
    here = _Open(url, page.title, own)
    for block in page.blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                continue
            if own.whole or block.level > _DEEPEST or not block.anchor:
                here.words += (" ", html.escape(block.text), " ")
                continue
            yield here.closed()
            here = _Open(f"{url}#{block.anchor}", block.text, subjects.pop(block.anchor, part))
            continue
        for anchor, markup in _parted(block.text, subjects):
            if anchor:
                yield here.closed()
                subject = subjects.pop(anchor)
                here = _Open(f"{url}#{anchor}", subject.title or anchor, subject)
            here.read(markup)
    yield here.closed()
    for anchor, subject in subjects.items():
        yield Entry(f"{url}#{anchor}", subject.title or anchor, "", subject)


def _parted(markup: str, subjects: Mapping[str, Subject]) -> Iterator[tuple[str, str]]:
    """A stretch of HTML in parts: each but the first begins with the element that has a subject's anchor."""
    last, start = "", 0
    for match in _ID.finditer(markup) if subjects else ():
        if html.unescape(match[1]) in subjects:
            yield last, markup[start : match.start()]
            last, start = html.unescape(match[1]), match.start()
    yield last, markup[start:]


class _Open:
    """An entry whose words are still being read."""

    def __init__(self, location: str, title: str, subject: Subject) -> None:
        self.location, self.title, self.subject = location, title, subject
        self.words: list[str] = []
        self.beside: list[str] = []

    def read(self, markup: str) -> None:
        """Take the words of a stretch of finished HTML, without those that search is not to find."""
        into: list[str] | None = self.words
        outer, depth, end = "", 0, 0
        for match in _TAG.finditer(markup):
            closing, name, attributes = match[1], (match[2] or "").lower(), match[3] or ""
            if into is not None:
                into.append(markup[end : match.start()])
                if name not in _INLINE:
                    into.append(" ")
            end = match.end()
            if depth:
                if name == outer:
                    depth += -1 if closing else 1
                    into = into if depth else self.words
            elif name and not closing and name not in _VOID:
                if name in _UNREAD or (attributes and _MARKED.search(attributes)):
                    outer, depth, into = name, 1, None
                elif attributes and _BESIDE.search(attributes):
                    outer, depth, into = name, 1, self.beside
        if into is not None:
            into.append(markup[end:])
        self.words.append(" ")

    def closed(self) -> Entry:
        """The entry with what was read."""
        text = _said(self.words)
        return Entry(self.location, self.title, text, self.subject, _unsaid(_said(self.beside), text))


def _said(parts: Iterable[str]) -> str:
    return unicodedata.normalize("NFC", " ".join(html.unescape("".join(parts)).split()))


def _unsaid(more: str, text: str) -> str:
    """The words of `more` that `text` does not have, each once."""
    said = set(text.lower().split())
    return " ".join(dict.fromkeys(word for word in more.lower().split() if word not in said))


# An index of limited size -----------------------------------------------------------------------------------


def fitted(made: list[Entry], budget: int) -> tuple[list[Entry], int]:
    """Entries with no more than about `budget` characters in all, and how many texts were shortened.

    Long texts give up their ends, all at the same length, so that short ones stay whole. The words of an end
    that the text has not had are kept apart, each once: search finds them all the same.
    """
    lengths = [len(entry.text) for entry in made]
    beside = sum(len(entry.more) + len(entry.title) + len(entry.location) for entry in made)
    if sum(lengths) + beside <= budget:
        return made, 0
    limit = _limit(lengths, max(budget - beside, budget // 3))
    shortened = [_shortened(entry, limit) if len(entry.text) > limit else entry for entry in made]
    return shortened, sum(1 for length in lengths if length > limit)


def _limit(lengths: list[int], budget: int) -> int:
    """The length at which texts are cut so that all of them together have `budget` characters."""
    left = budget
    ordered = sorted(lengths)
    for place, length in enumerate(ordered):
        share = left // (len(ordered) - place)
        if length > share:
            return share
        left -= length
    return ordered[-1] if ordered else 0


def _shortened(entry: Entry, limit: int) -> Entry:
    end = entry.text.rfind(" ", 0, limit + 1)
    head = entry.text[: end if end > 0 else limit]
    more = f"{entry.more} {entry.text[len(head) :]}"
    return replace(entry, text=head, more=_unsaid(more, head))
