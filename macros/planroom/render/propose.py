"""Proposing a decision: the host's page for a new file, filled in as `planroom new decision` would."""

from __future__ import annotations

from planroom.edit.new_decision import decision_folder, new_decision
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision
from planroom.records import dataclass
from planroom.render.rendering import Rendering

_TITLE = "Title of the decision"
COMMAND = 'planroom new decision "What we decided"'


@dataclass(frozen=True)
class Proposal:
    """How a reader proposes a decision.

    `href` is the host's page for a new file, `""` where the host is not known. `path` and `text` are what to
    write there; `is_filled` says that the page has them already. `command` does the same in a clone.
    """

    href: str
    path: str
    text: str
    is_filled: bool
    command: str = COMMAND


def proposal(site: Rendering) -> Proposal:
    """The next decision of the log; of several logs that of the first folder, in the order of their paths."""
    room = site.room
    held = [decision.path for decision in room.of(Decision)]
    try:
        made = new_decision(room, _TITLE, held=held, today=site.today, folder=_folder(site, held))
    except PlanroomError:  # a template that cannot be read: the command says why
        return Proposal("", "", "", False)
    text = (made.edit.after or b"").decode("utf-8")
    href, is_filled = site.hosting.new_file(made.edit.path, text)
    return Proposal(href, made.edit.path, text, is_filled)


def _folder(site: Rendering, held: list[str]) -> str | None:
    try:
        return decision_folder(site.room, held)
    except PlanroomError:
        return min(path.rpartition("/")[0] for path in held)
