"""Which patterns and runbooks name a decision, a check, or each other: what their pages lead back to."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote

from planroom.kinds.pattern import Pattern
from planroom.kinds.runbook import Runbook
from planroom.model.pattern_uses import PatternUses
from planroom.records import dataclass
from planroom.room import Room, resolve_path

Naming = Pattern | Runbook


@dataclass(frozen=True, eq=False)
class NamedBy:
    """The patterns and runbooks of a room, by what their front matter or a link of their text names."""

    room: Room
    patterns: PatternUses

    def of(self, named: str) -> tuple[Naming, ...]:
        """Those that name a file, by its path, or a check, by its code: patterns first, each once."""
        return tuple(self._by_name.get(named, ()))

    @cached_property
    def _by_name(self) -> dict[str, list[Naming]]:
        found: dict[str, list[Naming]] = defaultdict(list)
        texts: tuple[Naming, ...] = (*self.room.of(Pattern), *self.room.of(Runbook))
        for text in texts:
            stated = self._stated(text) if isinstance(text, Pattern) else ()
            for name in dict.fromkeys((*stated, *_linked(text))):
                if name != text.path:
                    found[name].append(text)
        return found

    def _stated(self, pattern: Pattern) -> Iterator[str]:
        yield from pattern.checks
        yield from pattern.runbooks
        for name in pattern.decisions:
            decision = self.patterns.decision(pattern, name)
            if decision is not None:
                yield decision.path
        for name in pattern.related:
            other = self.patterns.named(name)
            if other is not None:
                yield other.path


def _linked(text: Naming) -> Iterator[str]:
    folder = posixpath.dirname(text.path)
    for link in text.source.outline.links:
        path = unquote(link.target.partition("#")[0].partition("?")[0])
        target = resolve_path(folder, path) if path and "://" not in path else None
        if target:
            yield target
