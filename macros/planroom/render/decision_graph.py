"""How decisions relate: each with its neighbours, and all of them in clusters that can be read.

A cluster is what hangs together. A large one is cut into the parts that replaced or changed one another, and
what is still large into pieces of neighbours; relations between the parts are in the words below each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from planroom.kinds.decision import Decision, Status
from planroom.records import dataclass
from planroom.render import address
from planroom.render.diagrams import Edge, Node, relation_graph
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering
from planroom.wording import counted

_VERBS = {
    "supersedes": "Supersedes",
    "superseded-by": "Superseded by",
    "amends": "Amends",
    "amended-by": "Amended by",
    "relates-to": "Relates to",
}
_WEAK = "relates to"
_LARGEST = 20
"""So many decisions are drawn together."""
_PER_PAGE = 40
"""So many decisions are drawn and told of on one page."""
_OPEN = 12
"""Up to so many clusters are shown opened."""


@dataclass(frozen=True)
class Cluster:
    """Decisions that hang together, the newest first, and the relations among them."""

    members: tuple[Decision, ...]
    edges: tuple[Edge, ...]

    @property
    def name(self) -> str:
        """What to call the cluster: its newest decision, and what or how many hang on it."""
        first, *others = self.members
        title = f"{first.label} {first.title}" if first.title else first.label
        if len(others) == 1 and len(self.edges) == 1 and self.edges[0].source == first.path:
            return f"{title} {self.edges[0].label} {others[0].label}"
        return f"{title} and {counted(len(others), 'more', 'more')}" if others else title


def edges(site: Rendering, newest: Sequence[Decision]) -> list[Edge]:
    """Every relation once; the weak one, which has no direction, from the newer decision to the older."""
    age = {decision.path: place for place, decision in enumerate(newest)}
    found: dict[tuple[str, str], Edge] = {}
    for decision in site.room.of(Decision):
        for verb, words in (("supersedes", "supersedes"), ("amends", "amends"), ("relates-to", _WEAK)):
            for other in related(site, decision, verb):
                ends = (decision.path, other.path)
                if verb == "relates-to":
                    ends = (min(ends, key=age.__getitem__), max(ends, key=age.__getitem__))
                    if ends[::-1] in found:
                        continue
                found.setdefault(ends, Edge(*ends, words))
    return list(found.values())


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


def relations(site: Rendering, decision: Decision) -> list[tuple[str, list[Decision]]]:
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


def relation_figure(
    site: Rendering, page: str, decision: Decision, touching: Sequence[Edge]
) -> Markup | None:
    """The decision with those that its edges lead to; `None` where it stands alone."""
    if not touching:
        return None
    near = dict.fromkeys([decision.path, *(path for edge in touching for path in (edge.source, edge.target))])
    shown = list(near)[:_LARGEST]
    drawn = [edge for edge in touching if edge.source in shown and edge.target in shown]
    left = len(near) - len(shown)
    legend = "An arrow reads from the newer to the older decision."
    return site.figure(
        relation_graph([_node(site, page, path, now=decision.path) for path in shown], drawn),
        f"Relations of decision {decision.label}",
        "; ".join(_say(site, edge) for edge in touching),
        f"{legend} {counted(left, 'more is', 'more are')} in the list above." if left else legend,
        f"decision-{decision.label}",
    )


def pages(site: Rendering, newest: Sequence[Decision], found: Sequence[Edge]) -> Iterator[SitePage]:
    """The graph in clusters, on as many pages as it takes; none where no decision relates to another."""
    if not found:
        return
    groups = list(clusters(newest, found))
    age = {decision.path: place for place, decision in enumerate(newest)}
    shown = list(_split(groups))
    alone = len(newest) - sum(len(group.members) for group in groups)
    for number, held in enumerate(shown, 1):
        page = address.of_graph(number)
        made = site.blocks(
            "decision_graph.md.jinja",
            page,
            clusters=[(group, *_drawn(site, page, group, age)) for group in held],
            opened=len(groups) <= _OPEN,
            alone=alone,
            decided=len(newest),
            all=len(groups),
            number=number,
            pages=[address.of_graph(place) for place in range(1, len(shown) + 1)],
        )
        title = "Graph of decisions" + (f", page {number}" if number > 1 else "")
        yield SitePage(page, title, made, hide=("navigation", "toc", "footer"), searchable=False)


def clusters(newest: Sequence[Decision], found: Iterable[Edge]) -> Iterator[Cluster]:
    """What hangs together, the newest first; decisions without any relation are in none."""
    places = {decision.path: place for place, decision in enumerate(newest)}
    leaving: dict[str, list[Edge]] = defaultdict(list)
    for edge in found:
        leaving[edge.source].append(edge)
    near = _neighbours(edge for held in leaving.values() for edge in held)
    for whole in _parts(list(places), near):
        inner = [edge for path in whole for edge in leaving[path]]
        groups = [whole] if len(whole) <= _LARGEST else _pieces(whole, inner)
        for group in groups:
            inside = set(group)
            members = sorted(group, key=places.__getitem__)
            yield Cluster(
                tuple(newest[places[path]] for path in members),
                tuple(edge for path in members for edge in leaving[path] if edge.target in inside),
            )


def _neighbours(found: Iterable[Edge]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for edge in found:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    return dict(near)


def _parts(paths: Iterable[str], near: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The paths in groups that hang together; those without a neighbour are in none."""
    seen: set[str] = set()
    for start in paths:
        if start in near and start not in seen:
            yield list(_walk(start, near, seen))


def _walk(start: str, near: Mapping[str, Sequence[str]], seen: set[str], most: int = 0) -> Iterator[str]:
    """What can be reached from a place, the closest first, at most so many; adds what it gives to `seen`."""
    waiting, known = [start], {start}
    for given, path in enumerate(waiting):
        if most and given == most:
            return
        seen.add(path)
        yield path
        for other in near.get(path, ()):
            if other not in known and other not in seen:
                known.add(other)
                waiting.append(other)


def _pieces(whole: Sequence[str], inner: Sequence[Edge]) -> Iterator[list[str]]:
    """A large group in pieces that can be drawn.

    What replaced or changed one another stays together; such parts are joined along the weaker relations as
    long as there is room. What is left over alone is listed together, without a picture.
    """
    strong = _neighbours(edge for edge in inner if edge.label != _WEAK)
    near = _neighbours(inner)
    parts = list(_parts(whole, strong))
    parts += [[path] for path in whole if path not in strong]
    part_of = {path: place for place, part in enumerate(parts) for path in part}
    seen: set[str] = set()
    alone: list[str] = []
    for start in whole:
        if start in seen:
            continue
        if len(parts[part_of[start]]) > _LARGEST:
            piece = list(_walk(start, strong, seen, _LARGEST))
        else:
            piece = _joined(start, parts, part_of, near, seen)
        if len(piece) > 1:
            yield piece
        else:
            alone += piece
    for place in range(0, len(alone), _LARGEST):
        yield alone[place : place + _LARGEST]


def _joined(
    start: str,
    parts: Sequence[Sequence[str]],
    part_of: Mapping[str, int],
    near: Mapping[str, Sequence[str]],
    seen: set[str],
) -> list[str]:
    """The part that a decision is in with the small parts around it that there is room for."""
    piece: list[str] = []
    waiting, known = [part_of[start]], {part_of[start]}
    for place in waiting:
        part = parts[place]
        if part[0] in seen or len(piece) + len(part) > _LARGEST:
            continue
        seen.update(part)
        piece += part
        for other in (part_of[other] for path in part for other in near[path]):
            if other not in known:
                known.add(other)
                waiting.append(other)
    return piece


def _split(groups: Sequence[Cluster]) -> Iterator[list[Cluster]]:
    held: list[Cluster] = []
    size = 0
    for group in groups:
        if held and size + len(group.members) > _PER_PAGE:
            yield held
            held, size = [], 0
        held.append(group)
        size += len(group.members)
    if held:
        yield held


def _outgoing(
    site: Rendering, decision: Decision, age: Mapping[str, int]
) -> list[tuple[str, list[Decision]]]:
    """What a decision says of others, so that each relation is told of once."""
    found = [
        (words, [other for other in related(site, decision, verb) if age[other.path] > age[decision.path]])
        if verb == "relates-to"
        else (words, list(related(site, decision, verb)))
        for verb, words in _VERBS.items()
        if verb in ("supersedes", "amends", "relates-to")
    ]
    return [(words, others) for words, others in found if others]


def _drawn(
    site: Rendering, page: str, group: Cluster, age: Mapping[str, int]
) -> tuple[Markup | None, list[tuple[Decision, list[tuple[str, list[Decision]]]]]]:
    """A cluster's diagram, and the same in words."""
    if not group.edges:
        return None, [(decision, relations(site, decision)) for decision in group.members]
    words = [(decision, _outgoing(site, decision, age)) for decision in group.members]
    words = [(decision, found) for decision, found in words if found]
    figure = site.figure(
        relation_graph([_node(site, page, decision.path) for decision in group.members], group.edges),
        group.name,
        "; ".join(_say(site, edge) for edge in group.edges),
        "An arrow reads from the newer to the older decision. Dashed: no longer in force.",
        f"decisions-{group.members[0].label}",
    )
    return figure, words


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
