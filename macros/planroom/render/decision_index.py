"""The index of decisions: filtered, sorted, and of one size however many there are.

Up to `WHOLE` decisions all stand in the page. Of more, the newest do; the others are in a script beside it,
which the filter loads and draws rows from, and on plain pages of a hundred each for whoever has no script.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from planroom.kinds.decision import Decision, Status
from planroom.records import dataclass
from planroom.render import address
from planroom.render.decision_feed import has_feed
from planroom.render.decision_rows import Row, newest_first, row, status_word
from planroom.render.page import SiteFile, SitePage, printable
from planroom.render.propose import proposal
from planroom.render.prose import Prose
from planroom.render.rendering import Rendering

WHOLE = 150
"""Of so many decisions the page shows all."""
NEWEST = 100
"""Of more it shows so many, and the rest when it is asked for."""
PER_LIST = 100
_CHOICES = 100
"""The choices of a filter that stand in the page; the script adds the others."""
_TABLE = "all-decisions"


@dataclass(frozen=True)
class Choices:
    """What the filters offer: statuses, systems with their titles, owners and tags, in order."""

    statuses: tuple[Status, ...]
    systems: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class ListPage:
    """A page of a hundred decisions: its address, what it is called, and its rows, the newest first."""

    path: str
    label: str
    rows: tuple[Row, ...]


def pages(site: Rendering, newest: Sequence[Decision], *, graph: bool, timeline: bool) -> Iterator[SitePage]:
    """The index, and the plain pages where there are many decisions."""
    rows = [row(site, decision) for decision in newest]
    lists = tuple(_lists(rows)) if len(rows) > WHOLE else ()
    columns = _columns(rows)
    found = site.blocks(
        "decisions.md.jinja",
        address.DECISIONS,
        rows=rows if not lists else rows[:NEWEST],
        count=len(rows),
        choices=_offered(rows) if lists else _choices(rows),
        columns=columns,
        lists=lists,
        script=_script_address(site) if lists else "",
        proposal=proposal(site),
        has_graph=graph,
        has_timeline=timeline,
        has_feed=has_feed(site),
    )
    yield SitePage(address.DECISIONS, "Decisions", found, hide=("navigation", "toc", "footer"))
    for place, made in enumerate(lists):
        newer = lists[place - 1].path if place else ""
        older = lists[place + 1].path if place + 1 < len(lists) else ""
        yield _list_page(site, made, columns, newer, older)


def _list_page(site: Rendering, made: ListPage, columns: dict[str, bool], newer: str, older: str) -> SitePage:
    """A plain page of the index, with the pages before and behind it."""

    def make(prose: Prose) -> SitePage:
        found = site.blocks(
            "decision_list.md.jinja",
            made.path,
            label=made.label,
            rows=made.rows,
            columns=columns,
            newer=newer,
            older=older,
        )
        hide = ("navigation", "toc", "footer")
        return SitePage(made.path, f"Decisions {made.label}", found, hide=hide, searchable=False)

    return site.kept.page(made.path, (made, columns, newer, older), make)


def files(site: Rendering) -> Iterator[SiteFile]:
    """The script with all rows, where the page does not hold them."""
    if len(site.room.of(Decision)) > WHOLE:
        yield SiteFile(address.DECISION_ROWS, site.once("decision rows", _script))


def _columns(rows: Iterable[Row]) -> dict[str, bool]:
    """Which columns any decision fills; the others are left out."""
    rows = list(rows)
    return {
        "date": any(row.decision.date for row in rows),
        "system": any(row.systems for row in rows),
        "owner": any(row.decision.deciders for row in rows),
        "tag": any(row.decision.tags for row in rows),
    }


def _choices(rows: Sequence[Row]) -> Choices:
    return Choices(
        tuple(status for status in Status if any(row.decision.status is status for row in rows)),
        tuple(sorted({pair for row in rows for pair in row.systems}, key=lambda pair: pair[1].lower())),
        tuple(sorted({name for row in rows for name in row.decision.deciders}, key=_by_letters)),
        tuple(sorted({tag for row in rows for tag in row.decision.tags}, key=_by_letters)),
    )


def _by_letters(text: str) -> tuple[str, str]:
    return text.lower(), text


def _offered(rows: Sequence[Row]) -> Choices:
    """The choices that stand in the page: of very many those that most decisions have."""
    whole = _choices(rows)
    return Choices(
        whole.statuses,
        tuple(_most(whole.systems, Counter(pair for row in rows for pair in row.systems))),
        tuple(_most(whole.owners, Counter(name for row in rows for name in row.decision.deciders))),
        tuple(_most(whole.tags, Counter(tag for row in rows for tag in row.decision.tags))),
    )


def _most(items: Sequence[Any], counts: Counter[Any]) -> Iterator[Any]:
    places = {item: place for place, item in enumerate(items)}
    kept = set(sorted(items, key=lambda item: (-counts[item], places[item]))[:_CHOICES])
    return (item for item in items if item in kept)


def _lists(rows: Sequence[Row]) -> Iterator[ListPage]:
    """The rows by the hundred, the newest page first; a full page stays as it is when decisions are added."""
    oldest_first = rows[::-1]
    starts = range(0, len(rows), PER_LIST)
    for start in reversed(starts):
        held = tuple(oldest_first[start : start + PER_LIST])
        first, last = held[0].decision, held[-1].decision
        label = f"{start + 1:,} to {start + len(held):,}"
        if first.number and last.number:
            label = f"{first.label} to {last.label}"
        yield ListPage(address.of_list(start // PER_LIST + 1), label, held[::-1])


def _script_address(site: Rendering) -> str:
    """The script's address from the index, with a mark of its content, so that none is stale."""
    mark = hashlib.sha256(site.once("decision rows", _script).encode("utf-8")).hexdigest()[:8]
    return f"{site.addresses.href(address.DECISIONS, address.DECISION_ROWS)}?{mark}"


def _script(site: Rendering) -> str:
    """The rows as the filter reads them: names by their place in the lists of choices."""
    rows = [row(site, decision) for decision in newest_first(site.room.of(Decision))]
    choices = _choices(rows)
    systems = {name: place for place, (name, _) in enumerate(choices.systems)}
    owners = {name: place for place, name in enumerate(choices.owners)}
    tags = {tag: place for place, tag in enumerate(choices.tags)}

    def link(decision: Decision) -> str:
        return site.addresses.href(address.DECISIONS, site.decision_pages[decision.path])

    value = {
        "columns": [name for name, filled in _columns(rows).items() if filled],
        "systems": choices.systems,
        "owners": choices.owners,
        "tags": choices.tags,
        "rows": [
            [
                item.decision.number or "",
                item.decision.title or item.decision.label,
                link(item.decision),
                item.decision.status.value,
                status_word(item.decision) if item.decision.status is Status.UNKNOWN else "",
                item.decision.date.isoformat() if item.decision.date else "",
                [systems[name] for name, _ in item.systems],
                [owners[name] for name in item.decision.deciders],
                [tags[tag] for tag in item.decision.tags],
                [[other.label, link(other)] for other in item.successors],
                " ".join((item.decision.path, *item.decision.source.outline.labels)),
                *([item.decision.language] if item.decision.language else []),
            ]
            for item in rows
        ],
    }
    return f"planroom.data[{json.dumps(_TABLE)}] = {script_json(value)}\n"


_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def script_json(value: Any) -> str:
    """A value as JSON that means the same in a script, wherever that stands."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return printable(text).translate(_IN_SCRIPT)
