"""What a finding is known by in the next run: the fault itself, and not where its lines have moved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from planroom.diagnostics import Finding, Location, Origin, Span
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Room
from planroom.source import Source

_QUOTED = late(r"`[^`]*`")
_PLACE = late(r":\d+(?::\d+)?`\Z")
_NAMES = ("id", "name", "key", "operationId", "$ref", "title", "url", "code", "path", "to", "method", "in")
_NOTHING = object()


@dataclass
class Fingerprints:
    """Makes the fingerprints of one run: 16 hexadecimal digits of the code, the place and what stands there.

    - The place is the pointer; a list item in it counts by its names or else by its content, not by position.
    - What stands there is the value if it is a plain one, or else the text that the finding marks, with its
      spaces evened out. Of a structure nothing counts: a change inside of it is another matter.
    - Of a finding on several things their names count, in any order, and no place.
    - Of the message the words in backticks count, in any order, so that better wording changes nothing.

    The path is left out, so that a renamed file can be followed. Two equal faults have equal fingerprints.
    """

    room: Room
    _items: dict[int, str] = field(default_factory=dict)

    def of(self, code: str, finding: Finding, location: Location) -> str:
        """The fingerprint of a finding."""
        if finding.gathering and len(finding.gathering.facts) > 1:
            parts = [code, *sorted(name for name, _ in finding.gathering.facts)]
        else:
            source = self.room.sources.get(finding.origin.path)
            parts = [code, *self._place(source, finding.origin, location)]
            parts.extend(sorted(_PLACE.sub("`", words) for words in _QUOTED.findall(finding.message)))
        text = "\0".join(parts)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _place(self, source: Source | None, origin: Origin, location: Location) -> Iterator[str]:
        if source is None:
            return
        if origin.span is not None:
            yield " ".join(source.excerpt(_span(location)).split())
            return
        value: Any = source.value
        for key in origin.pointer:
            if isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
                value = value[key]
                yield self._item(value)
            else:
                value = value.get(key, _NOTHING) if isinstance(value, dict) else _NOTHING
                yield str(key)
        if not origin.on_key and not isinstance(value, dict | list) and value is not _NOTHING:
            yield json.dumps(value)

    def _item(self, value: Any) -> str:
        """What a list item is known by."""
        if id(value) not in self._items:
            self._items[id(value)] = _name(value) or _content(value)
        return self._items[id(value)]


def _name(value: Any) -> str:
    """The names that an item gives itself, or `""`."""
    if not isinstance(value, dict):
        return ""
    names = {key: text for key, text in value.items() if _is_name(key) and isinstance(text, str)}
    return json.dumps(names, sort_keys=True) if names else ""


def _is_name(key: str) -> bool:
    return key in _NAMES or key.endswith(("_name", "_id"))


def _content(value: Any) -> str:
    """A short text for a value, the same for one with its keys and items in another order."""
    text = json.dumps(_sorted(value), sort_keys=True)
    return text if len(text) < 80 else hashlib.sha256(text.encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(below) for key, below in value.items()}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def _span(location: Location) -> Span:
    return Span(location.line, location.column, location.end_line, location.end_column)
