"""Keys of a design as people write them: in another case, under another name, misspelt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from planroom.kinds.design_schema import FREE, design_schema, resolved, structured
from planroom.kinds.design_services import ALIASES, Noting
from planroom.kinds.design_tree import Node
from planroom.patterns import late
from planroom.wording import nearest

_SURE = 0.8
"""How alike a misspelt key must be to one that the format has to be read as it."""

_WITH_UNIT = late(
    r"(timeout|reset|request|connect|idle|rto|rpo|window|interval|retention)_"
    r"(ms|millis|milliseconds|s|sec|seconds|m|min|minutes|h|hours|d|days)\Z"
)
"""A key that the format gives a duration, with a unit behind it."""

_LATENCY = {
    **dict.fromkeys(("p95", "p95_latency_ms", "latency_p95_ms", "p95_latency", "latency_p95"), "p95_ms"),
    **dict.fromkeys(("p99", "p99_latency_ms", "latency_p99_ms", "p99_latency", "latency_p99"), "p99_ms"),
    "availability": "availability_percent",
    "error_rate": "error_rate_percent",
}
_EVENT = {
    "name": "event",
    "event_name": "event",
    "topic": "channel",
    "queue": "channel",
    "dead_letter_queue": "dlq",
    "dead_letter": "dlq",
    "dead_letters": "dlq",
    "partition_key": "key",
}
_OTHER_NAMES: dict[str, dict[str, str]] = {
    "dependencies": {
        "service": "to",
        "name": "to",
        "service_name": "to",
        "target": "to",
        "dependency": "to",
        "protocol": "via",
        "transport": "via",
        "retry": "retries",
        "retry_policy": "retries",
        "breaker": "circuit_breaker",
        "reason": "purpose",
        "description": "purpose",
    },
    "publishes": _EVENT,
    "consumes": _EVENT,
    "api_endpoints": {
        "url": "path",
        "route": "path",
        "uri": "path",
        "verb": "method",
        "http_method": "method",
        "methods": "method",
        "summary": "description",
        "errors": "error_codes",
    },
    "data_stores": {
        "store": "name",
        "type": "kind",
        "engine": "technology",
        "encrypted": "encrypted_at_rest",
    },
    "technology_stack": {
        "technology": "choice",
        "name": "choice",
        "tool": "choice",
        "reason": "rationale",
        "why": "rationale",
        "layer": "area",
        "category": "area",
    },
    "quality_targets": {**_LATENCY, "mttr": "mttr_minutes", "mttd": "mttd_minutes"},
    "slo": _LATENCY,
    "availability_requirements": {
        "slo": "slo_percent",
        "availability": "slo_percent",
        "availability_percent": "slo_percent",
    },
    "estimated_scale": {
        "rps": "requests_per_second_mean",
        "requests_per_second": "requests_per_second_mean",
        "peak_rps": "requests_per_second_peak",
        "rps_peak": "requests_per_second_peak",
        "daily_requests": "requests_per_day",
    },
    "retries": {"max": "max_attempts", "attempts": "max_attempts"},
    "circuit_breaker": {"threshold": "failure_threshold", "failures": "failure_threshold"},
    "external_apis": {"api": "name", "provider": "name"},
}
"""By the key that a structure stands under: other names for its keys that mean one thing only."""


def snake_case(key: str) -> str:
    """A key as the format would write it: `serviceDesign`, `service-design` and `Service Design` are one."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return re.sub(r"[\s\-_]+", "_", apart).strip("_").lower()


def mend_sections(tree: Node, misspelt: Callable[[str, str, Node], None], others: frozenset[str]) -> None:
    """Take a misspelt section for the one that is meant; `others` are names that are read for themselves."""
    _mend_misspelt(tree, design_schema()["properties"], misspelt, others)


def mend_keys(tree: Node, notes: Noting, misspelt: Callable[[str, str, Node], None]) -> None:
    """Take keys with another name and misspelt ones for those that are meant, everywhere in a design."""
    for node, schema, home in structures(tree, design_schema(), ""):
        known = structured(schema)
        _mend_units(node, known, notes)
        for other, name in _OTHER_NAMES.get(home, {}).items():
            if other in node.value and name not in node.value and other not in known:
                notes.add(f"`{other}` under `{home}` is read as `{name}`", node.value[other].origin)
                node.value = {(name if key == other else key): held for key, held in node.value.items()}
        if known and not isinstance(schema.get("additionalProperties"), dict):
            _mend_misspelt(node, known, misspelt, frozenset(ALIASES if home == "services" else ()))


def _mend_units(node: Node, known: dict[str, Any], notes: Noting) -> None:
    """A duration whose key ends in its unit, such as `timeout_ms: 300`, is one with its unit behind it."""
    for key in tuple(node.value):
        match = _WITH_UNIT.match(key)
        number = node.value[key].value
        if not match or match[1] not in known or match[1] in node.value or key in known:
            continue
        if isinstance(number, int | float) and not isinstance(number, bool):
            unit = "ms" if match[2].startswith(("ms", "milli")) else match[2][0]
            notes.add(f"`{key}` is read as `{match[1]}` with its unit", node.value[key].origin)
            held = Node(f"{number}{unit}", node.value[key].origin)
            node.value = {
                (match[1] if k == key else k): (held if k == key else v) for k, v in node.value.items()
            }


def _mend_misspelt(
    node: Node, known: dict[str, Any], misspelt: Callable[[str, str, Node], None], others: frozenset[str]
) -> None:
    renamed: dict[str, str] = {}
    for key in node.value:
        if key in known or key in others or key.startswith(("x-", "$")):
            continue
        near = nearest(key, [name for name in known if name not in node.value], _SURE)
        if near and near not in renamed.values():
            renamed[key] = near
            misspelt(key, near, node.value[key])
    if renamed:
        node.value = {renamed.get(key, key): held for key, held in node.value.items()}


def structures(node: Node, schema: Any, home: str) -> Iterator[tuple[Node, dict[str, Any], str]]:
    """Every mapping of a design with its schema and the key it stands under, the outer ones first."""
    schema = resolved(schema)
    if isinstance(node.value, list):
        for item in node.value:
            yield from structures(item, schema.get("items"), home)
    elif isinstance(node.value, dict):
        yield node, schema, home
        known, others = structured(schema), schema.get("additionalProperties")
        for key, item in node.value.items():
            if key in known and key not in FREE:
                yield from structures(item, known[key], key)
            elif isinstance(others, dict) and key not in known:
                yield from structures(item, others, "")
