"""Regular expressions of contracts: they are ECMAScript's, and only close to Python's."""

from __future__ import annotations

import re
from functools import cache

_SURE = {
    "unterminated character set": "a `[` is not closed",
    "missing ), unterminated subpattern": "a `(` is not closed",
    "unbalanced parenthesis": "a `)` closes nothing",
    "nothing to repeat": "a sign such as `*` has nothing before it to repeat",
    "bad escape (end of pattern)": "it ends in a lone backslash",
}
"""What Python says of faults that are faults in ECMAScript too, and our words for them."""

_EMPTY_SETS = ("[]", "[^]")
"""Sets that Python takes for the start of a longer one."""


@cache
def pattern_fault(pattern: str) -> str:
    """What is wrong with a pattern in both dialects, in a few words, or `""`."""
    if any(empty in pattern for empty in _EMPTY_SETS):
        return ""
    try:
        re.compile(pattern)
    except re.error as error:
        return _SURE.get(error.msg, "")
    except (OverflowError, RecursionError):
        return ""
    return ""


@cache
def is_quick(pattern: str) -> bool:
    """Whether a pattern can be tried without fear that it takes for ever.

    A repeated group that itself repeats or branches may try every way to split a text. What is told as slow
    may be harmless; it is only left untried.
    """
    starts: list[int] = []
    escaped = False
    for index, sign in enumerate(pattern):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == "(":
            starts.append(index)
        elif sign == ")" and starts:
            inside = pattern[starts.pop() + 1 : index]
            if pattern[index + 1 : index + 2] in ("*", "+", "{") and re.search(r"[*+{|]", inside):
                return False
    return True
