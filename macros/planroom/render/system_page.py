"""Systems: the index, a page for each with the answer in short, and the chapters of its design."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from planroom.diagnostics import Severity
from planroom.kinds.decision import Decision
from planroom.model import System
from planroom.render import address, units, words
from planroom.render.binders import Binders, label_of
from planroom.render.briefs import briefs, part_links
from planroom.render.chapters import Part, chapters
from planroom.render.contract_rows import contract_rows
from planroom.render.deliverable_pages import handed_over, total
from planroom.render.frame import frame
from planroom.render.navigation import title_of_systems
from planroom.render.page import SitePage, Subject
from planroom.render.rendering import Rendering
from planroom.render.scorecard import gates_fact
from planroom.render.section_charts import waits_chart
from planroom.render.sections import missing_sections
from planroom.render.service_facts import Facts
from planroom.render.service_map import map_words
from planroom.render.service_map import service_map as draw_map
from planroom.render.service_rows import faulty, service_rows
from planroom.render.system_rows import objective_words, open_counts, system_rows
from planroom.render.unread_pages import unread_rows
from planroom.render.values import Values, title_of
from planroom.wording import counted

__all__ = ["pages", "service_map", "service_rows"]

_ERRORS_SHOWN = 5
_DECISIONS_SHOWN = 60
_SCALES = {"small": "Small", "standard": "Standard", "large": "Large"}


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index of systems, every system's page, and the pages of its design."""
    yield from _index(site)
    binders = Binders(site)
    for system in site.model.systems:
        yield _page(site, system, binders)
        for part in chapters(site, system).parts:
            yield _part(site, system, part, binders)


def _index(site: Rendering) -> Iterator[SitePage]:
    """The index; contracts of no system that are too many for it go on on further pages."""
    loose, title, systems = site.model.contracts, title_of_systems(site), system_rows(site)
    many = max(1, -(-len(loose) // address.CONTRACTS_LISTED))
    for number in range(1, many + 1):
        path = address.of_contracts(number)
        held = loose[address.CONTRACTS_LISTED * (number - 1) : address.CONTRACTS_LISTED * number]
        name = title if number == 1 else f"Contracts of no system, page {number} of {many}"
        found = site.blocks(
            "systems.md.jinja",
            path,
            title=name,
            systems=systems if number == 1 else [],
            contracts=contract_rows(site, path, held),
            count=len(loose),
            unread=unread_rows(site, path) if number == 1 else None,
            number=number,
            many=many,
        )
        hide = ("navigation", "toc", "footer")
        yield SitePage(path, name, found, hide=hide, searchable=number == 1)


def _page(site: Rendering, system: System, binders: Binders) -> SitePage:
    path = site.system_page(system)
    assets: list[str] = []
    values = Values(site, path, system, assets)
    facts = Facts(site, path, system)
    found = site.findings_of(system)
    errors = [item for item in found if item.severity is Severity.ERROR]
    lede, more = values.lede(system.description)
    document = system.design.document
    made = chapters(site, system)
    handed = handed_over(site, system)
    bound = _in_force_first(binders.of_system(system))
    blocks = site.blocks(
        "system.md.jinja",
        path,
        system=system,
        lede=lede,
        more=more,
        facts=system_facts(site, path, system),
        errors=[(item, frame(item, site.room)) for item in errors[:_ERRORS_SHOWN]],
        left=len(found) - len(errors[:_ERRORS_SHOWN]),
        findings=findings_href(site, path, system),
        map=service_map(site, path, system),
        services=service_rows(site, system),
        calls=facts.calls(system.calls),
        waits=waits_chart(values),
        events=facts.events(),
        stores=facts.stores(),
        contracts=contract_rows(site, path, system.contracts),
        moved=made.moved,
        places=made.places,
        briefs=[(brief, part_links(site, path, brief)) for brief in briefs(system, made)],
        unstated=missing_sections(document),
        handed=handed,
        delivered=total(handed),
        identity=_identity(values),
        decisions=bound[:_DECISIONS_SHOWN],
        unshown=len(bound) - len(bound[:_DECISIONS_SHOWN]),
    )
    description = words.first_sentence(system.description)
    return SitePage(
        path,
        system.label,
        blocks,
        system.design.path,
        description,
        assets=tuple(dict.fromkeys(assets)),
        subjects=(Subject("System", (system.name,), weight=2),),
    )


def _part(site: Rendering, system: System, part: Part, binders: Binders) -> SitePage:
    title = f"{part.chapter} of {system.label}"
    made = chapters(site, system)
    siblings = [other for other in made.parts if other.chapter == part.chapter]
    bound = [
        (label_of(bound), decision)
        for bound, decision in binders.of_parts(system)
        if (made.place_of(bound) or ("", ""))[0] == part.path
    ]
    found = site.blocks(
        "chapter.md.jinja",
        part.path,
        system=system,
        part=part,
        title=title,
        siblings=siblings,
        bound=bound[:_DECISIONS_SHOWN],
    )
    said = ", ".join(section.title for section in part.sections)
    if part.of > 1:
        title = f"{title}, part {part.number} of {part.of}"
    about = Subject("Design", detail=system.label)
    return SitePage(part.path, title, found, system.design.path, said, assets=part.assets, subjects=(about,))


def _in_force_first(found: list[tuple[Decision, list[str]]]) -> list[tuple[Decision, list[str]]]:
    """Where there are more than a page shows, those that hold come first, the newest of them before all."""
    if len(found) <= _DECISIONS_SHOWN:
        return found
    return sorted(found, key=lambda pair: (pair[0].status.value == "accepted", pair[0].path), reverse=True)


# Facts ------------------------------------------------------------------------------------------------------


def system_facts(site: Rendering, page: str, system: System) -> list[tuple[str, Markup]]:
    """The facts bar of a system: what is not known is left out."""
    counts = open_counts(site.findings_of(system))
    said = ", ".join(counted(count, severity.value) for severity, count in counts)
    there = findings_href(site, page, system)
    pairs = [
        ("Owner", escape(system.owner)),
        ("Scale class", escape(_SCALES.get(system.scale_class, system.scale_class))),
        ("Objective", objective_fact(*objective_words(system.objective))),
        ("Latency", _latency(system)),
        ("Load", _load(system)),
        ("Recovery", _recovery(system)),
        ("Style", escape(words.sentence(system.style.replace("-", " ")))),
        ("Gates", gates_fact(site, page, system)),
        ("Open findings", Markup('<a href="{}">{}</a>').format(there, said) if said else Markup("none")),
    ]
    return [(label, value) for label, value in pairs if value]


def findings_href(site: Rendering, page: str, system: System) -> str:
    """The findings page, filtered to a system."""
    return f"{site.addresses.href(page, address.FINDINGS)}?system={quote(system.name, safe='')}"


def objective_fact(percent: str, allowed: str) -> Markup:
    """`99.9 %`, 43.2 min in 30 days."""
    if not percent:
        return Markup("")
    return Markup("<b>{}</b>").format(percent) + (f", {allowed}" if allowed else "")


def _latency(system: System) -> Markup:
    found = [(label, system.target(name)) for label, name in (("P95", "p95_ms"), ("P99", "p99_ms"))]
    said = [
        f"{label} < {words.milliseconds(target.target)}".replace(" ", words.NARROW)
        for label, target in found
        if target is not None and target.target is not None
    ]
    return escape(", ".join(said))


def _load(system: System) -> Markup:
    scale = system.scale
    if scale is None:
        return Markup("")
    said = [
        f"{units.quantity('per_second', figure)}{words.NARROW}{word}"
        for word, figure in (("mean", scale.mean_per_second), ("peak", scale.peak_per_second))
        if figure is not None
    ]
    if not said and scale.per_day is not None:
        said = [f"{words.number(scale.per_day)} a day"]
    return escape(", ".join(said))


def _recovery(system: System) -> Markup:
    recovery = system.recovery
    pairs = (("RTO", recovery.rto_ms), ("RPO", recovery.rpo_ms)) if recovery is not None else ()
    said = [
        f"{label} {words.milliseconds(ms)}".replace(" ", words.NARROW)
        for label, ms in pairs
        if ms is not None
    ]
    return escape(", ".join(said))


def _identity(values: Values) -> list[tuple[str, Markup]]:
    """What the design says of itself and the facts bar does not show."""
    stated = values.system.design.document.get("system")
    shown = ("name", "title", "owner", "status", "scale_class", "note")
    held: dict[str, Any] = stated if isinstance(stated, dict) else {}
    return [
        (title_of(key), values.shown(item, key))
        for key, item in held.items()
        if key not in shown and not key.startswith("x-")
    ]


# Map --------------------------------------------------------------------------------------------------------


def service_map(site: Rendering, page: str, system: System) -> Markup:
    """The service map of a system with its frame and legend; empty where it has no services."""
    if not system.services:
        return Markup("")
    bad = faulty(site, system)
    hrefs = {
        service.name: site.addresses.href(page, site.service_page(system, service))
        for service in system.services
    }
    drawn = draw_map(system, bad, hrefs)
    legend = f"{drawn.note or _legend(drawn.text, system)} The same in words is in the tables below."
    return site.figure(drawn.text, "Services and calls", map_words(system), legend, f"{system.name}-services")


def _legend(text: str, system: System) -> str:
    """What the marks of this map mean; marks that it does not have are not explained."""
    waits = any(call.mode == "sync" for call in system.calls)
    timed = '|"' in text and any(call.timeout_ms is not None for call in system.calls)
    solid = "Solid: waits for the answer" if waits else "Solid: call"
    known = (
        (" -->", solid + (", with its timeout." if timed else ".")),
        (
            " -.->",
            "Dotted: event, or a call that does not wait." if system.events else "Dotted: does not wait.",
        ),
        (" ext", "Dashed box: outside this system."),
        (" bad", "Red border: open error."),
    )
    lines = text.splitlines()
    found = [words_ for mark, words_ in known if any(_has(line, mark) for line in lines)]
    return " ".join(found)


def _has(line: str, mark: str) -> bool:
    if mark in (" ext", " bad"):
        return line.startswith("  class ") and line.endswith(mark)
    return re.match(rf"  \w+{re.escape(mark)}[| ]", line) is not None
