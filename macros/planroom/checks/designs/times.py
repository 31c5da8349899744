"""DSN: what the calendar says of a design: days that have not come, and days long past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import System
from planroom.wording import quote, quoted

MOST_DAYS = 365
"""How old evidence and reviews may be: yearly is the least that audits ask for (PCI DSS 4.0.1, 11.4.2)."""


def _day(text: str) -> date | None:
    """A day as the format writes it; what is no day has a finding of its own."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@check("DSN071", Severity.WARNING, on=System)
def day_of_work_in_the_future(system: System, scope: Scope) -> Iterator[Finding]:
    """What was measured or reviewed lies in the past."""
    stated = [
        (t.evidence.get("date", ""), t.at("evidence.date"), f"{quote(t.name)} was measured")
        for t in system.targets
    ]
    if system.review is not None:
        stated.append((system.review.date, system.review.at("date"), "the design was reviewed"))
    for text, origin, what in stated:
        day = _day(text)
        if day is not None and day > scope.today:
            say = f"{what} on {text}, which is after today ({scope.today.isoformat()})"
            yield Finding(say, origin, "write the day on which it was done")


@check("DSN072", Severity.WARNING, on=System)
def evidence_out_of_date(system: System, scope: Scope) -> Iterator[Finding]:
    """What was measured was measured within a year."""
    old = [
        (day, target)
        for target in system.targets
        if (day := _day(target.evidence.get("date", ""))) is not None and _age(day, scope) > MOST_DAYS
    ]
    if old:
        first, oldest = min(old, key=lambda pair: pair[0])
        names = quoted(target.name for _, target in old)
        say = f"evidence is more than a year old, the oldest {_age(first, scope)} days: {names}"
        related = tuple(
            Related(f"{quote(target.name)}: {day.isoformat()}", target.at("evidence.date"))
            for day, target in old
            if target is not oldest
        )
        yield Finding(say, oldest.at("evidence.date"), "measure again, and state the day", related[:9])


@check("DSN073", Severity.WARNING, on=System)
def review_out_of_date(system: System, scope: Scope) -> Iterator[Finding]:
    """A design that was reviewed once is reviewed every year."""
    day = _day(system.review.date) if system.review is not None else None
    if system.review is not None and day is not None and _age(day, scope) > MOST_DAYS:
        say = f"the design was last reviewed {_age(day, scope)} days ago"
        yield Finding(say, system.review.at("date"), "look at it again, and state the day")


@check("DSN083", Severity.WARNING, on=System)
def delegated_work_overdue(system: System, scope: Scope) -> Iterator[Finding]:
    """A database design that somebody else makes is there when it is due."""
    delegation = system.database.delegated if system.database is not None else None
    if system.database is None or delegation is None:
        return
    done = bool(system.database.tables or system.database.schemas)
    day = _day(delegation.due.text) if delegation.due is not None else None
    if delegation.due is not None and day is not None and day < scope.today and not done:
        say = f"the database design was due on {delegation.due.text} from {quote(delegation.role)}"
        hint = "name its files under `schemas`, or agree on another day"
        yield Finding(say, delegation.due.origin, hint)
    if not delegation.link and not delegation.contact:
        say = f"the database is delegated to {quote(delegation.role)}, without contact or link"
        yield Finding(say, delegation.origin.at("role"), "add `contact` or `link`", severity=Severity.INFO)


def _age(day: date, scope: Scope) -> int:
    return (scope.today - day).days
