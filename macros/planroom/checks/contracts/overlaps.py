"""Which paths of a contract one request may fit: found along a tree of their segments, not pair by pair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from planroom.patterns import late
from planroom.records import dataclass

_TEMPLATE = late(r"\{[^{}]*\}")
_MOST = 200
"""How many overlaps of one contract are told."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two paths, in the order of the contract, and a request that fits both."""

    one: str
    two: str
    request: str


@dataclass(slots=True)
class _Node:
    below: dict[str, _Node] = field(default_factory=dict)
    paths: list[int] = field(default_factory=list)


def overlaps(paths: list[str]) -> list[Overlap]:
    """The pairs of which each is concrete in a place where the other has a parameter.

    A segment that mixes text and parameters counts as concrete text: when it fits another is not judged.
    """
    root = _Node()
    for index, path in enumerate(paths):
        if "?" in path or "#" in path:
            continue
        node = root
        for segment in path.split("/"):
            node = node.below.setdefault(_kind(segment), _Node())
        node.paths.append(index)
    found: dict[tuple[int, int], Overlap] = {}
    # What a pair of nodes has met on the way: whether the left, and the right, was the more concrete one.
    pending: list[tuple[_Node, _Node, bool, bool]] = [(root, root, False, False)]
    while pending and len(found) < _MOST:
        left, right, left_exact, right_exact = pending.pop()
        if left_exact and right_exact:
            for one in left.paths:
                for two in right.paths:
                    pair = (min(one, two), max(one, two))
                    found.setdefault(pair, _overlap(paths[pair[0]], paths[pair[1]]))
        pending.extend(_pairs(left, right, left_exact, right_exact))
    return [found[pair] for pair in sorted(found)]


def _kind(segment: str) -> str:
    whole = segment.startswith("{") and segment.endswith("}") and segment.count("{") == 1
    return "{}" if whole else segment


def _pairs(
    left: _Node, right: _Node, left_exact: bool, right_exact: bool
) -> Iterable[tuple[_Node, _Node, bool, bool]]:
    for segment, node in left.below.items():
        same = right.below.get(segment)
        if same is not None:
            yield node, same, left_exact, right_exact
        if segment and segment != "{}" and "{}" in right.below:
            yield node, right.below["{}"], True, right_exact
    # From a pair of equals, the mirror image would only be found twice.
    if "{}" in left.below and left is not right:
        for segment, node in right.below.items():
            if segment and segment != "{}":
                yield left.below["{}"], node, left_exact, True


def _overlap(one: str, two: str) -> Overlap:
    pairs = zip(one.split("/"), two.split("/"), strict=True)
    request = [right if _kind(left) == "{}" else left for left, right in pairs]
    return Overlap(one, two, _TEMPLATE.sub("1", "/".join(request)))
