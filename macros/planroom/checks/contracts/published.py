"""The schemas of OpenAPI as they are published: read from their files, and asked what they know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from planroom.files import shipped

_UNDATED = {"2.0": "2017-08-27"}
"""Where the identifier has no date: that of the address the schema is published at."""


@cache
def published_schema(version: str) -> dict[str, Any]:
    """The schema of a version as the OpenAPI Initiative published it."""
    file = shipped("schemas", "openapi", f"{version}.json")
    schema: dict[str, Any] = json.loads(file.read_bytes())
    return schema


def stated_id(version: str) -> str:
    """The identifier that a published schema states of itself."""
    schema = published_schema(version)
    return str(schema.get("$id") or schema["id"])


def published_on(version: str) -> str:
    """The date on which a schema was published, `YYYY-MM-DD`: the last word of its identifier."""
    dated = re.search(r"\d{4}-\d\d-\d\d\Z", stated_id(version))
    return dated[0] if dated else _UNDATED[version]


def definition(version: str, name: str) -> dict[str, Any]:
    """One of the schemas that a published schema is put together from."""
    schema = published_schema(version)
    held: dict[str, Any] = schema["definitions" if "definitions" in schema else "$defs"][name]
    return held


@cache
def referred(ref: str | None, version: str) -> Any:
    """What a reference inside a published schema leads to; `None` for one that leads out of it."""
    if ref is None or not ref.startswith("#/"):
        return None
    value: Any = published_schema(version)
    for key in ref[2:].split("/"):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def known_keys(root: Any, version: str) -> tuple[set[str], set[str]]:
    """The names and the patterns of names that a schema knows, conditions put aside."""
    names: set[str] = set()
    patterns: set[str] = set()
    seen: set[int] = set()
    pending: list[Any] = [root]
    while pending:
        schema = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        names.update(schema.get("properties", ()))
        patterns.update(schema.get("patternProperties", ()))
        pending += [schema.get(key) for key in ("if", "then", "else")]
        for key in ("allOf", "anyOf", "oneOf"):
            pending += schema.get(key, ())
        pending += schema.get("dependentSchemas", {}).values()
        pending.append(referred(schema.get("$ref"), version))
    return names, patterns


def matches(key: str, patterns: Iterable[str]) -> bool:
    """Whether a name fits one of the patterns."""
    return any(ecma(pattern).search(key) for pattern in patterns)


@cache
def ecma(pattern: str) -> re.Pattern[str]:
    """A pattern of a published schema as ECMA-262 means it: `$` is the very end, digits are ASCII."""
    return re.compile(re.sub(r"(?<!\\)\$(?=\)|\||\Z)", r"\\Z", pattern), re.ASCII)
