"""What a shell offers for the words of a command: codes of checks, and decisions.

Called at every press of the key, so nothing is read but the names of files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from planroom.files import find_root, list_files, shipped


def check_codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of checks that begin with what is typed; of a list with commas its last word counts."""
    before, comma, word = incomplete.rpartition(",")
    pages = shipped("checks", "examples").iterdir()
    codes = sorted(page.name.removesuffix(".md") for page in pages if page.name.endswith(".md"))
    return [CompletionItem(before + comma + code) for code in codes if code.startswith(word.upper())]


def decisions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The files of decisions whose path or name begins with what is typed, as seen from here."""
    return [CompletionItem(path) for path in _decision_files() if _begins(path, incomplete)]


def _decision_files() -> Iterator[str]:
    from planroom.kinds.decision_numbers import numbered_decisions

    here = Path.cwd().resolve()
    root = find_root(here)
    held = numbered_decisions(list_files(root)).values()
    for path in sorted(path for paths in held for path in paths):
        file = root / path
        if file.is_relative_to(here):
            yield file.relative_to(here).as_posix()


def _begins(path: str, incomplete: str) -> bool:
    return path.startswith(incomplete) or path.rpartition("/")[2].startswith(incomplete)
