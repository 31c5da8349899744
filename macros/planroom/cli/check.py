"""`planroom check`: everything that is wrong, with its place and what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from planroom.checks import Outcome, run
from planroom.cli.against import against_option, with_branches
from planroom.cli.project import Day, room_paths, terminal_layout
from planroom.diagnostics import Severity
from planroom.load import find_root, load
from planroom.model import build
from planroom.reports import REPORTS
from planroom.room import Reading


@click.command("check", short_help="Say what is wrong, where, and what to do.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--format", "format_", type=click.Choice(list(REPORTS)), default="text", help="How to report.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    help="The least severity that makes the exit code 1 (error, unless planroom.yaml says otherwise).",
)
@click.option(
    "--verbose", is_flag=True, help="Also list what was read as what, and what was passed over and why."
)
@against_option
@click.option("--today", type=Day(), help="The date that counts as today, YYYY-MM-DD.")
def command(
    paths: tuple[str, ...],
    format_: str,
    fail_on: str | None,
    verbose: bool,
    against: tuple[str, ...],
    today: date | None,
) -> None:
    """Check decisions, designs and contracts, each on its own and against each other.

    Reads the whole repository that PATH (or the current folder) lies in, and reports what concerns
    PATH. Exits with 0 if nothing reaches --fail-on, with 1 if something does, with 2 on misuse or if
    planroom.yaml cannot be followed.

    \b
    Example:
      planroom check specs/shop --fail-on warning
    """
    outcome = _outcome(paths, today, against)
    threshold = Severity(fail_on) if fail_on else outcome.room.settings.fail_on
    text = REPORTS[format_](outcome, terminal_layout())
    if verbose and format_ == "json":
        text = _with_files(text, outcome.room.readings)
    elif verbose:
        click.echo(_files(outcome.room.readings))
    click.echo(text)
    if outcome.room.settings.unusable:
        click.echo("planroom: planroom.yaml cannot be followed; its defaults hold", err=True)
        raise click.exceptions.Exit(2)
    if outcome.fails(threshold):
        raise click.exceptions.Exit(1)


def _outcome(paths: tuple[str, ...], today: date | None, against: tuple[str, ...]) -> Outcome:
    root = _root(paths)
    chosen = room_paths(root, paths)
    named = [path for path in chosen if path and (root / path).is_file()]
    room = with_branches(load(root, named=named, today=today), against)
    return _only(run(room, build(room)), chosen)


_PARTS = frozenset(
    ("adr", "adrs", "api", "apis", "decisions", "design", "designs", "doc", "docs", "openapi", "specs")
)
"""Folders that are a part of a project rather than a project."""


def _root(paths: tuple[str, ...]) -> Path:
    """The root of the room; where nothing marks one, a single folder that is no part of a project."""
    start = Path(paths[0] if paths else ".").resolve()
    is_project = len(paths) == 1 and start.is_dir() and start.name.lower() not in _PARTS
    return find_root(start, otherwise=None if is_project else Path.cwd().resolve())


def _only(outcome: Outcome, chosen: tuple[str, ...]) -> Outcome:
    """The outcome with what concerns the chosen paths."""
    if not chosen or "" in chosen:
        return outcome
    prefixes = tuple(path + "/" for path in chosen)

    def inside(path: str) -> bool:
        return path in chosen or path.startswith(prefixes)

    room = replace(outcome.room, readings=tuple(r for r in outcome.room.readings if inside(r.path)))
    kept = tuple(d for d in outcome.diagnostics if inside(d.location.path))
    return Outcome(room, outcome.model, kept)


def _files(readings: tuple[Reading, ...]) -> str:
    lines = [f"{reading.path}: {_reading(reading)}" for reading in readings]
    return "\n".join([*lines, ""])


def _reading(reading: Reading) -> str:
    return f"{reading.kind} ({reading.reason})" if reading.kind else f"passed over: {reading.reason}"


def _with_files(text: str, readings: tuple[Reading, ...]) -> str:
    value = json.loads(text)
    value["files"] = [
        {"path": reading.path, "kind": reading.kind or None, "reason": reading.reason} for reading in readings
    ]
    return json.dumps(value, indent=2, ensure_ascii=False)
