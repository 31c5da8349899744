"""Pages at the addresses that things had before they were moved, renamed or renumbered.

Where decisions lay is known from git, and from `redirects` in the settings where a clone has no history; of
all else the settings say it. Such a page leads to a page that is there, from a place where none is: so it
replaces none, and they make no circle.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping

from markupsafe import escape

from planroom.kinds.decision import Decision
from planroom.kinds.decision_place import read_name
from planroom.render import address
from planroom.render.moved_pages import contract_pages, moved_pages, pages_of
from planroom.render.page import SiteFile, printable
from planroom.render.rendering import Rendering

_KEPT = ("reference/", "assets/", "findings/", "checklists/")
"""Where no page of a project lies."""
_OF_OTHERS = ("systems/", "apis/")
"""Where no decision lies."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved: {title}</title>
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={href}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<p>This page has moved to <a href="{href}">{title}</a>.</p>
</body>
</html>
"""


def files(site: Rendering) -> Iterator[SiteFile]:
    """A small page at each old address."""
    taken = _taken(site)
    base = site.room.settings.site_url
    for page, there, title in (*_decisions(site), *_others(site, taken)):
        place = address.place_of(page)
        is_inside = posixpath.normpath(page) == page and not page.startswith(("../", "/"))
        if not is_inside or place in taken or page.startswith(_KEPT) or address.is_about_decisions(page):
            continue
        taken.add(place)
        url = site.addresses.url(page)
        href = site.addresses.href(page, there)
        whole = base.rstrip("/") + "/" + site.addresses.url(there) if base else href
        said = {"title": title, "href": href, "canonical": whole}
        text = _PAGE.format(**{key: escape(printable(value)) for key, value in said.items()})
        yield SiteFile(url + "index.html" if url.endswith("/") else url, text)


def _decisions(site: Rendering) -> Iterator[tuple[str, str, str]]:
    """Old page, new page and title of each decision that was moved."""
    for old, decision in moved(site).items():
        page = address.of_decision(old)
        if not page.startswith(_OF_OTHERS):
            title = " ".join(part for part in (decision.number, decision.title or decision.label) if part)
            yield page, site.decision_pages[decision.path], title


def _others(site: Rendering, taken: set[str]) -> Iterator[tuple[str, str, str]]:
    """The same of systems, services, contracts and pages written by hand."""
    found = list(moved_pages(site))
    if found:  # only then does it matter where all of their pages are
        for system in site.model.systems:
            taken.update(map(address.place_of, pages_of(site, system)))
        for contract in site.model.contracts:
            taken.update(map(address.place_of, contract_pages(site, contract)))
        taken.update(map(address.place_of, site.unread_pages.values()))
    for page, there in found:
        yield page, there, site.addresses.url(there).rstrip("/")


def moved(site: Rendering) -> Mapping[str, Decision]:
    """The decisions by the paths they had before; what the project states goes before git."""
    settings = site.room.settings
    stated = {old: settings.redirected(old) for old in settings.redirects}
    found: dict[str, Decision] = {}
    for old, now in [*stated.items(), *sorted(site.history.moved.items())]:
        decision = site.room.artifact(now) if now else None
        if isinstance(decision, Decision) and old not in site.decision_pages:
            found.setdefault(old, decision)
    return found


def former_numbers(site: Rendering) -> Mapping[str, tuple[str, ...]]:
    """The other numbers that decisions had, by the paths that they have."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for old, decision in moved(site).items():
        number = read_name(old).number
        if number and number != decision.number:
            found[decision.path][number] = None
    return {path: tuple(numbers) for path, numbers in found.items()}


def _taken(site: Rendering) -> set[str]:
    """The places where pages are."""
    own = (address.HOME, address.FINDINGS, address.DECISIONS, address.DECISION_GRAPH, address.SYSTEMS)
    written = (path[len("docs/") :] for path in site.room.paths if path.startswith("docs/"))
    pages = (path for path in written if path.endswith(".md"))
    made = (*own, address.DECISION_TIMELINE, *site.decision_pages.values(), *pages)
    return {address.place_of(page) for page in made}
