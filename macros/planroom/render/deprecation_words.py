"""What a contract says of the end of something deprecated: when, why, and what to use instead.

OpenAPI has a flag alone; these are the extensions that contracts use for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from planroom.render.words import day

_VERBS = (
    ("Ends", ("x-sunset", "x-sunset-date", "x-removal-date", "x-eol")),
    ("Deprecated since", ("x-deprecated-at", "x-deprecated-since", "x-deprecation-date")),
    ("Deprecated because", ("x-deprecated-reason", "x-deprecated-description", "x-deprecation-message")),
    ("Use instead", ("x-replaced-by", "x-deprecated-by", "x-replacement", "x-successor", "x-use-instead")),
)
_LONGEST = 300


def deprecation(value: Any) -> Iterator[tuple[str, str]]:
    """Pairs of a verb and what follows it: `Ends`, `1 Mar 2027`."""
    if not isinstance(value, dict):
        return
    for verb, keys in _VERBS:
        said = next((value[key] for key in keys if isinstance(value.get(key), (str, date))), None)
        if said:
            yield verb, _shown(said)


def _shown(said: str | date) -> str:
    if isinstance(said, date):
        return day(said)
    try:
        return day(date.fromisoformat(said.strip()[:10]))
    except ValueError:
        text = " ".join(said.split())
        return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
