"""The judges of the schema verdict: one for each published schema and each of its definitions.

jsonschema-rs, where it is there, says at once whether a value is valid, and in which parts of it errors are.
The errors themselves come from jsonschema, which says of each what is needed to put it in words; it is
hundreds of times slower, and reads only those parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from functools import cache, cached_property
from typing import Any

from planroom.checks.contracts.published import definition, ecma, matches, published_schema, referred
from planroom.checks.contracts.quick import quick_validator, suspects
from planroom.records import dataclass

_Keyword = Callable[[Any, Any, Any, Any], Iterator[Any]]
_META_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


@dataclass(eq=False)
class Judge:
    """Tells the errors of values by one schema.

    `alone` is the schema in a form that refers to nothing outside of it, `make` makes the slow validator.
    """

    alone: dict[str, Any] = field(repr=False)
    make: Callable[[_Sight], Any]
    _sight: _Sight = field(default_factory=lambda: _Sight())

    @cached_property
    def _quick(self) -> Any:
        return quick_validator(self.alone)

    @cached_property
    def _slow(self) -> Any:
        return self.make(self._sight)

    def errors(self, value: Any) -> list[Any]:
        """Every error of a value, each as jsonschema records it."""
        within = suspects(self._quick, value)
        if within is not None and not within:
            return []
        self._sight.within = within
        try:
            return list(self._slow.iter_errors(value))
        finally:
            self._sight.within = None


@dataclass(eq=False)
class _Sight:
    """Where a slow validator looks: only at mappings and lists of these identities, or everywhere."""

    within: set[int] | None = None

    def sees(self, value: Any, schema: Any) -> bool:
        """Whether a value is to be looked at; always where its schema is `false`, which wants it absent."""
        if self.within is None or not isinstance(value, (dict, list)) or schema is False:
            return True
        return id(value) in self.within

    def keywords(self, plain: dict[str, Any]) -> dict[str, _Keyword]:
        """The keywords that lead from a value to those in it, kept from what needs no look."""

        def properties(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
            if isinstance(instance, dict):
                seen = {key: below for key, below in stated.items() if self.sees(instance.get(key), below)}
                yield from plain["properties"](validator, seen, instance, schema) or ()

        def by_pattern(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
            if isinstance(instance, dict):
                for pattern, below in stated.items():
                    search = ecma(pattern).search
                    for key, item in instance.items():
                        if search(key) and self.sees(item, below):
                            yield from validator.descend(item, below, path=key, schema_path=pattern)

        def items(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
            if isinstance(instance, list) and isinstance(stated, dict) and "prefixItems" not in schema:
                for index, item in enumerate(instance):
                    if self.sees(item, stated):
                        yield from validator.descend(item, stated, path=index)
            else:
                yield from plain["items"](validator, stated, instance, schema) or ()

        def additional(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
            if not isinstance(instance, dict):
                return
            named, patterns = schema.get("properties", ()), schema.get("patternProperties", ())
            extra = [key for key in instance if key not in named and not matches(key, patterns)]
            if isinstance(stated, dict):
                for key in extra:
                    if self.sees(instance[key], stated):
                        yield from validator.descend(instance[key], stated, path=key)
            elif stated is False and extra:
                yield _unexpected(extra)

        return {
            "properties": properties,
            "patternProperties": by_pattern,
            "items": items,
            "additionalProperties": additional,
            "pattern": _pattern,
        }


def _pattern(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not ecma(stated).search(instance):
        yield ValidationError(f"{instance!r} does not match {stated!r}")


def _unexpected(keys: list[str]) -> Any:
    from jsonschema.exceptions import ValidationError

    return ValidationError("unexpected: " + ", ".join(f"'{key}'" for key in keys))


@cache
def judge_of(version: str, name: str = "") -> Judge:
    """The judge of documents of a version of OpenAPI, or of one kind of object in them."""
    schema = published_schema(version)
    if not name:
        return Judge(schema, lambda sight: _slow_judge(version, sight))
    held = "definitions" if "definitions" in schema else "$defs"
    alone = {"$schema": schema["$schema"], "$ref": f"#/{held}/{name}", held: schema[held]}
    return Judge(alone, lambda sight: _slow_judge(version, sight).evolve(schema=definition(version, name)))


def _slow_judge(version: str, sight: _Sight) -> Any:
    from jsonschema import validators
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    schema = published_schema(version)
    plain: Any = validators.validator_for(schema)
    keywords = sight.keywords(plain.VALIDATORS) | {
        "$ref": _short_cut(plain.VALIDATORS["$ref"], version),
        "oneOf": _unless_reference(plain.VALIDATORS["oneOf"]),
        "unevaluatedProperties": _Unevaluated(version),
    }
    extend: Any = validators.extend
    # The registry holds JSON Schema's own drafts and fetches nothing.
    return extend(plain, keywords)(schema, registry=REGISTRY)


@cache
def judge_of_schemas() -> Judge:
    """The judge of schema objects from 3.1 on: the meta-schema of JSON Schema 2020-12."""
    return Judge({"$schema": _META_SCHEMA, "$ref": _META_SCHEMA}, _slow_judge_of_schemas)


def _slow_judge_of_schemas(sight: _Sight) -> Any:
    """A validator by the meta-schema of 2020-12 with its vocabularies put into one schema.

    The published form spreads one object over seven schemas and reads each place seven times.
    """
    from jsonschema import Draft202012Validator, validators
    from jsonschema_specifications import REGISTRY

    plain: Any = Draft202012Validator
    flat: dict[str, Any] = {"type": ["object", "boolean"], "properties": {}, "$defs": {}}
    for part in plain.META_SCHEMA["allOf"]:
        vocabulary = REGISTRY.contents(_META_SCHEMA.removesuffix("schema") + part["$ref"])
        for key in ("properties", "$defs"):
            flat[key].update(_undynamic(vocabulary.get(key, {})))
    extend: Any = validators.extend
    return extend(plain, sight.keywords(plain.VALIDATORS))(flat, registry=REGISTRY)


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
        if stated is not False or not isinstance(instance, dict):
            return
        names: set[str] = set()
        patterns: set[str] = set()
        self._collect(validator, instance, schema, names, patterns)
        extra = [key for key in instance if key not in names and not matches(key, patterns)]
        if extra:
            yield _unexpected(extra)

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
