"""`planroom check`: everything that is wrong, with its place and what to do."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import click

from planroom.cache import Cache
from planroom.cli.answers import Answer, answered, cache_at
from planroom.cli.ci import source_url
from planroom.cli.completing import check_codes
from planroom.cli.project import Day, room_paths, terminal_layout
from planroom.cli.question import Question, root_of
from planroom.dates import run_date
from planroom.diagnostics import Severity
from planroom.reports import FORMATS


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
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.option(
    "--verbose", is_flag=True, help="Also list what was read as what, and what is suppressed and why."
)
@click.option(
    "--since", metavar="REV", help="Report only what came up since this branch left REV, a git revision."
)
@click.option(
    "--against",
    metavar="REF",
    multiple=True,
    help="A branch (or any git revision) that this one will meet: say which numbers it has taken. "
    "May be given several times.",
)
@click.option("--fix", is_flag=True, help="Mend what needs no judgement, and report what is left.")
@click.option("--diff", is_flag=True, help="With --fix: show what it would change, and write nothing.")
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Write all that is found to planroom-baseline.json; from then on only what is new is reported.",
)
@click.option(
    "--no-cache", is_flag=True, help="Read and check everything anew, and leave .planroom/cache alone."
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
    no_cache: bool,
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
    root = root_of(paths)
    layout = replace(terminal_layout(), verbose=verbose, source_url=source_url(os.environ))
    question = Question(
        root,
        room_paths(root, paths),
        _words(select),
        _words(ignore),
        against,
        since,
        fail_on,
        format_,
        layout,
        run_date(today),
    )
    if diff and not fix:
        raise click.UsageError("--diff belongs to --fix")
    if write_baseline:
        if paths or since or against or select or ignore or fix:
            raise click.UsageError("--write-baseline looks at everything: leave out paths and other choices")
        _write_baseline(question, not no_cache)
    elif diff:
        raise click.exceptions.Exit(int(_show_fixes(question, not no_cache)))
    else:
        _say(_fix(question, not no_cache) if fix else _answer(question, not no_cache))


def _answer(question: Question, use_cache: bool) -> Answer:
    """The answer to a question, looked for among those of earlier runs before anything is read."""

    def ask(cache: Cache | None) -> Answer:
        from planroom.cli.checking import answer_to

        return answer_to(question, cache)

    return answered(question.root, question.words(), ask) if use_cache else ask(None)


def _fix(question: Question, use_cache: bool) -> Answer:
    from planroom.cli.checking import outcome_of, reported
    from planroom.cli.fixing import fixed

    cache = cache_at(question.root) if use_cache else None
    return reported(question, fixed(lambda: outcome_of(question, cache)))


def _show_fixes(question: Question, use_cache: bool) -> bool:
    from planroom.cli.checking import outcome_of
    from planroom.cli.fixing import show_fixes

    return show_fixes(outcome_of(question, cache_at(question.root) if use_cache else None))


def _write_baseline(question: Question, use_cache: bool) -> None:
    from planroom.cli.checking import write_new_baseline

    write_new_baseline(question, cache_at(question.root) if use_cache else None)


def _say(answer: Answer) -> None:
    click.echo(answer.text)
    if answer.notes:
        click.echo(answer.notes, err=True)
    if answer.code:
        raise click.exceptions.Exit(answer.code)


def _words(given: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an option that may be repeated, and may hold several with commas between them."""
    return tuple(word.strip() for text in given for word in text.split(",") if word.strip())
