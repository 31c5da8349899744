"""`planroom explain`: why a check exists, with a bad and a good example and the mend."""

from __future__ import annotations

import re
import sys

import click

from planroom.checks import REGISTRY, Check, page_text
from planroom.errors import PlanroomError
from planroom.wording import nearest


@click.command("explain", short_help="Say why a check exists and how to mend what it finds.")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain the check CODE (or its name): why, a bad and a good example, the mend.

    Without CODE, lists all checks.

    \b
    Example:
      planroom explain ADR007
    """
    if code is None:
        click.echo(
            "\n".join(_row(check) for check in sorted(REGISTRY.values(), key=lambda check: check.code))
        )
        return
    check = _find(code)
    text = (
        f"# {check.code} {check.name}\n\n{check.severity.value.capitalize()}. {check.rule}\n\n{_body(check)}"
    )
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(Console().width, 100)).print(Markdown(text))
    else:
        click.echo(text.rstrip("\n"))


def _find(code: str) -> Check:
    if code.upper() in REGISTRY:
        return REGISTRY[code.upper()]
    by_name = {check.name: check for check in REGISTRY.values()}
    if code.lower() in by_name:
        return by_name[code.lower()]
    near = nearest(code, [*REGISTRY, *by_name])
    hint = f"did you mean `{near}`?" if near else "`planroom explain` lists all checks"
    raise PlanroomError(f"there is no check `{code}`", hint)


def _row(check: Check) -> str:
    return f"{check.code}  {check.severity.value:<7}  {check.name}"


def _body(check: Check) -> str:
    """The check's page without its front matter."""
    return re.sub(r"\A---\n.*?\n---\n", "", page_text(check.code), flags=re.DOTALL).strip()
