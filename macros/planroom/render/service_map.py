"""The service map: a system's services with their calls and events, or what stands for them if they are many.

A picture of everything is no use where everything is much: then calls lose their labels, then owners stand
for their services. The note says what is drawn; the tables beside it have it all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from planroom.model import Call, EventUse, Service, System
from planroom.model.quantities import duration_text
from planroom.records import dataclass
from planroom.render.diagrams import Box, Edge, escaped, flowchart
from planroom.wording import counted

_MOST_LABELLED = 24
"""With more edges than these they have no labels, which would take more room than the boxes."""

_MOST_EDGES = 48
_MOST_BOXES = 32
_MOST_OWNERS = 16
_MOST_TOLD = 40
_EVENTS_SHOWN = 4
_VIA = {"rest": "REST", "grpc": "gRPC", "graphql": "GraphQL", "websocket": "WebSocket", "sse": "SSE"}


@dataclass(frozen=True, slots=True)
class ServiceMap:
    """The text of a map, and a note on what it leaves out, which is empty where that is nothing."""

    text: str
    note: str = ""


def via_words(via: str) -> str:
    """A way to call as people write it: `REST`, `gRPC`, `queue`."""
    return _VIA.get(via.lower(), via)


def service_map(
    system: System, bad: frozenset[str] = frozenset(), hrefs: Mapping[str, str] | None = None
) -> ServiceMap:
    """The services of a system with their calls and events.

    `bad` are the names of services with an open error, `hrefs` the addresses of services' pages by name.
    An event goes through a broker where the design states one, else from who publishes it to who consumes it;
    one whose other end is not in this system stands as a node of its own.
    """
    return _Map(system, bad, hrefs or {}).drawn()


class _Map:
    """One map while it is drawn: nodes get their ids as they are first needed."""

    def __init__(self, system: System, bad: frozenset[str], hrefs: Mapping[str, str]) -> None:
        self.system = system
        self.boxes: dict[tuple[str, str], Box] = {}
        self.edges: dict[tuple[str, str, bool], list[str]] = {}
        self.brokers = brokers(system)
        for index, service in enumerate(system.services):
            kinds = ("bad",) if service.name in bad else ()
            href = hrefs.get(service.name, "")
            self.boxes["service", service.name.lower()] = Box(
                f"s{index}", service.shown_name, "box", kinds, href
            )

    def drawn(self) -> ServiceMap:
        """The whole map, or as much of it as can be read."""
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
        if len(edges) <= _MOST_LABELLED and len(boxes) <= _MOST_BOXES:
            return ServiceMap(flowchart("TB", boxes, edges))
        if len(edges) <= _MOST_EDGES and len(boxes) <= _MOST_BOXES:
            return ServiceMap(flowchart("LR", boxes, _bare(edges), dense=True))
        owners = {service.owner for service in self.system.services if service.owner}
        return self._by_owner(edges) if len(owners) > 1 else self._busiest(boxes, edges)

    def _by_owner(self, edges: Sequence[Edge]) -> ServiceMap:
        """The owners of services, and how many calls and events go from one's services to another's."""
        services = self.system.services
        owner_of = {f"s{index}": service.owner or "no owner stated" for index, service in enumerate(services)}
        held = Counter(owner_of.values())
        shown = [owner for owner, _ in held.most_common(_MOST_OWNERS)]
        ids = {owner: f"o{index}" for index, owner in enumerate(shown)}
        ways: Counter[tuple[str, str]] = Counter()
        for edge in edges:
            source, target = (ids.get(owner_of.get(end, ""), "") for end in (edge.source, edge.target))
            if source and target and source != target:
                ways[source, target] += 1
        between: Counter[tuple[str, str]] = Counter()
        for ends, count in ways.items():
            between[ends if ways[ends] >= ways[ends[::-1]] and ends[::-1] not in between else ends[::-1]] += (
                count
            )
        most = [
            Edge(*ends, str(count), both_ways=ways[ends[1], ends[0]] > 0)
            for ends, count in between.most_common(_MOST_LABELLED)
        ]
        boxes = [Box(ids[owner], f"{owner}\n{counted(held[owner], 'service')}") for owner in shown]
        said = f"Drawn are {counted(len(shown), 'owner')} of {len(held)} with {len(services)} services"
        if len(shown) == len(held):
            said = f"Drawn are the {counted(len(held), 'owner')} of {len(services)} services"
        note = f"{said}; the figure is how many calls and events go between them."
        return ServiceMap(flowchart("LR", boxes, most, dense=True), note)

    def _busiest(self, boxes: Sequence[Box], edges: Sequence[Edge]) -> ServiceMap:
        """The services with most calls and events, and those between them."""
        busy = Counter(end for edge in edges for end in (edge.source, edge.target))
        most = {name for name, _ in busy.most_common(_MOST_BOXES)}
        between = [edge for edge in edges if edge.source in most and edge.target in most]
        between.sort(key=lambda edge: -(busy[edge.source] + busy[edge.target]))
        between = between[:_MOST_EDGES]
        ends = {end for edge in between for end in (edge.source, edge.target)}
        shown = [box for box in boxes if box.id in ends]
        alone = len(boxes) - len(shown)
        note = (
            f"Drawn are the {len(shown)} with most calls and events, and {len(between)} of {len(edges)} calls"
        )
        note += f" and events; {alone} more are in the tables alone." if alone else " and events."
        return ServiceMap(flowchart("LR", shown, _bare(between), dense=True), note)

    def _other(self, kind: str, label: str, name: str = "") -> str:
        """The id of a node that is no service of the system, made where it is new."""
        key = (kind, (name or label).lower())
        if key not in self.boxes:
            prefix = {"ext": "x", "store": "d", "event": "e"}[kind]
            number = sum(1 for other, _ in self.boxes if other == kind)
            shape = "box" if kind == "ext" else kind
            kinds = () if kind == "store" else ("ext",)
            self.boxes[key] = Box(f"{prefix}{number}", label, shape, kinds)
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


def _bare(edges: Sequence[Edge]) -> list[Edge]:
    return [Edge(edge.source, edge.target, "", edge.dotted) for edge in edges]


def map_words(system: System) -> str:
    """The map in one sentence, for those who hear it; of many calls and events only the first."""
    calls = [f"{call.caller} calls {call.target}" for call in system.calls if not call.prose]
    events = [
        f"{use.service} publishes {event.name} for {other.service}"
        for event in system.events
        for use in event.producers
        for other in event.consumers
    ]
    told = [*calls, *events]
    more = len(told) - _MOST_TOLD
    shown = told if more <= 1 else [*told[:_MOST_TOLD], f"and {more} more, which the tables tell"]
    return "; ".join(shown) + "." if shown else _alone(system.services)


def _alone(services: Sequence[Service]) -> str:
    return (
        ", ".join(service.shown_name for service in services) + ": no calls are stated." if services else ""
    )
