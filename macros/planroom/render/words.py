"""How values read on a page: dates, numbers with their units, counts, lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planroom.patterns import late

NARROW = "\u00a0"
"""The space between a figure and its unit, at which no line breaks."""

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(value: date) -> str:
    """`12 Feb 2026`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def number(value: float) -> str:
    """A figure with thousands separated and no needless decimals: `1,200,000`, `43.2`."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """`99.9 %`."""
    return f"{number(value)}{NARROW}%"


def milliseconds(value: float) -> str:
    """A duration in ms in the unit people say it in: `300 ms`, `5 s`, `15 min`, `4 h`, `30 days`."""
    for size, unit in ((86_400_000, "days"), (3_600_000, "h"), (60_000, "min"), (1000, "s")):
        if value >= size and value % size == 0 and not (unit == "days" and value < 2 * size):
            return f"{number(value / size)}{NARROW}{unit}"
    return f"{number(value)}{NARROW}ms"


def columns(count: int) -> int:
    """Over how many columns a facts bar spreads: up to 5 in one row, then 3 x 2, 4 x 2, 3 x 3."""
    return count if count <= 5 else 3 if count in (6, 9) else 4


def sentence(text: str) -> str:
    """The text with a capital first letter, unless it begins with a name or code."""
    first = text[:1]
    word = text.split(" ", 1)[0]
    if first.islower() and word.isalpha():
        return first.upper() + text[1:]
    return text


_MARKUP = late(r"[*_\[\]<>#|`]|\A\s*(?:[-+=>]|\d+\.)\s")


def is_plain(text: str) -> bool:
    """Whether a text says something, and nothing in it is a mark of Markdown."""
    return bool(text) and not _MARKUP.search(text)


def first_sentence(text: str, limit: int = 240) -> str:
    """The first sentence of a text, cut at a word where it is longer than `limit` characters."""
    flat = " ".join(text.split())
    for index, char in enumerate(flat):
        if (
            char in ".!?"
            and (index + 1 == len(flat) or flat[index + 1] == " ")
            and not _abbreviation(flat[:index])
        ):
            return flat[: index + 1] if index < limit else _cut(flat, limit)
    return flat if len(flat) <= limit else _cut(flat, limit)


def _abbreviation(before: str) -> bool:
    return before.rsplit(" ", 1)[-1].lower() in ("e.g", "i.e", "etc", "vs", "no", "z.b")


def _cut(text: str, limit: int) -> str:
    return text[:limit].rsplit(" ", 1)[0] + "…"


def joined(values: Sequence[object]) -> str:
    """Values separated by commas, as they are."""
    return ", ".join(str(value) for value in values)
