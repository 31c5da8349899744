"""Decisions: a page for each, and what shows many of them: the index, the timeline and the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_fields import title_heading
from planroom.model.bound import Bound
from planroom.render import decision_graph, decision_index, decision_timeline
from planroom.render.chapters import chapters
from planroom.render.chosen import mark_chosen
from planroom.render.decision_events import events, superseded_on
from planroom.render.decision_rows import newest_first, row
from planroom.render.diagrams import Edge
from planroom.render.from_asciidoc import markdown_from_asciidoc
from planroom.render.from_rst import markdown_from_rst
from planroom.render.naming import led_back
from planroom.render.page import SitePage, Subject
from planroom.render.prose import Prose
from planroom.render.redirects import former_numbers
from planroom.render.rendering import Rendering, folder_of
from planroom.source import Source

_TOLD = 12
"""So many versions of a decision are told of on its page; the host lists the others."""


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index, the timeline, the graph and every decision's page."""
    decisions = newest_first(site.room.of(Decision))
    edges = decision_graph.edges(site, decisions)
    happened = events(site)
    touching: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        for path in dict.fromkeys((edge.source, edge.target)):
            touching[path].append(edge)
    yield from decision_index.pages(site, decisions, graph=bool(edges), timeline=bool(happened))
    yield from decision_timeline.pages(site, happened)
    yield from decision_graph.pages(site, decisions, edges)
    formerly = former_numbers(site)
    for decision in decisions:
        yield _page(site, decision, touching[decision.path], formerly.get(decision.path, ()))


def _page(site: Rendering, decision: Decision, edges: list[Edge], formerly: tuple[str, ...] = ()) -> SitePage:
    """The page of a decision; all that it shows beside the decision's own text is given to it."""
    path = site.decision_pages[decision.path]
    graph = site.model.decisions
    system = site.system_of_path.get(decision.path)
    versions = site.history.of(decision)
    head: dict[str, Any] = {
        "decision": decision,
        "relations": decision_graph.relations(site, decision),
        "bound": _bound(site, path, decision),
        "back": led_back(site, path, decision.path),
        "systems": [(title, _system_page(site, name)) for name, title in row(site, decision).systems],
        "replaced_by": graph.superseded_by(decision),
        "ends": graph.end_of_chain(decision),
        "until": superseded_on(site, decision) if decision.status is Status.SUPERSEDED else None,
        "findings": site.findings_in(decision.path),
        "system": system.name if system else "",
        "formerly": formerly,
    }
    foot: dict[str, Any] = {
        "decision": decision,
        "versions": versions[:_TOLD],
        "earlier": len(versions) - _TOLD,
        "whole": bool(versions) and versions[-1].is_first,
    }
    near = [site.room.artifact(end) for edge in edges for end in (edge.source, edge.target)]
    assets: list[str] = []

    def make(prose: Prose) -> SitePage:
        figure = decision_graph.relation_figure(site, path, decision, edges)
        body = mark_chosen(prose.sections(body_text(decision.source), language=decision.language))
        return SitePage(
            path,
            " ".join(part for part in (decision.number, decision.title or decision.label) if part),
            (
                *site.blocks("decision.md.jinja", path, graph=figure, **head),
                *body,
                *site.blocks("decision_foot.md.jinja", path, **foot),
            ),
            decision.path,
            assets=tuple(dict.fromkeys(assets)),
            subjects=(_subject(decision),),
        )

    given = (*head.values(), *foot.values(), edges, near)
    return site.kept.page(path, given, make, site.prose(path, folder_of(decision.path), assets))


def _system_page(site: Rendering, name: str) -> str:
    """The page of a system that a decision names, or `""`."""
    system = site.model.system(name)
    return site.system_page(system) if system else ""


_OVER = (Status.SUPERSEDED, Status.REJECTED, Status.DEPRECATED)


def _subject(decision: Decision) -> Subject:
    """What search shows of a decision: those not in force come behind those that are."""
    status = decision.status
    stated = decision.status_text or "Status not stated"
    chip = (stated, "") if status is Status.UNKNOWN else (status.value.capitalize(), status.value)
    names = tuple(name for name in decision.names if not name.startswith("ADR-") and "." not in name)
    return Subject("Decision", names, status=chip, weight=0.5 if status in _OVER else 1)


def body_text(source: Source) -> str:
    """The author's text below the front matter and the title, as Markdown."""
    outline = source.outline
    translated = {"asciidoc": markdown_from_asciidoc, "rst": markdown_from_rst}.get(source.format)
    if translated:
        title = title_heading(source)
        return translated(source, (title.span.end_line if title else outline.front_end) + 1)
    lines = list(source.lines)
    start = outline.front_end
    for heading in outline.headings:
        if heading.level == 1:
            first, last = heading.span.line, heading.span.end_line
            return "\n".join([*lines[start : first - 1], *lines[last:]])
    return "\n".join(lines[start:])


_ANCHORS = {"event": "events", "store": "stores"}
"""Where on the page of a system the parts of its design stand that have no page of their own."""


def _bound(site: Rendering, page: str, decision: Decision) -> list[Markup]:
    """What a decision binds, each linked to the page that shows it."""
    return [_bound_link(site, page, bound) for bound in site.model.decisions.applies_to(decision)]


def _bound_link(site: Rendering, page: str, bound: Bound) -> Markup:
    target, anchor = _target(site, bound)
    if target:
        address_ = site.addresses.href(page, target, anchor)
        # A table is often called as its service is.
        label = f"{bound.kind} {bound.label}" if bound.kind in ("store", "table") else bound.label
        return Markup('<a class="pr-name" href="{}">{}</a>').format(address_, label)
    if site.hosting.kind and bound.kind in ("file", "folder", "value"):
        return Markup('<a href="{}"><code>{}</code></a>').format(
            site.hosting.view_of(bound.path), bound.label
        )
    return Markup("<code>{}</code>").format(bound.label)


def _target(site: Rendering, bound: Bound) -> tuple[str, str]:
    """The page and anchor that show what is bound, `""` where none does."""
    if bound.kind == "operation":
        for match in site.model.operations(bound.label):
            if match.contract.path == bound.path:
                return site.operation_address(match.operation)
    system = site.model.system_at(bound.path)
    if bound.kind == "schema":
        contract = site.room.artifact(bound.path)
        places = site.contract_places(contract) if isinstance(contract, Contract) else None
        return places.schemas.get(bound.key[2], (places.page, "")) if places else ("", "")
    if bound.kind == "service" and system is not None:
        service = system.service(bound.label)
        return (site.service_page(system, service), "") if service else ("", "")
    if system is not None and bound.kind in ("table", "value"):
        return chapters(site, system).place_of(bound) or (site.page_of(bound.path), "")
    if bound.kind == "folder":
        held = next((item for item in site.model.systems if item.folder == bound.path), None)
        return (site.system_page(held), "") if held else ("", "")
    if system is not None and bound.kind in _ANCHORS:
        return site.system_page(system), _ANCHORS[bound.kind]
    return site.page_of(bound.path), ""
