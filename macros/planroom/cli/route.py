"""`planroom route`: who takes a request, and how hard it is."""

from __future__ import annotations

import json

import click

from planroom.errors import PlanroomError


@click.command("route")
@click.argument("text")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to answer."
)
def command(text: str, format_: str) -> None:
    """Say whether a request is work for the backend architect or for whom else, and how hard it is.

    It goes by phrases in TEXT, in English and Italian, and asks no model. The tier comes with the size of
    model that suits it, and with how fast an answer ought to be.

    \b
    Example:
      planroom route "Which saga pattern fits our checkout?"
    """
    from planroom.cli.project import terminal_layout
    from planroom.guidance.routing import route
    from planroom.reports.table import wrapped

    if not text.strip():
        raise PlanroomError("the request is empty", "write in quotes what is asked")
    found = route(text)
    if format_ == "json":
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    whom = f"delegate to {found.delegate_to}" if found.delegate_to else "use the backend architect"
    within = found.tier.latency_target_ms
    said = (
        f"{whom}: {found.topic.text.of('en')}",
        f"tier {found.tier.id}: a model such as {found.tier.model_hint}, an answer within {within:,} ms",
        f"because {'; '.join(found.because)}",
    )
    layout = terminal_layout()
    click.echo("\n".join(line for text in said for line in wrapped(text, layout)))
