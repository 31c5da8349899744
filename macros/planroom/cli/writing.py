"""What the verbs that write files share: finding the decision that is meant, and carrying out a plan."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planroom import git
from planroom.cli.project import room_paths
from planroom.edit.plan import Edit, apply
from planroom.errors import PlanroomError
from planroom.wording import quoted

if TYPE_CHECKING:
    from planroom.kinds.decision import Decision
    from planroom.room import Room


def carry_out(root: Path, *edits: Edit) -> None:
    """Carry out all edits, or none, and say which files were written."""
    written = apply(root, edits)
    for path in written:
        click.echo(f"wrote {path}")
    if not written:
        click.echo("nothing to write: it reads so already")


def show_difference(edits: Iterable[Edit]) -> None:
    """Show a plan as a unified diff, in the bytes of the files."""
    from planroom.edit.difference import difference

    click.echo(difference(edits), nl=False)


def default_branch_paths(root: Path) -> tuple[str, tuple[str, ...]]:
    """The remote's default branch and its files, both as last fetched; nothing where none is known."""
    branch = git.default_branch(root)
    return branch, tuple(git.files_at(root, branch)) if branch else ()


def say_skipped(branch: str, skipped: tuple[str, ...]) -> None:
    """Say which files of the default branch have the numbers that a new decision does not get."""
    if skipped:
        numbers = "number" if len(skipped) == 1 else "numbers"
        click.echo(f"skipped the {numbers} of {quoted(skipped)} on {branch}", err=True)


def decision_named(room: Room, given: str) -> Decision:
    """The decision of a path or number as the user gave it; raises where it is none or several."""
    from planroom.kinds.decision import Decision

    if Path(given).exists():
        path = room_paths(room.root, [given])[0]
        found = room.artifact(path)
        if isinstance(found, Decision):
            return found
        reason = next((reading.reason for reading in room.readings if reading.path == path), "")
        raise PlanroomError(
            f"`{given}` is no decision" + (f": {reason}" if reason else ""), "name a decision"
        )
    candidates = room.named(Decision, given) or room.named(Decision, given.lstrip("0"))
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        paths = quoted((decision.path for decision in candidates), "or")
        raise PlanroomError(f"`{given}` may be {paths}", "name the file")
    raise PlanroomError(f"there is no decision `{given}`", "name the file of a decision, or its number")
