"""Example values: the stated one, else one made from the schema, the same on every run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import Origin
from planroom.kinds.messages import Media, Parameter, Place, read_examples
from planroom.records import dataclass
from planroom.render.schema_shape import Shape, Shapes, discriminated

_DEEPEST = 6
_VALUES = 150
_MOST_ITEMS = 5
"""A list that must be longer is made with so many items."""
_WIDTH = 56
_NOTHING = object()
_TEXT = "string"
_FORMATS = {
    "uuid": "0192f3a1-5c7e-7b1a-9d4e-3f6a2b8c1d05",
    "date": "2026-02-12",
    "date-time": "2026-02-12T09:30:00Z",
    "time": "09:30:00Z",
    "duration": "PT15M",
    "email": "name@example.org",
    "idn-email": "name@example.org",
    "uri": "https://example.org/a",
    "url": "https://example.org/a",
    "iri": "https://example.org/a",
    "uri-reference": "/a",
    "uri-template": "https://example.org/{id}",
    "hostname": "host.example.org",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "ZXhhbXBsZQ==",
    "binary": "(binary)",
    "password": "secret",
    "json-pointer": "/a/0",
    "regex": "^a+$",
}


@dataclass(frozen=True)
class Example:
    """A value to be shown: its name (`""` where it has none), and whether we made it from the schema."""

    name: str
    value: Any
    made: bool = False


@dataclass(frozen=True)
class Samples:
    """Makes example values for one contract."""

    shapes: Shapes

    def of_media(self, media: Media, *, sent: bool) -> Iterator[Example]:
        """The examples stated for a body, else one made from its schema; `sent` is to the server."""
        stated = [Example(item.summary or item.name, item.value) for item in media.examples]
        if stated:
            yield from stated
        elif media.schema is not None:
            place = self.shapes.place(media.schema, media.schema_origin)
            said = _stated(self.shapes.read(place))
            yield Example("", self.of_schema(place, sent=sent), said is _NOTHING)

    def of_parameter(self, parameter: Parameter) -> Any:
        """An example of a parameter: a stated one, else one made from its schema."""
        for item in read_examples(self.shapes.place(parameter.value, parameter.origin)):
            return item.value
        value = self.of_schema(self.shapes.place(parameter.schema, parameter.origin.at("schema")), sent=True)
        # Of a text of which nothing is known, its name says more than a made-up value.
        return re.sub(r"\W+", "_", parameter.name).upper() if value == _TEXT else value

    def of_schema(self, place: Place, *, sent: bool) -> Any:
        """A value that fits a schema as far as types, formats, lengths and named values say."""
        made = _Maker(self.shapes, sent).make(place, 0, frozenset())
        return None if made is _NOTHING else made


@dataclass
class _Maker:
    shapes: Shapes
    sent: bool
    left: int = _VALUES

    def make(self, place: Place, depth: int, trail: frozenset[Origin]) -> Any:
        self.left -= 1
        shape = self.shapes.read(place)
        stated = _stated(shape)
        if stated is not _NOTHING:
            return stated
        if shape.origin in trail or self.left < 0 or depth > _DEEPEST:
            return _NOTHING
        trail |= {shape.origin}
        held = shape.value.get("default", _NOTHING)
        if held is not _NOTHING and held is not None:
            return held
        return self._by_type(shape, depth, trail)

    def _by_type(self, shape: Shape, depth: int, trail: frozenset[Origin]) -> Any:
        kind = next(iter(shape.types), "")
        if kind == "object" or shape.properties:
            return self._object(shape, depth, trail)
        if shape.branches:
            chosen = self.make(shape.branches[0][1][0], depth, trail)
            return chosen | self._told(shape, shape.branches[0][1][0]) if isinstance(chosen, dict) else chosen
        if kind == "array":
            return self._list(shape, depth, trail)
        return _scalar(kind, shape)

    def _object(self, shape: Shape, depth: int, trail: frozenset[Origin]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for keyword, places in shape.branches[:1]:
            chosen = self.make(places[0], depth, trail) if keyword else None
            made.update(chosen if isinstance(chosen, dict) else {})
            made.update(self._told(shape, places[0]))
        hidden = "readOnly" if self.sent else "writeOnly"
        for name, place in shape.properties.items():
            said = self.shapes.read(place).value
            if self.left < 0 or said.get(hidden) is True:
                continue
            if said.get("deprecated") is True and name not in shape.required:
                continue
            value = self.make(place, depth + 1, trail)
            if value is not _NOTHING:
                made[name] = value
        if not made and shape.others is not None:
            value = self.make(shape.others, depth + 1, trail)
            return {} if value is _NOTHING else {"name": value}
        return made

    def _told(self, shape: Shape, branch: Place) -> dict[str, Any]:
        """The property by which a discriminator tells a branch, with its value."""
        told = discriminated(shape, self.shapes.read(branch))
        return {told[0]: told[1][0]} if told else {}

    def _list(self, shape: Shape, depth: int, trail: frozenset[Origin]) -> list[Any]:
        first = shape.places.get("prefixItems")
        made = [self.make(place, depth + 1, trail) for place in first.items()] if first is not None else []
        if _NOTHING in made:
            return []
        more, least = shape.items, shape.value.get("minItems")
        if more is None and not made:
            more, least = shape.places.get("contains"), shape.value.get("minContains", 1)
        if more is None or (made and not (isinstance(least, int) and len(made) < least)):
            return made
        value = self.make(more, depth + 1, trail)
        if value is _NOTHING:
            return made
        wanted = least if isinstance(least, int) and shape.value.get("uniqueItems") is not True else 1
        return made + [value] * max(1, min(wanted, _MOST_ITEMS) - len(made))


def _stated(shape: Shape) -> Any:
    """The value that a schema itself names first: const, example, the first of its named values."""
    value = shape.value
    if "const" in value:
        return value["const"]
    if "example" in value:
        return value["example"]
    for key in ("examples", "enum"):
        listed = value.get(key)
        if isinstance(listed, list) and listed:
            return listed[0]
    return _NOTHING


def _scalar(kind: str, shape: Shape) -> Any:
    if kind in ("integer", "number"):
        return _number(shape.value, kind)
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    if kind == "string" or shape.text("format"):
        return _text(shape)
    return _NOTHING if shape.nothing else {}


def _number(value: dict[str, Any], kind: str) -> float:
    low, high, step = (_figure(value.get(key)) for key in ("minimum", "maximum", "multipleOf"))
    above = _figure(value.get("exclusiveMinimum"))
    made: float = 1 if kind == "integer" else 1.5
    if step:
        made = step
    if above is not None and made <= above:
        made = above + 1
    if low is not None and made < low:
        made = low
    if high is not None and made > high:
        made = high
    return made


def _figure(value: Any) -> float | None:
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if good and abs(value) < 1e300 else None


def _text(shape: Shape) -> str:
    made = _FORMATS.get(shape.text("format"), _TEXT)
    low, high = shape.value.get("minLength"), shape.value.get("maxLength")
    if isinstance(low, int) and len(made) < low <= 200:
        made = (made * (low // len(made) + 1))[:low]
    if isinstance(high, int) and 0 <= high < len(made):
        made = made[:high]
    return made


def json_lines(value: Any) -> list[str]:
    """A value as lines of JSON, what is short on one line."""
    return list(_lines(value, "", "", "", 0))


def json_line(value: Any) -> str:
    """A value as JSON on one line."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # an alias of YAML may hold itself
        return "…"


def _lines(value: Any, indent: str, before: str, after: str, depth: int) -> Iterator[str]:
    flat = json_line(value) if depth or not isinstance(value, (dict, list)) or not value else None
    room = _WIDTH - len(indent) - len(before)
    if flat is not None and (len(flat) <= room or not isinstance(value, (dict, list)) or not value):
        yield indent + before + flat + after
    elif depth > 20:
        yield indent + before + "…" + after
    elif isinstance(value, dict):
        yield indent + before + "{"
        for index, (key, held) in enumerate(value.items(), 1):
            comma = "," if index < len(value) else ""
            yield from _lines(held, indent + "  ", json_line(str(key)) + ": ", comma, depth + 1)
        yield indent + "}" + after
    else:
        yield indent + before + "["
        for index, held in enumerate(value, 1):
            yield from _lines(held, indent + "  ", "", "," if index < len(value) else "", depth + 1)
        yield indent + "]" + after
