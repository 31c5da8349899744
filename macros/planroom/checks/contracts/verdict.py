"""The schema verdict on a contract: the published OpenAPI schemas, run over it and over its parts.

The validator follows no reference of the contract: each part is judged on its own, at its own place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of the verdict, narrowed down to where it really is, with the validator's own record."""

    origin: Origin
    error: Any
    referrer: Origin | None
    version: str

    def known_keys(self) -> tuple[set[str], set[str]]:
        """The names and the patterns of names that the schema of the object knows, conditions put aside."""
        return _known_keys(self.error.schema, self.version)

    def unknown_keys(self) -> list[str]:
        """The keys of the object that its schema names nowhere."""
        names, patterns = self.known_keys()
        held = self.error.instance
        return [key for key in held if key not in names and not _matches(key, patterns)]


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
            judge_of_part = judge.evolve(schema=_definition(version, definitions[part.kind]))
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
        target = _referred(stated, version)
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
        extra = [key for key in instance if key not in names and not _matches(key, patterns)]
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
        below.append(_referred(schema.get("$ref"), self._version))
        for part in below:
            self._collect(validator, instance, part, names, patterns)


def _matches(key: str, patterns: Iterable[str]) -> bool:
    return any(re.search(pattern, key) for pattern in patterns)


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


def _definition(version: str, name: str) -> dict[str, Any]:
    schema = published_schema(version)
    held: dict[str, Any] = schema["definitions" if "definitions" in schema else "$defs"][name]
    return held


def narrowed(errors: Iterable[Any], base: Origin, referrer: Origin | None, version: str) -> Iterator[Fault]:
    for error in errors:
        for leaf in _leaves(error):
            yield Fault(base.at(*leaf.absolute_path), leaf, referrer, version)


def _leaves(error: Any) -> Iterator[Any]:
    """The errors that say what is wrong: of alternatives, those of the one that was most likely meant."""
    if error.validator not in ("anyOf", "oneOf") or not error.context or _only_required(error):
        yield error
        return
    branches: dict[int, list[Any]] = {}
    for below in error.context:
        branches.setdefault(int(below.schema_path[0]), []).append(below)
    meant = min(branches.values(), key=_distance)
    for below in meant:
        yield from _leaves(below)


def _only_required(error: Any) -> bool:
    """Whether the alternatives differ only in which keys they ask for."""
    branches = error.validator_value
    return all(
        isinstance(branch, dict) and "required" in branch and len(branch) <= 2 for branch in branches
    ) and all(below.validator == "required" and not below.path for below in error.context)


def _distance(branch: list[Any]) -> tuple[int, int, int]:
    """How far a value is from an alternative: by what tells alternatives apart, then by its errors."""
    far = 0
    near = 0
    for below in branch:
        depth = len(below.path)
        if below.validator == "type" and depth == 0:
            far += 4
        elif below.validator in ("enum", "const") and list(below.path) in (["in"], ["type"], ["scheme"]):
            far += 2
        elif below.validator in ("anyOf", "oneOf") and below.context and depth == 0:
            inner: dict[int, list[Any]] = {}
            for held in below.context:
                inner.setdefault(int(held.schema_path[0]), []).append(held)
            far += min(_distance(held)[0] for held in inner.values())
        near += depth == 0
    return far, near, len(branch)


def _known_keys(root: Any, version: str) -> tuple[set[str], set[str]]:
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
        pending.append(_referred(schema.get("$ref"), version))
    return names, patterns


@cache
def _referred(ref: str | None, version: str) -> Any:
    """What a reference inside a published schema leads to; `None` for one that leads out of it."""
    if ref is None or not ref.startswith("#/"):
        return None
    value: Any = published_schema(version)
    for key in ref[2:].split("/"):
        value = value.get(key) if isinstance(value, dict) else None
    return value
