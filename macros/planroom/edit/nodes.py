"""Where whole values stand, lists and structures included: from their first letter to their last."""

from __future__ import annotations

from typing import Any

from planroom.diagnostics import Pointer
from planroom.edit.text import Offsets
from planroom.source import Source


def whole(source: Source, *pointers: Pointer) -> tuple[tuple[int, int], ...] | None:
    """Where values of a file or its front matter begin and end in its text; `None` where one is not there.

    A file is read for this once more, since positions are otherwise kept of keys and plain values alone.
    """
    import yaml

    front = source.outline.front if source.format not in ("yaml", "json") else None
    text = source.text.removeprefix("\ufeff") if front is None else front
    down = source.outline.front_line - 1 if front is not None else 0
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    offsets = Offsets.of(source.text)
    found = []
    for pointer in pointers:
        node = _node(root, pointer)
        if node is None:
            return None
        start, end = (
            offsets.start(mark.line + 1 + down) + mark.column for mark in (node.start_mark, node.end_mark)
        )
        found.append((start, start + len(source.text[start:end].rstrip())))
    return tuple(found)


def _node(node: Any, pointer: Pointer) -> Any:
    """The node below another one that a pointer leads to."""
    for key in pointer:
        below = getattr(node, "value", None)
        if not isinstance(below, list):
            return None
        if isinstance(key, int):
            node = below[key] if key < len(below) else None
        else:
            node = next((item[1] for item in below if isinstance(item, tuple) and item[0].value == key), None)
    return node
