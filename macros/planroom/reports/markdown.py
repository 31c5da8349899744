"""The report as Markdown, for a comment in a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Location
from planroom.patterns import late
from planroom.reports.characters import visible
from planroom.reports.layout import Layout
from planroom.reports.summary import checked, found, left_out, since
from planroom.wording import counted

LIMIT = 65_000
"""The most characters of a report: GitHub takes comments of 65,536."""

_CODE = late(r"(`[^`]+`)")
_STEERS = late(r"([\\`*_{}\[\]<>&@#~|$])")


def report(outcome: Outcome, layout: Layout) -> str:
    """What was found and what is cured as tables, the worst first, cut at `LIMIT` characters."""
    ordered = sorted(outcome.diagnostics, key=lambda item: (-item.severity.rank, item.sort_key))
    words = f"{found(outcome.diagnostics)}{since(outcome)}{left_out(outcome)}"
    head = f"### planroom: {prose(words)}\n\nChecked {checked(outcome)}.\n"
    cured = outcome.comparison.cured if outcome.comparison else ()
    tail = "\n".join(_cured(cured, layout, LIMIT // 4)) if cured else ""
    table = "\n".join(_table(ordered, layout, LIMIT - len(head) - len(tail) - 4))
    return "\n".join(part for part in (head, table, tail) if part)


def _cured(cured: tuple[Diagnostic, ...], layout: Layout, limit: int) -> Iterator[str]:
    many = counted(len(cured), "finding is", "findings are")
    yield f"\n<details><summary>{many} cured</summary>\n"
    yield from _table(cured, layout, limit, linked=False)
    yield "\n</details>"


def _table(
    diagnostics: Iterable[Diagnostic], layout: Layout, limit: int, *, linked: bool = True
) -> Iterator[str]:
    rows = [_row(item, layout, linked) for item in diagnostics]
    if not rows:
        return
    lines = ["| | where | what | check |", "|---|---|---|---|"]
    length = sum(map(len, lines)) + 100
    shown = 0
    for row in rows:
        length += len(row) + 1
        if length > limit:
            break
        lines.append(row)
        shown += 1
    yield from lines
    if shown < len(rows):
        yield f"\n{counted(len(rows) - shown, 'finding')} more: `planroom check` lists all."


def _row(diagnostic: Diagnostic, layout: Layout, linked: bool) -> str:
    check = f"{diagnostic.code} {diagnostic.name}"
    if diagnostic.url.startswith("http"):
        check = f"[{check}]({diagnostic.url})"
    said = prose(diagnostic.message)
    if diagnostic.hint:
        said += f"<br>{prose(diagnostic.hint)}"
    where = _place(diagnostic.location, layout.source_url if linked else "", layout)
    return f"| {diagnostic.severity.value} | {where} | {said} | {check} |"


def _place(location: Location, source_url: str, layout: Layout) -> str:
    path = layout.path(location.path)
    shown = _code(f"{path}:{location.line}")
    if not source_url:
        return shown
    address = quote(path.encode("utf-8", "surrogateescape"))
    return f"[{shown}]({source_url}{address}#L{location.line})"


def _code(text: str) -> str:
    """A text as code in the cell of a table: there even a marked `|` ends the cell if it is not escaped."""
    said = visible(text).replace("`", "'").replace("|", "\\|")
    return f"`{said}`" if said.strip() else ""


def prose(text: str) -> str:
    """A text with its code as code, and nothing else in it that steers Markdown or calls somebody."""
    parts = _CODE.split(visible(text))
    return "".join(
        _code(part[1:-1]) if index % 2 else _STEERS.sub(_entity, part) for index, part in enumerate(parts)
    )


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[1])};"
