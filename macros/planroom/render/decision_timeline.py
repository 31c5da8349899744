"""The timeline: what was decided in which month, and what became of it; split where it is long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from planroom.kinds.decision import Decision
from planroom.records import dataclass
from planroom.render import address
from planroom.render.decision_events import Event
from planroom.render.page import SitePage
from planroom.render.prose import Prose
from planroom.render.rendering import Rendering

_WHOLE = 300
"""So many events stand on one page."""
_LATEST = 60
"""Where they do not, so many stand on the first page, and the others on pages by year or month."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Month:
    """The events of a month, the newest first. `key` is `2026-02`; `page` where they stand."""

    key: str
    label: str
    events: tuple[Event, ...]
    page: str
    part: int = 1

    @property
    def anchor(self) -> str:
        """The month's heading on its page."""
        return f"m-{self.key}"


@dataclass(frozen=True)
class Year:
    """A year with its twelve months and how many events each has; `None` where nothing happened."""

    label: str
    months: tuple[tuple[Month, int] | None, ...]
    count: int


def pages(site: Rendering, found: Sequence[Event]) -> Iterator[SitePage]:
    """The timeline, with further pages where it is long; none where no decision has a date."""
    if not found:
        return
    months = _months(found)
    split = any(month.page != address.DECISION_TIMELINE for month in months)
    dated = {event.decision.path for event in found}
    first = site.blocks(
        "decision_timeline.md.jinja",
        address.DECISION_TIMELINE,
        years=_years(months),
        months=months if not split else (),
        latest=found[:_LATEST] if split else (),
        count=len(found),
        decided=len(dated),
        undated=len(site.room.of(Decision)) - len(dated),
        words=_MONTHS,
    )
    hide = ("navigation", "toc", "footer")
    yield SitePage(address.DECISION_TIMELINE, "Timeline of decisions", first, hide=hide, searchable=False)
    held: dict[str, list[Month]] = defaultdict(list)
    for month in months:
        if month.page != address.DECISION_TIMELINE:
            held[month.page].append(month)
    order = list(held)
    for place, (page, shown) in enumerate(held.items()):
        newer = (order[place - 1], _title(held[order[place - 1]])) if place else None
        older = (order[place + 1], _title(held[order[place + 1]])) if place + 1 < len(order) else None
        yield _period_page(site, page, shown, newer, older)


def _period_page(
    site: Rendering,
    page: str,
    shown: list[Month],
    newer: tuple[str, str] | None,
    older: tuple[str, str] | None,
) -> SitePage:
    """A year or month of the timeline, with the pages before and behind it and what they are called."""
    title = _title(shown)

    def make(prose: Prose) -> SitePage:
        made = site.blocks(
            "decision_period.md.jinja", page, title=title, months=shown, newer=newer, older=older
        )
        hide = ("navigation", "toc", "footer")
        return SitePage(page, f"Decisions of {title}", made, hide=hide, searchable=False)

    return site.kept.page(page, (shown, newer, older), make)


def _title(months: Sequence[Month]) -> str:
    if len({month.key for month in months}) == 1:
        part = months[0].part
        return months[0].label + (f", part {part}" if part > 1 else "")
    return months[0].key[:4]


def _months(found: Sequence[Event]) -> list[Month]:
    """The events by month, each with its page: the first, that of its year, or its own."""
    by_month: dict[str, list[Event]] = defaultdict(list)
    for event in found:
        by_month[f"{event.day:%Y-%m}"].append(event)
    by_year: dict[str, int] = defaultdict(int)
    for key, events in by_month.items():
        by_year[key[:4]] += len(events)
    months: list[Month] = []
    for key, events in by_month.items():
        label = f"{_MONTHS[int(key[5:]) - 1]} {key[:4]}"
        if len(found) <= _WHOLE:
            months.append(Month(key, label, tuple(events), address.DECISION_TIMELINE))
        elif by_year[key[:4]] <= _WHOLE:
            months.append(Month(key, label, tuple(events), address.of_period(key[:4])))
        else:
            for part, start in enumerate(range(0, len(events), _WHOLE), 1):
                name = key if part == 1 else f"{key}-{part}"
                held = tuple(events[start : start + _WHOLE])
                months.append(Month(key, label, held, address.of_period(name), part))
    return months


def _years(months: Sequence[Month]) -> list[Year]:
    """The years from the newest to the oldest that has an event, for the strip at the top."""
    held: dict[str, dict[int, tuple[Month, int]]] = defaultdict(dict)
    for month in months:
        year, number = month.key[:4], int(month.key[5:])
        first, count = held[year].get(number, (month, 0))
        held[year][number] = (first, count + len(month.events))
    return [
        Year(
            year,
            tuple(found.get(number) for number in range(1, 13)),
            sum(count for _, count in found.values()),
        )
        for year, found in held.items()
    ]
