"""The schema of a design, as reading and checking ask it: which keys are known, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from planroom.diagnostics import Pointer
from planroom.files import shipped
from planroom.wording import nearest

FREE = ("request_example", "response_example", "default")
"""Keys that hold somebody's data: whatever is below them is not ours to name."""


@cache
def design_schema() -> dict[str, Any]:
    """The JSON Schema of a design (draft 2020-12)."""
    text = shipped("schemas", "design.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def sections() -> tuple[str, ...]:
    """The known keys of a design's top level, in the order of the format."""
    return tuple(design_schema()["properties"])


@cache
def known_keys() -> frozenset[str]:
    """Every key that the schema knows, wherever it may stand."""
    return frozenset(_names(design_schema()))


def _names(schema: dict[str, Any]) -> Iterator[str]:
    for keyword in ("properties", "$defs"):
        for name, child in schema.get(keyword, {}).items():
            if keyword == "properties":
                yield name
            yield from _names(child)
    if "items" in schema:
        yield from _names(schema["items"])


@cache
def homes() -> dict[str, tuple[str, ...]]:
    """For each known key, the keys below which it may stand; `""` is the top level."""
    found: dict[str, dict[str, None]] = {}
    for parent, name in _homes(design_schema(), ""):
        found.setdefault(name, {})[parent] = None
    return {name: tuple(parents) for name, parents in found.items()}


def _homes(schema: dict[str, Any], parent: str) -> Iterator[tuple[str, str]]:
    for name, child in schema.get("properties", {}).items():
        yield parent, name
        yield from _homes(child, name)
    if "items" in schema:
        yield from _homes(schema["items"], parent)


def resolved(schema: Any) -> dict[str, Any]:
    """A part of the schema with its reference followed; what stands beside the reference wins."""
    if not isinstance(schema, dict):
        return {}
    found = schema
    while "$ref" in found:
        target: Any = design_schema()
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        found = {**target, **{key: value for key, value in found.items() if key != "$ref"}}
    return found


def structured(schema: dict[str, Any]) -> dict[str, Any]:
    """The keys that a structure may have here; empty where any will do."""
    properties: dict[str, Any] = schema.get("properties", {})
    return properties if set(properties) - {"note"} or schema.get("additionalProperties") is not None else {}


def unknown_keys(document: Any) -> Iterator[tuple[Pointer, str, str]]:
    """Each key that the schema does not know at its place, with the nearest known name and its home.

    The home is the key below which it would stand, where there is one that cannot be mistaken; else `""`.
    """
    yield from _unknown(document, design_schema(), ())


def _home(key: str, beside: dict[str, Any]) -> str:
    """Where a key belongs: a word of one part says so only if that place is beside it."""
    parents = homes().get(key, ())
    only = parents[0] if len(parents) == 1 else ""
    return only if "_" in key or only in beside else ""


def _unknown(value: Any, schema: dict[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str, str]]:
    schema = resolved(schema)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(item, schema.get("items", {}), (*pointer, index))
    elif isinstance(value, dict):
        known = structured(schema)
        others = schema.get("additionalProperties")
        for key, item in value.items():
            if key in known:
                if key not in FREE:
                    yield from _unknown(item, known[key], (*pointer, key))
            elif isinstance(others, dict):
                yield from _unknown(item, others, (*pointer, key))
            elif known and not key.startswith(("x-", "$")):
                yield (*pointer, key), nearest(key, known), _home(key, known)
