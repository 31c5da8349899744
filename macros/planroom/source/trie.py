"""Finding places: the pointers wanted of one file as a tree, walked along the file's tokens once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from planroom.diagnostics import Pointer, Span
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value stands, and where the key that holds it does (`None` for list items and the root)."""

    value: Span
    key: Span | None
    scalar: bool

    def span(self, on_key: bool) -> Span:
        """The stretch to show: the value if it is a scalar, else the key that holds it, else its start."""
        if self.key is not None and (on_key or not self.scalar):
            return self.key
        if self.scalar:
            return self.value
        return Span(self.value.line, self.value.column, self.value.line, self.value.column + 1)


class _Node:
    __slots__ = ("children", "pointer")

    def __init__(self) -> None:
        self.children: dict[str | int, _Node] = {}
        self.pointer: Pointer | None = None


class Trie:
    """The wanted pointers of one file, with all their ancestors: what is missing still gets a place."""

    def __init__(self, pointers: Iterable[Pointer]) -> None:
        self._root = _Node()
        self._count = 0
        for pointer in pointers:
            self._add(pointer)

    def _add(self, pointer: Pointer) -> None:
        node = self._root
        self._mark(node, ())
        for depth, key in enumerate(pointer, 1):
            node = node.children.setdefault(key, _Node())
            self._mark(node, pointer[:depth])

    def _mark(self, node: _Node, pointer: Pointer) -> None:
        if node.pointer is None:
            node.pointer = pointer
            self._count += 1

    def search(
        self,
        steps: Iterator[tuple[str, Any]],
        span_of: Callable[[Any], Span],
        key_of: Callable[[Any], str | None],
        skip: Callable[[Any], bool] = lambda _: False,
    ) -> dict[Pointer, Found]:
        """Walk the tokens `(kind, token)`, kind one of `{ [ } scalar`, and note what is wanted.

        A mapping's keys come as `scalar` tokens in turn with its values. The first of two equal keys counts.
        `span_of` and `key_of` read a token; they are called only for those that matter. `skip` is asked to
        put the steps behind the end of a collection that a token opens, and says whether it could.
        """
        found: dict[Pointer, Found] = {}
        # Each open wanted collection: [node, next list position or None, pending key, its token,
        # expects a key, is inside a collection used as a key]
        stack: list[list[Any]] = []
        skipped = 0
        for kind, token in steps:
            if skipped:
                skipped += 1 if kind in "{[" else -1 if kind == "}" else 0
                if not skipped and stack:
                    _advance(stack[-1])
                continue
            if kind == "}":
                if len(stack) < 2:
                    break  # the document's end, or a bracket too many
                stack.pop()
                _advance(stack[-1])
                continue
            node: _Node | None = self._root
            key_token, is_key = None, False
            if stack:
                frame = stack[-1]
                if frame[4]:
                    is_key = True
                else:
                    node = frame[0].children.get(frame[2])
                    key_token = frame[3]
            if is_key:
                if kind == "scalar":
                    frame[2], frame[3], frame[4] = key_of(token), token, False
                else:
                    frame[5] = True  # a collection as key: skip it, its value follows
                    skipped = 1
                continue
            if node is not None and node.pointer is not None and node.pointer not in found:
                key_span = span_of(key_token) if key_token is not None else None
                found[node.pointer] = Found(span_of(token), key_span, kind == "scalar")
                if len(found) == self._count:
                    return found
            if kind == "scalar":
                if not stack:
                    break
                _advance(stack[-1])
            elif node is None or not node.children:
                if not skip(token):
                    skipped = 1
                elif stack:
                    _advance(stack[-1])
            elif kind == "{":
                stack.append([node, None, None, None, True, False])
            else:
                stack.append([node, 0, 0, None, False, False])
        return found


def _advance(frame: list[Any]) -> None:
    """Step past a finished value: to the next list position, or to the next key."""
    if frame[5]:  # what ended was a collection used as a key; its value is still to come
        frame[5] = False
        frame[2], frame[3], frame[4] = None, None, False
    elif frame[1] is None:
        frame[2], frame[3], frame[4] = None, None, True
    else:
        frame[1] += 1
        frame[2] = frame[1]
