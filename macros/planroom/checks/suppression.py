"""Suppressions: what a file says should not be reported in it, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from planroom.checks.choice import codes_of
from planroom.diagnostics import Finding, Location, Origin, Pointer
from planroom.records import dataclass
from planroom.source import IGNORE_KEY, Source
from planroom.wording import nearest, quote, quoted, shown

_KEYS = ("code", "reason", "expires")


@dataclass(frozen=True)
class Suppression:
    """Findings that need not be reported: of which checks, where, why, and until when.

    `words` name the checks as written. It covers what lies at or below `pointer`, else what begins in one of
    `lines`, else the whole file. `fault` is what is wrong with its form; such a one covers nothing.
    """

    words: tuple[str, ...]
    reason: str
    origin: Origin
    pointer: Pointer | None = None
    lines: range | None = None
    expires: date | None = None
    fault: Finding | None = None

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the checks it names."""
        return frozenset().union(*map(codes_of, self.words))

    def holds(self, today: date) -> bool:
        """Whether it is in order and has not expired (it holds on the day of expiry, too)."""
        return bool(self.reason) and self.fault is None and not self.expired(today)

    def expired(self, today: date) -> bool:
        """Whether its day of expiry has passed."""
        return self.expires is not None and self.expires < today

    def covers(self, origin: Origin, location: Location) -> bool:
        """Whether something found at a place lies where this applies."""
        if self.pointer is not None:
            here = origin.pointer if origin.span is None else ()
            return here[: len(self.pointer)] == self.pointer
        return self.lines is None or location.line in self.lines


def in_objects(source: Source) -> Iterator[Suppression]:
    """The suppressions in a document's `x-planroom-ignore` keys."""
    if IGNORE_KEY not in source.text:
        return  # without a look at its value, which may not have been read
    for pointer, value in source.ignores.items():
        at = source.origin(*pointer, IGNORE_KEY)
        if not isinstance(value, list):
            say = f"`{IGNORE_KEY}` is {shown(value)}"
            yield _faulty(Finding(say, at.key(), "write a list: `[{code: …, reason: …}]`"))
            continue
        for index, item in enumerate(value):
            yield _from_item(item, pointer, at.at(index))


def _faulty(fault: Finding) -> Suppression:
    return Suppression((), "", fault.origin, fault=fault)


def _from_item(item: Any, pointer: Pointer, at: Origin) -> Suppression:
    if not isinstance(item, dict):
        return _faulty(Finding(f"a suppression is {shown(item)}", at, "write `{code: …, reason: …}`"))
    for key in item:
        if key not in _KEYS:
            near = nearest(str(key), _KEYS)
            hint = f"write `{near}`" if near else f"remove it; known are {quoted(_KEYS)}"
            return _faulty(Finding(f"a suppression has no {quote(str(key))}", at.at(key).key(), hint))
    code, reason, expires = (item.get(key) for key in _KEYS)
    if not isinstance(code, str) or not code.strip():
        return _faulty(Finding("this suppression names no check", at, "name one with `code`"))
    until = day(expires) if isinstance(expires, str) else None
    if expires is not None and until is None:
        say = f"`expires` is {shown(expires)}, which is no date"
        return _faulty(Finding(say, at.at("expires"), "write it as 2026-12-31"))
    said = reason.strip() if isinstance(reason, str) else ""
    return Suppression((code.strip(),), said, at, pointer, expires=until)


def day(text: str) -> date | None:
    """The date that a text `YYYY-MM-DD` says."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
