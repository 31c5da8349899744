"""Findings that wait for their place on a page: each is shown at the deepest thing that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from planroom.diagnostics import Diagnostic, Origin

MOST = 50
"""So many findings stand beside what they speak of on one page; all are on the findings page."""


class Allowance:
    """How many findings a page may still show."""

    def __init__(self) -> None:
        self._left = MOST

    def of(self, findings: Iterable[Diagnostic]) -> tuple[tuple[Diagnostic, ...], int]:
        """Those that may be shown, in their order, the worst before others; and how many are left out."""
        items = tuple(findings)
        if len(items) > self._left:
            worst = sorted(range(len(items)), key=lambda place: -items[place].severity.rank)
            shown = tuple(items[place] for place in sorted(worst[: self._left]))
        else:
            shown = items
        self._left -= len(shown)
        return shown, len(items) - len(shown)


class Pending:
    """The findings of an operation or a schema that stand nowhere yet, in their order."""

    def __init__(self, findings: Iterable[Diagnostic] = ()) -> None:
        self._left = tuple(findings)

    def take(self, origin: Origin) -> tuple[Diagnostic, ...]:
        """Those at a place or below it: whoever asks first shows them."""
        if not self._left:
            return ()
        taken = tuple(item for item in self._left if item.location.lies_at(origin))
        if taken:
            self._left = tuple(item for item in self._left if not item.location.lies_at(origin))
        return taken

    def rest(self) -> tuple[Diagnostic, ...]:
        """All that nobody has taken."""
        left, self._left = self._left, ()
        return left
