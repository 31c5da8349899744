"""Scores in words: what pages say of how far a system is from its targets."""

from __future__ import annotations

from markupsafe import Markup

from planroom.gates import Principle, Score
from planroom.kinds.words import LANGUAGES
from planroom.model import System
from planroom.render import address, words
from planroom.render.guides import addresses
from planroom.render.guides.reading import guides
from planroom.render.rendering import Rendering
from planroom.wording import counted

_GUIDES = {"clarity": "operational-clarity"}
"""The guide to a principle, where it is not called like the principle."""


def share(score: Score) -> str:
    """`94.9 %`, or that no question applies."""
    return "none applies" if score.shown is None else words.percent(score.shown)


def working(score: Score) -> str:
    """`11 of 12`."""
    return f"{score.passed:,} of {score.applicable:,}"


def target(score: Score) -> str:
    """`98 %`, `""` where there is none."""
    return "" if score.target is None else words.percent(score.target)


def said(score: Score) -> str:
    """A score in a sentence, for who does not see its bar."""
    if score.shown is None:
        return "No question applies"
    parts = [f"{share(score)} of {counted(score.applicable, 'question')}"]
    if score.target is not None:
        parts += [f"target {target(score)}", "met" if score.is_met else f"short by {score.short_by}"]
    return ", ".join(parts)


def gates_fact(site: Rendering, page: str, system: System) -> Markup:
    """`94.9 %, target 98 %` as a link to the checklists of a system, filled in."""
    score = site.assessed(system).overall
    there = site.addresses.href(page, address.of_filled(site.system_page(system)))
    text = ", target ".join(filter(None, (share(score), target(score))))
    return Markup('<a href="{}">{}</a>').format(there, text)


def guide_of(principle: Principle) -> tuple[str, str]:
    """The page and anchor of what the guidance says of a principle."""
    language = LANGUAGES[0]
    slug = _GUIDES.get(principle.id, principle.id)
    if any(guide.slug == slug for guide in guides(language)):
        return addresses.of_guide(slug, language), ""
    return addresses.of_guide("principles", language), "targets"
