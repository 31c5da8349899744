"""Systems: the index, and a page for each with its map, its tables and the sections of its design."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from planroom.diagnostics import Severity
from planroom.kinds.contract import Contract
from planroom.model import System
from planroom.render import address, diagrams, units, words
from planroom.render.binders import Binders
from planroom.render.frame import frame
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering, severity_counts
from planroom.render.section_values import Table
from planroom.render.sections import design_sections, missing_sections
from planroom.render.service_facts import Facts
from planroom.render.service_rows import faulty, service_rows
from planroom.render.system_rows import objective_words, open_counts, system_rows
from planroom.render.values import Values, title_of
from planroom.wording import counted

__all__ = ["pages", "service_map", "service_rows"]

_LONGEST_LEDE = 220
_ERRORS_SHOWN = 5
_SCALES = {"small": "Small", "standard": "Standard", "large": "Large"}


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index of systems and every system's page."""
    yield _index(site)
    binders = Binders(site)
    for system in site.model.systems:
        yield _page(site, system, binders)


def _index(site: Rendering) -> SitePage:
    found = site.blocks(
        "systems.md.jinja",
        address.SYSTEMS,
        systems=system_rows(site),
        contracts=_contracts(site, address.SYSTEMS, site.model.contracts),
    )
    return SitePage(address.SYSTEMS, "Systems", found, hide=("navigation", "toc", "footer"))


def _page(site: Rendering, system: System, binders: Binders) -> SitePage:
    path = site.system_page(system)
    assets: list[str] = []
    values = Values(site, path, system, assets)
    facts = Facts(site, path, system)
    found = site.findings_of(system)
    errors = [item for item in found if item.severity is Severity.ERROR]
    lede, more = _lede(values)
    document = system.design.document
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
        events=facts.events(),
        stores=facts.stores(),
        contracts=_contracts(site, path, system.contracts),
        sections=list(design_sections(values)),
        unstated=missing_sections(document),
        identity=_identity(values),
        decisions=binders.of_system(system),
    )
    description = words.first_sentence(system.description)
    return SitePage(
        path, system.label, blocks, system.design.path, description, assets=tuple(dict.fromkeys(assets))
    )


def _lede(values: Values) -> tuple[Markup, Markup]:
    """The description as the lede where it is short, else its first sentence; then the whole follows."""
    text = values.system.description
    if not text:
        return Markup(""), Markup("")
    if len(text) <= _LONGEST_LEDE:
        return values.prose.inline(text), Markup("")
    return values.prose.inline(words.first_sentence(text, _LONGEST_LEDE)), values.text(text)


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


# Map and contracts ------------------------------------------------------------------------------------------


def service_map(site: Rendering, page: str, system: System) -> Markup:
    """The service map of a system with its frame and legend; empty where it has no services."""
    if not system.services:
        return Markup("")
    bad = faulty(site, system)
    hrefs = {
        service.name: site.addresses.href(page, site.service_page(system, service))
        for service in system.services
    }
    text = diagrams.service_map(system, bad, hrefs)
    description = diagrams.map_words(system)
    return site.figure(
        text, "Services and calls", description, _legend(text, system), f"{system.name}-services"
    )


def _legend(text: str, system: System) -> str:
    """What the marks of this map mean; marks that it does not have are not explained."""
    waits = any(call.mode == "sync" for call in system.calls)
    timed = any(call.timeout_ms is not None for call in system.calls)
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
    more = len(system.services) - sum(1 for line in lines if line.lstrip().startswith("s") and '["' in line)
    hidden = f"{counted(more, 'service')} without calls or events not drawn." if more > 0 else ""
    return " ".join(part for part in (*found, hidden, "The same in words is in the tables below.") if part)


def _has(line: str, mark: str) -> bool:
    if mark in (" ext", " bad"):
        return line.startswith("  class ") and line.endswith(mark)
    return re.match(rf"  \w+{re.escape(mark)}[| ]", line) is not None


def _contracts(site: Rendering, page: str, contracts: tuple[Contract, ...]) -> Table | None:
    rows = []
    for contract in contracts:
        there = site.addresses.href(page, site.contract_pages[contract.path])
        name = Markup('<a href="{}">{}</a> <span class="pr-small">{}</span>')
        rows.append(
            (
                name.format(there, contract.title or contract.path, contract.path),
                escape(contract.api_version) if contract.api_version else Markup("not stated"),
                escape(f"OpenAPI {contract.version}"),
                escape(str(len(contract.operations) or "none")),
                _marks(site, contract),
            )
        )
    heads = (("Contract", ""), ("Version", ""), ("Format", ""), ("Operations", "pr-num"), ("Findings", ""))
    return Table("Contracts", heads, tuple(rows)) if rows else None


def _marks(site: Rendering, contract: Contract) -> Markup:
    counts = list(severity_counts(site.findings_in(contract.path)))
    mark = Markup('<span class="pr-sev pr-sev--{}">{}</span>')
    found = [
        mark.format(kind.value, counted(count, kind.value))
        for kind, count in counts
        if kind is not Severity.INFO
    ]
    return Markup(" ").join(found) or Markup("none")
