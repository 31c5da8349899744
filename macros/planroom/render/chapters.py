"""The chapters of a design: its sections on pages of their own, by what a reader wants to know.

A chapter has one address whatever its size. What does not fit on one page goes on on further ones.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from planroom.model import System
from planroom.model.bound import Bound
from planroom.records import dataclass
from planroom.render.contract_rows import contract_rows
from planroom.render.prose import slugged
from planroom.render.rendering import Rendering
from planroom.render.section_tables import tables_anchor
from planroom.render.section_values import Block, Title, parted, weight
from planroom.render.sections import Section, design_sections
from planroom.render.service_facts import Facts
from planroom.render.values import Values

MOST = 100_000
"""About how many characters of content a page holds; the theme and the menu come on top of it."""

MOST_ROWS = 40
"""A table of the system's page with more rows stands in the chapter on interfaces."""

_CONTINUED = ", continued"

CHAPTERS = (
    ("requirements", "Requirements", ("requirements", "quality_targets", "architecture_overview")),
    ("interfaces", "Interfaces", ("service_design", "api_specification", "integration_patterns")),
    ("data", "Data", ("data_architecture", "database_design")),
    ("resilience", "Scale and resilience", ("scalability_design", "resilience_patterns")),
    (
        "delivery",
        "Security and delivery",
        ("security_architecture", "deployment_strategy", "testing_strategy"),
    ),
    ("plans", "Plans", ("next_steps", "trade_offs")),
)
"""The chapters: name in the address, title, keys of the sections. Sections that no chapter names are in the
last."""


@dataclass(frozen=True)
class Part:
    """One page of a chapter; `number` of `of` counts from 1, `assets` are the files that it shows."""

    path: str
    chapter: str
    number: int
    of: int
    sections: tuple[Section, ...]
    assets: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> str:
        """What stands on it: its sections; of one that began on another page the parts that are here."""
        return ", ".join(name for section in self.sections for name in _names(section))


@dataclass(frozen=True)
class Chapters:
    """The pages of a system's design.

    `places` has the page of every anchor on them, `moved` the captions of the tables of the system's own page
    that are too long for it and stand here.
    """

    parts: tuple[Part, ...]
    places: dict[str, str]
    sections: tuple[tuple[Section, str], ...]
    """Every section with its page, in the order of the chapters."""
    moved: tuple[str, ...] = ()
    tables: dict[str, str] = field(default_factory=dict)
    """The anchor of the tables that a table of the database stands among, by its name without case."""

    def place(self, pointer: Sequence[str | int]) -> tuple[str, str]:
        """The page and anchor that show a value of the design; `("", "")` where none does."""
        anchor = found = ""
        for key in pointer:
            name = slugged(str(key).replace("_", "-"))
            anchor = f"{anchor}-{name}" if anchor else name
            found = anchor if anchor in self.places else found
        return (self.places[found], found) if found else ("", "")

    def place_of(self, bound: Bound) -> tuple[str, str] | None:
        """The page and anchor of a table or value that a decision binds, `None` where none shows it."""
        keys = bound.name.split("/")[1:] if bound.kind == "value" else ["database_design"]
        anchor = self.tables.get(bound.label.casefold(), "") if bound.kind == "table" else ""
        if anchor in self.places:
            return self.places[anchor], anchor
        found = self.place(keys)
        return found if found[0] else None


def chapters(site: Rendering, system: System) -> Chapters:
    """The chapters of a system; made once for a site."""
    made = site.chapters_made.get(system.design.path)
    if made is None:
        made = site.chapters_made[system.design.path] = _made(site, system)
    return made


def _made(site: Rendering, system: System) -> Chapters:
    home = posixpath.dirname(site.system_page(system)) + "/design"
    assets: list[str] = []
    # Links lead to the same places from all of these pages: they lie in one folder.
    page = f"{home}/design.md"
    stated = {section.key: section for section in design_sections(Values(site, page, system, assets))}
    long = _long_tables(Facts(site, page, system))
    named = {key for _, _, keys in CHAPTERS for key in keys}
    parts: list[Part] = []
    for name, title, keys in CHAPTERS:
        held = [stated[key] for key in keys if key in stated]
        if name == "interfaces":
            held = [*long, *held]
        if name == CHAPTERS[-1][0]:
            held += [section for key, section in stated.items() if key not in named]
        packed = pack(held, MOST)
        for number, sections in enumerate(packed, 1):
            path = f"{home}/{name}{f'-{number}' if number > 1 else ''}.md"
            parts.append(
                Part(path, title, number, len(packed), tuple(sections), tuple(dict.fromkeys(assets)))
            )
    places: dict[str, str] = {}
    firsts: dict[str, tuple[Section, str]] = {}
    for part in parts:
        for section in part.sections:
            firsts.setdefault(section.key, (stated.get(section.key, section), part.path))
            places.setdefault(section.anchor, part.path)
            for block in section.blocks:
                if isinstance(block, Title):
                    places.setdefault(block.anchor, part.path)
    shown = tuple(pair for key, pair in firsts.items() if key in stated)
    moved = tuple(section.title for section in long)
    return Chapters(tuple(parts), places, shown, moved, dict(_tables(system)))


def _tables(system: System) -> Iterator[tuple[str, str]]:
    for table in system.database.tables if system.database else ():
        yield table.name.casefold(), tables_anchor(table.store.text if table.store else "")


def _names(section: Section) -> list[str]:
    titles = [block.text for block in section.blocks if isinstance(block, Title) and block.level == 3]
    return titles if titles and section.title.endswith(_CONTINUED) else [section.title]


def _long_tables(facts: Facts) -> list[Section]:
    """The tables of calls, events, stores and contracts that are too long for the system's page."""
    system = facts.system
    contracts = contract_rows(facts.site, facts.page, system.contracts)
    tables = (facts.calls(system.calls), facts.events(), facts.stores(), contracts)
    return [
        Section(f"all-{slugged(table.caption)}", table.caption, f"all-{slugged(table.caption)}", (table,))
        for table in tables
        if table is not None and len(table.rows) > MOST_ROWS
    ]


# Pages of bearable size -------------------------------------------------------------------------------------


def pack(sections: Sequence[Section], most: int) -> list[list[Section]]:
    """Sections over pages of at most `most` characters: a section that fits on one page is not parted."""
    packed: list[list[Section]] = []
    used = 0
    for section in sections:
        for piece in _pieces(section, most):
            size = sum(weight(block) for block in piece.blocks)
            if not packed or used + size > most:
                packed.append([])
                used = 0
            packed[-1].append(piece)
            used += size
    return packed


def _pieces(section: Section, most: int) -> Iterator[Section]:
    """A section as it is, or in pieces of at most `most` characters; only a single value may be longer."""
    if sum(weight(block) for block in section.blocks) <= most:
        yield section
        return
    held: list[list[Block]] = [[]]
    used = 0
    for group in _groups(section.blocks):
        whole = sum(weight(block) for block in group) <= most
        for run in [group] if whole else [[block] for each in group for block in parted(each, most)]:
            size = sum(weight(block) for block in run)
            if used and used + size > most:
                held.append(_headings_of(held[-1]))
                used = 0
            held[-1] += run
            used += size
    for number, blocks in enumerate(held, 1):
        last = number == len(held)
        yield replace(
            section,
            title=section.title if number == 1 else section.title + _CONTINUED,
            anchor=section.anchor if number == 1 else f"{section.anchor}-{number}-of-{len(held)}",
            blocks=tuple(blocks),
            missing=section.missing if last else (),
        )


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks by the heading of a part that they stand under, the heading first."""
    held: list[Block] = []
    for block in blocks:
        if held and isinstance(block, Title) and block.level == 3:
            yield held
            held = []
        held.append(block)
    yield held


def _headings_of(blocks: list[Block]) -> list[Block]:
    """Takes away the headings at the end: a heading goes on with what it is the heading of."""
    over: list[Block] = []
    while isinstance(blocks[-1], Title) and len(blocks) > 1:
        over.insert(0, blocks.pop())
    return over
