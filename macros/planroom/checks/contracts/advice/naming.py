"""The words in a name, by which advice tells what a value is."""

from __future__ import annotations

from functools import cache

from planroom.patterns import late

_WORD = late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `unitPrice`, `unit_price` and `Unit-Price` give the same two."""
    return tuple(word.lower() for word in _WORD.findall(name))


def joined(name: str) -> str:
    """The words of a name without what stands between them: `api-key` gives `apikey`."""
    return "".join(words_of(name))
