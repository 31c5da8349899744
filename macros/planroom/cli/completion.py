"""`planroom completion`: what makes a shell complete planroom's verbs, options and names."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> None:
    """Print a script that makes SHELL complete planroom's verbs and options, its checks and your decisions.

    \b
    Example:
      planroom completion bash > ~/.local/share/bash-completion/completions/planroom
    """
    from click.shell_completion import get_completion_class

    from planroom.cli import program

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(program, {}, "planroom", "_PLANROOM_COMPLETE").source())
