"""How messages say things: words of a file, values, lists and counts, and the word that was meant."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

TYPES = {
    "object": "a structure",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "null": "empty",
}
"""What people call the types of JSON."""

_LIKE = 0.65
"""How alike two words are that may be the same one misspelt: hints are orders, so no wild guesses."""

_LONGEST = 240
"""The characters that a message quotes at once; what is quoted may be of any length."""


def quote(text: str, limit: int = 90) -> str:
    """A file's own words in backticks, on one line; an empty text as `""`."""
    said = " ".join(text.split()).replace("`", "'") or '""'
    return f"`{said if len(said) <= limit else said[: limit - 1].rstrip() + '…'}`"


def plain_line(message: str) -> str:
    """A message on one line, every quotation closed and of bounded length, whatever it quotes.

    A backtick that neither opens nor closes a quotation belongs to the file and becomes `'`.
    """
    if message.isprintable() and message.count("`") % 2 == 0:
        return _shortened(message)
    line = " ".join(message.split())
    if line.count("`") % 2 == 0:
        return _shortened(line)
    signs, opened = list(line), -1
    for at, sign in enumerate(line):
        if sign != "`":
            continue
        if opened < 0:
            opened = at
        elif line[at + 1 : at + 2].isalnum():
            signs[at] = "'"
        else:
            opened = -1
    if opened >= 0:
        signs[opened] = "'"
    return _shortened("".join(signs))


def _shortened(line: str) -> str:
    """A line without the middle of overlong quotations."""
    if len(line) <= _LONGEST:
        return line
    parts = line.split("`")
    for at in range(1, len(parts), 2):
        if len(parts[at]) > _LONGEST:
            parts[at] = f"{parts[at][: _LONGEST // 2]}…{parts[at][-_LONGEST // 4 :]}"
    return "`".join(parts)


def shown(value: Any, limit: int = 60) -> str:
    """A value as a message says it: a short one as written, a compound one by its kind."""
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a structure"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return f"`{json.dumps(value)}`"
    if isinstance(value, int | float):
        return f"the number `{json.dumps(value)[:limit]}`"
    text = str(value)
    return f"the text {quote(text, limit)}" if text.strip() else "an empty text"


def listed(words: Iterable[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = (*words,) or ("",)
    return f"{', '.join(others)} {joint} {last}" if others else last


def quoted(names: Iterable[str], joint: str = "and", limit: int = 9) -> str:
    """Names in backticks as people list them; of more than `limit` the first ones, and how many more."""
    marked = [quote(name) for name in names]
    if len(marked) > limit:
        marked[limit:] = [f"{len(marked) - limit} more"]
    return listed(marked, joint) or "nothing"


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: `1 service`, `1,200 services`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def nearest(word: str, known: Iterable[str], like: float = _LIKE) -> str:
    """The known word that a misspelt one most likely means, or `""`; `like` says how alike, up to 1."""
    return next(iter(similar(word, known, 1, like)), "")


def similar(word: str, known: Iterable[str], most: int, like: float = _LIKE) -> list[str]:
    """The known words most like another, the best first; case does not count."""
    import difflib

    names: dict[str, str] = {}
    for name in known:
        names.setdefault(name.casefold(), name)
    return [names[found] for found in difflib.get_close_matches(word.casefold(), names, most, like)]


def within_sentence(title: str) -> str:
    """A title within a sentence: its first letter is small, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
