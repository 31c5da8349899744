"""`planroom gates`: what stands between a system and its targets."""

from __future__ import annotations

import click

from planroom.cli.project import open_room, system_named, terminal_layout


@click.command("gates")
@click.argument("system", required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How to report.",
)
@click.option("--all", "all_", is_flag=True, help="List what passes too, with what was seen.")
@click.option(
    "--require",
    type=click.Choice(["accepted", "all"]),
    help="End with 1 if a system that calls itself accepted, or any, falls short of a target.",
)
def command(system: str | None, format_: str, all_: bool, require: str | None) -> None:
    """Hold a system, or every one, against the checklists: scores, what fails and why, what is asked.

    Checks decide where they can. What no program can judge is answered in the file assessment.yaml
    beside the design, with evidence, name and date.

    \b
    Example:
      planroom gates order-management --require accepted
    """
    from planroom.checks import run
    from planroom.gates import assess
    from planroom.model import build
    from planroom.reports.gates import REPORTS

    room = open_room()
    model = build(room)
    systems = model.systems if system is None else (system_named(model, system),)
    outcome = run(room, model)
    assessed = [assess(outcome, each) for each in systems]
    click.echo(REPORTS[format_](assessed, terminal_layout(), all_))
    asked = [each for each in assessed if require == "all" or each.system.status == "accepted"]
    if require and not all(each.is_met for each in asked):
        raise click.exceptions.Exit(1)
