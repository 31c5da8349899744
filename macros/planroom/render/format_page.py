"""The reference of the design format, made from its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import field, replace
from typing import Any

from planroom.kinds.design_schema import design_schema
from planroom.records import dataclass
from planroom.render import address
from planroom.render.page import LAST, SitePage, Subject
from planroom.render.rendering import Rendering

_DEEPEST = 7
_NAMES = {
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "array": "list",
    "boolean": "true or false",
}


@dataclass(frozen=True)
class Key:
    """A key of the format: its name, title, type in words, description, an example, and the keys below it."""

    name: str
    title: str
    kind: str
    text: str
    example: str
    required: bool
    plain: bool
    below: tuple[Key, ...] = field(default=())
    like: str = ""
    """The key beside it that has the same keys below it, which are shown there alone."""


def pages(site: Rendering) -> Iterator[SitePage]:
    """The page of the design format."""
    sections = keys(design_schema(), design_schema(), 0)
    found = site.blocks("format.md.jinja", address.DESIGN_FORMAT, sections=sections)
    yield SitePage(
        address.DESIGN_FORMAT, "Design format", found, subjects=(Subject("Reference", weight=LAST),)
    )


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """A schema with its local reference followed; what stands beside the reference wins."""
    while "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def keys(schema: dict[str, Any], root: dict[str, Any], depth: int) -> tuple[Key, ...]:
    """The keys below a schema, those of a list's items included."""
    schema = _resolved(schema, root)
    if "items" in schema and isinstance(schema["items"], dict):
        below = _resolved(schema["items"], root)
        if "properties" in below and "properties" not in schema:
            return keys(below, root, depth)
    required = schema.get("required", [])
    found: list[Key] = []
    shown: dict[tuple[Key, ...], str] = {}
    for name, value in schema.get("properties", {}).items():
        key = _key(name, _resolved(value, root), name in required, root, depth)
        first = shown.setdefault(key.below, name) if key.below else name
        found.append(key if first == name else replace(key, below=(), like=first))
    return tuple(found)


def _key(name: str, schema: dict[str, Any], required: bool, root: dict[str, Any], depth: int) -> Key:
    examples = schema.get("examples") or [None]
    example = json.dumps(examples[0], ensure_ascii=False) if examples[0] is not None else ""
    below = keys(schema, root, depth + 1) if depth < _DEEPEST else ()
    return Key(
        name,
        schema.get("title", name),
        _kind(schema, root),
        schema.get("description", ""),
        example if len(example) <= 160 else "",
        required,
        bool(schema.get("x-plain")),
        below,
    )


def _kind(schema: dict[str, Any], root: dict[str, Any]) -> str:
    """The types of a key in words: `text or structure`, `list of texts`, `one of a, b`."""
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else list(types)
    words = ["structure" if name == "object" else _NAMES.get(name, name) for name in names]
    items = schema.get("items")
    if "array" in names and isinstance(items, dict):
        inner = _resolved(items, root).get("type", "")
        one = inner if isinstance(inner, str) else "/".join(inner)
        plural = {"string": "texts", "object": "structures", "integer": "whole numbers"}.get(one, "")
        words = ["list of " + plural if plural and word == "list" else word for word in words]
    return " or ".join(words) or "any value"
