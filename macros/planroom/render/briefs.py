"""A section of a design in one line, for the table that leads to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from markupsafe import Markup

from planroom.model import System
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render import units, words
from planroom.render.chapters import Chapters
from planroom.render.rendering import Rendering
from planroom.render.section_values import Note, Table, Terms, Title
from planroom.render.sections import Section
from planroom.render.system_rows import objective_words
from planroom.wording import counted

_LONGEST = 150
_MOST_PARTS = 12
_TAGS = late(r"<[^>]*>")


@dataclass(frozen=True)
class Brief:
    """A section with its page, what it says in short, and its parts: title, page and anchor of each."""

    section: Section
    page: str
    said: str
    parts: tuple[tuple[str, str, str], ...]
    more: int = 0


def briefs(system: System, made: Chapters) -> list[Brief]:
    """Every stated section of a design in short."""
    found = []
    for section, page in made.sections:
        titles = [block for block in section.blocks if isinstance(block, Title) and block.level == 3]
        parts = tuple(
            (block.text, made.places.get(block.anchor, page), block.anchor) for block in titles[:_MOST_PARTS]
        )
        said = _said(system, section)
        found.append(Brief(section, page, said, parts, len(titles) - len(parts)))
    return found


def _said(system: System, section: Section) -> str:
    make = _MAKERS.get(section.key)
    made = "; ".join(make(system, section)) if make else ""
    return words.sentence(made) or _first_text(section)


def _first_text(section: Section) -> str:
    """The first sentence of the first text of a section; `""` where it has none."""
    for block in section.blocks:
        texts = [block.html] if isinstance(block, Note) else []
        texts += [value for _, value in block.pairs] if isinstance(block, Terms) else []
        for text in texts:
            plain = unescape(_TAGS.sub(" ", text)).strip()
            if " " in plain:
                return words.first_sentence(re.sub(r" +([,.;:)])", r"\1", " ".join(plain.split())), _LONGEST)
    return ""


def _quality(system: System, section: Section) -> Iterator[str]:
    if system.targets:
        measured = sum(1 for target in system.targets if target.measured is not None)
        yield f"{counted(len(system.targets), 'target')}, {measured or 'none'} measured"


def _overview(system: System, section: Section) -> Iterator[str]:
    if system.style:
        yield words.sentence(system.style.replace("-", " "))
    if system.scale is not None and system.scale.peak_per_second is not None:
        yield f"{units.quantity('per_second', system.scale.peak_per_second)}{words.NARROW}at peak"
    percent, allowed = objective_words(system.objective)
    if percent:
        yield f"{percent} available" + (f", {allowed}" if allowed else "")
    if system.technologies:
        yield counted(len(system.technologies), "technology", "technologies")


def _database(system: System, section: Section) -> Iterator[str]:
    database = system.database
    if database is None or not database.tables:
        return
    stores = {table.store.text.casefold() for table in database.tables if table.store is not None}
    where = f" in {counted(len(stores), 'store')}" if stores else ""
    yield f"{counted(len(database.tables), 'table')}{where}"
    if database.patterns:
        yield counted(len(database.patterns), "access pattern")


def _resilience(system: System, section: Section) -> Iterator[str]:
    recovery = system.recovery
    pairs = (("RTO", recovery.rto_ms), ("RPO", recovery.rpo_ms)) if recovery is not None else ()
    said = [f"{label}{words.NARROW}{words.milliseconds(ms)}" for label, ms in pairs if ms is not None]
    if said:
        yield ", ".join(said)
    waiting = [call for call in system.calls if call.mode == "sync"]
    if waiting:
        held = sum(1 for call in waiting if call.timeout_ms is not None)
        broken = sum(1 for call in waiting if call.breaker)
        yield (
            f"of {counted(len(waiting), 'call')} that wait{'s' if len(waiting) == 1 else ''} "
            f"{held or 'none'} with a timeout, {broken or 'none'} with a breaker"
        )


def _rows(noun: str) -> Callable[[System, Section], Iterator[str]]:
    def said(system: System, section: Section) -> Iterator[str]:
        rows = sum(len(block.rows) for block in section.blocks if isinstance(block, Table))
        if rows:
            yield counted(rows, noun)

    return said


_MAKERS: dict[str, Callable[[System, Section], Iterator[str]]] = {
    "quality_targets": _quality,
    "architecture_overview": _overview,
    "database_design": _database,
    "resilience_patterns": _resilience,
    "next_steps": _rows("step"),
    "trade_offs": _rows("option"),
}
"""What stands for sections of which figures say more than their first sentence."""


def part_links(site: Rendering, page: str, brief: Brief) -> Markup:
    """Links to the parts of a section; each stands at the anchor that the part has on its own page."""
    link = Markup('<a id="{}" href="{}">{}</a>')
    return Markup(", ").join(
        link.format(anchor, site.addresses.href(page, there, anchor), title)
        for title, there, anchor in brief.parts
    )
