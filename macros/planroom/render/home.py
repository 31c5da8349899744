"""The home page: what is there, what is wrong, what was decided lately, what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from planroom.diagnostics import Diagnostic, Severity, severity_counts
from planroom.kinds.decision import Decision, Status
from planroom.records import dataclass
from planroom.render import address, words
from planroom.render.contract_rows import contract_rows
from planroom.render.findings_page import checked
from planroom.render.page import SitePage
from planroom.render.propose import proposal
from planroom.render.rendering import Rendering
from planroom.render.system_rows import SystemRow, system_rows
from planroom.wording import counted

_WORST = 4
_LATEST = 4
_SYSTEMS = 5
_CONTRACTS = 6
_AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Wrong:
    """The first finding of a check, and how many more of the kind there are."""

    diagnostic: Diagnostic
    more: int


def pages(site: Rendering) -> Iterator[SitePage]:
    """The home page, unless the project has written its own `docs/index.md`."""
    if "docs/index.md" in site.room.paths:
        return
    systems = system_rows(site)
    contracts = site.model.contracts
    decided = site.room.of(Decision)
    dated = latest(site)
    few = not systems and not contracts
    found = site.blocks(
        "home.md.jinja",
        address.HOME,
        title=site.title,
        lede=site.room.settings.description or _lede(bool(systems), bool(contracts), bool(decided)),
        systems=_worst_first(systems),
        all_systems=len(systems),
        contracts=contract_rows(site, address.HOME, contracts[:_CONTRACTS]) if not systems else None,
        all_contracts=len(contracts),
        wrong=wrong(site)[: _WORST if len(systems) < _WORST else _WORST - 1],
        checked=checked(site),
        counts=list(severity_counts(site.outcome.diagnostics)),
        total=len(site.outcome.diagnostics),
        latest=dated[: 2 * _LATEST if few else _LATEST],
        decided=len(decided),
        statuses=statuses(decided),
        due=due(site),
        proposal=proposal(site),
    )
    yield SitePage(address.HOME, site.title, found, hide=("navigation", "toc", "footer", "path"))


def _lede(systems: bool, contracts: bool, decided: bool) -> str:
    """What the page is about, by what the project has."""
    if systems and decided:
        return "What we run, what we decided, and where the two disagree today."
    if not (systems or contracts or decided):
        return ""
    runs = ["What we run" if systems else "What we promise"] if systems or contracts else []
    return ", ".join(
        [*runs, *(["what we decided"] if decided else []), "and what is wrong today."]
    ).capitalize()


def wrong(site: Rendering) -> list[Wrong]:
    """What is wrong, the worst first, each kind once; what is only said for information is not."""
    kinds: dict[tuple[str, Severity], list[Diagnostic]] = {}
    for item in sorted(site.outcome.diagnostics, key=lambda item: (-item.severity.rank, item.sort_key)):
        if item.severity is not Severity.INFO:
            kinds.setdefault((item.code, item.severity), []).append(item)
    return [Wrong(items[0], len(items) - 1) for items in kinds.values()]


def statuses(decisions: Sequence[Decision]) -> list[tuple[Status, int]]:
    """How many decisions have which status, in the order of a decision's life."""
    counts = Counter(decision.status for decision in decisions)
    return [(status, counts[status]) for status in Status if counts[status]]


def _worst_first(rows: list[SystemRow]) -> list[SystemRow]:
    """All systems where they are few, else those that most is wrong with: the page is one screen."""
    if len(rows) <= _SYSTEMS:
        return rows
    return sorted(rows, key=lambda row: [-dict(row.counts).get(kind, 0) for kind in Severity])[: _SYSTEMS - 1]


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
