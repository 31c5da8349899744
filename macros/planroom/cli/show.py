"""`planroom show`: all that is known of one thing, with its relations and what is wrong with it."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from planroom.checks import Outcome, run
from planroom.cli.catalog import Entry, entries
from planroom.cli.details import details
from planroom.cli.project import open_room, terminal_layout
from planroom.errors import PlanroomError
from planroom.model import build
from planroom.reports.layout import Layout
from planroom.reports.table import labelled
from planroom.reports.text import diagnostic_text
from planroom.wording import quoted, similar


@click.command("show")
@click.argument("ref")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to show it."
)
def command(ref: str, format_: str) -> None:
    """Show all that is known of one thing: its facts, its relations both ways, what is wrong with it.

    REF is a file, a decision's number, the name of a system, service, contract, pattern or runbook, an
    operation's id, or `METHOD /path`. Where a name is shared, put the kind before it: `service:orders`.

    \b
    Example:
      planroom show 0007
    """
    room = open_room()
    outcome = run(room, build(room))
    entry = _find(list(entries(outcome.model)), ref, outcome)
    facts, findings = details(entry, outcome)
    if format_ == "json":
        value = {**facts, "findings": [diagnostic.as_json() for diagnostic in findings]}
        click.echo(json.dumps(value, indent=2, ensure_ascii=False))
        return
    layout = terminal_layout()
    click.echo(_text(facts, layout))
    for diagnostic in findings:
        click.echo("\n" + diagnostic_text(diagnostic, room, layout))


def _find(listed: list[Entry], ref: str, outcome: Outcome) -> Entry:
    kind, _, name = ref.partition(":")
    if kind in {entry.kind for entry in listed} and name:
        found = [entry for entry in listed if entry.kind == kind and name in entry.names]
    else:
        found = (
            _called(listed, ref) or _called(listed, ref.casefold(), fold=True) or _at(listed, ref, outcome)
        )
    exact = [entry for entry in found if (name or ref) == entry.names[0]]
    if len(found) > 1 and len(exact) != 1:
        named = quoted((entry.reference for entry in found), "or")
        raise PlanroomError(f"`{ref}` may be {named}", "name one of these")
    if not found:
        raise _unknown(listed, ref, outcome)
    return exact[0] if len(found) > 1 else found[0]


def _called(listed: Iterable[Entry], name: str, *, fold: bool = False) -> list[Entry]:
    return [entry for entry in listed if name in (map(str.casefold, entry.names) if fold else entry.names)]


def _at(listed: Iterable[Entry], ref: str, outcome: Outcome) -> list[Entry]:
    """What stands in the file that a path, as seen from here, names; parts of it are asked for by name."""
    path = Path(ref).resolve()
    if not path.is_relative_to(outcome.room.root):
        return []
    below = path.relative_to(outcome.room.root).as_posix()
    whole = ("decision", "system", "contract", "pattern", "runbook")
    return [entry for entry in listed if entry.kind in whole and entry.path == below]


def _unknown(listed: Iterable[Entry], ref: str, outcome: Outcome) -> PlanroomError:
    path = posixpath.normpath(ref)
    reading = next((reading for reading in outcome.room.readings if reading.path == path), None)
    if reading is not None:
        why = reading.reason if reading.kind else f"passed over: {reading.reason}"
        return PlanroomError(f"`{ref}` is nothing to show ({why})", "name a decision, design or contract")
    near = similar(ref, (name for entry in listed for name in entry.names), 3)
    hint = f"did you mean {quoted(near, 'or')}?" if near else "`planroom list` lists all"
    return PlanroomError(f"there is no `{ref}`", hint)


def _text(facts: dict[str, Any], layout: Layout) -> str:
    """The facts, each after its label, things one a line; what is not stated is left out."""
    lines = {label.replace("_", " "): _lines(value) for label, value in facts.items()}
    return labelled({label: shown for label, shown in lines.items() if shown}, layout)


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        plain = not any(isinstance(item, dict) for item in value)
        return [_words(value)] if value and plain else [_words(item) for item in value]
    return [] if value in (None, "") else [_words(value)]


def _words(value: Any) -> str:
    """A value in words: `99.9 percent` of a figure's dictionary, `orders  Takes orders` of a thing's."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    if not isinstance(value, dict):
        return str(value)
    stated = {key: _words(item) for key, item in value.items() if item not in (None, "")}
    if "name" in value or "path" in value:
        return "  ".join(stated.values())
    return ", ".join(f"{key.replace('_', ' ')} {words}" for key, words in stated.items())
