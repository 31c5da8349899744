"""`planroom check`: everything that is wrong, with its place and what to do."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import click

from planroom.checks import Outcome, chosen
from planroom.cli.against import against_option
from planroom.cli.checking import outcome_of, write_new_baseline
from planroom.cli.ci import source_url
from planroom.cli.completing import check_codes
from planroom.cli.fixing import fixed, show_fixes
from planroom.cli.project import Day, terminal_layout
from planroom.diagnostics import Severity
from planroom.git import folder_in_repository
from planroom.reports.every import REPORTS


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option(
    "--select",
    multiple=True,
    metavar="CHECK",
    shell_complete=check_codes,
    help="Make only these checks: codes, names or beginnings (API0).",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CHECK",
    shell_complete=check_codes,
    help="Leave out these checks.",
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    help="The least severity that makes the exit code 1 (error, unless planroom.yaml says otherwise).",
)
@click.option("--format", "format_", type=click.Choice(list(REPORTS)), default="text", help="How to report.")
@click.option(
    "--verbose", is_flag=True, help="Also list what was read as what, and what is suppressed and why."
)
@click.option(
    "--since", metavar="REV", help="Report only what came up since this branch left REV, a git revision."
)
@against_option
@click.option("--fix", is_flag=True, help="Mend what needs no judgement, and report what is left.")
@click.option("--diff", is_flag=True, help="With --fix: show what it would change, and write nothing.")
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Write all that is found to planroom-baseline.json; from then on only what is new is reported.",
)
@click.option("--today", type=Day(), help="The date that counts as today, YYYY-MM-DD.")
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    format_: str,
    verbose: bool,
    since: str | None,
    against: tuple[str, ...],
    fix: bool,
    diff: bool,
    write_baseline: bool,
    today: date | None,
) -> None:
    """Check decisions, designs and contracts, each on its own and against each other.

    Reads the whole repository that PATH (or the current folder) lies in, and reports what concerns
    PATH. Exits with 0 if nothing reaches --fail-on, with 1 if something does, with 2 on misuse or if
    planroom.yaml cannot be followed.

    \b
    Examples:
      planroom check specs/shop --fail-on warning
      planroom check --select ADR,LNK --ignore ADR004
    """
    only = chosen(_words(select), _words(ignore)) if select or ignore else None
    if write_baseline:
        if paths or since or against or only is not None:
            raise click.UsageError("--write-baseline looks at everything: leave out paths and other choices")
        write_new_baseline(today)
        return
    if diff and not fix:
        raise click.UsageError("--diff belongs to --fix")

    def look() -> Outcome:
        return outcome_of(paths, only=only, against=against, since=since, today=today)

    if diff:
        raise click.exceptions.Exit(1 if show_fixes(look()) else 0)
    outcome = fixed(look) if fix else look()
    settings = outcome.room.settings
    threshold = Severity(fail_on) if fail_on else settings.fail_on
    layout = replace(
        terminal_layout(),
        verbose=verbose,
        fail_on=threshold,
        folder=folder_in_repository(outcome.room.root) if format_ not in ("text", "json") else "",
        source_url=source_url(os.environ),
    )
    click.echo(REPORTS[format_](outcome, layout))
    if settings.unusable:
        click.echo("planroom: planroom.yaml cannot be followed; its defaults hold", err=True)
        raise click.exceptions.Exit(2)
    if outcome.fails(threshold):
        raise click.exceptions.Exit(1)


def _words(given: tuple[str, ...]) -> list[str]:
    """The words of an option that may be repeated, and may hold several with commas between them."""
    return [word.strip() for text in given for word in text.split(",") if word.strip()]
