"""What stands below the head of a guide to a principle: its target, and how far the systems are from it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from planroom.gates import Score, principles, shipped_checklists
from planroom.kinds.words import LANGUAGES
from planroom.render import address, scorecard, words
from planroom.render.guides import addresses
from planroom.render.guides.reading import Guide
from planroom.render.guides.words import say
from planroom.render.rendering import Rendering

_SYSTEMS = 3
"""So many systems have their score on a guide; the index of checklists has all of them."""


def facts(site: Rendering, page: str, guide: Guide) -> Iterator[tuple[str, Markup | str]]:
    """The target of the principle that a guide is about, and the scores of the systems furthest from it."""
    there = (addresses.of_guide(guide.slug, LANGUAGES[0]), "")
    principle = next((each for each in principles() if scorecard.guide_of(each) == there), None)
    if principle is None or principle.target is None:
        return
    asked = sum(
        principle.id in item.principles for each in shipped_checklists() if each.scored for item in each.items
    )
    share = _percent(principle.target, guide.language)
    questions = f"{say('of', guide.language)} {asked} {say('questions', guide.language)}"
    yield say("target", guide.language), f"{share} {questions}"
    scored = [
        (score, system)
        for system in site.model.systems
        for each, score in site.assessed(system).by_principle
        if each == principle and score.shown is not None
    ]
    scored.sort(key=lambda pair: (-pair[0].short_by, pair[0].shown or 0, pair[1].label.lower()))
    for score, system in scored[:_SYSTEMS]:
        filled = site.addresses.href(page, address.of_filled(site.system_page(system)))
        yield system.label, Markup('<a href="{}">{}</a>').format(filled, _said(score, guide.language))


def _said(score: Score, language: str) -> str:
    """`91.7 %, 1 short`."""
    share = _percent(score.shown or 0, language)
    if score.is_met:
        return f"{share}, {say('met', language)}"
    key = "short" if score.short_by == 1 else "shorts"
    return f"{share}, {say(key, language).format(score.short_by)}"


def _percent(value: float, language: str) -> str:
    said = words.percent(value)
    return said.replace(".", ",") if language == "it" else said
