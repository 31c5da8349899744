"""`planroom explain`: which decisions govern a place, or why a check exists and how to mend what it finds."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planroom.cli.completing import check_codes
from planroom.cli.declared import declared
from planroom.errors import PlanroomError
from planroom.patterns import late

if TYPE_CHECKING:
    from planroom.cli.answers import Answer
    from planroom.model import Model
    from planroom.reports.layout import Layout

_LIKE_A_CHECK = late(r"[A-Za-z]{3}\d+\Z|[a-z0-9]+(?:-[a-z0-9]+)+\Z")


@click.command("explain")
@click.argument("what", required=False, shell_complete=check_codes)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to tell which decisions govern.",
)
def command(what: str | None, format_: str) -> None:
    """Say which decisions govern WHAT, or explain the check of that code or name.

    WHAT is a file or folder, there or not yet, a part of one (`orders.openapi.yaml#createOrder`), or an
    operation id, a service or a system: the decisions whose `applies-to` names it are listed, with what
    took the place of those that are superseded. For a check it tells why it exists, with a bad and a
    good example and the mend. Without WHAT, lists all checks.

    \b
    Examples:
      planroom explain src/billing/invoice.py
      planroom explain ADR007
    """
    if what is None:
        _list_checks()
    elif (check := declared(what)) is not None:
        rule = f"{check.severity.capitalize()}. {check.rule}"
        _show(f"# {check.code} {check.name}\n\n{rule}\n\n{_body(check.code)}")
    else:
        _govern(what, format_)


def _govern(what: str, format_: str) -> None:
    from planroom.cli.answers import answered
    from planroom.cli.project import open_root, terminal_layout

    layout = terminal_layout()
    question = ("explain", what, str(Path.cwd()), format_, repr(layout))
    answer = answered(open_root(), question, lambda _: _answer(what, format_, layout))
    click.echo(answer.text)


def _answer(what: str, format_: str, layout: Layout) -> Answer:
    from planroom.cli.answers import Answer, read_beyond
    from planroom.cli.governed import as_json, as_text, place_of
    from planroom.cli.project import open_room
    from planroom.model import build
    from planroom.model.governing import governing

    room = open_room()
    model = build(room)
    place = place_of(model, what)
    found = governing(model, place)
    if not found and _LIKE_A_CHECK.match(what) and not _is_known(model, place):
        raise _no_check(what)
    return Answer(
        as_json(place, found) if format_ == "json" else as_text(place, found, layout),
        looked_up=dict(sorted(room.looked_up.items())),
        beyond=read_beyond(room.root, room.sources, room.paths),
    )


def _is_known(model: Model, place: str) -> bool:
    from planroom.model.governing import called

    return model.room.has(place) or bool(called(model, place))


def _no_check(what: str) -> PlanroomError:
    from planroom.checks import REGISTRY
    from planroom.wording import nearest

    near = nearest(what, [*REGISTRY, *(check.name for check in REGISTRY.values())])
    hint = f"did you mean `{near}`?" if near else "`planroom explain` lists all checks"
    return PlanroomError(f"there is no check `{what}`, and nothing here goes by that name", hint)


def _list_checks() -> None:
    from planroom.checks import REGISTRY

    checks = sorted(REGISTRY.values(), key=lambda check: check.code)
    click.echo("\n".join(f"{check.code}  {check.severity.value:<7}  {check.name}" for check in checks))


def _show(text: str) -> None:
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(Console().width, 100)).print(Markdown(text))
    else:
        click.echo(text.rstrip("\n"))


def _body(code: str) -> str:
    """The check's page without its front matter."""
    text = files("planroom").joinpath("checks", "examples", f"{code}.md").read_text("utf-8")
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL).strip()
