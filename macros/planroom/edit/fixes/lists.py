"""Items that a list has twice: the later one is taken out."""

from __future__ import annotations

from planroom.diagnostics import Diagnostic, Pointer, parse_pointer
from planroom.edit.changes import Change
from planroom.edit.fixes.mend import Mend
from planroom.edit.nodes import whole
from planroom.model import Model
from planroom.patterns import late
from planroom.source import Source

_BETWEEN = late(r"\s*(?:,\s*|\n[ \t]*-[ \t]+|\r\n?[ \t]*-[ \t]+)")


def remove_item(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The item of a list that the diagnostic marks, with what parts it from the one before."""
    source = model.room.sources.get(diagnostic.location.path)
    return _without(source, parse_pointer(diagnostic.location.pointer)) if source else None


def remove_tag(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """A tag that a contract declares again in the same words; where the words differ, a person decides."""
    source = model.room.sources.get(diagnostic.location.path)
    pointer = parse_pointer(diagnostic.location.pointer)[:-1]
    if source is None or len(pointer) != 2 or not isinstance(source.value, dict):
        return None
    tags, position = source.value.get("tags"), int(pointer[1]) if pointer[1].isdigit() else 0
    if not isinstance(tags, list) or not 0 < position < len(tags) or tags[position] not in tags[:position]:
        return None
    return _without(source, pointer)


def _without(source: Source, pointer: Pointer) -> Mend | None:
    """The change that takes out an item which is not the first; `None` where comments stand before it."""
    keys = tuple(_keys(source, pointer))
    if not keys or not isinstance(keys[-1], int) or keys[-1] == 0:
        return None
    before = (*keys[:-1], keys[-1] - 1)
    spans = whole(source, before, keys)
    if spans is None:
        return None
    (_, start), (begin, end) = spans
    if not start < begin < end or not _BETWEEN.fullmatch(source.text[start:begin]):
        return None
    return Mend(source.path, Change(start, end, ""))


def _keys(source: Source, keys: Pointer) -> list[str | int]:
    """The keys of a pointer with those that are positions in a list as numbers."""
    found: list[str | int] = []
    value = source.value
    for key in keys:
        own: str | int = int(key) if isinstance(value, list) and str(key).isdigit() else key
        found.append(own)
        if isinstance(value, dict):
            value = value.get(own)
        elif isinstance(value, list) and isinstance(own, int) and own < len(value):
            value = value[own]
    return found
