"""What checks found in a decision without asking for anything else: it is the same as long as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from planroom.checks.check import Check, Scope
from planroom.diagnostics import Finding
from planroom.kinds.decision import Decision

_KNOWN: WeakKeyDictionary[Decision, dict[Callable[..., Any], tuple[Finding, ...]]] = WeakKeyDictionary()


class Asked:
    """Stands for a scope, and knows whether anything was asked of it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.asked = False

    def __getattr__(self, name: str) -> Any:
        self.asked = True
        return getattr(self._scope, name)


def found_in(check: Check, decision: Decision, scope: Asked) -> Iterator[Finding]:
    """What a check finds in a decision; looked for once where that follows from the decision alone."""
    known = _KNOWN.setdefault(decision, {})
    found = known.get(check.find)
    if found is None:
        scope.asked = False
        stand_in: Any = scope
        found = tuple(check.find(decision, stand_in))
        if not scope.asked:
            known[check.find] = found
    return iter(found)
