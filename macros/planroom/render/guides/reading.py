"""The shipped texts of the guidance: one file for each guide and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from planroom.files import shipped
from planroom.kinds.words import LANGUAGES
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source import Source

_CALL = late(r"^\{\{ *([a-z_]+)\(([^()]*)\) *\}\}$", re.MULTILINE)
"""A line that stands for something made from data: `{{ name(argument, argument) }}`."""


@dataclass(frozen=True, slots=True)
class Call:
    """Something that is made from data where it stands: its name and its arguments."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide in one language.

    `slug` is its place in the address, the same in every language; `label` the words above its title, `group`
    the part of the index that lists it, `order` its place there; `parts` its text between the calls.
    `names` are words by which a reader may look for it.
    """

    slug: str
    language: str
    title: str
    lede: str
    label: str
    group: str
    order: int
    parts: tuple[str | Call, ...]
    names: tuple[str, ...] = ()


@cache
def guides(language: str) -> tuple[Guide, ...]:
    """Every guide in a language, in the order of the index."""
    folder = shipped("guides", language)
    found = [_guide(file.stem, language, file.read_text("utf-8")) for file in sorted(folder.glob("*.md"))]
    return tuple(sorted(found, key=lambda guide: (guide.order, guide.slug)))


@cache
def guides_naming(pattern: str) -> tuple[Guide, ...]:
    """The guides, in the first language, that say where a pattern helps."""
    calls = (
        (guide, part) for guide in guides(LANGUAGES[0]) for part in guide.parts if isinstance(part, Call)
    )
    return tuple(
        dict.fromkeys(guide for guide, call in calls if call.name == "patterns" and pattern in call.arguments)
    )


def languages() -> tuple[str, ...]:
    """The languages of the guidance, the first being that of the rest of the site."""
    return LANGUAGES


def _guide(slug: str, language: str, text: str) -> Guide:
    source = Source(f"planroom/guides/{language}/{slug}.md", text, "markdown")
    told: dict[str, Any] = source.value
    body = "\n".join(source.lines[source.outline.front_end :])
    return Guide(
        slug,
        language,
        told["title"],
        told["lede"],
        told.get("label", ""),
        told["group"],
        int(told["order"]),
        tuple(_parts(body)),
        tuple(told.get("names", ())),
    )


def _parts(body: str) -> Iterator[str | Call]:
    at = 0
    for match in _CALL.finditer(body):
        if body[at : match.start()].strip():
            yield body[at : match.start()]
        arguments = tuple(part.strip() for part in match[2].split(",") if part.strip())
        yield Call(match[1], arguments)
        at = match.end()
    if body[at:].strip():
        yield body[at:]
