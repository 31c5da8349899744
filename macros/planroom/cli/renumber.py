"""`planroom renumber`: another number for a decision, and every link and relation mended."""

from __future__ import annotations

import click

from planroom.cli.completing import decisions
from planroom.cli.project import open_room
from planroom.cli.writing import decision_named, default_branch_paths, show_difference
from planroom.wording import counted


@click.command("renumber")
@click.argument("decision", shell_complete=decisions)
@click.option(
    "--to", type=click.IntRange(min=0), metavar="N", help="The new number; by default the next free one."
)
@click.option("--diff", "--dry-run", "diff", is_flag=True, help="Show what would change, and write nothing.")
def command(decision: str, to: int | None, diff: bool) -> None:
    """Give DECISION (a file or a number) another number.

    Moves the file (or the folder of the decision), and changes the number in its heading and front
    matter and in every link, relation and mention of it in decisions, pages, designs and contracts. No
    other byte is touched; either all is written or nothing. The next free number is one that the remote's
    default branch, as it was last fetched, has not taken either. A decision that is on that branch has an
    address that readers may know: `redirects` in planroom.yaml leads on from it.

    \b
    Example:
      planroom renumber adr/0007-use-grpc.md
    """
    from planroom.edit.plan import apply
    from planroom.edit.renumber import renumber
    from planroom.model import build
    from planroom.reports.characters import visible

    room = open_room()
    _, elsewhere = default_branch_paths(room.root)
    plan = renumber(build(room), decision_named(room, decision), to, elsewhere=elsewhere)
    if diff:
        show_difference(plan.edits)
    else:
        apply(room.root, plan.edits)
        click.echo(f"moved {plan.old} to {plan.new}")
        for path, number in plan.changed.items():
            click.echo(f"changed {counted(number, 'place')} in {path}")
        if plan.redirected:
            click.echo("planroom.yaml leads from the old address of its page to the new one")
    for mention in plan.left:
        click.echo(visible(f"left {mention.path}:{mention.line}: {mention.text}"), err=True)
        click.echo(f"  {mention.why}", err=True)
    if plan.left:
        click.echo("planroom: look at the places that were left; they may mean this decision", err=True)
    if not diff:
        click.echo("git does not know of the move yet: `git add -A` records it", err=True)
