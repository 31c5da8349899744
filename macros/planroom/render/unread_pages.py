"""Designs and contracts that cannot be read: what stops it, the lines around that, and the file as it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from markupsafe import Markup, escape

from planroom.diagnostics import Severity, severity_counts
from planroom.render.frame import frame
from planroom.render.page import SitePage, Subject
from planroom.render.rendering import Rendering
from planroom.render.section_values import Table
from planroom.wording import counted

_SHOWN = 20
"""So many findings of such a file stand on its page; what comes after the first is often caused by it."""

_LISTED = 200
_AROUND = 4
_LONGEST = 100_000
"""A file of more characters, as HTML writes them, is not shown as it is."""

_LOST = {
    "contract": "Its operations and schemas are not on this site, and nothing is checked against them.",
    "design": "Its system, services and calls are not on this site, and nothing is checked against them.",
}


def pages(site: Rendering) -> Iterator[SitePage]:
    """A page for every file that says it is a design or contract, and cannot be read."""
    for kind, lost in _LOST.items():
        for path in site.room.unread_as(kind):
            yield _page(site, kind, lost, path)


def unread_rows(site: Rendering, page: str) -> Table | None:
    """The table of these files; `None` where there are none."""
    rows: list[tuple[Markup, ...]] = []
    mark = Markup('<span class="pr-sev pr-sev--{}">{}</span>')
    for kind in _LOST:
        for path in site.room.unread_as(kind)[: _LISTED - len(rows)]:
            there = site.addresses.href(page, site.unread_pages[path])
            counts = severity_counts(site.findings_in(path))
            found = Markup(" ").join(mark.format(s.value, counted(count, s.value)) for s, count in counts)
            rows.append((Markup('<a href="{}">{}</a>').format(there, path), escape(kind.capitalize()), found))
    heads = (("File", ""), ("Kind", ""), ("Findings", ""))
    return Table("Files that cannot be read", heads, tuple(rows)) if rows else None


def _page(site: Rendering, kind: str, lost: str, path: str) -> SitePage:
    page, title = site.unread_pages[path], posixpath.basename(path)
    found = sorted(site.findings_in(path), key=lambda item: (-item.severity.rank, item.sort_key))
    source = site.room.sources[path]
    blocks = site.blocks(
        "unread.md.jinja",
        page,
        kind=kind,
        path=path,
        title=title,
        lost=lost,
        errors=sum(1 for item in found if item.severity is Severity.ERROR),
        findings=[(item, frame(item, site.room, _AROUND, _AROUND)) for item in found[:_SHOWN]],
        left=len(found[_SHOWN:]),
        decisions=site.model.decisions.binding(path),
        text=source.text if len(escape(source.text)) <= _LONGEST else "",
        lines=len(source.lines),
    )
    about = Subject(kind.capitalize(), (path, title))
    return SitePage(page, title, blocks, path, hide=("toc",), subjects=(about,))
