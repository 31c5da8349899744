"""A document as a tree whose values know where they stand, so that reshaping it loses no place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planroom.diagnostics import Origin, Pointer
from planroom.records import dataclass


@dataclass(slots=True)
class Node:
    """A value and its origin; inside, mappings and lists hold nodes again."""

    value: Any
    origin: Origin

    @property
    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain for node in self.value]
        return self.value

    def get(self, key: str) -> Node | None:
        """The node below a key, `None` where this is no mapping or has no such key."""
        return self.value.get(key) if isinstance(self.value, dict) else None


def plant(value: Any, origin: Origin) -> Node:
    """The tree of a document's value."""
    if isinstance(value, dict):
        return Node({key: plant(item, origin.at(key)) for key, item in value.items()}, origin)
    if isinstance(value, list):
        return Node([plant(item, origin.at(index)) for index, item in enumerate(value)], origin)
    return Node(value, origin)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of a reshaped document stand in the file: only what has moved is listed."""

    root: Origin
    moved: Mapping[Pointer, Origin]

    def origin_of(self, pointer: Pointer) -> Origin:
        """The place of a value, found through its longest listed beginning."""
        for length in range(len(pointer), 0, -1):
            origin = self.moved.get(pointer[:length])
            if origin is not None:
                return origin.at(*pointer[length:]) if length < len(pointer) else origin
        return self.root.at(*pointer)


def harvest(tree: Node) -> tuple[Any, Places]:
    """The plain value of a tree, and where its parts stand."""
    moved: dict[Pointer, Origin] = {}
    root = Origin(tree.origin.path)

    def walk(node: Node, pointer: Pointer, expected: Origin) -> Any:
        if node.origin != expected:
            moved[pointer] = node.origin
        if isinstance(node.value, dict):
            return {key: walk(item, (*pointer, key), node.origin.at(key)) for key, item in node.value.items()}
        if isinstance(node.value, list):
            items = enumerate(node.value)
            return [walk(item, (*pointer, index), node.origin.at(index)) for index, item in items]
        return node.value

    return walk(tree, (), root), Places(root, moved)
