"""One service as people write it in other shapes, brought into the shape of the format."""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import parse_qsl

from planroom.diagnostics import Origin
from planroom.kinds.design_tree import Node
from planroom.patterns import late

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY")
"""The methods that an endpoint may have (RFC 9110, RFC 5789, and QUERY of OpenAPI 3.2)."""

ALIASES = {
    "name": "service_name",
    "responsibilities": "domain_responsibility",
    "responsibility": "domain_responsibility",
    "description": "domain_responsibility",
    "domain": "domain_responsibility",
    "endpoints": "api_endpoints",
    "apis": "api_endpoints",
    "depends_on": "dependencies",
    "data_ownership": "data_stores",
    "databases": "data_stores",
    "storage": "data_stores",
    "events_published": "publishes",
    "events_consumed": "consumes",
}
"""Other names for the keys of a service."""
SERVICE_KEYS = frozenset(
    {
        "service_name",
        "domain_responsibility",
        "api_endpoints",
        "data_stores",
        "publishes",
        "consumes",
        *ALIASES,
    }
    - {"name", "description", "domain", "depends_on", "storage", "databases", "apis"}
)
"""Keys that only something that describes a service has."""

_ENDPOINT = late(r"\s*([A-Za-z]+)\s+(/\S*)\s*(?:[-–—:]\s*(.*))?$", re.DOTALL)


class Noting(Protocol):
    """Something that keeps notes of what was changed."""

    def add(self, message: str, origin: Origin) -> None:
        """Note one change."""


def reshape_service(service: Node, notes: Noting) -> None:
    """Bring one service into the shape of the format, in place."""
    if isinstance(service.value, str):
        notes.add("a service is a plain name, read as one of which nothing else is stated", service.origin)
        service.value = {"service_name": Node(service.value, service.origin)}
    if not isinstance(service.value, dict):
        return
    owned = service.value.get("data_ownership") if "data_stores" not in service.value else None
    for alias, name in ALIASES.items():
        if alias in service.value and name not in service.value:
            notes.add(f"`{alias}` of a service is read as `{name}`", service.value[alias].origin)
            service.value[name] = service.value.pop(alias)
    if owned is not None and isinstance(owned.value, list):
        owned.value = [_owned(item) for item in owned.value]
    _map(service, "dependencies", "to", notes)
    _map(service, "data_stores", "name", notes)
    _endpoints(service, notes)


def _owned(item: Node) -> Node:
    """An entry under data ownership: the ownership is what it states."""
    if not isinstance(item.value, str):
        return item
    access = Node("owns", item.origin)
    return Node({"name": Node(item.value, item.origin), "access": access}, item.origin)


def _map(service: Node, key: str, name: str, notes: Noting) -> None:
    node = service.value.get(key)
    if node is None or not isinstance(node.value, dict):
        return
    notes.add(f"`{key}` is a mapping from name to structure, read as a list", node.origin)
    made = []
    for label, entry in node.value.items():
        held = entry.value if isinstance(entry.value, dict) else {"note": entry}
        made.append(Node({name: Node(label, entry.origin.key()), **held}, entry.origin))
    node.value = made


def _endpoints(service: Node, notes: Noting) -> None:
    node = service.value.get("api_endpoints")
    if node is None:
        return
    if isinstance(node.value, dict):
        notes.add("`api_endpoints` is a mapping from endpoint to structure, read as a list", node.origin)
        node.value = [_keyed_endpoint(label, entry) for label, entry in node.value.items()]
    elif isinstance(node.value, str):
        lines = [line.strip(" -*") for line in re.split(r"[\n;,]", node.value)]
        if lines and all(_ENDPOINT.match(line) for line in lines if line):
            notes.add("`api_endpoints` is a text, read as a list", node.origin)
            node.value = [Node(line, node.origin) for line in lines if line]
    if isinstance(node.value, list):
        node.value = [_endpoint(item, notes) for item in node.value]


def _keyed_endpoint(label: str, entry: Node) -> Node:
    made = _from_text(label, entry.origin.key())
    if made is None:
        return entry
    held = entry.value if isinstance(entry.value, dict) else {"description": entry}
    return Node({**made, **held}, entry.origin)


def _endpoint(item: Node, notes: Noting) -> Node:
    if isinstance(item.value, str):
        made = _from_text(item.value, item.origin)
        if made is None:
            return item
        notes.add("an endpoint is a text, read as method and path", item.origin)
        item = Node(made, item.origin)
    if isinstance(item.value, dict):
        _split_query(item, notes)
        _codes(item, notes)
    return item


def _from_text(text: str, origin: Origin) -> dict[str, Node] | None:
    """`POST /orders: creates one` as its parts, `None` where the text is nothing of the kind."""
    match = _ENDPOINT.match(text)
    if match is None or match[1].upper() not in METHODS:
        return None
    made = {"method": Node(match[1].upper(), origin), "path": Node(match[2].rstrip(","), origin)}
    if match[3]:
        made["description"] = Node(match[3].strip(), origin)
    return made


def _split_query(item: Node, notes: Noting) -> None:
    path = item.value.get("path")
    if path is None or not isinstance(path.value, str) or "?" not in path.value:
        return
    notes.add("a path carries its query, read as `filters`", path.origin)
    before, _, query = path.value.partition("?")
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    item.value["path"] = Node(before, path.origin)
    if "filters" not in item.value and names:
        item.value["filters"] = Node([Node(name, path.origin) for name in names], path.origin)


def _codes(item: Node, notes: Noting) -> None:
    codes = item.value.get("error_codes")
    if codes is None:
        return
    if isinstance(codes.value, dict):
        notes.add("`error_codes` is a mapping, read as the list of its keys", codes.origin)
        codes.value = [Node(code, entry.origin.key()) for code, entry in codes.value.items()]
    elif isinstance(codes.value, int) and not isinstance(codes.value, bool):
        codes.value = [Node(codes.value, codes.origin)]
    elif isinstance(codes.value, str) and re.search(r"\d{3}", codes.value):
        notes.add("`error_codes` is a text, read as a list", codes.origin)
        codes.value = [Node(code, codes.origin) for code in re.findall(r"\b[1-5](?:\d\d|XX)\b", codes.value)]
