"""The run behind `planroom check`: which room, which checks, and what of it concerns the user's paths."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from planroom.checks import Outcome, run
from planroom.cli.against import with_branches
from planroom.cli.project import room_paths
from planroom.load import find_root, load
from planroom.model import build

_PARTS = frozenset(
    ("adr", "adrs", "api", "apis", "decisions", "design", "designs", "doc", "docs", "openapi", "specs")
)
"""Folders that are a part of a project rather than a project."""


def outcome_of(
    paths: tuple[str, ...], *, only: frozenset[str] | None, against: tuple[str, ...], today: date | None
) -> Outcome:
    """What a run finds at `paths` as the user gave them (nothing: everywhere), with `only` some checks.

    `against` names branches whose numbers must not be taken.
    """
    root = _root(paths)
    chosen = room_paths(root, paths)
    named = [path for path in chosen if path and (root / path).is_file()]
    room = with_branches(load(root, named=named, today=today), against)
    return _at(run(room, build(room), only=only), chosen)


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

    return replace(
        outcome,
        room=replace(outcome.room, readings=tuple(r for r in outcome.room.readings if inside(r.path))),
        diagnostics=tuple(d for d in outcome.diagnostics if inside(d.location.path)),
        suppressed=tuple(s for s in outcome.suppressed if inside(s.diagnostic.location.path)),
    )
