"""The quick half of judging values by schemas: whether a value fits for sure.

Most examples do. Only of the others the validator is asked, which is slower by far and can say what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planroom.checks.contracts.ecma import occurs
from planroom.records import dataclass

_NOTES = frozenset(
    (
        *("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"),
        *("format", "nullable", "x-nullable", "xml", "externalDocs", "discriminator", "$comment", "$schema"),
        *("$id", "$anchor", "$dynamicAnchor", "$defs", "definitions", "contentMediaType", "contentEncoding"),
        *("name", "in", "collectionFormat", "allowEmptyValue"),
    )
)
"""Keys that say nothing of a value."""
_DEEPEST = 60
_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


@dataclass(frozen=True)
class Fits:
    """Says whether values fit; `False` also where that is not sure.

    `target` gives what a schema with `$ref` refers to, `asked` whether a message carries a required property.
    In `older` schemas, those up to OpenAPI 3.0, keys beside `$ref` are ignored and null may be let pass.
    """

    target: Callable[[dict[str, Any]], Any]
    asked: Callable[[str, dict[str, Any]], bool]
    older: bool

    def surely(self, value: Any, schema: Any, depth: int = 0) -> bool:
        """Whether a value fits a schema for sure."""
        if schema is True:
            return True
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return False
        free = (
            self.older
            and value is None
            and (schema.get("nullable") is True or schema.get("x-nullable") is True)
        )
        if "$ref" in schema:
            if not free and not self.surely(value, self.target(schema), depth + 1):
                return False
            if self.older:
                return True
        for key, stated in schema.items():
            if key in _NOTES or key == "$ref" or key.startswith("x-"):
                continue
            rule = _RULES.get(key)
            if rule is None:
                return False
            if not ((free and key in RULED_BY_NULLABLE) or rule(self, value, stated, schema, depth)):
                return False
        return True

    def _properties(self, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        if not isinstance(value, dict):
            return True
        if not isinstance(stated, dict):
            return False
        return all(
            self.surely(value[name], held, depth + 1) for name, held in stated.items() if name in value
        )

    def _additional(self, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        if stated is True or not isinstance(value, dict):
            return True
        named = schema.get("properties", {})
        if not isinstance(named, dict) or "patternProperties" in schema:
            return False
        return all(name in named or self.surely(held, stated, depth + 1) for name, held in value.items())

    def _items(self, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        return not isinstance(value, list) or all(self.surely(item, stated, depth + 1) for item in value)

    def _required(self, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        if not isinstance(value, dict):
            return True
        if not isinstance(stated, list) or not all(isinstance(name, str) for name in stated):
            return False
        return all(name in value or not self.asked(name, schema) for name in stated)

    def _all_of(self, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        return isinstance(stated, list) and all(self.surely(value, held, depth + 1) for held in stated)

    def _any_of(self, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        # A value that fits several alternatives of `oneOf` says more about the schema than about itself.
        return isinstance(stated, list) and any(self.surely(value, held, depth + 1) for held in stated)


_Rule = Callable[[Fits, Any, Any, dict[str, Any], int], bool]


def _type(fits: Fits, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
    kinds = [stated] if isinstance(stated, str) else stated
    return isinstance(kinds, list) and any(
        isinstance(kind, str) and kind in _TYPES and _TYPES[kind](value) for kind in kinds
    )


def _enum(fits: Fits, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
    plain = isinstance(value, str) or value is None
    return plain and isinstance(stated, list) and value in stated


def _pattern(fits: Fits, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
    if not isinstance(value, str):
        return True
    return isinstance(stated, str) and occurs(stated, value) is True


def _least(measure: Callable[[Any], Any]) -> _Rule:
    def rule(fits: Fits, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        size = measure(value)
        return size is None or (isinstance(stated, (int, float)) and size >= stated)

    return rule


def _most(measure: Callable[[Any], Any]) -> _Rule:
    def rule(fits: Fits, value: Any, stated: Any, schema: dict[str, Any], depth: int) -> bool:
        size = measure(value)
        return size is None or (isinstance(stated, (int, float)) and size <= stated)

    return rule


def _number(value: Any) -> Any:
    return value if _TYPES["number"](value) else None


def _size(kind: type[str] | type[list[Any]] | type[dict[str, Any]]) -> Callable[[Any], Any]:
    return lambda value: len(value) if isinstance(value, kind) else None


_RULES: dict[str, _Rule] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "properties": Fits._properties,
    "additionalProperties": Fits._additional,
    "items": Fits._items,
    "required": Fits._required,
    "allOf": Fits._all_of,
    "anyOf": Fits._any_of,
    "oneOf": Fits._any_of,
    "minimum": _least(_number),
    "maximum": _most(_number),
    "minLength": _least(_size(str)),
    "maxLength": _most(_size(str)),
    "minItems": _least(_size(list)),
    "maxItems": _most(_size(list)),
    "minProperties": _least(_size(dict)),
    "maxProperties": _most(_size(dict)),
}
"""What is understood here; any other keyword makes a value unsure."""
RULED_BY_NULLABLE = ("type", "enum", "allOf", "anyOf", "oneOf")
"""What null need not meet where an older schema is nullable."""
