"""Which findings are the same ones as those known from before: from a baseline, or from an earlier state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from planroom.diagnostics import Diagnostic
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A finding known from before: its file, the check, and its fingerprint."""

    path: str
    code: str
    fingerprint: str


def known(diagnostic: Diagnostic) -> Known:
    """What a finding will be known by."""
    return Known(diagnostic.location.path, diagnostic.code, diagnostic.fingerprint)


@dataclass(frozen=True)
class Matched:
    """The findings that are known, those that are not, and the positions of what was known and is gone."""

    known: tuple[Diagnostic, ...]
    new: tuple[Diagnostic, ...]
    gone: tuple[int, ...]


def match(before: Iterable[Known], found: Iterable[Diagnostic], paths: Collection[str]) -> Matched:
    """Match what was known before with what is found now; each known one covers at most one.

    A file that is not in `paths` any more may have another name now: what was known of it covers the same
    finding in another file.
    """
    places: dict[Known, list[int]] = defaultdict(list)
    strays: dict[tuple[str, str], list[int]] = defaultdict(list)
    count = 0
    for count, item in enumerate(before, 1):
        places[item].append(count - 1)
        if item.path not in paths:
            strays[item.code, item.fingerprint].append(count - 1)
    used: set[int] = set()
    old: list[Diagnostic] = []
    new: list[Diagnostic] = []
    for diagnostic in found:
        here = known(diagnostic)
        candidates = places.get(here) or strays.get((here.code, here.fingerprint))
        if candidates:
            used.add(candidates.pop(0))
            old.append(diagnostic)
        else:
            new.append(diagnostic)
    return Matched(tuple(old), tuple(new), tuple(index for index in range(count) if index not in used))
