"""Running all checks over a room: findings in, diagnostics out, in one fixed order."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from planroom.cache import Cache
from planroom.checks.acceptance import Acceptance, Suppressed, Suppressions, accept, parted
from planroom.checks.alone import FoundAlone
from planroom.checks.baseline import apply_baseline, read_baseline
from planroom.checks.check import REGISTRY, Check, Scope
from planroom.checks.choice import levels_by_code
from planroom.checks.comparison import Comparison
from planroom.checks.fingerprint import Fingerprints
from planroom.checks.kept import KeptFindings, contract_findings
from planroom.checks.workers import looked_at
from planroom.diagnostics import Diagnostic, Finding, Location, Origin, RelatedLocation, Severity
from planroom.kinds.contract import Contract
from planroom.model import Model, System
from planroom.records import dataclass
from planroom.room import Artifact, Room
from planroom.settings import Settings
from planroom.source import Source
from planroom.wording import plain_line


@dataclass(frozen=True)
class Outcome:
    """What a run found: the diagnostics in order, the room and the model they speak of.

    `suppressed` and `baselined` hold what was found and need not be reported. With a `comparison` only what
    is new is among the diagnostics.
    """

    room: Room
    model: Model
    diagnostics: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...] = ()
    baselined: tuple[Diagnostic, ...] = ()
    comparison: Comparison | None = None
    mended: tuple[Diagnostic, ...] = ()
    """What was found and is mended, where the user asked for that."""

    @cached_property
    def faults(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """What is wrong with each file, by path: a baseline keeps it from being reported, and it is there."""
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in (*self.diagnostics, *self.baselined):
            found[diagnostic.location.path].append(diagnostic)
        return {path: tuple(held) for path, held in found.items()}

    def count(self, severity: Severity) -> int:
        """How many diagnostics have this severity."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity is severity)

    def fails(self, threshold: Severity) -> bool:
        """Whether anything found is at least as severe as `threshold`."""
        return any(diagnostic.severity.reaches(threshold) for diagnostic in self.diagnostics)


def run(
    room: Room,
    model: Model,
    *,
    only: frozenset[str] | None = None,
    base: Room | None = None,
    use_baseline: bool = True,
    cache: Cache | None = None,
    raise_faults: bool = False,
    alone: FoundAlone | None = None,
) -> Outcome:
    """Run every check that the settings leave on, or of these `only` some, by their codes.

    `base` is the room before the change that is looked at; checks that need one run only then. What
    suppressions and the room's baseline cover is set apart. With a `cache`, a contract that an earlier run
    has seen is not looked at again, and with `alone` what an earlier run of this process has found in an
    artifact by itself. A fault inside a check becomes a diagnostic on the file it was looking
    at, so that it hides nothing else; with `raise_faults` it is raised.
    """
    kept = KeptFindings(cache, room)
    runner = _Runner(Scope(room, model, base), _levels(room, only, base), raise_faults, kept, alone)
    if not raise_faults:
        runner.share_out()
    known = Suppressions(room)
    found, suppressed, accepted = accept(known, runner.found(known), runner.made)
    ordered = _in_order({diagnostic for _, diagnostic in found})
    baseline = read_baseline(room) if use_baseline else None
    matched, baseline = apply_baseline(baseline, ordered, room, runner.made)
    last = runner.found(replace(accepted, baseline=baseline))
    kept.write()
    places = room.locate(item.origin for _, item in suppressed)
    return Outcome(
        room,
        model,
        _in_order({*matched.new, *(diagnostic for _, diagnostic in last)}),
        tuple(
            Suppressed(diagnostic, item.reason, places[item.origin])
            for diagnostic, item in sorted(suppressed, key=lambda pair: pair[0].sort_key)
        ),
        matched.known,
    )


def _in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))


Level = tuple[Severity, bool]
"""The severity of a check's findings, and whether the project chose it."""


def _levels(room: Room, only: frozenset[str] | None, base: Room | None) -> dict[Check, Level | None]:
    """The checks to make in the order of their codes; `None` for one that the project switched off."""
    stated = levels_by_code(room.settings.levels)
    missing = {need for need, there in (("base", base), ("branches", room.branches)) if not there}
    levels: dict[Check, Level | None] = {}
    for check in sorted(REGISTRY.values(), key=lambda check: check.code):
        if (only is not None and check.code not in only) or check.needs in missing:
            continue
        level = stated.get(check.code, check.severity)
        levels[check] = None if level is None else (level, check.code in stated)
    return levels


Found = tuple[Check, Severity, Finding]


def _once(found: Iterable[Found]) -> list[Found]:
    """Each finding once; one in a file that several artifacts share has the related places of all of them."""
    held: dict[tuple[str, Severity, Origin, str], Found] = {}
    for check, severity, finding in found:
        key = (check.code, severity, finding.origin, finding.message)
        if key in held:
            before = held[key][2]
            related = tuple(dict.fromkeys((*before.related, *finding.related)))
            finding = replace(before, related=related)
        held[key] = (check, severity, finding)
    return list(held.values())


@dataclass(frozen=True)
class _Runner:
    """Makes checks and turns what they find into diagnostics."""

    scope: Scope
    levels: dict[Check, Level | None]
    raise_faults: bool
    kept: KeptFindings
    alone: FoundAlone | None

    @property
    def made(self) -> frozenset[str]:
        """The codes of the checks to make, those that are switched off among them."""
        return frozenset(check.code for check in self.levels)

    def found(self, known: Suppressions | Acceptance) -> list[tuple[Origin, Diagnostic]]:
        """What the checks of the room find, or those of what it has accepted; each finding once.

        One on several things is parted where a suppression covers some of them.
        """
        room = self.scope.room
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # what Python says of patterns in contracts
            if isinstance(known, Acceptance):
                found = _once(self._findings(known))
            else:
                found = [
                    (check, severity, part)
                    for check, severity, finding in _once(self._findings(None))
                    for part in parted(check.code, finding, known, room)
                ]
        origins = {finding.origin for _, _, finding in found}
        origins.update(related.origin for _, _, finding in found for related in finding.related)
        places = room.locate(origins)
        fingerprints = Fingerprints(room)
        return [
            (finding.origin, _diagnostic(check, severity, finding, places, fingerprints))
            for check, severity, finding in found
        ]

    def _findings(self, accepted: Acceptance | None) -> Iterator[Found]:
        for check, level in self.levels.items():
            if level is None or (check.on is Acceptance) is (accepted is None):
                continue
            severity, stated = level
            for subject in (accepted,) if accepted else _subjects(check.on, self.scope):
                try:
                    for finding in self._of(check, subject):
                        yield check, severity if stated else finding.severity or severity, finding
                except Exception as fault:
                    if self.raise_faults:
                        raise
                    yield REGISTRY["SRC090"], REGISTRY["SRC090"].severity, _fault(check, subject, fault)

    def _of(self, check: Check, subject: Any) -> Iterator[Finding]:
        if isinstance(subject, Contract):
            return contract_findings(check.code, subject, check.find(subject, self.scope), self.kept)
        if self.alone is not None and isinstance(subject, Artifact):
            return self.alone.of(check, subject, self.scope)
        return check.find(subject, self.scope)

    def share_out(self) -> None:
        """Look at contracts of which not all is known, one by one, and by other processes where that pays."""
        checks = [check for check, level in self.levels.items() if level and check.on is Contract]
        codes = [check.code for check in checks]
        new = [contract for contract in self.scope.room.of(Contract) if self.kept.lacks(contract, codes)]
        for contract, found in looked_at(new, checks, self.scope):
            self.kept.take(contract, found)


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
    check: Check,
    severity: Severity,
    finding: Finding,
    places: dict[Origin, Location],
    fingerprints: Fingerprints,
) -> Diagnostic:
    location = places[finding.origin]
    return Diagnostic(
        check.code,
        check.name,
        severity,
        plain_line(finding.message),
        location,
        plain_line(finding.hint),
        tuple(RelatedLocation(plain_line(item.message), places[item.origin]) for item in finding.related),
        _address(fingerprints.room.settings.site_url, check),
        fingerprints.of(check.code, finding, location),
    )


def _address(site_url: str, check: Check) -> str:
    """Where the check's page is: the whole address where the site's is known, else from the site's root."""
    return f"{site_url.rstrip('/')}/{check.url}" if site_url else check.url
