"""`planroom list`: what the repository holds, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import click

from planroom.cli.catalog import LISTS, Entry
from planroom.cli.project import open_room, terminal_layout
from planroom.errors import PlanroomError
from planroom.model import Model, build
from planroom.reports.layout import Layout
from planroom.reports.table import table
from planroom.wording import nearest

_FIRST = ("decisions", "systems", "contracts")
"""What is listed where no kind is named; services and operations are parts of these."""

_COLUMNS: dict[str, dict[str, Callable[[Entry], object]]] = {
    "decisions": {
        "number": lambda entry: entry.facts["number"],
        "status": lambda entry: entry.status,
        "date": lambda entry: entry.facts["date"],
        "title": lambda entry: entry.title or entry.path,
    },
    "systems": {
        "system": lambda entry: entry.facts["name"],
        "status": lambda entry: entry.status,
        "owner": lambda entry: entry.facts["owner"],
        "services": lambda entry: entry.facts["services"],
        "title": lambda entry: entry.title,
    },
    "designs": {
        "system": lambda entry: entry.facts["name"],
        "status": lambda entry: entry.status,
        "design": lambda entry: entry.path,
    },
    "services": {
        "service": lambda entry: entry.facts["name"],
        "system": lambda entry: entry.facts["system"],
        "type": lambda entry: entry.facts["type"],
        "owner": lambda entry: entry.facts["owner"],
        "title": lambda entry: entry.title,
    },
    "contracts": {
        "openapi": lambda entry: entry.facts["version"],
        "version": lambda entry: entry.facts["api_version"],
        "operations": lambda entry: entry.facts["operations"],
        "contract": lambda entry: f"{entry.path}  {entry.title}",
    },
    "operations": {
        "method": lambda entry: entry.facts["method"],
        "route": lambda entry: entry.facts["route"],
        "operation": lambda entry: entry.facts["operation_id"],
        "title": lambda entry: entry.title,
    },
    "patterns": {
        "pattern": lambda entry: entry.facts["name"],
        "type": lambda entry: entry.facts["type"],
        "problem": lambda entry: entry.facts["problem"],
    },
    "runbooks": {
        "runbook": lambda entry: entry.facts["name"],
        "exercised": lambda entry: entry.facts["exercised"] or "never",
        "title": lambda entry: entry.title,
    },
}


@click.command("list")
@click.argument("kind", required=False, type=click.Choice(list(LISTS)), metavar="[KIND]")
@click.option("--status", metavar="STATUS", help="Only those with this status: accepted, deprecated, …")
@click.option("--system", metavar="SYSTEM", help="Only what belongs to this system.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to list.")
def command(kind: str | None, status: str | None, system: str | None, format_: str) -> None:
    """List what the repository holds.

    KIND is decisions, systems, designs, services, contracts, operations, patterns or runbooks; without
    it, decisions, systems and contracts are listed.

    \b
    Example:
      planroom list decisions --status accepted
    """
    model = build(open_room())
    if system is not None:
        _require(system, model)
    kinds = (kind,) if kind else _FIRST
    found = {name: [e for e in LISTS[name](model) if _wanted(e, status, system)] for name in kinds}
    if format_ == "json":
        rows = [entry.as_json() for listed in found.values() for entry in listed]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    layout = terminal_layout()
    tables = [_table(name, listed, layout) for name, listed in found.items() if listed]
    if tables:
        click.echo("\n\n".join(tables))
    else:
        click.echo(f"no {' or '.join(kinds)} found", err=True)


def _require(system: str, model: Model) -> None:
    """Raise where nothing of the room belongs to a system of that name."""
    known = {name for of_kind in LISTS.values() for entry in of_kind(model) for name in entry.systems}
    if system.casefold() not in (name.casefold() for name in known):
        near = nearest(system, sorted(known))
        hint = f"did you mean `{near}`?" if near else "`planroom list systems` lists them"
        raise PlanroomError(f"there is no system `{system}`", hint)


def _wanted(entry: Entry, status: str | None, system: str | None) -> bool:
    of_status = status is None or entry.status.casefold() == status.casefold()
    return of_status and (system is None or system.casefold() in (name.casefold() for name in entry.systems))


def _table(kind: str, listed: Sequence[Entry], layout: Layout) -> str:
    columns = {head: [_cell(read(entry)) for entry in listed] for head, read in _COLUMNS[kind].items()}
    kept = [head for head, cells in columns.items() if any(cells)]
    rows = list(zip(*(columns[head] for head in kept), strict=True))
    return table(kept, rows, layout)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
