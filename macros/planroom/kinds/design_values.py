"""Values of a design as people write them: `"99,9 %"`, `timeout: 300ms`, `retries: 3`, `Synchronous`.

Only what can mean one thing is read as it; a number without its unit stays what it is, and is reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from planroom.kinds.design_keys import structures
from planroom.kinds.design_schema import FREE, design_schema, resolved, structured
from planroom.kinds.design_services import Noting
from planroom.kinds.design_tree import Node
from planroom.patterns import late
from planroom.wording import quote

_NUMBER = late(r"[-+]?\d{1,15}(?:[.,]\d{1,15})?\Z")
_DURATION = late(r"(\d{1,12}(?:[.,]\d{1,9})?)\s*([a-z]+)\.?\Z", re.IGNORECASE)
_ISO_DURATION = late(
    r"P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?\Z", re.IGNORECASE
)
_RANGE = late(r"(\d{1,9})\s*(?:-|–|\.\.|to)\s*(\d{1,9})\Z")
_UNITS = {
    **dict.fromkeys(("ms", "msec", "millis", "millisecond", "milliseconds"), "ms"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
}
_ENDS = {
    "percent": r"\s*(?:%|percent)\Z",
    "ms": r"\s*(?:ms|milliseconds)\Z",
    "minutes": r"\s*(?:m|min|minutes)\Z",
}
"""What may follow a number under a key that ends in its unit already."""

_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_WORDS = {
    "synchronous": "sync",
    "asynchronous": "async",
    "http": "rest",
    "https": "rest",
    "kafka": "stream",
    "ws": "websocket",
    "sql": "relational",
    "nosql": "document",
    "owner": "owns",
    "read": "reads",
    "write": "writes",
    "own": "owns",
    "medium": "standard",
    "api_key": "api-key",
    "apikey": "api-key",
    "oauth": "oauth2",
    "oauth_2.0": "oauth2",
    "oauth_2": "oauth2",
    "openid": "oidc",
    "pii": "personal",
}
"""What people call a value of an enumeration; it counts where the enumeration has what stands behind it."""

_NAME_KEY = {"publishes": "event", "consumes": "event", "external_apis": "name", "tables": "name"}
_NAMED = {"services": "service_name"}


def mend_shapes(tree: Node, notes: Noting) -> None:
    """Bring lists, mappings and texts into the shape that their key asks for, in place."""
    for node, schema, _ in structures(tree, design_schema(), ""):
        for key, part in structured(schema).items():
            if key in node.value and key not in FREE:
                _reshape(node.value[key], key, resolved(part), notes)


def _reshape(node: Node, key: str, schema: dict[str, Any], notes: Noting) -> None:
    types = _types(schema)
    if isinstance(node.value, list) and types == ("object",):
        _merge(node, key, notes)
    elif isinstance(node.value, dict) and "array" in types and "object" not in types:
        _from_map(node, key, notes)
    elif isinstance(node.value, str) and key in ("services", "mechanism"):
        _split(node, key, notes)
    elif "object" in types:
        _as_structure(node, key, notes)


def mend_values(tree: Node, notes: Noting) -> None:
    """Bring single values into the type that their key asks for, in place."""
    for node, schema, home in structures(tree, design_schema(), ""):
        for key, part in structured(schema).items():
            if key in node.value and key not in FREE:
                _mend(node.value[key], key, resolved(part), notes)
        if home == "limits_per_tier":
            _limits(node, notes)


def _mend(node: Node, key: str, schema: dict[str, Any], notes: Noting) -> None:
    if isinstance(node.value, list) and "array" in _types(schema):
        item = resolved(schema.get("items"))
        for entry in node.value:
            _mend_scalar(entry, key, item, notes)
    else:
        _mend_scalar(node, key, schema, notes)


def _limits(node: Node, notes: Noting) -> None:
    for held in node.value.values():
        if _is_number(held.value):
            notes.add("a limit is a number, read as its `limit`", held.origin)
            held.value = {"limit": Node(held.value, held.origin)}


def _types(schema: dict[str, Any]) -> tuple[str, ...]:
    stated = schema.get("type", ())
    return (stated,) if isinstance(stated, str) else tuple(stated)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _merge(node: Node, key: str, notes: Noting) -> None:
    """A list of structures that say different things is one structure."""
    entries = [item.value for item in node.value]
    names = [name for entry in entries if isinstance(entry, dict) for name in entry]
    if names and len(set(names)) == len(names) and all(isinstance(entry, dict) for entry in entries):
        notes.add(f"`{key}` is a list, read as one structure", node.origin)
        node.value = {name: held for entry in entries for name, held in entry.items()}


def _from_map(node: Node, key: str, notes: Noting) -> None:
    """A mapping from name to structure is a list of structures that have their name inside."""
    name = _NAME_KEY.get(key)
    if name is None or not node.value or name in node.value:
        return
    notes.add(f"`{key}` is a mapping from name to structure, read as a list", node.origin)
    made = []
    for label, held in node.value.items():
        inside = held.value
        if not isinstance(inside, dict):
            inside = {"note": held} if isinstance(inside, str) else {}
        made.append(Node({name: Node(label, held.origin.key()), **inside}, held.origin))
    node.value = made


def _split(node: Node, key: str, notes: Noting) -> None:
    """A text that names several is a list of them."""
    parts = [part.strip() for part in re.split(r"[,;\n]|\band\b|\s\+\s", node.value) if part.strip()]
    if key == "mechanism":
        allowed = design_schema()["properties"]["api_specification"]["properties"]["authentication"]
        words = allowed["properties"]["mechanism"]["items"]["enum"]
        found = [_word(part, words) for part in parts]
        if not parts or any(word is None for word in found) or found == [node.value]:
            return
        node.value = [Node(word, node.origin) for word in found]
    elif parts and all(re.fullmatch(r"[\w.\-]+", part) for part in parts):
        node.value = [Node({_NAMED[key]: Node(part, node.origin)}, node.origin) for part in parts]
    else:
        return
    notes.add(f"`{key}` is a text, read as a list", node.origin)


def _as_structure(node: Node, key: str, notes: Noting) -> None:
    """A value that says one thing of a structure is a structure that says it."""
    value = node.value
    made: dict[str, Any] | None = None
    if key == "timeout" and isinstance(value, str) and _duration(value):
        made = {"request": _duration(value)}
    elif key == "retries" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        notes.add(f"`retries: {value}` is read as {value + 1} attempts, the first one included", node.origin)
        node.value = {"max_attempts": Node(value + 1, node.origin)}
    elif key == "circuit_breaker" and (value is True or (isinstance(value, str) and value.strip())):
        made = {"note": "true" if value is True else value}
    elif key == "instances" and isinstance(value, int) and not isinstance(value, bool):
        made = {"min": value, "max": value}
    elif key == "instances" and isinstance(value, str) and (match := _RANGE.match(value.strip())):
        made = {"min": int(match[1]), "max": int(match[2])}
    elif key == "slo" and (_is_number(value) or (isinstance(value, str) and value.strip().endswith("%"))):
        share = value if _is_number(value) else _number(value, "percent")
        made = None if share is None else {"availability_percent": share}
    if made is not None:
        notes.add(f"`{key}` is a single value, read as its `{listed_keys(made)}`", node.origin)
        node.value = {name: Node(held, node.origin) for name, held in made.items()}


def listed_keys(made: dict[str, Any]) -> str:
    """The keys of a structure as a message names them."""
    return "` and `".join(made)


def _mend_scalar(node: Node, key: str, schema: dict[str, Any], notes: Noting) -> None:
    if not isinstance(node.value, str):
        return
    read = _meant(node.value, key, schema)
    if read is not None and read != node.value:
        said = json.dumps(read) if not isinstance(read, str) else read
        notes.add(f"{quote(node.value)} is read as `{said}`", node.origin)
        node.value = read


def _meant(text: str, key: str, schema: dict[str, Any]) -> Any:
    """What a text means where its key asks for something else, or `None`."""
    types = _types(schema)
    if "string" not in types:
        if types == ("boolean",):
            return _TRUTH.get(text.strip().lower())
        if "number" in types:
            return _number(text, key.rsplit("_", 1)[-1])
        return int(text) if types == ("integer",) and re.fullmatch(r"\d{1,9}", text.strip()) else None
    if "ms|s|m|h|d" in str(schema.get("pattern")):
        return _duration(text)
    return _word(text, schema["enum"]) if "enum" in schema and text not in schema["enum"] else None


def _number(text: str, unit: str) -> float | int | None:
    """A number with a decimal point or comma, and the unit that its key ends in; `None` for anything else."""
    bare = re.sub(_ENDS.get(unit, r"\Z"), "", text.strip(), flags=re.IGNORECASE)
    if not _NUMBER.match(bare) or re.search(r",\d{3}\Z", bare):  # `1,000` may be a thousand
        return None
    number = float(bare.replace(",", "."))
    return int(number) if re.fullmatch(r"[-+]?\d+", bare) else number


def _duration(text: str) -> str | None:
    """A duration as the format writes it: `300 ms`, `15 min` and `PT15M` are `300ms` and `15m`."""
    match = _DURATION.match(text.strip())
    if match:
        unit = _UNITS.get(match[2].lower())
        return match[1].replace(",", ".") + unit if unit else None
    iso = _ISO_DURATION.match(text.strip())
    parts = [f"{size}{unit}" for size, unit in zip(iso.groups(), "dhms", strict=True) if size] if iso else []
    return parts[0] if len(parts) == 1 else None


def _word(text: str, allowed: Iterable[str]) -> str | None:
    """The value of an enumeration that is meant, whatever its case and what parts its words."""
    plain = re.sub(r"[\s\-_]+", "_", text.strip().lower())
    by_plain = {word.replace("-", "_"): word for word in map(str, allowed)}
    meant = _WORDS.get(plain, "")
    return by_plain.get(plain) or (meant if meant in by_plain.values() else None)
