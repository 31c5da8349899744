"""Dates as decisions state them: the one form that sorts, and those that people write all the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})\W*$")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)  # fmt: skip


class DateForm(Enum):
    """How a date is stated."""

    NONE = "none"
    ISO = "iso"
    OTHER = "other"
    """Another form that means one day."""
    MONTH = "month"
    AMBIGUOUS = "ambiguous"
    """Day and month could be either way round."""
    IMPOSSIBLE = "impossible"
    PLACEHOLDER = "placeholder"
    WORDS = "words"
    """No date that can be read."""


@dataclass(frozen=True, slots=True)
class StatedDate:
    """What a text says about a day: the day if there is one, and the form."""

    day: date | None
    form: DateForm


def read_date(text: str) -> StatedDate:
    """The day that a text states; a day is given only where it can be no other."""
    text = text.strip(" \t*_`'\"")
    if not text:
        return StatedDate(None, DateForm.NONE)
    if text[0] in "{[<" or re.match(r"[yY]{4}", text):
        return StatedDate(None, DateForm.PLACEHOLDER)
    if match := _ISO.match(text):
        form = DateForm.ISO if match[2] == "-" and len(match[3]) == len(match[4]) == 2 else DateForm.OTHER
        return _day(int(match[1]), int(match[3]), int(match[4]), form)
    if match := _COMPACT.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), DateForm.OTHER)
    if _MONTH_ONLY.match(text):
        return StatedDate(None, DateForm.MONTH)
    if match := _DAY_FIRST.match(text):
        return _either_way(int(match[1]), int(match[3]), int(match[4]), dots=match[2] == ".")
    return _in_words(text.lower())


def _either_way(first: int, second: int, year: int, *, dots: bool) -> StatedDate:
    """`26/03/2018` has one reading, `05/06/2018` two.

    With dots the day comes first wherever dots are used.
    """
    if dots or first > 12 or first == second:
        return _day(year, second, first, DateForm.OTHER)
    if second > 12:
        return _day(year, first, second, DateForm.OTHER)
    return StatedDate(None, DateForm.AMBIGUOUS)


def _in_words(text: str) -> StatedDate:
    if match := _WORDS.match(text):
        name, number = (match[2], match[1]) if match[2] else (match[3], match[4])
        if name in _NAMES or name in _MONTHS or name == "sept":
            return _day(int(match[5]), _MONTHS.index(name[:3]) + 1, int(number), DateForm.OTHER)
    return StatedDate(None, DateForm.WORDS)


def _day(year: int, month: int, day: int, form: DateForm) -> StatedDate:
    try:
        return StatedDate(date(year, month, day), form)
    except ValueError:
        return StatedDate(None, DateForm.IMPOSSIBLE)
