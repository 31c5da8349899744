"""Every checklist on a page of its own, and their index: what is asked, and how each system stands."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.gates import principles
from planroom.gates.lists import checklists
from planroom.gates.scores import Score, score
from planroom.kinds.checklist import Checklist
from planroom.kinds.words import LANGUAGES
from planroom.model import System
from planroom.render import address, filled_checklists, scorecard
from planroom.render.guides import addresses
from planroom.render.guides.made import Place, judged_by
from planroom.render.guides.reading import Call, Guide, guides, languages
from planroom.render.page import GUIDING, SitePage, Subject
from planroom.render.rendering import Rendering

_SYSTEMS = 60
"""So many systems are listed with a checklist."""

_KINDS = {
    "gate": "Gate",
    "principle": "Principle",
    "review": "Review",
    "intake": "Intake",
    "metrics": "Metrics",
    "anti-patterns": "Anti-patterns",
    "practices": "Practices",
}


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index, each checklist, and the checklists of each system filled in.

    A project without a system and without checklists of its own has none: the guidance has the questions.
    """
    if not has_pages(site):
        return
    held = checklists(site.room)
    yield _index(site, held)
    for checklist in held:
        yield _page(site, checklist)
    yield from filled_checklists.pages(site)


def has_pages(site: Rendering) -> bool:
    """Whether there is anything to fill in, or a checklist that only this project has."""
    return bool(site.model.systems or site.room.of(Checklist))


def _index(site: Rendering, held: tuple[Checklist, ...]) -> SitePage:
    path = address.CHECKLISTS
    systems = sorted(site.model.systems, key=lambda system: (system.label.lower(), system.design.path))
    found = site.blocks(
        "checklists.md.jinja",
        path,
        card=scorecard,
        systems=[(system, site.assessed(system)) for system in systems],
        checklists=[(each, _kind(each), _is_own(site, each)) for each in held],
    )
    about = Subject("Checklist", weight=GUIDING)
    return SitePage(path, "Checklists", found, hide=("toc", "footer"), subjects=(about,))


def _page(site: Rendering, checklist: Checklist) -> SitePage:
    path = site.checklist_pages[checklist.id]
    title = str(checklist.title)
    titles = {each.id: str(each.title) for each in principles()}
    place = Place(site, path, LANGUAGES[0])
    rows = [
        (item, judged_by(place, item), ", ".join(titles.get(each, each) for each in item.principles))
        for item in checklist.items
    ]
    systems = list(_systems(site, checklist))
    own = _is_own(site, checklist)
    found = site.blocks(
        "checklist.md.jinja",
        path,
        card=scorecard,
        checklist=checklist,
        kind=_kind(checklist),
        title=title,
        own=own,
        rows=rows,
        guides=[] if own else list(_guides(checklist)),
        systems=systems[:_SYSTEMS],
        left=len(systems) - _SYSTEMS,
    )
    origin = checklist.path if own else ""
    about = Subject("Checklist", (checklist.id,), weight=GUIDING)
    hide = ("toc", "footer")
    return SitePage(path, title, found, origin, str(checklist.text), hide=hide, subjects=(about,))


def _is_own(site: Rendering, checklist: Checklist) -> bool:
    """Whether a checklist is the project's own."""
    return site.room.artifact(checklist.path) is not None


def _kind(checklist: Checklist) -> str:
    return _KINDS.get(checklist.kind, checklist.kind)


def _guides(checklist: Checklist) -> Iterator[tuple[Guide, str, str]]:
    """The guides that have a checklist, one in each language, with their page and where on it that is."""
    for language in languages():
        for guide in guides(language):
            if any(isinstance(part, Call) and _shows(part, checklist) for part in guide.parts):
                first = checklist.items[0].id if checklist.items else ""
                yield guide, addresses.of_guide(guide.slug, language), first


def _shows(call: Call, checklist: Checklist) -> bool:
    return call.name == "checklist" and checklist.id in call.arguments


def _systems(site: Rendering, checklist: Checklist) -> Iterator[tuple[System, Score]]:
    """Each system with its score of a checklist, those with most to do first."""
    scored = [
        (system, score(judged))
        for system in site.model.systems
        for each, judged in site.assessed(system).lists
        if each.id == checklist.id
    ]
    yield from sorted(scored, key=lambda pair: (-pair[1].failed - pair[1].unanswered, pair[0].label.lower()))
