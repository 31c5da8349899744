"""`planroom new`: a decision, a design, a contract, a runbook or a pattern to start from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planroom.cli.project import Day, open_room, open_root
from planroom.cli.writing import carry_out, default_branch_paths, say_skipped

if TYPE_CHECKING:
    from planroom.edit.new_decision import Place


@click.group("new")
def command() -> None:
    """Write a decision, design, API contract, runbook or pattern; a file that is there is never replaced."""


@command.command("decision", short_help="Write the next decision.")
@click.argument("title")
@click.option(
    "--in", "folder", metavar="FOLDER", help="Where it goes; by default where the other decisions are."
)
@click.option("--status", default="proposed", show_default=True, help="The status it starts with.")
@click.option("--today", type=Day(), help="The date to write, in place of today's.")
def decision(title: str, folder: str | None, status: str, today: date | None) -> None:
    """Write the next decision, with TITLE as its heading and the next free number.

    The number is one that the remote's default branch, as it was last fetched, has not taken either.
    The project's own template is used where there is one: `template.md` or `adr-template.md` beside the
    decisions, or `templates/decision.md`.

    \b
    Example:
      planroom new decision "Use REST between services"
    """
    from planroom.dates import run_date
    from planroom.edit.new_decision import new_decision

    place, held = _decisions_here()
    branch, elsewhere = default_branch_paths(place.root)
    made = new_decision(
        place,
        title,
        held=held,
        today=run_date(today),
        folder=folder,
        status=status,
        elsewhere=elsewhere,
    )
    say_skipped(branch, made.skipped)
    carry_out(place.root, made.edit)


def _decisions_here() -> tuple[Place, tuple[str, ...]]:
    """The files of the current folder's room, and which of them are decisions.

    Their names say it, so that a new one is there at once. The files are read only where no name does, or
    where the settings leave files out.
    """
    from planroom.files import SETTINGS_FILE, Files, find_root, list_files
    from planroom.kinds.decision_place import decisions_by_name

    root = find_root(Path.cwd().resolve())
    settings = root / SETTINGS_FILE
    if not (settings.is_file() and b"exclude" in settings.read_bytes()):
        files = Files(root, frozenset(list_files(root)))
        held = tuple(decisions_by_name(files.paths))
        if held:
            return files, held
    from planroom.kinds.decision import Decision

    room = open_room()
    return room, tuple(decision.path for decision in room.of(Decision))


@command.command("design", short_help="Write the design of a new system.")
@click.argument("system")
def design(system: str) -> None:
    """Write `specs/SYSTEM/design.json`, the smallest design that passes the checks.

    \b
    Example:
      planroom new design shop
    """
    from planroom.edit.new_files import new_design

    carry_out(open_root(), new_design(system))


@command.command("api", short_help="Write the OpenAPI contract of a new service.")
@click.argument("system")
@click.argument("name")
def api(system: str, name: str) -> None:
    """Write `specs/SYSTEM/NAME.openapi.yaml`, a small contract with one operation.

    \b
    Example:
      planroom new api shop orders
    """
    from planroom.edit.new_files import new_api

    carry_out(open_root(), new_api(system, name))


@command.command("runbook", short_help="Write the runbook of an alert.")
@click.argument("title")
@click.option("--alert", default="", metavar="METRIC", help="The metric whose alert it is for.")
@click.option("--service", default="", metavar="NAME", help="The service that it is about.")
def runbook(title: str, alert: str, service: str) -> None:
    """Write `docs/runbooks/TITLE.md` with the sections that somebody on duty needs.

    \b
    Example:
      planroom new runbook "Orders are slow" --alert http_p95_ms --service orders
    """
    from planroom.edit.new_files import new_runbook

    carry_out(open_root(), new_runbook(title, alert, service))


@command.command("pattern", short_help="Write a pattern, from a design that worked.")
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(
        ["service", "performance", "scaling", "resilience", "data", "integration", "security", "migration"]
    ),
    default="service",
    show_default=True,
    help="What it is about.",
)
@click.option(
    "--from", "place", metavar="SYSTEM/SERVICE", help="The service whose calls and figures it starts with."
)
def pattern(name: str, kind: str, place: str | None) -> None:
    """Write `docs/patterns/NAME.md`, a pattern to be filled in.

    With `--from` it has what the design states of that service: a diagram of its calls, their timeouts,
    attempts and breakers as numbers to start from, what is done when they fail, and the decisions that bind
    it.
    Words in braces are what you replace; the check names them as long as they are there.

    \b
    Example:
      planroom new pattern "Reserve, then pay" --kind data --from order-management/order-service
    """
    from planroom.edit.new_pattern import new_pattern, pattern_from
    from planroom.kinds.pattern import PatternKind

    if place is None:
        carry_out(open_root(), new_pattern(name, PatternKind(kind)))
        return
    from planroom.model import build

    room = open_room()
    carry_out(room.root, pattern_from(name, PatternKind(kind), build(room), place))
