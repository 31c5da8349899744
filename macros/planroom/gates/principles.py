"""The principles that questions serve, each with the share of its questions that is to be passed."""

from __future__ import annotations

from functools import cache

from planroom.kinds.words import Words, words
from planroom.records import dataclass
from planroom.source.shipped import shipped_data


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle: its id, its name, one sentence of what it asks, and its target in percent.

    A principle without a target of its own is scored, and not judged.
    """

    id: str
    title: Words
    text: Words
    target: float | None = None


@cache
def _data() -> tuple[tuple[Principle, ...], float]:
    source = shipped_data("principles.yaml")
    listed = tuple(
        Principle(entry["id"], words(entry["title"]), words(entry["text"]), entry.get("target"))
        for entry in source.value["principles"]
    )
    return listed, float(source.value["target"])


def principles() -> tuple[Principle, ...]:
    """All principles in order."""
    return _data()[0]


def overall_target() -> float:
    """The share of all questions that is to be passed, in percent."""
    return _data()[1]
