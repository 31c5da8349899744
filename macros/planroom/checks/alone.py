"""What checks found in an artifact without asking for anything else: it is the same as long as that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from planroom.checks.check import Check, Scope
from planroom.diagnostics import Finding
from planroom.room import Artifact


class Asked:
    """Stands for a scope, and knows whether anything was asked of it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.asked = False

    def __getattr__(self, name: str) -> Any:
        self.asked = True
        return getattr(self._scope, name)


class FoundAlone:
    """What the checks of earlier runs of a process have found thus, as long as the artifacts are there."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Artifact, dict[Callable[..., Any], tuple[Finding, ...]]]
        self._known = WeakKeyDictionary()

    def of(self, check: Check, artifact: Artifact, scope: Scope) -> Iterator[Finding]:
        """What a check finds in an artifact; looked for once where that follows from the artifact alone."""
        known = self._known.setdefault(artifact, {})
        if check.find in known:
            yield from known[check.find]
            return
        asked: Any = Asked(scope)
        found = []
        for finding in check.find(artifact, asked):
            found.append(finding)
            yield finding  # at once: the check may stop with a fault later on
        if not asked.asked:
            known[check.find] = tuple(found)
