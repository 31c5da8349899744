"""Regular expressions that are compiled when they are first used.

Planroom has some three hundred, and to compile them all takes longer than to check a small contract with the
few that it needs.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
_FIGURES = ("pattern", "flags", "groups", "groupindex")


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` makes of a pattern, made when it is first asked for something."""
    return cast("re.Pattern[AnyStr]", _Waiting(pattern, flags))


class _Made:
    """A compiled pattern: its methods are attributes of this object, so that calling them costs no more."""


class _Waiting(_Made):
    """A pattern that nothing has been asked of."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._stated = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS and name not in _FIGURES:
            raise AttributeError(name)
        made = re.compile(*self._stated)
        vars(self).update((held, getattr(made, held)) for held in (*_METHODS, *_FIGURES))
        self.__class__ = _Made  # type: ignore[assignment]
        return getattr(made, name)
