"""Whether a design states what a question asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import Pointer
from planroom.kinds.design import Design

_EVERY = "*"


def unstated(patterns: tuple[str, ...], design: Design) -> Iterator[tuple[str, Pointer]]:
    """The patterns of which nothing is stated, each with the pointer of its closest stated ancestor.

    A pattern is a JSON pointer (RFC 6901) in which `*` stands for every entry of a list; `|` parts
    alternatives, of which one is enough.
    """
    for pattern in patterns:
        gaps = [_gap(design.document, _keys(one)) for one in pattern.split("|")]
        if all(gap is not None for gap in gaps):
            yield pattern, next(gap for gap in gaps if gap is not None)


def _keys(pattern: str) -> tuple[str, ...]:
    return tuple(key for key in pattern.strip().split("/") if key)


def _gap(value: Any, keys: tuple[str, ...], here: Pointer = ()) -> Pointer | None:
    """The pointer of the last thing stated on the way, or `None` where all of it is."""
    if not keys:
        return None if _says_something(value) else here[:-1]
    key, rest = keys[0], keys[1:]
    if key == _EVERY:
        if not isinstance(value, list):
            # A text stands for the whole list.
            return None if isinstance(value, str) and value.strip() else here
        if not value:
            return here
        gaps = (_gap(item, rest, (*here, index)) for index, item in enumerate(value))
        return next((gap for gap in gaps if gap is not None), None)
    if isinstance(value, str) and value.strip() and here:
        return None  # a section written as prose: a person reads what it says
    if not isinstance(value, dict) or key not in value:
        return here
    return _gap(value[key], rest, (*here, key))


def _says_something(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ([], {})
