"""What happened to decisions, and when: the days that their files state, and the turns that git knows of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from planroom.git import Commit
from planroom.kinds.decision import Decision, Status
from planroom.model.history import Version
from planroom.records import dataclass
from planroom.render.rendering import Rendering

_SAME = timedelta(days=7)
"""A turn that is committed so soon after the day that the file states is what that day speaks of."""
_DATED = (Status.ACCEPTED, Status.REJECTED, Status.UNKNOWN)
_LATER = (Status.SUPERSEDED, Status.DEPRECATED)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a decision: the day, what it became, the commit if git tells of it.

    `status` is `None` where only the day is known: the decision has another status today.
    `turn` counts the times that it became so, from 1 on.
    """

    day: date
    decision: Decision
    status: Status | None
    commit: Commit | None = None
    turn: int = 1

    @property
    def word(self) -> str:
        """What happened, in a word."""
        return "Decided" if self.status is None else self.status.value.capitalize()


def events(site: Rendering) -> list[Event]:
    """Everything that is known to have happened, the newest first."""
    found = [event for decision in site.room.of(Decision) for event in _of(site, decision)]
    return sorted(found, key=lambda event: (event.day, event.decision.path, event.turn), reverse=True)


def _of(site: Rendering, decision: Decision) -> Iterator[Event]:
    """The events of one decision, each of a status counted."""
    times: dict[Status | None, int] = defaultdict(int)
    for day, status, commit in sorted(_happened(site, decision), key=lambda item: item[0]):
        times[status] += 1
        yield Event(day, decision, status, commit, times[status])


def _happened(site: Rendering, decision: Decision) -> Iterator[tuple[date, Status | None, Commit | None]]:
    versions = site.history.of(decision)
    begun = versions[-1] if versions and versions[-1].is_first else None
    if decision.date is not None:
        yield decision.date, None if decision.status in _LATER else _plain(decision.status), None
        if begun is not None and _comes_before(begun, decision):
            yield begun.day, begun.status, begun.commit
    elif begun is not None:
        yield begun.day, _plain(begun.status), begun.commit
    for version in reversed(versions):
        if version.is_turn and not (decision.date and _is_stated(version, decision.date)):
            yield version.day, version.status, version.commit


def _plain(status: Status) -> Status | None:
    return None if status is Status.UNKNOWN else status


def _comes_before(begun: Version, decision: Decision) -> bool:
    """Whether a decision was written down as proposed before the day that its file states."""
    stated = decision.date
    return (
        begun.status is Status.PROPOSED
        and decision.status is not Status.PROPOSED
        and stated is not None
        and begun.day < stated
    )


def _is_stated(version: Version, stated: date) -> bool:
    """Whether the day that the file states is the day of this turn."""
    return version.status in _DATED and abs(version.day - stated) <= _SAME


def superseded_on(site: Rendering, decision: Decision) -> date | None:
    """The day since which a decision is no longer in force, as git or what replaced it has it."""
    for version in site.history.of(decision):
        if version.is_turn and version.status is Status.SUPERSEDED:
            return version.day
    days = [other.date for other in site.model.decisions.superseded_by(decision) if other.date]
    return min(days) if days else None
