"""What a schema says once its references are followed and its `allOf` is merged: the form that pages show."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import Any

from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Place
from planroom.kinds.refs import Remote, Resolved
from planroom.records import dataclass

_DEEPEST = 10
"""How many `allOf` may stand inside each other before the rest is left out."""

INSIDE = ("prefixItems", "not", "contains", "contentSchema", "dependentSchemas")
"""Other keywords that hold schemas and are shown."""

_OWN = frozenset(("properties", "required", "allOf", "oneOf", "anyOf", "$ref"))
_CONDITION = ("if", "then", "else")
"""What belongs together."""

_LIST_KEYS = ("prefixItems", "items", "minItems", "maxItems", "uniqueItems", "contains")
_MAP_KEYS = ("additionalProperties", "patternProperties", "minProperties", "maxProperties")


@dataclass(frozen=True)
class Shape:
    """A schema to be shown.

    `name` is what it is called, `component` its name among the contract's own named schemas; `""` for none.
    `value` holds its keywords, `places` those that are schemas; `properties` and `branches` may be references
    still. `conditions` are the schemas of `if`, `then` and `else` that belong together. `gone` says in words
    where a reference leads that cannot be followed.
    """

    origin: Origin
    name: str = ""
    component: str = ""
    value: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    properties: dict[str, Place] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    branches: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    conditions: tuple[dict[str, Place], ...] = ()
    nothing: bool = False
    gone: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        """Its types in the words of JSON Schema, `null` last; where not stated, by its keywords."""
        stated = self.value.get("type")
        found = [stated] if isinstance(stated, str) else stated if isinstance(stated, list) else []
        names = [name for name in found if isinstance(name, str)]
        if not names:
            names = list(self._implied())
        if any(self.value.get(key) is True for key in ("nullable", "x-nullable")):
            names.append("null")
        return tuple(sorted(dict.fromkeys(names), key=lambda name: name == "null"))

    def _implied(self) -> Iterator[str]:
        is_map = self.properties or any(key in self.value for key in _MAP_KEYS)
        if is_map or (self.required and not self.branches):
            yield "object"
        elif any(key in self.value for key in _LIST_KEYS):
            yield "array"

    @property
    def items(self) -> Place | None:
        """The schema of its items, if it is a list."""
        place = self.places.get("items")
        return place if place is not None and isinstance(place.value, (dict, bool)) else None

    @property
    def others(self) -> Place | None:
        """The schema of the properties that it does not name, if it states one."""
        place = self.places.get("additionalProperties")
        return place if place is not None and isinstance(place.value, dict) else None

    def text(self, key: str) -> str:
        """The text of a keyword, or `""`."""
        held = self.value.get(key)
        return held if isinstance(held, str) else ""


@dataclass(frozen=True)
class Shapes:
    """Reads the schemas of one contract."""

    contract: Contract

    def place(self, value: Any, origin: Origin) -> Place:
        """A value of the contract or of one of its parts as a place."""
        return Place(value, origin, self.contract.documents)

    @cached_property
    def _heirs(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, pointer in self.contract.schemas.items():
            place = self.place(self.contract.value, self.contract.at())
            for key in pointer:
                place = place.at(key)
            for part in place.at("allOf").items():
                above = self._follow(part)[2]
                if above and name not in found[above]:
                    found[above].append(name)
        return {above: tuple(names) for above, names in found.items()}

    def heirs(self, shape: Shape) -> tuple[str, ...]:
        """The named schemas that hold this one in their `allOf`, where a discriminator tells them apart."""
        return self._heirs.get(shape.component, ()) if "discriminator" in shape.value else ()

    def read(self, place: Place) -> Shape:
        """The shape of the schema at a place; whatever is no schema gives an empty one."""
        return self._read(place, 0, frozenset())

    def component(self, origin: Origin) -> str:
        """The name of the contract's own named schema that stands at a place, or `""`."""
        if origin.path != self.contract.path or not origin.pointer:
            return ""
        name = str(origin.pointer[-1])
        return name if self.contract.schemas.get(name) == origin.pointer else ""

    def _read(self, place: Place, depth: int, trail: frozenset[Origin]) -> Shape:
        place, name, component, beside, gone = self._follow(place)
        if gone or not isinstance(place.value, dict):
            return Shape(place.origin, name, component, beside, nothing=place.value is False, gone=gone)
        value = {key: held for key, held in place.value.items() if key not in _OWN}
        places = {
            key: place.at(key)
            for key in ("items", "additionalProperties", "patternProperties", *INSIDE)
            if key in value
        }
        properties = dict(_named(place.at("properties")))
        required = {key for key in _items(place.value.get("required")) if isinstance(key, str)}
        branches = [(key, tuple(place.at(key).items())) for key in ("oneOf", "anyOf") if key in place.value]
        conditions = [{key: place.at(key) for key in _CONDITION if key in value}] if "if" in value else []
        parts = self._parts(place, depth, trail | {place.origin})
        for part in parts:
            for key, held in part.properties.items():
                properties.setdefault(key, held)
            for key, said in part.value.items():
                value.setdefault(key, said)
            for key, held in part.places.items():
                places.setdefault(key, held)
            required |= part.required
            branches += part.branches
            conditions += part.conditions
        if not name and len(parts) == 1 and "properties" not in place.value:
            # `allOf` around one reference is how 3.0 says something beside a reference.
            name, component = parts[0].name, parts[0].component
        value.update(beside)
        full = tuple((key, held) for key, held in branches if held)
        needed = frozenset(required)
        rest = tuple(conditions)
        found = Shape(place.origin, name, component, value, places, properties, needed, full, rest)
        return self._one_or_null(found, depth, trail)

    def _one_or_null(self, shape: Shape, depth: int, trail: frozenset[Origin]) -> Shape:
        """The shape of the one schema that a choice between it and `null` is about, with `null` allowed."""
        if len(shape.branches) != 1 or shape.properties or shape.types or depth >= _DEEPEST:
            return shape
        others = [place for place in shape.branches[0][1] if not _is_null(place.value)]
        if len(others) != 1 or len(shape.branches[0][1]) != 2 or others[0].origin in trail:
            return shape
        only = self._read(others[0], depth + 1, trail | {shape.origin})
        if not only.types or only.branches or only.gone:
            return shape
        value = {**only.value, **shape.value, "nullable": True}
        named = (shape.name, shape.component) if shape.name else (only.name, only.component)
        return replace(only, name=named[0], component=named[1], value=value)

    def _parts(self, place: Place, depth: int, trail: frozenset[Origin]) -> list[Shape]:
        if depth >= _DEEPEST:
            return []
        parts: list[Shape] = []
        for held in place.at("allOf").items():
            target = self._follow(held)[0]
            if target.origin not in trail:
                parts.append(self._read(held, depth + 1, trail))
        return parts

    def _follow(self, place: Place) -> tuple[Place, str, str, dict[str, Any], str]:
        """The end of the references, its name and component, what stands beside them, where they are lost."""
        name = component = self.component(place.origin)
        beside: dict[str, Any] = {}
        passed: set[Origin] = set()
        while isinstance(place.value, dict) and isinstance(ref := place.value.get("$ref"), str):
            if place.origin in passed:
                return place, name, component, beside, "leads back to itself"
            passed.add(place.origin)
            if self.contract.major_minor not in ("2.0", "3.0"):
                beside = {key: held for key, held in place.value.items() if key != "$ref"} | beside
            answer = place.documents.resolve(place.origin.path, ref, place.origin.pointer)
            if not isinstance(answer, Resolved):
                called = name or ref.rstrip("/").rpartition("/")[2]
                why = f"stands at {answer.address}" if isinstance(answer, Remote) else answer.reason
                return place, called, component, beside, why
            place = Place(answer.value, answer.origin, place.documents)
            component = component or self.component(place.origin)
            name = component or name or _called(place.origin)
        return place, name, component, beside, ""


def discriminated(shape: Shape, branch: Shape) -> tuple[str, list[str]] | None:
    """The property by which a discriminator tells a branch, and its values: those mapped, else its name."""
    held = shape.value.get("discriminator")
    name = held.get("propertyName") if isinstance(held, dict) else None
    if not isinstance(held, dict) or not isinstance(name, str) or not branch.name:
        return None
    mapping = held.get("mapping")
    pairs = mapping.items() if isinstance(mapping, dict) else ()
    ends = ((str(value), target) for value, target in pairs if isinstance(target, str))
    values = [value for value, target in ends if target.rstrip("/").rpartition("/")[2] == branch.name]
    return name, values or [branch.name]


def _called(origin: Origin) -> str:
    """What a part in another file is called: its last key, or the file's name."""
    if origin.pointer and isinstance(origin.pointer[-1], str):
        return origin.pointer[-1]
    return posixpath.basename(origin.path).rpartition(".")[0]


def _named(place: Place) -> Iterator[tuple[str, Place]]:
    if isinstance(place.value, dict):
        yield from ((name, place.at(name)) for name in place.value)


def _is_null(value: Any) -> bool:
    return isinstance(value, dict) and (
        value.get("type") in ("null", ["null"])
        or value.get("enum") == [None]
        or value.get("const", 0) is None
    )


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
