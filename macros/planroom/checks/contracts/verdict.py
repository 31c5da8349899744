"""The schema verdict on a contract: the published OpenAPI schemas, run over it and over its parts.

The validator follows no reference of the contract: each part is judged on its own, at its own place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from planroom.checks.contracts.faults import Fault, narrowed
from planroom.checks.contracts.published import definition, matches, published_schema, referred
from planroom.diagnostics import Origin
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract

_DIALECTS = ("https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3.")
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
    if contract.source.format != "yaml" or "*" not in contract.source.text:
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
    judge = _judge(version)
    found = list(narrowed(judge.iter_errors(contract.value), Origin(contract.path), None, version))
    definitions = _DEFINITIONS[version]
    for part in contract.anatomy.parts:
        if part.kind in definitions and "$ref" not in part.value:
            judge_of_part = judge.evolve(schema=definition(version, definitions[part.kind]))
            errors = judge_of_part.iter_errors(part.value)
            found += narrowed(errors, part.origin, part.referrer, version)
    if version not in ("2.0", "3.0"):
        found += _schema_faults(contract)
    return found


def _schema_faults(contract: Contract) -> Iterator[Fault]:
    """Errors in schema objects: from 3.1 on they are JSON Schema, and no matter of the OpenAPI schema."""
    dialect = contract.value.get("jsonSchemaDialect", _DIALECTS[0])
    if not isinstance(dialect, str) or not dialect.startswith(_DIALECTS):
        return
    judge = _schema_judge()
    for node in _outermost(contract.anatomy.nodes):
        stated = node.value.get("$schema", _DIALECTS[0])
        if isinstance(stated, str) and stated.startswith(_DIALECTS):
            errors = judge.iter_errors(node.value)
            yield from narrowed(errors, node.origin, node.referrer, contract.major_minor)


def _outermost(nodes: Iterable[Node]) -> Iterator[Node]:
    schemas = [node for node in nodes if node.kind == "Schema"]
    places = {(node.origin.path, node.origin.pointer) for node in schemas}
    for node in schemas:
        path, pointer = node.origin.path, node.origin.pointer
        if not pointer or ((path, pointer[:-1]) not in places and (path, pointer[:-2]) not in places):
            yield node


@cache
def _judge(version: str) -> Any:
    from jsonschema import validators
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    schema = published_schema(version)
    plain: Any = validators.validator_for(schema)
    keywords: dict[str, Any] = {
        "$ref": _short_cut(plain.VALIDATORS["$ref"], version),
        "oneOf": _unless_reference(plain.VALIDATORS["oneOf"]),
        "unevaluatedProperties": _Unevaluated(version),
    }
    extend: Any = validators.extend
    # The registry holds JSON Schema's own drafts and fetches nothing.
    return extend(plain, keywords)(schema, registry=REGISTRY)


@cache
def _schema_judge() -> Any:
    """The validator for schema objects: the meta-schema of 2020-12 with its vocabularies put into one schema.

    The published form spreads one object over seven schemas and reads each place seven times.
    """
    from jsonschema import Draft202012Validator
    from jsonschema_specifications import REGISTRY

    flat: dict[str, Any] = {"type": ["object", "boolean"], "properties": {}, "$defs": {}}
    for part in Draft202012Validator.META_SCHEMA["allOf"]:
        base = "https://json-schema.org/draft/2020-12/"
        vocabulary = REGISTRY.contents(base + part["$ref"])
        for key in ("properties", "$defs"):
            flat[key].update(_undynamic(vocabulary.get(key, {})))
    return Draft202012Validator(flat, registry=REGISTRY)


def _undynamic(value: Any) -> Any:
    if isinstance(value, dict):
        turned = {key: _undynamic(held) for key, held in value.items()}
        return {"$ref": "#"} if isinstance(turned.get("$dynamicRef"), str) else turned
    return [_undynamic(held) for held in value] if isinstance(value, list) else value


def _short_cut(plain: Any, version: str) -> Any:
    """The keyword `$ref` for references inside a published schema, which need no looking up by address."""

    def ref(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
        target = referred(stated, version)
        if target is None:
            yield from plain(validator, stated, instance, schema)
        else:
            yield from validator.descend(instance, target)

    return ref


def _unless_reference(plain: Any) -> Any:
    """The keyword `oneOf` of the published schemas: a value with `$ref` is a reference, and no other is.

    Most alternatives in them are between an object and a reference; trying both takes twice the time.
    """

    def one_of(validator: Any, branches: Any, instance: Any, schema: Any) -> Iterator[Any]:
        wanted = isinstance(instance, dict) and "$ref" in instance
        left = [branch for branch in branches if _is_reference(branch) is wanted]
        if len(left) == 1 and len(branches) > 1:
            yield from validator.descend(instance, left[0])
        else:
            yield from plain(validator, left or branches, instance, schema)

    return one_of


def _is_reference(branch: Any) -> bool:
    return str(branch.get("$ref", "")).endswith(("/Reference", "/jsonReference"))


class _Unevaluated:
    """The keyword `unevaluatedProperties` of the published schemas: for keys that no part of them names.

    By the letter, a key also counts as unevaluated where the part that names it finds fault with the object;
    that reads every object many times, and disowns good keys for faults that are reported anyway.
    """

    def __init__(self, version: str) -> None:
        self._version = version

    def __call__(self, validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
        from jsonschema.exceptions import ValidationError

        if stated is not False or not isinstance(instance, dict):
            return
        names: set[str] = set()
        patterns: set[str] = set()
        self._collect(validator, instance, schema, names, patterns)
        extra = [key for key in instance if key not in names and not matches(key, patterns)]
        if extra:
            yield ValidationError("unexpected: " + ", ".join(f"'{key}'" for key in extra))

    def _collect(
        self, validator: Any, instance: Any, schema: Any, names: set[str], patterns: set[str]
    ) -> None:
        if not isinstance(schema, dict):
            return
        names.update(schema.get("properties", ()))
        patterns.update(schema.get("patternProperties", ()))
        below = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
        if "if" in schema:
            held = validator.evolve(schema=schema["if"]).is_valid(instance)
            below += [schema["if"], schema.get("then")] if held else [schema.get("else")]
        below += [part for key, part in schema.get("dependentSchemas", {}).items() if key in instance]
        below.append(referred(schema.get("$ref"), self._version))
        for part in below:
            self._collect(validator, instance, part, names, patterns)
