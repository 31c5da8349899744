"""From nodes and edges to Mermaid flowcharts, such as the graph of relations.

Names are never part of the syntax: nodes are called `s0`, `s1`… and carry their names as labels, so that no
name can break a diagram.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from planroom.patterns import late
from planroom.records import dataclass

_LONGEST = 60
_SHAPES = {"box": ("[", "]"), "store": ("[(", ")]"), "event": ("([", "])")}
_DENSE = ("---", "config:", "  layout: dagre", "  flowchart: {nodeSpacing: 24, rankSpacing: 56}", "---")
_FILLED = late(r"#(?=\w+;)")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a graph of relations: its name in edges, label, classes such as `now`, an address."""

    id: str
    label: str
    kinds: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from one node to another; dotted ones are weaker or asynchronous."""

    source: str
    target: str
    label: str = ""
    dotted: bool = False
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A node as a flowchart draws it, under its stable id."""

    id: str
    label: str
    shape: str = "box"
    kinds: tuple[str, ...] = ()
    href: str = ""


def escaped(text: str) -> str:
    """A text as a quoted Mermaid label: nothing in it is read as a mark, an entity or a directive."""
    shown = "".join(char if char.isprintable() or char == "\u00a0" else " " for char in text)
    flat = re.sub(" +", " ", shown).strip()
    flat = flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + "…"
    flat = _FILLED.sub("＃", flat)  # a number sign that starts no entity
    flat = flat.replace("%%", "% %").replace("\\", "∖").replace('"', "”").replace("`", "’")
    return flat.replace("&", "#amp;").replace("<", "#lt;").replace(">", "#gt;") or "unnamed"


# Graphs of relations ----------------------------------------------------------------------------------------


def relation_graph(nodes: Sequence[Node], edges: Sequence[Edge], direction: str = "LR") -> str:
    """A flowchart of nodes and labelled edges; an edge whose ends are not among the nodes is left out."""
    names = {node.id: f"n{index}" for index, node in enumerate(nodes)}
    boxes = [Box(names[node.id], node.label, "box", node.kinds, node.href) for node in nodes]
    shown = [
        Edge(names[edge.source], names[edge.target], escaped(edge.label) if edge.label else "", edge.dotted)
        for edge in edges
        if edge.source in names and edge.target in names
    ]
    return flowchart(direction, boxes, shown)


def flowchart(direction: str, boxes: Sequence[Box], edges: Iterable[Edge], *, dense: bool = False) -> str:
    """The text of a flowchart; a box goes by its `id` in it, and labels of edges are escaped already.

    With `dense`, for many edges, they take the shortest way instead of having a lane each.
    """
    lines = [*_DENSE] if dense else []
    lines += [f"flowchart {direction}", *(f"  {_shape(box)}" for box in boxes)]
    for edge in edges:
        arrow = "<-->" if edge.both_ways else "-.->" if edge.dotted else "-->"
        label = f'|"{edge.label}"|' if edge.label else ""
        lines.append(f"  {edge.source} {arrow}{label} {edge.target}")
    kinds: dict[str, list[str]] = defaultdict(list)
    for box in boxes:
        for kind in box.kinds:
            kinds[kind].append(box.id)
    lines += [f"  class {','.join(ids)} {kind}" for kind, ids in kinds.items()]
    lines += [f'  click {box.id} href "{_address(box.href)}"' for box in boxes if box.href]
    return "\n".join(lines) + "\n"


def _shape(box: Box) -> str:
    start, end = _SHAPES[box.shape]
    label = "<br/>".join(escaped(line) for line in box.label.split("\n"))
    return f'{box.id}{start}"{label}"{end}'


def _address(href: str) -> str:
    return re.sub(r"[\s\"<>\\`]", "", href).replace("%%", "%25%25")
