"""How findings are spread over pages: all on one while they fit, else the worst, and lists by check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from planroom.diagnostics import Diagnostic, Severity
from planroom.records import dataclass
from planroom.render import address
from planroom.render.frame import frame
from planroom.render.rendering import Rendering

MOST = 110_000
"""About how many characters of findings a page holds."""

WORST = 45_000
"""About how many of them stand on the first page where it does not hold them all."""

_AROUND, _RELATED, _LISTED = 850, 160, 330
"""Characters of markup around a finding, a related place, and a finding in a list by check."""


@dataclass(frozen=True)
class Listed:
    """A page of findings of one check, `number` from 1; `hint` is what to do about all of them."""

    path: str
    code: str
    name: str
    severity: Severity
    number: int
    of: int
    count: int
    findings: tuple[Diagnostic, ...]
    hint: str


@dataclass(frozen=True)
class CheckRow:
    """What one check found: how often, in how many files, and the page with all of it."""

    code: str
    name: str
    severity: Severity
    count: int
    files: int
    path: str


@dataclass(frozen=True)
class FindingLists:
    """All findings, the worst first; `shown` are on the first page, `lists` have all where it has not."""

    ordered: tuple[Diagnostic, ...]
    shown: tuple[Diagnostic, ...]
    checks: tuple[CheckRow, ...]
    lists: tuple[Listed, ...]

    def pages(self) -> dict[str, str]:
        """The page of each finding, by fingerprint."""
        found = {item.fingerprint: made.path for made in self.lists for item in made.findings}
        return found | {item.fingerprint: address.FINDINGS for item in self.shown}


def finding_lists(site: Rendering) -> FindingLists:
    """The findings of a site over its pages."""
    ordered = tuple(sorted(site.outcome.diagnostics, key=lambda item: (-item.severity.rank, item.sort_key)))
    sizes = [_weight(site, item) for item in ordered]
    if sum(sizes) <= MOST:
        return FindingLists(ordered, ordered, (), ())
    used = shown = 0
    for size in sizes:
        if used + size > WORST:
            break
        used += size
        shown += 1
    by_check: dict[str, list[Diagnostic]] = defaultdict(list)
    for item in ordered:
        by_check[item.code].append(item)
    checks, lists = [], []
    for code, items in by_check.items():
        made = list(_lists(code, items))
        lists += made
        files = len({item.location.path for item in items})
        first = items[0]
        checks.append(CheckRow(code, first.name, first.severity, len(items), files, made[0].path))
    checks.sort(key=lambda row: (-row.severity.rank, -row.count, row.code))
    return FindingLists(ordered, ordered[:shown], tuple(checks), tuple(lists))


def shown_frame(site: Rendering, item: Diagnostic) -> str:
    """The lines that an error speaks of; other findings do without."""
    return frame(item, site.room) if item.severity is Severity.ERROR else ""


def _weight(site: Rendering, item: Diagnostic) -> int:
    texts = len(item.message) + len(item.hint) + len(shown_frame(site, item))
    return _AROUND + texts + _RELATED * len(item.related) + 3 * len(str(item.location))


def _lists(code: str, items: Sequence[Diagnostic]) -> Iterator[Listed]:
    hints = {item.hint for item in items}
    hint = items[0].hint if len(hints) == 1 else ""
    pages: list[list[Diagnostic]] = [[]]
    used = 0
    for item in items:
        size = _LISTED + 3 * len(str(item.location)) + len(item.message) + (0 if hint else len(item.hint))
        if pages[-1] and used + size > MOST:
            pages.append([])
            used = 0
        pages[-1].append(item)
        used += size
    for number, found in enumerate(pages, 1):
        first = items[0]
        path = address.of_findings(code, number)
        yield Listed(
            path, code, first.name, first.severity, number, len(pages), len(items), tuple(found), hint
        )
