"""A page for every guide and language, and their indexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from planroom.guidance.capabilities import areas
from planroom.patterns import late
from planroom.render import address
from planroom.render.brought import BROUGHT
from planroom.render.guides import addresses
from planroom.render.guides.facts import facts
from planroom.render.guides.made import MADE, SAME_EVERYWHERE, Place, index, looked_at
from planroom.render.guides.reading import Call, Guide, guides, languages
from planroom.render.guides.words import NAMES, group, say
from planroom.render.memory import MEMORY
from planroom.render.page import GUIDING, Block, Heading, Html, SitePage, Subject
from planroom.render.prose import Prose
from planroom.render.rendering import Rendering

_ANCHOR = late(r"^(.*?)\s*\{\s*#([\w-]+)\s*\}$")
_LINK = late(r"\[([^\[\]]+)\]\((guide|check|page|room):([^()\s#]*)(?:#([\w-]+))?\)")


def pages(site: Rendering) -> Iterator[SitePage]:
    """The indexes and every guide, in every language."""
    for language in languages():
        yield _index(site, language)
        for guide in guides(language):
            yield _page(site, guide)


def _index(site: Rendering, language: str) -> SitePage:
    path = addresses.home(language)
    title = say("guidance", language)
    head = _head(site, path, language, title, title, say("lede", language), addresses.home, ())
    made = Html(str(index(Place(site, path, language))))
    return SitePage(
        path,
        title,
        (*head, made),
        hide=("toc", "footer"),
        subjects=(Subject(title, weight=GUIDING),),
        language=language,
    )


def _page(site: Rendering, guide: Guide) -> SitePage:
    path = addresses.of_guide(guide.slug, guide.language)
    label = guide.label or str(group(guide.group).of(guide.language))
    kind = f"{say('guidance', guide.language)}: {label[:1].lower()}{label[1:]}"

    def same(language: str) -> str:
        return addresses.of_guide(guide.slug, language)

    told = tuple(facts(site, path, guide))
    blocks: list[Block] = [*_head(site, path, guide.language, kind, guide.title, guide.lede, same, told)]
    place = Place(site, path, guide.language)
    for part in guide.parts:
        if isinstance(part, Call):
            blocks += _called(place, part)
        else:
            led = _led(site, path, guide.language, part)
            blocks += BROUGHT.blocks("guide", led, make=partial(_sections, site, led))
    about = (
        Subject(say("guidance", guide.language), guide.names, weight=GUIDING, common=True),
        *_entries(guide),
    )
    return SitePage(
        path, guide.title, tuple(blocks), description=guide.lede, subjects=about, language=guide.language
    )


def _called(place: Place, call: Call) -> list[Block]:
    """What a guide calls for, kept by what it follows from where that is known."""

    def make() -> str:
        return str(MADE[call.name](place, *call.arguments))

    flat = "" if place.site.addresses.directory_urls else "flat"
    stated = ("made", call.name, *call.arguments, place.page, place.language, flat)
    if call.name in SAME_EVERYWHERE:
        return [Html(BROUGHT.memory.made(*stated, make=make))]
    seen = looked_at(place, call.name, *call.arguments)
    return [Html(make() if seen is None else MEMORY.made(*stated, *seen, make=make))]


def _sections(site: Rendering, text: str) -> Iterator[Block]:
    prose = Prose(draw=lambda drawn: str(site.figure(drawn.strip("\n"), "Diagram")))
    return map(_anchored, prose.sections(text))


def _entries(guide: Guide) -> Iterator[Subject]:
    """What search is to know of the capabilities on a guide: each is a hit of its own."""
    for part in guide.parts:
        if isinstance(part, Call) and part.name == "capabilities":
            for entry in areas()[part.arguments[0]]:
                title = entry.title.of(guide.language)
                yield Subject(
                    say("guidance", guide.language),
                    entry.names,
                    entry.id,
                    title,
                    guide.title,
                    weight=GUIDING,
                    common=True,
                )


def _head(
    site: Rendering,
    path: str,
    language: str,
    kind: str,
    title: str,
    lede: str,
    same: Callable[[str], str],
    told: tuple[tuple[str, Markup | str], ...],
) -> tuple[Block, ...]:
    others = [(code, NAMES[code], same(code)) for code in languages()]
    return site.blocks(
        "guide.md.jinja",
        path,
        kind=kind,
        title=title,
        lede=lede,
        language=language,
        languages=others,
        told=told,
    )


def _anchored(block: Block) -> Block:
    """A heading whose text ends in `{ #name }` with that anchor: it is the same in every language."""
    if not isinstance(block, Heading):
        return block
    match = _ANCHOR.match(block.text)
    return replace(block, text=match[1], anchor=match[2]) if match else block


def _led(site: Rendering, path: str, language: str, text: str) -> str:
    """A text whose links lead where they lie: `guide:slug`, `check:CODE`, `page:path`, `room:path`.

    `room:path` leads to the page of a file of this room; in a room that lacks it the words stand alone.
    Done before the text is read, since what sanitises it knows none of these schemes.
    """

    def lead(match: re.Match[str]) -> str:
        words, scheme, name, anchor = match[1], match[2], match[3], match[4] or ""
        there = {
            "guide": addresses.of_guide(name, language) if name else addresses.home(language),
            "check": address.of_check(name),
            "page": name,
            "room": site.page_of(name),
        }[scheme]
        return f"[{words}]({site.addresses.href(path, there, anchor)})" if there else words

    return _LINK.sub(lead, text)


__all__ = ["pages"]
