"""The run behind `planroom check`: which room, which checks, and what of it concerns the user's paths."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from planroom.checks import REGISTRY, Acceptance, Outcome, baseline_text, compare, run
from planroom.cli.against import with_branches
from planroom.cli.project import room_paths
from planroom.cli.since import base_of
from planroom.cli.writing import carry_out
from planroom.diagnostics import Diagnostic
from planroom.edit.plan import Edit
from planroom.errors import PlanroomError
from planroom.files import find_root
from planroom.load import load
from planroom.model import build
from planroom.room import BASELINE_FILE
from planroom.wording import counted


def write_new_baseline(today: date | None) -> None:
    """Write all that is found in the room of the current folder to its baseline, and say so."""
    outcome = outcome_of((), today=today, use_baseline=False)
    room = outcome.room
    if room.settings.unusable:
        raise PlanroomError("planroom.yaml cannot be followed", "mend it before you write a baseline")
    found = [item for item in outcome.diagnostics if item.location.path != BASELINE_FILE]
    known = [item for item in found if REGISTRY[item.code].on is not Acceptance]
    file = room.root / BASELINE_FILE
    before = file.read_bytes() if file.is_file() else None
    carry_out(room.root, Edit(BASELINE_FILE, before, baseline_text(known).encode("utf-8", "surrogateescape")))
    click.echo(f"{counted(len(known), 'finding')} will not be reported again")


_PARTS = frozenset(
    ("adr", "adrs", "api", "apis", "decisions", "design", "designs", "doc", "docs", "openapi", "specs")
)
"""Folders that are a part of a project rather than a project."""


def outcome_of(
    paths: tuple[str, ...],
    *,
    only: frozenset[str] | None = None,
    against: tuple[str, ...] = (),
    since: str | None = None,
    today: date | None = None,
    use_baseline: bool = True,
) -> Outcome:
    """What a run finds at `paths` as the user gave them (nothing: everywhere), with `only` some checks.

    `against` names branches whose numbers must not be taken, `since` a revision: what has come up since this
    branch and that parted is found.
    """
    root = _root(paths)
    chosen = room_paths(root, paths)
    named = [path for path in chosen if path and (root / path).is_file()]
    room = with_branches(load(root, named=named, today=today), against)
    if since is None:
        return _at(run(room, build(room), only=only, use_baseline=use_baseline), chosen)
    with base_of(root, since, room.today) as base:
        before = run(base.room, build(base.room), only=only)
        now = run(room, build(room), only=only, base=base.room)
        return _at(compare(now, before, base.revision, base.commit), chosen)


def _root(paths: tuple[str, ...]) -> Path:
    """The root of the room; where nothing marks one, a single folder that is no part of a project."""
    start = Path(paths[0] if paths else ".").resolve()
    is_project = len(paths) == 1 and start.is_dir() and start.name.lower() not in _PARTS
    return find_root(start, otherwise=None if is_project else Path.cwd().resolve())


def _at(outcome: Outcome, chosen: tuple[str, ...]) -> Outcome:
    """The outcome with what concerns the chosen paths."""
    if not chosen or "" in chosen:
        return outcome
    prefixes = tuple(path + "/" for path in chosen)

    def inside(path: str) -> bool:
        return path in chosen or path.startswith(prefixes)

    def concerned(item: Diagnostic) -> bool:
        # What is wrong in a part of a contract is told with the place that refers to it.
        return inside(item.location.path) or any(inside(held.location.path) for held in item.related)

    def kept(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        return tuple(item for item in diagnostics if concerned(item))

    comparison = outcome.comparison
    if comparison is not None:
        comparison = replace(comparison, known=kept(comparison.known), cured=kept(comparison.cured))
    return replace(
        outcome,
        room=replace(outcome.room, readings=tuple(r for r in outcome.room.readings if inside(r.path))),
        diagnostics=kept(outcome.diagnostics),
        suppressed=tuple(item for item in outcome.suppressed if inside(item.diagnostic.location.path)),
        baselined=kept(outcome.baselined),
        comparison=comparison,
    )
