"""API: what is wrong, risky or unstated in an OpenAPI contract."""

from __future__ import annotations

from planroom.checks.contracts import (
    addresses,
    advice,
    bodies,
    components,
    conflicts,
    endless,
    examples,
    keywords,
    links,
    names,
    operations,
    paths,
    patterns,
    payloads,
    references,
    schema,
    schemas,
    servers,
    unclaimed,
)

__all__ = [
    "addresses",
    "advice",
    "bodies",
    "components",
    "conflicts",
    "endless",
    "examples",
    "keywords",
    "links",
    "names",
    "operations",
    "paths",
    "patterns",
    "payloads",
    "references",
    "schema",
    "schemas",
    "servers",
    "unclaimed",
]
