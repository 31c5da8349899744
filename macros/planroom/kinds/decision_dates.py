"""Dates as decisions state them: the one form that sorts, and those that people write all the same."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from planroom.kinds.decision_words import folded
from planroom.patterns import late
from planroom.records import dataclass

_ISO = late(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = late(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_MONTH_ONLY = late(r"(\d{4})[-/.](\d{1,2})\W*$")
_DAY_FIRST = late(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_EASTERN = late(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")
_WEEKDAY = late(r"[^\W\d_]{2,12}\.?,\s+(?=\d|[^\W\d_])")
_DAY_MONTH = late(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.)?[\s-]+(?:of\s+|de\s+|d')?([^\W\d_]{3,11})\.?,?[\s-]+(?:de\s+|del\s+)?(\d{4})\b"
)
_MONTH_DAY = late(r"([^\W\d_]{3,11})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_YEAR_MONTH_DAY = late(r"(\d{4})[\s-]+([^\W\d_]{3,11})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?\b")
_MONTH_YEAR = late(r"([^\W\d_]{3,11})\.?,?\s+(?:de\s+)?(\d{4})\W*$")
_EARLIEST = 1900
"""Years before this one are of another calendar, or slips of the hand: they mean no day of ours."""

_NAMES = (
    "january jan januar janv janvier enero ene gennaio gen janeiro januari stycznia styczen января январь",
    "february feb februar fevr fevrier febrero febbraio fevereiro fev februari lutego luty февраля февраль",
    "march mar maerz marz mars marzo marco maart marca marzec марта март",
    "april apr avril avr abril abr aprile april kwietnia kwiecien апреля апрель",
    "may mai mayo maggio mag maio mei maja maj мая май",
    "june jun juni juin junio giugno giu junho czerwca czerwiec июня июнь",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec июля июль",
    "august aug aout agosto ago augustus sierpnia sierpien августа август",
    "september sep sept septembre septiembre settembre set setembro wrzesnia wrzesien сентября сентябрь",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika октября октябрь",
    "november nov novembre noviembre novembro listopada listopad ноября ноябрь",
    "december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien декабря декабрь",
)
_MONTHS = {folded(name): month for month, names in enumerate(_NAMES, 1) for name in names.split()}


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
    """What a text says about a day: the day if there is one, the form, and how many letters say it."""

    day: date | None
    form: DateForm
    length: int = 0


def read_date(text: str) -> StatedDate:
    """The day that a text begins with; a day is given only where it can be no other."""
    text = text.strip(" \t*_`'\"")
    if not text:
        return StatedDate(None, DateForm.NONE)
    if text[0] in "{[<" or re.match(r"[yY]{4}", text):
        return StatedDate(None, DateForm.PLACEHOLDER)
    if match := _ISO.match(text):
        form = DateForm.ISO if match[2] == "-" and len(match[3]) == len(match[4]) == 2 else DateForm.OTHER
        return _day(int(match[1]), int(match[3]), int(match[4]), match, form)
    if match := _COMPACT.match(text) or _EASTERN.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), match)
    if _MONTH_ONLY.match(text):
        return StatedDate(None, DateForm.MONTH)
    if match := _DAY_FIRST.match(text):
        return _either_way(match)
    return _in_words(text)


def _either_way(match: re.Match[str]) -> StatedDate:
    """`26/03/2018` has one reading, `05/06/2018` two.

    With dots the day comes first wherever dots are used.
    """
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12 or first == second:
        return _day(year, second, first, match)
    if second > 12:
        return _day(year, first, second, match)
    return StatedDate(None, DateForm.AMBIGUOUS)


def _in_words(text: str) -> StatedDate:
    """`3 May 2026`, `May 3rd, 2026`, `3. Mai 2026`, `3 de mayo de 2026`, with or without a weekday."""
    text = text.lower()
    weekday = _WEEKDAY.match(text)
    at = weekday.end() if weekday else 0
    for pattern, year, month, day in (
        (_DAY_MONTH, 3, 2, 1),
        (_MONTH_DAY, 3, 1, 2),
        (_YEAR_MONTH_DAY, 1, 2, 3),
    ):
        match = pattern.match(text, at)
        named = _MONTHS.get(folded(match[month])) if match else None
        if match and named:
            return _day(int(match[year]), named, int(match[day]), match)
    match = _MONTH_YEAR.match(text, at)
    if match and folded(match[1]) in _MONTHS:
        return StatedDate(None, DateForm.MONTH)
    return StatedDate(None, DateForm.WORDS)


def _day(
    year: int, month: int, day: int, match: re.Match[str], form: DateForm = DateForm.OTHER
) -> StatedDate:
    if year < _EARLIEST:
        return StatedDate(None, DateForm.WORDS)
    try:
        return StatedDate(date(year, month, day), form, match.end())
    except ValueError:
        return StatedDate(None, DateForm.IMPOSSIBLE)
