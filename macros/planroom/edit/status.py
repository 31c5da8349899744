"""`set status`: another status for a decision, and not one other byte."""

from __future__ import annotations

import re
from datetime import date

from planroom.edit.parts import in_the_case_of, with_part
from planroom.edit.plan import Edit
from planroom.edit.text import original_bytes
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_status import read_status
from planroom.model.decisions import DecisionGraph
from planroom.model.relation_words import keeps_links_in_words, superseded_by
from planroom.patterns import late
from planroom.room import Room

_SUCCESSOR = late(r"super[sc]eded\s+by\s+(\S.*)$", re.IGNORECASE)
_KNOWN = "`proposed`, `accepted`, `rejected`, `deprecated` or `superseded by NNNN`"


def set_status(room: Room, decision: Decision, status: str) -> Edit:
    """The edit that gives a decision another status, written where its shape keeps it.

    `superseded by 0007` becomes a link to that decision. Raises for words that are no status, and where
    the successor is missing, ambiguous or the decision itself.
    """
    status = " ".join(status.split())
    meaning = read_status(status)
    if meaning is Status.UNKNOWN:
        raise PlanroomError(f"`{status}` is no known status", f"name {_KNOWN}")
    successor = _SUCCESSOR.match(status)
    if meaning is Status.SUPERSEDED and successor is None:
        raise PlanroomError(
            "a superseded decision names its successor",
            "write `superseded by NNNN`, or use `planroom supersede`",
        )
    if successor:
        other = _successor(room, decision, successor[1])
        status = superseded_by(decision, other.path, other.label, other.title)
    return Edit(
        decision.path,
        original_bytes(decision.source),
        status_text(decision, status, room.today).encode("utf-8"),
    )


def _successor(room: Room, decision: Decision, name: str) -> Decision:
    found = DecisionGraph(room).named(decision, name)
    if len(found) != 1:
        what = f"may be any of {len(found)} decisions" if found else "is no decision of this repository"
        raise PlanroomError(f"`{name}` {what}", "name the file of the successor")
    if found[0].path == decision.path:
        raise PlanroomError("a decision cannot supersede itself", "name the one that took its place")
    return found[0]


def status_text(decision: Decision, status: str, today: date) -> str:
    """The text of a decision's file with another status."""
    capital = keeps_links_in_words(decision)
    return with_part(
        decision.source, "status", in_the_case_of(status, decision.status_text, capital=capital), today=today
    )
