"""The reference of the commands as Markdown: `python -m planroom.cli.reference` prints it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from planroom.cli import program

_INTRO = """\
# Commands

Each command works on the repository that the current folder lies in: \
the closest folder above with a `planroom.yaml` or a `.git`.
Results go to standard output, everything else to standard error.
The exit code is 0 if all is well, 1 if a check finds something that counts as a failure, \
2 if a command is misused or settings cannot be followed.
Colour is used on a terminal alone, and not where `NO_COLOR` is set.
`planroom --version --verbose` says what planroom runs on, and which OpenAPI schemas it judges contracts by.
"""


def reference() -> str:
    """The whole page, one section for each command."""
    context = click.Context(program, info_name="planroom")
    return "\n".join([_INTRO, *_sections(program, context, 2)]).rstrip("\n") + "\n"


def _sections(group: click.Group, above: click.Context, level: int) -> Iterator[str]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        if command is None or command.hidden:
            continue
        context = click.Context(command, info_name=name, parent=above)
        yield _section(command, context, level)
        if isinstance(command, click.Group):
            yield from _sections(command, context, level + 1)


def _section(command: click.Command, context: click.Context, level: int) -> str:
    usage = " ".join(command.collect_usage_pieces(context))
    text, _, example = inspect.cleandoc(command.help or "").partition("\b\n")
    parts = [f"{'#' * level} {context.command_path}", f"```text\n{context.command_path} {usage}\n```"]
    parts += [_one_sentence_a_line(paragraph) for paragraph in text.strip().split("\n\n") if paragraph]
    options = [
        parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    if options:
        rows = [f"| {_names(option)} | {_cell(_help(option))} |" for option in options]
        parts.append("\n".join(["| Option | What it does |", "|---|---|", *rows]))
    if example:
        lines = [line.strip() for line in example.strip().split("\n")[1:]]
        parts.append("\n".join(["```console", *(f"$ {line}" for line in lines), "```"]))
    return "\n\n".join(parts) + "\n"


def _one_sentence_a_line(paragraph: str) -> str:
    return " ".join(paragraph.split()).replace(". ", ".\n")


def _names(option: click.Option) -> str:
    value = "" if option.is_flag else f" {_value(option)}"
    return ", ".join(f"`{name}{_cell(value)}`" for name in sorted(option.opts, key=len))


def _value(option: click.Option) -> str:
    """The placeholder of an option's value; a choice as words, since a table's cell holds no bar."""
    return option.make_metavar(click.Context(program)).strip("[]").replace("|", " or ")


def _help(option: click.Option) -> str:
    default = f" Otherwise `{option.default}`." if option.show_default and option.default is not None else ""
    return (option.help or "") + default


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    click.echo(reference(), nl=False)
