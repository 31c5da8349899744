"""What a redirect of the settings leads to: everything of a room that has a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.design import Design
from planroom.model.bound import Bound, of_file
from planroom.room import Room

if TYPE_CHECKING:
    from planroom.model import Model


def moved_to(room: Room, model: Model, name: str) -> Bound | None:
    """What goes by a name and has a page: a file, or `PATH#NAME` for a system or service of a design.

    Files with a page are decisions, contracts, designs, and what is below `docs/` as Markdown.
    """
    if "#" in name:
        found = model.decisions.targets.called(name)
        return next((bound for bound in found if bound.kind in ("system", "service")), None)
    is_page = name.startswith("docs/") and name.endswith(".md") and name in room.paths
    if is_page or isinstance(room.artifact(name), (Decision, Contract, Design)):
        return of_file(name)
    return None
