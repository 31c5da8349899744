"""`planroom schema`: the JSON Schemas by which an editor completes and explains files as they are written."""

from __future__ import annotations

from importlib.resources import files

import click

SCHEMAS = {name: f"{name}.schema.json" for name in ("design", "settings", "checklist", "assessment")}
"""What a schema describes, and its file; that of the settings is for `planroom.yaml`."""


@click.command("schema")
@click.argument("what", type=click.Choice(list(SCHEMAS)))
def command(what: str) -> None:
    """Print the JSON Schema of a kind of file, for an editor to complete by; settings are planroom.yaml.

    \b
    Example:
      planroom schema design > specs/design.schema.json
    """
    folder = files("planroom").joinpath("schemas")
    click.echo(folder.joinpath(SCHEMAS[what]).read_text("utf-8"), nl=False)
