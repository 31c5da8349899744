"""What an architect hands over: every system against every form in which it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from planroom.gates import Judged, Profile, Verdict, profiles
from planroom.gates.scores import Score, score
from planroom.gates.stated import unstated
from planroom.kinds.checklist import Item
from planroom.kinds.words import LANGUAGES
from planroom.model import System
from planroom.records import dataclass
from planroom.render import address
from planroom.render.chapters import chapters
from planroom.render.guides import addresses
from planroom.render.inline import inline_code
from planroom.render.page import SitePage, Subject
from planroom.render.rendering import Rendering
from planroom.render.words import sentence

_COLUMNS = 6
"""So many systems are columns beside the parts; of more, each is a row of sums."""

_ROWS = 400
"""So many systems are rows of one page."""

_HOMES = {
    "decisions": "decisions",
    "options": "decisions",
    "services": "services",
    "calls": "calls",
    "events": "events",
    "runbooks": "services",
    "patterns": "services",
    "review": "about",
}
"""Where the page of a system shows what a part needs, by anchor."""

_CHAPTERS = {"tables": ("data_architecture",), "evidence": ("quality_targets",)}
"""Which part of a design shows it otherwise."""

_WORDS = {
    Verdict.PASS: ("There", "pass"),
    Verdict.FAIL: ("Missing", "fail"),
    Verdict.UNANSWERED: ("Not judged", "unanswered"),
    Verdict.NOT_APPLICABLE: ("Not applicable", "na"),
    Verdict.WAIVED: ("Waived", "waived"),
}


@dataclass(frozen=True)
class Cell:
    """A part as one system has it: `page` and `anchor` are where it is shown, or where it is missed."""

    part: Item
    word: str
    chip: str
    page: str
    anchor: str
    said: Markup

    @property
    def is_there(self) -> bool:
        """Whether it is handed over."""
        return self.chip == "pass"


@dataclass(frozen=True)
class Handed:
    """What of one form a system hands over."""

    profile: Profile
    score: Score
    cells: tuple[Cell, ...]


def pages(site: Rendering) -> Iterator[SitePage]:
    """The matrix, and for every system each part with the place of it or what is missing."""
    systems = sorted(site.model.systems, key=lambda system: (system.label.lower(), system.design.path))
    if not systems:
        return
    handed = [(system, handed_over(site, system)) for system in systems]
    yield _matrix(site, handed)
    for system, found in handed:
        yield _page(site, system, found)


def handed_over(site: Rendering, system: System) -> list[Handed]:
    """Every form with its parts, as a system has them."""
    return [
        Handed(profile, score(judged), tuple(_cell(site, system, one) for one in judged))
        for profile, judged in site.delivered(system)
    ]


def total(handed: Sequence[Handed]) -> Score:
    """All parts of all forms together."""
    sums = [each.score for each in handed]
    return Score(
        sum(each.passed for each in sums),
        sum(each.failed for each in sums),
        sum(each.unanswered for each in sums),
        sum(each.left_out for each in sums),
    )


def _cell(site: Rendering, system: System, one: Judged) -> Cell:
    word, chip = _WORDS[one.verdict]
    said = inline_code(sentence("; ".join(one.because)))
    if one.verdict is Verdict.PASS:
        page, anchor = _place(site, system, one.item)
    else:
        page, anchor = address.of_deliverables(site.system_page(system)), one.item.id
    return Cell(one.item, word, chip, page, anchor, said)


def _place(site: Rendering, system: System, part: Item) -> tuple[str, str]:
    """Where the site shows a part: the place in the design that states it, else what it needs."""
    made = chapters(site, system)
    for pattern in part.stated:
        for one in pattern.split("|"):
            if any(unstated((one,), system.design)):
                continue
            page, anchor = made.place([key for key in one.strip().split("/") if key and key != "*"])
            if page:
                return page, anchor
    for name in part.needs:
        if name == "contracts" and len(system.contracts) == 1:
            return site.contract_pages[system.contracts[0].path], ""
        if name in _CHAPTERS:
            page, anchor = made.place(_CHAPTERS[name])
            if page:
                return page, anchor
        if name in _HOMES or name == "contracts":
            return site.system_page(system), _HOMES.get(name, name)
    return site.system_page(system), ""


def _matrix(site: Rendering, handed: list[tuple[System, list[Handed]]]) -> SitePage:
    path = address.DELIVERABLES
    is_wide = len(handed) <= _COLUMNS
    guide = addresses.of_guide("outputs", LANGUAGES[0])
    found = site.blocks(
        "deliverables.md.jinja",
        path,
        systems=[(system, each, total(each)) for system, each in handed[:_ROWS]],
        left=len(handed) - _ROWS,
        profiles=profiles(),
        is_wide=is_wide,
        guide=guide,
    )
    about = Subject("Deliverables", weight=0.5)
    return SitePage(path, "Deliverables", found, hide=("toc", "footer"), subjects=(about,))


def _page(site: Rendering, system: System, handed: list[Handed]) -> SitePage:
    path = address.of_deliverables(site.system_page(system))
    title = f"Deliverables of {system.label}"
    missing = [cell for each in handed for cell in each.cells if cell.chip in ("fail", "unanswered")]
    found = site.blocks(
        "system_deliverables.md.jinja",
        path,
        title=title,
        system=system,
        handed=handed,
        total=total(handed),
        missing=missing,
    )
    about = Subject("Deliverables", (system.name,), detail=system.label, weight=0.5)
    return SitePage(path, title, found, hide=("toc", "footer"), subjects=(about,))
