"""`supersede`: a new decision that replaces an old one, with both files saying so once it is accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planroom.edit.new_decision import NewDecision, new_decision
from planroom.edit.plan import Edit
from planroom.edit.status import status_text
from planroom.edit.text import original_bytes
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_place import read_name
from planroom.kinds.decision_status import read_status
from planroom.model.relation_words import superseded_by
from planroom.room import Room


def supersede(
    room: Room,
    old: Decision,
    title: str,
    *,
    today: date,
    status: str = "accepted",
    elsewhere: Iterable[str] = (),
) -> tuple[NewDecision, Edit | None]:
    """The new decision beside the one that it replaces, and the edit of the old one's status.

    A new one that is proposed or rejected replaces nothing: then the old one stays as it is. `elsewhere` are
    the paths of another branch, whose numbers are left free. Raises where the old one is superseded already.
    """
    if old.status is Status.SUPERSEDED:
        raise PlanroomError(
            f"`{old.path}` is superseded already: `{old.status_text}`",
            "supersede the decision that took its place",
        )
    folder = old.path.rpartition("/")[0]
    if read_name(old.path).stem != old.path.rpartition("/")[2].rpartition(".")[0]:
        folder = folder.rpartition("/")[0]
    new = new_decision(
        room,
        title,
        held=(),
        today=today,
        folder=folder,
        status=status,
        supersedes=old,
        elsewhere=elsewhere,
    )
    if read_status(status) in (Status.PROPOSED, Status.REJECTED):
        return new, None
    words = superseded_by(old, new.edit.path, new.label, new.title)
    return new, Edit(old.path, original_bytes(old.source), status_text(old, words, today).encode("utf-8"))
