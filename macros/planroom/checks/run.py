"""Running all checks over a room: findings in, diagnostics out, in one fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from planroom.checks.check import REGISTRY, Check, Scope
from planroom.diagnostics import Diagnostic, Finding, Location, Origin, RelatedLocation, Severity, Span
from planroom.model import Model, System
from planroom.room import Artifact, Room
from planroom.settings import Settings
from planroom.source import Source


@dataclass(frozen=True)
class Outcome:
    """What a run found: the diagnostics in order, the room and the model they speak of."""

    room: Room
    model: Model
    diagnostics: tuple[Diagnostic, ...]

    def count(self, severity: Severity) -> int:
        """How many diagnostics have this severity."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity is severity)

    def fails(self, threshold: Severity) -> bool:
        """Whether anything found is at least as severe as `threshold`."""
        return any(diagnostic.severity.reaches(threshold) for diagnostic in self.diagnostics)


def run(room: Room, model: Model, *, raise_faults: bool = False) -> Outcome:
    """Run every check that the settings leave on.

    A fault inside a check becomes a diagnostic on the file it was looking at, so that it hides nothing else;
    with `raise_faults` it is raised.
    """
    scope = Scope(room, model)
    found = list(_findings(scope, raise_faults))
    origins = {finding.origin for _, _, finding in found}
    origins.update(related.origin for _, _, finding in found for related in finding.related)
    places = room.locate(origins)
    diagnostics = {_diagnostic(room, check, severity, finding, places) for check, severity, finding in found}
    return Outcome(room, model, tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)))


def _findings(scope: Scope, raise_faults: bool) -> Iterator[tuple[Check, Severity, Finding]]:
    levels = scope.room.settings.levels
    for check in sorted(REGISTRY.values(), key=lambda check: check.code):
        level = levels.get(check.code, levels.get(check.name, check.severity))
        if level is None:
            continue
        stated = check.code in levels or check.name in levels
        for subject in _subjects(check.on, scope):
            try:
                for finding in check.find(subject, scope):
                    yield check, level if stated else finding.severity or level, finding
            except Exception as fault:
                if raise_faults:
                    raise
                yield REGISTRY["SRC090"], REGISTRY["SRC090"].severity, _fault(check, subject, fault)


def _fault(check: Check, subject: Any, fault: Exception) -> Finding:
    path = getattr(subject, "path", None)
    if isinstance(subject, System):
        path = subject.design.path
    words = next(iter(str(fault).splitlines()), "")
    say = f"the check {check.code} stopped with {type(fault).__name__}: {words}"
    hint = "report it with this file: it is a fault of planroom, not of yours"
    return Finding(say.rstrip(": "), Origin(path if isinstance(path, str) else "planroom.yaml"), hint)


def _subjects(on: type, scope: Scope) -> Iterable[Any]:
    if on is Room:
        return (scope.room,)
    if on is Settings:
        return (scope.room.settings,)
    if on is Source:
        return scope.room.reported
    if on is System:
        return scope.model.systems
    if on is Model:
        return (scope.model,)
    if issubclass(on, Artifact):
        return scope.room.of(on)
    raise TypeError(f"no check can run on {on.__name__}")


def _diagnostic(
    room: Room, check: Check, severity: Severity, finding: Finding, places: dict[Origin, Location]
) -> Diagnostic:
    location = places[finding.origin]
    return Diagnostic(
        check.code,
        check.name,
        severity,
        finding.message,
        location,
        finding.hint,
        tuple(RelatedLocation(related.message, places[related.origin]) for related in finding.related),
        check.url,
        _fingerprint(room, check.code, location, finding.message),
    )


def _fingerprint(room: Room, code: str, location: Location, message: str) -> str:
    """The same for the same fault in the same text, wherever its lines have moved."""
    source = room.sources.get(location.path)
    span = Span(location.line, location.column, location.end_line, location.end_column)
    content = source.excerpt(span) if source else ""
    text = "\0".join((code, location.path, location.pointer, content, message))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
