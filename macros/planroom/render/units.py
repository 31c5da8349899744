"""Figures with their units: which unit a key carries in its name, and how it reads."""

from __future__ import annotations

from planroom.model.quantities import milliseconds
from planroom.patterns import late
from planroom.render import words

_UNITS = {
    "_ms": "ms",
    "_percent": "%",
    "_minutes": "min",
    "_seconds": "s",
    "_hours": "h",
    "_days": "days",
    "_gb": "GB",
    "_mb": "MB",
}
_UNIT_WORDS = late(r", (?:ms|percent|minutes|seconds|hours|days|GB|MB|as a duration)$")
_RATE = late(r"(?:^|_)per_second(?:_|$)")


def quantity(key: str, value: float) -> str:
    """A figure with the unit that its key carries: 180 under `p95_ms` is `180 ms`."""
    if _RATE.search(key):
        return f"{words.number(value)}/s"
    if key == "growth_per_year_percent":
        return f"{words.percent(value)} a year"
    if key.endswith("_multiple"):
        return f"{words.number(value)} times"
    unit = next((unit for end, unit in _UNITS.items() if key.endswith(end)), "")
    if unit == "days" and value == 1:
        unit = "day"
    return f"{words.number(value)}{words.NARROW}{unit}" if unit else words.number(value)


def unitless(title: str) -> str:
    """A key's title without the unit, which stands with the figure."""
    return _UNIT_WORDS.sub("", title)


def duration(text: str) -> str:
    """A duration such as `300ms` as it reads, `300 ms`; any other text as it is."""
    ms = milliseconds(text)
    return text if ms is None else words.milliseconds(ms)


def days(count: float) -> str:
    """`30 days`."""
    return quantity("_days", count)
