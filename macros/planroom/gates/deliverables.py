"""What an architect hands over, in the five forms in which it is asked for, and what of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from planroom.checks import Outcome
from planroom.gates.judge import Judged, evidence_of, judge
from planroom.kinds.checklist import Item, parse_items
from planroom.kinds.words import Words, words
from planroom.model import System
from planroom.records import dataclass
from planroom.source import Source
from planroom.source.shipped import shipped_data


@dataclass(frozen=True, slots=True)
class Profile:
    """One form: its name, what it is for, and its parts as questions that are judged."""

    id: str
    title: Words
    text: Words
    parts: tuple[Item, ...]


@cache
def profiles() -> tuple[Profile, ...]:
    """All forms in order."""
    return tuple(_profiles(shipped_data("deliverables.yaml")))


def _profiles(source: Source) -> Iterator[Profile]:
    for index, value in enumerate(source.value["profiles"]):
        asked = [{**part, "question": part["title"]} for part in value["parts"]]
        for part in asked:
            del part["title"]
        yield Profile(
            value["id"],
            words(value["title"]),
            words(value["text"]),
            parse_items(source, asked, source.origin("profiles", index, "parts")),
        )


Delivered = tuple[tuple[Profile, tuple[Judged, ...]], ...]
"""Every form with its parts, judged."""


def delivered(outcome: Outcome, system: System) -> Delivered:
    """Every form with its parts, each judged for a system."""
    known = evidence_of(outcome, system)
    return tuple((profile, tuple(judge(part, known) for part in profile.parts)) for profile in profiles())
