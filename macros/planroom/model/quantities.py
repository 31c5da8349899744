"""Quantities as designs write them: durations, shares of a hundred, and the arithmetic of availability."""

from __future__ import annotations

import re
from math import isfinite

from planroom.patterns import late

_UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
_DURATION = late(r"\s*(\d{1,12}(?:\.\d{1,9})?)\s*(ms|s|min|m|h|d)\s*\Z", re.IGNORECASE)
MINUTES_PER_DAY = 1440
SECONDS_PER_DAY = 86_400


def milliseconds(text: object) -> float | None:
    """A duration such as `"300ms"`, `"5s"`, `"15m"` or `"4h"` in milliseconds, `None` for anything else."""
    match = _DURATION.match(text) if isinstance(text, str) else None
    return float(match[1]) * _UNITS[match[2].lower()] if match else None


def duration_text(ms: float) -> str:
    """A duration in its largest unit that leaves a whole number: `90000` is `90 s`, `7200000` is `2 h`."""
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000)):
        if ms >= size and ms % size == 0:
            return f"{number_text(ms / size)} {unit}"
    return f"{number_text(ms)} ms"


def number_text(value: float) -> str:
    """A number as people write it: no `.0`, thousands apart, five decimals at most, powers beyond 10^15."""
    rounded = round(value, 5)
    if not isfinite(value) or abs(value) >= 1e15:
        return f"{value:g}"
    if rounded == int(rounded):
        return f"{int(rounded):,}"
    return f"{rounded:,.5f}".rstrip("0")


def allowed_downtime_minutes(percent: float, window_days: float) -> float:
    """The minutes that an availability leaves for being down.

    `window_days` x 1440 x (1 - `percent` / 100): the error budget of an availability objective, as in
    https://sre.google/sre-book/availability-table/. 99.9 % of 30 days is 43.2 minutes.
    """
    return window_days * MINUTES_PER_DAY * (100 - percent) / 100


def requests_per_day(per_second: float) -> float:
    """How many requests a day brings at a mean rate."""
    return per_second * SECONDS_PER_DAY


def agree(one: float, other: float, tolerance: float = 0.01) -> bool:
    """Whether two statements of one figure differ by no more than a share of the larger: people round."""
    return abs(one - other) <= tolerance * max(abs(one), abs(other))
