"""`planroom next`: what to do next for a system."""

from __future__ import annotations

import json

import click

from planroom.cli.project import open_room, system_named, terminal_layout


@click.command("next")
@click.argument("system", required=False)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to answer."
)
def command(system: str | None, format_: str) -> None:
    """Say which of the ten steps of the workflow a system has not done, and what does the first of them.

    It is computed from the design, the contracts and the decisions. SYSTEM may be left out where there
    is one only.

    \b
    Example:
      planroom next order-management
    """
    from planroom.checks import run
    from planroom.guidance.workflow import next_steps, steps
    from planroom.model import build
    from planroom.reports.table import wrapped
    from planroom.wording import within_sentence

    room = open_room()
    model = build(room)
    found = system_named(model, system)
    left = next_steps(run(room, model), found)
    if format_ == "json":
        value = [
            {
                "step": step.number,
                "id": step.id,
                "title": step.title.of("en"),
                "missing": list(judged.because),
                "do": step.do.of("en"),
                "page": f"guidance/{step.guide}/",
            }
            for step, judged in left
        ]
        click.echo(json.dumps({"system": found.name, "next": value}, indent=2, ensure_ascii=False))
        return
    if not left:
        click.echo(f"{found.label} has done all {len(steps())} steps; `planroom gates` says how well")
        return
    layout = terminal_layout()
    first, judged = left[0]
    then = "; ".join(f"{step.number} {within_sentence(step.title.of('en'))}" for step, _ in left[1:])
    lines = [
        f"{found.label}: {len(steps()) - len(left)} of {len(steps())} steps are done",
        "",
        f"Next, step {first.number}: {first.title.of('en')}",
        *wrapped(first.text.of("en"), layout, "  "),
        *(line for said in judged.because for line in wrapped(f"- {said}", layout, "  ")),
        *wrapped(first.do.of("en"), layout, "  "),
        *wrapped(f"More on the site: guidance/{first.guide}/", layout, "  "),
        *(["", *wrapped(f"Then: {then}", layout)] if then else []),
    ]
    click.echo("\n".join(lines))
