"""ECMAScript's regular expressions: what breaks their grammar (ECMA-262, 22.2.1, annex B), which are slow."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from planroom.patterns import late

_GROUP = late(r"\((?:\?(?::|=|!|<=|<!|<(?P<name>[^>]*)>|(?P<flags>[ims]*(?:-[ims]*)?):))?")
_NAME = late(r"[\w$\u200c\u200d\\{}]+\Z")
_BRACES = late(r"\{(\d+)(?:(,)(\d*))?\}")
_ESCAPE = late(r"\\(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|k<[^>]*>|[\s\S])")
_LONGEST = 2000
"""Longer texts are not tried."""
_CLASS_MARK = "dDwWsSpPbB"
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}


class _Broken(Exception):
    """The pattern breaks the grammar; the text says how, in a few words."""


@cache
def pattern_fault(pattern: str) -> str:
    """What makes a pattern no regular expression of ECMAScript, in a few words, or `""`.

    Whatever either mode takes, that with the flag `u` or that without it, is let pass.
    """
    try:
        _Reader(pattern).read()
    except _Broken as fault:
        return str(fault)
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError, ValueError):  # the last for bounds of any length
        return None


def is_of_python(pattern: str) -> bool:
    """Whether a pattern is a regular expression of Python, whose dialect has much of Perl's and Java's."""
    return _compiled(pattern) is not None


def occurs(pattern: str, text: str) -> bool | None:
    """Whether a pattern occurs in a text; `None` where it is not safe to try, or Python cannot read it."""
    compiled = _compiled(pattern) if len(text) < _LONGEST and is_quick(pattern, text) else None
    return None if compiled is None else bool(compiled.search(text))


@cache
def misread_escape(pattern: str) -> str:
    """An anchor of other dialects in a pattern, which is a plain letter in ECMAScript, or `""`."""
    for escape in _ESCAPE.findall(pattern) if "\\" in pattern else ():
        if escape in ("\\A", "\\Z", "\\z"):
            return str(escape)
    return ""


_REPEATED = late(r"(\[(?:[^\]\\]|\\.)*\]|\\.|[^\\])(?:[*+]|\{\d+,\})", re.DOTALL)
_WIDE = late(r"\.|\\[wWSDs]|\[(?:\^|.*-)")
_TRIES = 10_000_000


def is_quick(pattern: str, text: str = "a" * 64) -> bool:
    """Whether a pattern can be tried on a text without fear that it takes for ever.

    A repeated group that itself repeats or branches may try every way to split a text, and each further
    repeat of like characters tries as many as the text is long. What is told as slow may be harmless; it is
    only left untried.
    """
    repeats = _repeats(pattern)
    return repeats is not None and (repeats < 2 or len(text) ** repeats < _TRIES)


@cache
def _repeats(pattern: str) -> int | None:
    """How many endless repeats of like characters a pattern has; `None` where repeats repeat or branch."""
    atoms = Counter("wide" if _WIDE.match(atom) else atom for atom in _REPEATED.findall(pattern))
    wide = atoms.pop("wide", 0)
    return wide + max(atoms.values(), default=0) if _is_flat(pattern) else None


def _is_flat(pattern: str) -> bool:
    """Whether no group repeats that itself repeats or branches."""
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
            repeat = pattern[index + 1 : index + 2]
            if repeat in ("*", "+", "{") and re.search(r"[*+{|]", inside):
                return False
            if repeat == "{" and "?" in inside.removeprefix("?:"):
                return False
    return True


def _magnitude(digits: str) -> tuple[int, str]:
    """What orders whole numbers of any length as their values do."""
    bare = digits.lstrip("0")
    return len(bare), bare


class _Reader:
    """Reads a pattern from left to right; raises at the first sign that no pattern can have there."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._open: list[str] = []

    def read(self) -> None:
        repeatable = False
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign == "(":
                repeatable = self._group()
            elif sign == ")":
                if not self._open:
                    raise _Broken("a `)` closes nothing")
                repeatable = self._open.pop() not in ("(?<=", "(?<!")
                self._at += 1
            elif sign in "*+?":
                self._repeat(sign, repeatable, self._at + 1)
                repeatable = False
            elif sign == "{" and (braces := _BRACES.match(self._text, self._at)):
                if braces[3] and _magnitude(braces[1]) > _magnitude(braces[3]):
                    raise _Broken(f"`{braces[0]}` has its lower bound above the upper one")
                self._repeat(braces[0], repeatable, braces.end())
                repeatable = False
            else:
                repeatable = self._atom(sign)
        if self._open:
            raise _Broken("a `(` is not closed")

    def _repeat(self, sign: str, repeatable: bool, end: int) -> None:
        if not repeatable:
            if self._at and self._text[self._at - 1] in "*+?}" and sign == "+":
                raise _Broken("a `+` after a repetition is possessive, which ECMAScript does not have")
            raise _Broken(f"`{sign}` has nothing before it to repeat")
        self._at = end + (self._text[end : end + 1] == "?")

    def _group(self) -> bool:
        match = _GROUP.match(self._text, self._at)
        opening = match[0] if match else "("
        if opening == "(" and self._text[self._at + 1 : self._at + 2] == "?":
            start = self._text[self._at : self._at + 4]
            hint = ", written `(?<name>` here" if start == "(?P<" else ""
            raise _Broken(f"`{start}` opens no group of ECMAScript{hint}")
        name = match["name"] if match else None
        if name is not None and (not _NAME.match(name) or name[0].isdecimal()):
            raise _Broken(f"`{name}` is no name of a group")
        self._open.append(opening)
        self._at += len(opening)
        return False

    def _atom(self, sign: str) -> bool:
        """One sign, escape or set; whether it may be repeated."""
        if sign == "[":
            self._set()
            return True
        if sign != "\\":
            self._at += 1
            return sign not in "^$|"
        escape = _ESCAPE.match(self._text, self._at)
        if escape is None:
            raise _Broken("it ends in a lone backslash")
        self._at = escape.end()
        return escape[0] not in ("\\b", "\\B")

    def _set(self) -> None:
        self._at += 1 + (self._text[self._at + 1 : self._at + 2] == "^")
        before: str | None = None
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign == "]":
                self._at += 1
                return
            if (
                sign == "-"
                and before is not None
                and self._text[self._at + 1 : self._at + 2] not in ("]", "")
            ):
                self._at += 1
                last = self._member()
                if before and last and before > last:
                    raise _Broken(f"the range `{before}-{last}` runs backwards")
                before = None
            else:
                before = self._member()
        raise _Broken("a `[` is not closed")

    def _member(self) -> str:
        """One member of a set: its character, or `""` where it stands for several or is not read here."""
        sign = self._text[self._at]
        if sign != "\\":
            self._at += 1
            return sign
        escape = _ESCAPE.match(self._text, self._at)
        if escape is None:
            raise _Broken("a `[` is not closed")
        self._at = escape.end()
        mark = escape[0][1]
        if mark in "uxck0123456789" or mark in _CLASS_MARK:
            return ""
        return _SIMPLE.get(mark, mark)
