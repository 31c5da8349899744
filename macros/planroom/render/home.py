"""The home page: what is there, what is wrong, what was decided lately, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from planroom.kinds.decision import Decision
from planroom.render import address, words
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering, severity_counts
from planroom.render.system_rows import system_rows
from planroom.wording import counted

_WORST = 4
_LATEST = 4
_AHEAD = timedelta(days=120)


def pages(site: Rendering) -> Iterator[SitePage]:
    """The home page, unless the project has written its own `docs/index.md`."""
    if "docs/index.md" in site.room.paths:
        return
    worst = sorted(site.outcome.diagnostics, key=lambda item: (-item.severity.rank, item.sort_key))
    found = site.blocks(
        "home.md.jinja",
        address.HOME,
        title=site.title,
        lede=site.room.settings.description
        or "What we run, what we decided, and where the two disagree today.",
        systems=system_rows(site),
        worst=worst[:_WORST],
        counts=list(severity_counts(site.outcome.diagnostics)),
        total=len(site.outcome.diagnostics),
        latest=latest(site)[:_LATEST],
        decided=len(site.room.of(Decision)),
        due=due(site),
    )
    yield SitePage(address.HOME, site.title, found, hide=("navigation", "toc", "footer", "path"))


def latest(site: Rendering) -> list[Decision]:
    """The dated decisions, newest first."""
    dated = [decision for decision in site.room.of(Decision) if decision.date is not None]
    return sorted(dated, key=lambda decision: (decision.date or date.min, decision.path), reverse=True)


def due(site: Rendering) -> list[tuple[str, Decision]]:
    """Reviews that are overdue or come up within four months, the earliest first, with the words for when."""
    coming = [
        decision
        for decision in site.room.of(Decision)
        if decision.review_by is not None and decision.review_by <= site.today + _AHEAD and in_force(decision)
    ]
    coming.sort(key=lambda decision: (decision.review_by or date.max, decision.path))
    return [(when(decision.review_by, site.today), decision) for decision in coming if decision.review_by][
        :_LATEST
    ]


def in_force(decision: Decision) -> bool:
    """Whether a decision still binds anybody, or may come to."""
    return decision.status.value not in ("superseded", "rejected", "deprecated")


def when(day: date, today: date) -> str:
    """`79 days late`, or the date where it is still to come."""
    late = (today - day).days
    return f"{counted(late, 'day')} late" if late > 0 else words.day(day)
