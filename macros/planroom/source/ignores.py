"""Suppressions in objects: a key that may stand anywhere, and that no reader of the document sees."""

from __future__ import annotations

from typing import Any

from planroom.diagnostics import Pointer

IGNORE_KEY = "x-planroom-ignore"
"""The key of an object that says what should not be reported at or below it."""


def take_ignores(value: Any) -> dict[Pointer, Any]:
    """Take every `x-planroom-ignore` out of a document's value; what they hold, by their object's pointer.

    Some objects allow no such key and some take each key for a name: without it, all of them can have one.
    """
    taken: dict[Pointer, Any] = {}
    pending: list[tuple[Pointer, Any]] = [((), value)]
    seen: set[int] = set()  # an alias leads to a value for the second time
    while pending:
        pointer, item = pending.pop()
        if not isinstance(item, dict | list) or id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, dict):
            if IGNORE_KEY in item:
                taken[pointer] = item.pop(IGNORE_KEY)
            pending.extend(((*pointer, key), below) for key, below in item.items())
        else:
            pending.extend(((*pointer, index), below) for index, below in enumerate(item))
    return dict(sorted(taken.items(), key=lambda entry: [str(key) for key in entry[0]]))
