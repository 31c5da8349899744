"""What there is to know, by area: one or two sentences on each thing, and where to go on from there."""

from __future__ import annotations

from functools import cache
from typing import Any

from planroom.kinds.words import Words, words
from planroom.records import dataclass
from planroom.source.shipped import each_shipped


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing to know: its name, what it is and when it fits, and what it leads to.

    `names` are words by which it is looked for; `tells` are codes of checks, names of guides, and patterns.
    """

    id: str
    title: Words
    text: Words
    names: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()


@cache
def areas() -> dict[str, tuple[Capability, ...]]:
    """The capabilities of every area by the area's id."""
    read = (source.value for source in each_shipped("capabilities"))
    return {value["id"]: tuple(map(_capability, value["entries"])) for value in read}


def _capability(value: dict[str, Any]) -> Capability:
    return Capability(
        value["id"],
        words(value["title"]),
        Words({"en": value["en"], "it": value["it"]}),
        tuple(value.get("names", ())),
        tuple(value.get("tells", ())),
    )
