"""Which number a decision may take: above all of its log, here and where else the caller has looked."""

from __future__ import annotations

from collections.abc import Iterable

from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision
from planroom.kinds.decision_numbers import LogNumber, log_number, numbered_decisions
from planroom.room import Room


def next_number(room: Room, own: LogNumber, elsewhere: Iterable[str] = ()) -> int:
    """The number above all that the log of `own` has, here and among the paths of another branch."""
    taken = {*numbered_decisions(room.paths), *numbered_decisions(elsewhere)}
    return max((key.number for key in taken if _same_log(key, own)), default=0) + 1


def wanted_number(room: Room, decision: Decision, wanted: int | None, elsewhere: Iterable[str] = ()) -> int:
    """The number that a decision is to get: the wanted one, else the next; raises where it is taken."""
    own = log_number(decision.path)
    if own is None:
        raise PlanroomError(
            f"the name of `{decision.path}` has no number",
            "rename the file by hand; its links lead to its path",
        )
    elsewhere = tuple(elsewhere)
    free = next_number(room, own, elsewhere)
    if wanted is None:
        return free
    if wanted == own.number:
        raise PlanroomError(f"`{decision.path}` has that number already", "name another one with `--to`")
    key = LogNumber(own.folder, own.series, wanted)
    holders = numbered_decisions(room.paths).get(key, ()) or numbered_decisions(elsewhere).get(key, ())
    if holders:
        where = "" if holders[0] in room.paths else " on the remote's default branch"
        raise PlanroomError(
            f"the number {wanted} is that of `{holders[0]}`{where}", f"take the next free one: `--to {free}`"
        )
    return wanted


def _same_log(one: LogNumber, other: LogNumber) -> bool:
    return (one.folder, one.series) == (other.folder, other.series)
