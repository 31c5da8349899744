"""The schemas of OpenAPI as they are published: read from their files, and asked what they know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@cache
def published_schema(version: str) -> dict[str, Any]:
    """The schema of a version as the OpenAPI Initiative published it."""
    # Importing the package that ships the schemas takes half a second; its files are all that is needed.
    spec = find_spec("openapi_spec_validator")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("openapi_spec_validator")
    folder = Path(spec.submodule_search_locations[0])
    text = (folder / "resources" / "schemas" / f"v{version}" / "schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


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
    return any(re.search(pattern, key) for pattern in patterns)
