"""From the model to Mermaid flowcharts: the service map and the graph of relations.

Names are never part of the syntax: nodes are called `s0`, `s1`… and carry their names as labels, so that no
name can break a diagram.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from planroom.model import Call, EventUse, Service, System
from planroom.model.quantities import duration_text
from planroom.patterns import late
from planroom.records import dataclass

MOST_SERVICES = 30
"""With more services than these a map shows only those that talk to another, grouped by owner."""

_LONGEST = 60
_EVENTS_SHOWN = 4
_VIA = {"rest": "REST", "grpc": "gRPC", "graphql": "GraphQL", "websocket": "WebSocket", "sse": "SSE"}
_SHAPES = {"box": ("[", "]"), "store": ("[(", ")]"), "event": ("([", "])")}
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


@dataclass(frozen=True, slots=True)
class _Box:
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


def via_words(via: str) -> str:
    """A way to call as people write it: `REST`, `gRPC`, `queue`."""
    return _VIA.get(via.lower(), via)


# Graphs of relations ----------------------------------------------------------------------------------------


def relation_graph(nodes: Sequence[Node], edges: Sequence[Edge], direction: str = "LR") -> str:
    """A flowchart of nodes and labelled edges; an edge whose ends are not among the nodes is left out."""
    names = {node.id: f"n{index}" for index, node in enumerate(nodes)}
    boxes = [_Box(names[node.id], node.label, "box", node.kinds, node.href) for node in nodes]
    shown = [
        Edge(names[edge.source], names[edge.target], escaped(edge.label) if edge.label else "", edge.dotted)
        for edge in edges
        if edge.source in names and edge.target in names
    ]
    return _flowchart(direction, boxes, shown)


def _flowchart(
    direction: str, boxes: Sequence[_Box], edges: Iterable[Edge], groups: Mapping[str, str] | None = None
) -> str:
    """The text; labels of `edges` are escaped already. `groups` gives the group that a box stands in."""
    lines = [f"flowchart {direction}"]
    apart: dict[str, list[_Box]] = defaultdict(list)
    for box in boxes:
        apart[(groups or {}).get(box.id, "")].append(box)
    lines += [f"  {_shape(box)}" for box in apart.pop("", [])]
    for index, (group, held) in enumerate(apart.items()):
        lines += [
            f'  subgraph g{index}["{escaped(group)}"]',
            *(f"    {_shape(box)}" for box in held),
            "  end",
        ]
    for edge in edges:
        arrow = "-.->" if edge.dotted else "-->"
        label = f'|"{edge.label}"|' if edge.label else ""
        lines.append(f"  {edge.source} {arrow}{label} {edge.target}")
    kinds: dict[str, list[str]] = defaultdict(list)
    for box in boxes:
        for kind in box.kinds:
            kinds[kind].append(box.id)
    lines += [f"  class {','.join(ids)} {kind}" for kind, ids in kinds.items()]
    lines += [f'  click {box.id} href "{_address(box.href)}"' for box in boxes if box.href]
    return "\n".join(lines) + "\n"


def _shape(box: _Box) -> str:
    start, end = _SHAPES[box.shape]
    label = "<br/>".join(escaped(line) for line in box.label.split("\n"))
    return f'{box.id}{start}"{label}"{end}'


def _address(href: str) -> str:
    return re.sub(r"[\s\"<>\\`]", "", href).replace("%%", "%25%25")


# Service map ------------------------------------------------------------------------------------------------


def service_map(
    system: System, bad: frozenset[str] = frozenset(), hrefs: Mapping[str, str] | None = None
) -> str:
    """The services of a system with their calls and events.

    `bad` are the names of services with an open error, `hrefs` the addresses of services' pages by name.
    An event goes through a broker where the design states one, else from who publishes it to who consumes it;
    one whose other end is not in this system stands as a node of its own.
    """
    return _Map(system, bad, hrefs or {}).text()


class _Map:
    """One map while it is drawn: nodes get their ids as they are first needed."""

    def __init__(self, system: System, bad: frozenset[str], hrefs: Mapping[str, str]) -> None:
        self.system = system
        self.boxes: dict[tuple[str, str], _Box] = {}
        self.edges: dict[tuple[str, str, bool], list[str]] = {}
        self.brokers = brokers(system)
        for index, service in enumerate(system.services):
            kinds = ("bad",) if service.name in bad else ()
            href = hrefs.get(service.name, "")
            self.boxes["service", service.name.lower()] = _Box(f"s{index}", service.name, "box", kinds, href)

    def text(self) -> str:
        """The whole map."""
        for external in self.system.externals:
            self._other("ext", external.name)
        for service in self.system.services:
            for call in service.calls_out:
                self._call(call)
        self._events()
        edges = [
            Edge(source, target, _lines(said), dotted)
            for (source, target, dotted), said in self.edges.items()
        ]
        boxes = list(self.boxes.values())
        if len(self.system.services) <= MOST_SERVICES:
            return _flowchart("TB", boxes, edges)
        linked = {name for edge in edges for name in (edge.source, edge.target)}
        owners = {f"s{index}": service.owner for index, service in enumerate(self.system.services)}
        return _flowchart("TB", [box for box in boxes if box.id in linked], edges, owners)

    def _other(self, kind: str, label: str, name: str = "") -> str:
        """The id of a node that is no service of the system, made where it is new."""
        key = (kind, (name or label).lower())
        if key not in self.boxes:
            prefix = {"ext": "x", "store": "d", "event": "e"}[kind]
            number = sum(1 for other, _ in self.boxes if other == kind)
            shape = "box" if kind == "ext" else kind
            kinds = () if kind == "store" else ("ext",)
            self.boxes[key] = _Box(f"{prefix}{number}", label, shape, kinds)
        return self.boxes[key].id

    def _service(self, name: str) -> str:
        found = self.system.service(name)
        return self.boxes["service", found.name.lower()].id if found else self._other("ext", name)

    def _call(self, call: Call) -> None:
        if call.known == "service":
            target = self._service(call.target)
        else:
            target = self._other("store" if call.known == "store" else "ext", call.target)
        self._edge(self._service(call.caller), target, call.mode == "async", call_words(call))

    def _edge(self, source: str, target: str, dotted: bool, said: str) -> None:
        held = self.edges.setdefault((source, target, dotted), [])
        if said and said not in held:
            held.append(said)

    def _events(self) -> None:
        lonely: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for event in self.system.events:
            for use in event.producers:
                self._event(use, event.consumers, True, lonely)
            for use in event.consumers:
                self._event(use, event.producers, False, lonely)
        for (service, publishes), names in lonely.items():
            node = self._other("event", "\n".join(_shortened(names)), " ".join([service, *names]))
            ends = (service, node) if publishes else (node, service)
            self._edge(*ends, True, "")

    def _event(
        self,
        use: EventUse,
        others: Sequence[EventUse],
        publishes: bool,
        lonely: dict[tuple[str, bool], list[str]],
    ) -> None:
        """One use of an event: through its broker, straight to the other end, or to a node of its own."""
        here, broker = self._service(use.service), self.brokers.get(use.channel or use.event, "")
        if broker:
            node = self._other("store", broker)
            self._edge(*((here, node) if publishes else (node, here)), True, use.event if publishes else "")
        elif not others:
            lonely[here, publishes].append(use.event)
        elif publishes:
            for other in others:
                self._edge(here, self._service(other.service), True, use.event)


def brokers(system: System) -> dict[str, str]:
    """What each channel, or event without one, goes through, where the design states it.

    A queue that is listed with its technology is taken at its word; else the one store of kind `stream` that
    the system has carries every event.
    """
    patterns = system.design.document.get("integration_patterns")
    queues = patterns.get("message_queues") if isinstance(patterns, dict) else None
    found: dict[str, str] = {}
    for queue in queues if isinstance(queues, list) else ():
        if isinstance(queue, dict) and all(isinstance(queue.get(key), str) for key in ("name", "technology")):
            found[queue["name"]] = queue["technology"]
    streams = [store for store in system.stores if store.kind == "stream"]
    if len(streams) == 1:
        for event in system.events:
            for use in (*event.producers, *event.consumers):
                found.setdefault(use.channel or use.event, streams[0].name)
    return found


def call_words(call: Call) -> str:
    """How a call goes, in the words of the map: `REST, 300 ms`."""
    timeout = duration_text(call.timeout_ms).replace(" ", "\u00a0") if call.timeout_ms is not None else ""
    return ", ".join(part for part in (via_words(call.via), timeout) if part)


def _shortened(names: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(names))
    more = len(names) - _EVENTS_SHOWN
    return names if more <= 1 else [*names[:_EVENTS_SHOWN], f"and {more} more"]


def _lines(said: Sequence[str]) -> str:
    return "<br/>".join(escaped(line) for line in _shortened(said))


def map_words(system: System) -> str:
    """The map in one sentence, for those who hear it."""
    calls = [f"{call.caller} calls {call.target}" for call in system.calls if not call.prose]
    events = [
        f"{use.service} publishes {event.name} for {other.service}"
        for event in system.events
        for use in event.producers
        for other in event.consumers
    ]
    return "; ".join([*calls, *events]) + "." if calls or events else _alone(system.services)


def _alone(services: Sequence[Service]) -> str:
    return ", ".join(service.name for service in services) + ": no calls are stated." if services else ""
