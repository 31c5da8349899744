"""The command line: one module per verb, imported when it is called."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from planroom import __version__
from planroom.errors import PlanroomError

VERBS: dict[str, str] = {
    "init": "Start here: write what the repository needs and lacks.",
    "check": "Say what is wrong, where, and what to do.",
    "new": "Write a new decision, design or API contract to start from.",
    "set": "Change the status of a decision.",
    "supersede": "Replace a decision by a new one; both files say so.",
    "renumber": "Give a decision another number, with all that names it.",
    "list": "List decisions, systems, contracts and what they hold.",
    "show": "Show one decision, system, service, contract or operation.",
    "explain": "Say which decisions govern a file, or why a check exists.",
    "gates": "Say what stands between a system and its targets.",
    "next": "Say what to do next for a system.",
    "route": "Say who takes a request, and how hard it is.",
    "schema": "Print the schema by which an editor completes a file.",
    "completion": "Print what makes a shell complete planroom's words.",
    "render": "Write the site for MkDocs, ProperDocs or Zensical alone.",
    "export": "Write everything as one HTML file.",
    "build": "Build the site.",
    "serve": "Serve the site here, reloading as files change.",
}
"""Every verb with what it does, in the order of the help text.

Each is a module of this package with a `command`, and is imported only when it is called.
"""

_MODULES = {"list": "list_", "next": "next_", "set": "set_"}


class _ReaderLeft(Exception):
    """Nobody reads the output any more; click would end with 1 on a `BrokenPipeError` that reaches it."""


class _Verbs(click.Group):
    """A group that imports a verb's module only when the verb is called, and lists them without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = import_module(f"planroom.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as left:
            raise _ReaderLeft from left

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(tuple(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from planroom.wording import nearest

            near = nearest(args[0], VERBS)
            instead = f" Did you mean `{near}`?" if near else ""
            ctx.fail(f"There is no verb `{args[0]}`.{instead}")
        return super().resolve_command(ctx, args)


def _say_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    click.echo(f"planroom {__version__}")
    if ctx.params.get("verbose"):
        from planroom.cli.versions import versions

        click.echo("\n".join(versions()))
    ctx.exit()


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--verbose",
    is_flag=True,
    is_eager=True,  # read before --version, which asks for it, wherever it stands
    help="With --version: also what planroom runs on, and the OpenAPI schemas it judges by.",
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and exit.",
)
def program(verbose: bool) -> None:
    """Keep decisions, designs and API contracts in one repository, and check that they agree.

    Start with `planroom init`, then `planroom check`.
    """


def main() -> None:
    """Run the command line; exits with 0, 1 (findings) or 2 (misuse, or a fault of planroom itself)."""
    # What is read stays until the end: looking for garbage among it costs a fifth of a large check.
    gc.set_threshold(400_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file name need not be text
    try:
        sys.exit(program(standalone_mode=False))  # click returns the code of an Exit that it caught
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(2)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except PlanroomError as error:
        click.echo(f"planroom: {error.message}", err=True)
        if error.hint:
            click.echo(f"  hint: {error.hint}", err=True)
        sys.exit(2)
    except (BrokenPipeError, _ReaderLeft):
        # The reader (`head`, a pager) has gone: nothing is wrong, and the interpreter must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as fault:
        if os.environ.get("PLANROOM_DEBUG"):
            raise
        click.echo(f"planroom: internal fault: {type(fault).__name__}: {fault}", err=True)
        click.echo("  hint: set PLANROOM_DEBUG=1 to see where, and report it", err=True)
        sys.exit(2)
