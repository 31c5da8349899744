"""Decisions: the index, a page for each, and the graph of how they relate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from markupsafe import Markup

from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_fields import title_heading
from planroom.model.bound import Bound
from planroom.records import dataclass
from planroom.render import address
from planroom.render.chosen import mark_chosen
from planroom.render.diagrams import Edge, Node, relation_graph
from planroom.render.from_asciidoc import markdown_from_asciidoc
from planroom.render.from_rst import markdown_from_rst
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering, folder_of

_VERBS = {
    "supersedes": "Supersedes",
    "superseded-by": "Superseded by",
    "amends": "Amends",
    "amended-by": "Amended by",
    "relates-to": "Relates to",
}
_GRAPH_LIMIT = 150


@dataclass(frozen=True)
class Facts:
    """What the index shows of a decision, ready to be filtered and sorted."""

    decision: Decision
    systems: tuple[tuple[str, str], ...]
    successors: tuple[Decision, ...]

    @property
    def words(self) -> str:
        """Words that a reader may look for and the row does not show."""
        return " ".join((*self.decision.names, *self.decision.deciders))


def newest_first(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions by number, the highest first; those without one by date and path behind them."""

    def key(decision: Decision) -> tuple[int, date, str]:
        return (int(decision.number) if decision.number else -1, decision.date or date.min, decision.path)

    return sorted(decisions, key=key, reverse=True)


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index, the graph and every decision's page."""
    decisions = newest_first(site.room.of(Decision))
    edges = _edges(site, decisions)
    touching: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        for path in dict.fromkeys((edge.source, edge.target)):
            touching[path].append(edge)
    yield _index(site, decisions, has_graph=bool(edges))
    if edges:
        yield _graph_page(site, decisions, edges)
    for decision in decisions:
        yield _page(site, decision, touching[decision.path])


def _facts(site: Rendering, decision: Decision) -> Facts:
    named = tuple(
        (name, system.label if (system := site.model.system(name)) else name) for name in decision.systems
    )
    return Facts(decision, named, site.model.decisions.superseded_by(decision))


def _index(site: Rendering, decisions: list[Decision], *, has_graph: bool) -> SitePage:
    rows = [_facts(site, decision) for decision in decisions]
    found = site.blocks(
        "decisions.md.jinja",
        address.DECISIONS,
        rows=rows,
        statuses=[status for status in Status if any(row.decision.status is status for row in rows)],
        systems=sorted({pair for row in rows for pair in row.systems}, key=lambda pair: pair[1].lower()),
        owners=sorted({name for row in rows for name in row.decision.deciders}, key=str.lower),
        tags=sorted({tag for row in rows for tag in row.decision.tags}),
        graph=has_graph,
    )
    return SitePage(address.DECISIONS, "Decisions", found, hide=("navigation", "toc", "footer"))


def _page(site: Rendering, decision: Decision, edges: list[Edge]) -> SitePage:
    path = site.decision_pages[decision.path]
    assets: list[str] = []
    prose = site.prose(path, folder_of(decision.path), assets)
    graph = _relation_figure(site, path, decision, edges)
    head = site.blocks(
        "decision.md.jinja",
        path,
        decision=decision,
        relations=_relations(site, decision),
        bound=_bound(site, path, decision),
        systems=_facts(site, decision).systems,
        successors=site.model.decisions.end_of_chain(decision),
        graph=graph,
        findings=site.findings_in(decision.path),
    )
    foot = site.blocks("decision_foot.md.jinja", path, decision=decision)
    title = " ".join(part for part in (decision.number, decision.title or decision.label) if part)
    body = mark_chosen(prose.sections(body_text(decision)))
    return SitePage(path, title, (*head, *body, *foot), decision.path, assets=tuple(dict.fromkeys(assets)))


def body_text(decision: Decision) -> str:
    """The author's text below the front matter and the title, as Markdown."""
    outline = decision.source.outline
    translated = {"asciidoc": markdown_from_asciidoc, "rst": markdown_from_rst}.get(decision.source.format)
    if translated:
        title = title_heading(decision.source)
        return translated(decision.source, (title.span.end_line if title else outline.front_end) + 1)
    lines = list(decision.source.lines)
    start = outline.front_end
    for heading in outline.headings:
        if heading.level == 1:
            first, last = heading.span.line, heading.span.end_line
            return "\n".join([*lines[start : first - 1], *lines[last:]])
    return "\n".join(lines[start:])


def _relations(site: Rendering, decision: Decision) -> list[tuple[str, list[Decision]]]:
    """The decisions it relates to and those that name it, by verb, each decision once."""
    found: list[tuple[str, list[Decision]]] = []
    seen: set[str] = set()
    for verb, words in _VERBS.items():
        others = [other for other in related(site, decision, verb) if other.path not in seen]
        seen.update(other.path for other in others)
        if others:
            found.append((words, others))
    named_by = [other for other in site.model.decisions.named_by(decision) if other.path not in seen]
    return [*found, *([("Named by", named_by)] if named_by else [])]


def related(site: Rendering, decision: Decision, verb: str) -> tuple[Decision, ...]:
    """The decisions at the other end of a relation, whichever side states it."""
    graph = site.model.decisions
    return {
        "supersedes": graph.supersedes,
        "superseded-by": graph.superseded_by,
        "amends": graph.amends,
        "amended-by": graph.amended_by,
        "relates-to": graph.relates_to,
    }[verb](decision)


_ANCHORS = {"event": "events", "store": "stores", "table": "database-design"}
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
    if site.hosting.view and bound.kind in ("file", "folder", "value"):
        return Markup('<a href="{}"><code>{}</code></a>').format(site.hosting.view + bound.path, bound.label)
    return Markup("<code>{}</code>").format(bound.label)


def _target(site: Rendering, bound: Bound) -> tuple[str, str]:
    """The page and anchor that show what is bound, `""` where none does."""
    if bound.kind == "operation":
        for match in site.model.operations(bound.label):
            if match.contract.path == bound.path:
                return site.operation_address(match.operation)
    system = site.model.system_at(bound.path)
    if bound.kind == "schema":
        return site.contract_pages.get(bound.path, ""), f"schema-{address.slug(bound.key[2])}"
    if bound.kind == "service" and system is not None:
        service = system.service(bound.label)
        return (site.service_page(system, service), "") if service else ("", "")
    if system is not None and bound.kind in _ANCHORS:
        return site.system_page(system), _ANCHORS[bound.kind]
    return site.page_of(bound.path), ""


def _relation_figure(site: Rendering, page: str, decision: Decision, edges: list[Edge]) -> Markup | None:
    """The decision with those that its edges lead to; `None` where it stands alone."""
    if not edges:
        return None
    near = dict.fromkeys([decision.path, *(path for edge in edges for path in (edge.source, edge.target))])
    nodes = [_node(site, page, path, now=decision.path) for path in near]
    return site.figure(
        relation_graph(nodes, edges),
        f"Relations of decision {decision.label}",
        "; ".join(_say(site, edge) for edge in edges),
        "An arrow reads from the newer to the older decision.",
        f"decision-{decision.label}",
    )


def _edges(site: Rendering, newest: list[Decision]) -> list[Edge]:
    """Every relation once; the weak one, which has no direction, from the newer decision to the older."""
    age = {decision.path: place for place, decision in enumerate(newest)}
    found: dict[tuple[str, str], Edge] = {}
    for decision in site.room.of(Decision):
        for verb, words in (("supersedes", "supersedes"), ("amends", "amends"), ("relates-to", "relates to")):
            for other in related(site, decision, verb):
                ends = (decision.path, other.path)
                if verb == "relates-to":
                    ends = (min(ends, key=age.__getitem__), max(ends, key=age.__getitem__))
                    if ends[::-1] in found:
                        continue
                found.setdefault(ends, Edge(*ends, words))
    return list(found.values())


def _say(site: Rendering, edge: Edge) -> str:
    def name(path: str) -> str:
        decision = site.room.artifact(path)
        return decision.label if isinstance(decision, Decision) else path

    return f"{name(edge.source)} {edge.label} {name(edge.target)}"


def _node(site: Rendering, page: str, path: str, now: str = "") -> Node:
    decision = site.room.artifact(path)
    assert isinstance(decision, Decision)
    kinds = []
    if path == now:
        kinds.append("now")
    if decision.status in (Status.SUPERSEDED, Status.REJECTED, Status.DEPRECATED):
        kinds.append("old")
    label = f"{decision.label} {decision.title}" if decision.title else decision.label
    return Node(path, label, tuple(kinds), site.addresses.href(page, site.decision_pages[path]))


def _graph_page(site: Rendering, decisions: list[Decision], edges: list[Edge]) -> SitePage:
    linked = {path for edge in edges for path in (edge.source, edge.target)}
    shown = [decision for decision in decisions if decision.path in linked]
    figure = None
    if len(shown) <= _GRAPH_LIMIT:
        nodes = [_node(site, address.DECISION_GRAPH, decision.path) for decision in shown]
        figure = site.figure(
            relation_graph(nodes, edges),
            "Decisions and their relations",
            "The same in words is in the list below.",
            "An arrow reads from the newer to the older decision. Dashed: no longer in force.",
            "decisions",
        )
    found = site.blocks(
        "decision_graph.md.jinja",
        address.DECISION_GRAPH,
        figure=figure,
        rows=[(decision, _relations(site, decision)) for decision in shown],
        alone=len(decisions) - len(shown),
    )
    return SitePage(address.DECISION_GRAPH, "Graph of decisions", found, hide=("toc",))
