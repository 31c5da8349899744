"""The schema verdict on a contract: the published OpenAPI schemas, run over it and over its parts.

The validator follows no reference of the contract: each part is judged on its own, at its own place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from planroom.checks.contracts.faults import Fault, narrowed
from planroom.checks.contracts.judges import judge_of, judge_of_schemas
from planroom.diagnostics import Origin
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.patterns import late

_DIALECTS = ("https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3.")
_ALIAS = late(r"\*(?<=[\s\[{,]\*)[^\s*,\[\]{}]")
"""What looks like an alias; emphasis in a text may, too. The star comes first, since it is quickly found."""
_MAX_VALUES = 300_000
_DEFINITIONS: dict[str, dict[str, str]] = {
    "2.0": {
        "Schema": "schema",
        "Parameter": "parameter",
        "Response": "response",
        "PathItem": "pathItem",
        "Operation": "operation",
    },
    "3.0": {
        kind: kind
        for kind in (
            "Schema",
            "Parameter",
            "Response",
            "RequestBody",
            "Header",
            "Example",
            "Link",
            "Callback",
        )
    }
    | {kind: kind for kind in ("PathItem", "SecurityScheme", "Operation")},
    "3.1": {
        "Parameter": "parameter",
        "Response": "response",
        "RequestBody": "request-body",
        "Header": "header",
        "Example": "example",
        "Link": "link",
        "Callback": "callbacks",
        "PathItem": "path-item",
        "SecurityScheme": "security-scheme",
        "Operation": "operation",
    },
}
_DEFINITIONS["3.2"] = {**_DEFINITIONS["3.1"], "Media": "media-type"}
"""Version -> kind of object -> its definition in the published schema."""


def too_large(contract: Contract) -> int:
    """How many values the document has once its aliases are written out, if too many to be judged; else 0."""
    if contract.source.format != "yaml" or not _ALIAS.search(contract.source.text):
        return 0
    sizes: dict[int, int] = {}
    total = _size(contract.value, sizes)
    # A document that is just large is judged whatever it takes: its time grows with its text.
    return total if total > _MAX_VALUES and total > len(contract.source.text) else 0


def _size(value: Any, sizes: dict[int, int]) -> int:
    if not isinstance(value, (dict, list)):
        return 1
    if id(value) not in sizes:
        below = value.values() if isinstance(value, dict) else value
        sizes[id(value)] = 1 + sum(_size(item, sizes) for item in below)
    return sizes[id(value)]


def faults(contract: Contract) -> list[Fault]:
    """Every error of the verdict. The version of the contract must be a known one."""
    version = contract.major_minor
    errors = judge_of(version).errors(contract.value)
    found = list(narrowed(errors, Origin(contract.path), None, version))
    definitions = _DEFINITIONS[version]
    for part in contract.anatomy.parts:
        if part.kind in definitions and "$ref" not in part.value:
            errors = judge_of(version, definitions[part.kind]).errors(part.value)
            found += narrowed(errors, part.origin, part.referrer, version)
    if version not in ("2.0", "3.0"):
        found += _schema_faults(contract)
    return found


def _schema_faults(contract: Contract) -> Iterator[Fault]:
    """Errors in schema objects: from 3.1 on they are JSON Schema, and no matter of the OpenAPI schema."""
    dialect = contract.value.get("jsonSchemaDialect", _DIALECTS[0])
    if not isinstance(dialect, str) or not dialect.startswith(_DIALECTS):
        return
    judge = judge_of_schemas()
    for node in _outermost(contract.anatomy.nodes):
        stated = node.value.get("$schema", _DIALECTS[0])
        if isinstance(stated, str) and stated.startswith(_DIALECTS):
            yield from narrowed(judge.errors(node.value), node.origin, node.referrer, contract.major_minor)


def _outermost(nodes: Iterable[Node]) -> Iterator[Node]:
    schemas = [node for node in nodes if node.kind == "Schema"]
    places = {(node.origin.path, node.origin.pointer) for node in schemas}
    for node in schemas:
        path, pointer = node.origin.path, node.origin.pointer
        if not pointer or ((path, pointer[:-1]) not in places and (path, pointer[:-2]) not in places):
            yield node
