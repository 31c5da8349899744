"""The patterns that guides and capabilities name, whether or not a project describes them."""

from __future__ import annotations

from functools import cache

from planroom.kinds.words import Words, words
from planroom.records import dataclass
from planroom.source.shipped import shipped_data


@dataclass(frozen=True, slots=True)
class NamedPattern:
    """A pattern: its id, which is the name of the file that describes it, and what it does in a sentence."""

    id: str
    title: Words
    text: Words


@cache
def named_patterns() -> dict[str, NamedPattern]:
    """Every pattern that has a name here, by its id."""
    return {
        each["id"]: NamedPattern(each["id"], words(each["title"]), words(each["text"]))
        for each in shipped_data("patterns.yaml").value["patterns"]
    }
