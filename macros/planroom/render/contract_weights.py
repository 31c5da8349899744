"""How long the parts of a contract become on its pages, told from the document before anything is made."""

from __future__ import annotations

import json
from dataclasses import field
from itertools import islice
from typing import Any

from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Media, Place
from planroom.kinds.operations import Operation, read_callbacks
from planroom.kinds.refs import is_ref
from planroom.records import dataclass

OF_A_TREE = 45_000
"""How many characters of HTML a tree of an operation may have before it is cut."""
OF_PARAMETERS = 25_000
LINES = 120
"""How many lines of an example are shown."""

_MOST = 1_000_000
_DEEPEST = 8
_AN_OPERATION = 1_900
_A_ROW = 150
_A_RESPONSE = 190
_A_SCHEMA = 260
_A_LINE = 90
_PER_ROW = 0.6
"""The share of an example's lines in the rows of its schema."""


@dataclass(frozen=True)
class Weights:
    """The lengths of a contract's operations and named schemas in characters of HTML, within about a third.

    Schemas with names of their own are opened down to level `expand` and linked below it.
    """

    contract: Contract
    expand: int
    _known: dict[tuple[Origin, int], int] = field(default_factory=dict, repr=False)

    def operation(self, operation: Operation, depth: int = 1) -> int:
        """The length of an operation with everything that stands beside it."""
        total = _AN_OPERATION + len(operation.description) * 11 // 10 + 4 * len(operation.path)
        rows = sum(
            _A_ROW
            + len(item.description)
            + _words(item.schema)
            + self._inside(self._place(item.schema, item.origin.at("schema")), 1)
            for item in operation.parameters
        )
        total += min(rows, OF_PARAMETERS)
        if operation.body:
            total += len(operation.body.description)
            total += self._trees(operation.body.content)
            total += self._examples(operation.body.content)
        for response in operation.responses:
            total += _A_RESPONSE + len(response.description) + 150 * len(response.headers)
        alike: dict[str, tuple[Media, ...]] = {}
        for response in operation.responses:
            if response.content:
                alike.setdefault(repr(response.content[0].schema)[:2000], response.content)
        total += min(OF_A_TREE, sum(self._trees(content, back=True) for content in alike.values()))
        for _, called in islice(read_callbacks(operation), 8 * depth):
            total += self.operation(called, 0)
        stated = operation.value.get("x-codeSamples")
        total += sum(_lines(item) for item in stated[:4]) if isinstance(stated, list) else 0
        shown = [item.content for item in operation.responses if item.content]
        return total + (self._examples(shown[0]) if shown else 0)

    def schema(self, name: str) -> int:
        """The length of a named schema where it stands on its own."""
        place = self._place(self.contract.value, Origin(self.contract.path, ()))
        for key in self.contract.schemas[name]:
            place = place.at(key)
        return _A_SCHEMA + _words(place.value) + self._inside(place, 0)

    def _place(self, value: Any, origin: Origin) -> Place:
        return Place(value, origin, self.contract.documents)

    def _trees(self, content: tuple[Media, ...], *, back: bool = False) -> int:
        """The length of the trees of a body; of what comes `back`, a named schema may be linked alone."""
        held = {repr(media.schema)[:2000]: media for media in content}
        total = 0
        for media in held.values():
            place = self._place(media.schema, media.schema_origin)
            if not (back and self.expand == 1 and self._is_named(place.followed().origin)):
                total += 100 + self._inside(place, 0, whole=True)
        return min(total, OF_A_TREE)

    def _examples(self, content: tuple[Media, ...]) -> int:
        media = next((item for item in content if "json" in item.media_type), content[0] if content else None)
        if media is None:
            return 0
        if media.examples:
            return 300 + sum(_lines(item.value) for item in media.examples[:4])
        rows = self._inside(self._place(media.schema, media.schema_origin), 0, whole=True)
        return 300 + min(int(rows / _A_ROW * _PER_ROW), LINES) * _A_LINE

    def _inside(self, place: Place, depth: int, *, whole: bool = False, listed: bool = False) -> int:
        """The length of the rows inside a schema; unless it is `whole`, it may be linked and not opened."""
        named = is_ref(place.value)
        place = place.followed()
        if not isinstance(place.value, dict) or depth > _DEEPEST:
            return 0
        if named and not whole and depth + listed >= self.expand and self._is_named(place.origin):
            return 0
        key = (place.origin, depth)
        if key not in self._known:
            self._known[key] = 0  # what holds itself is not opened again
            self._known[key] = min(self._rows(place, depth), _MOST)
        return self._known[key]

    def _rows(self, place: Place, depth: int) -> int:
        value: dict[str, Any] = place.value
        total = 0
        for _, held in place.at("properties").entries():
            total += _A_ROW + _words(held.value) + self._inside(held, depth + 1)
        for key in ("items", "additionalProperties"):
            if isinstance(value.get(key), dict):
                total += self._inside(place.at(key), depth, listed=True)
        for held in place.at("allOf").items():
            total += self._inside(held, depth, whole=True)
        for key in ("oneOf", "anyOf"):
            for held in place.at(key).items():
                total += _A_ROW + _words(held.value) + self._inside(held, depth + 1)
        return total

    def _is_named(self, origin: Origin) -> bool:
        pointer = origin.pointer
        return (
            origin.path == self.contract.path
            and bool(pointer)
            and self.contract.schemas.get(str(pointer[-1])) == pointer
        )


def _words(schema: Any) -> int:
    """The length of what a schema says of itself in its row."""
    if not isinstance(schema, dict):
        return 0
    total = 100 if "$ref" in schema else 0
    for key in ("description", "pattern", "default", "example"):
        held = schema.get(key)
        total += len(held) + 20 if isinstance(held, str) else 30 if held is not None else 0
    listed = schema.get("enum")
    if isinstance(listed, list):
        total += sum(len(str(item)) + 17 for item in listed[:60])
    return total


def _lines(value: Any) -> int:
    """The length of a stated example, a line of JSON at a time."""
    try:
        text = json.dumps(value, default=str)
    except (ValueError, RecursionError):  # an alias of YAML may hold itself
        return LINES * _A_LINE
    return min(len(text) * 3, LINES * _A_LINE) + 200
