"""Where generated pages stand in MkDocs's navigation, also those that are in no menu."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from planroom.render import Rendering, address


def titled(menu: Any, name: str | None = None) -> Iterator[tuple[str, str]]:
    """The path and the title of every page that a menu gives a title of its own."""
    if isinstance(menu, str):
        if name is not None:
            yield menu, name
    elif isinstance(menu, Mapping):
        for title, below in menu.items():
            yield from titled(below, title)
    else:
        for entry in menu or ():
            yield from titled(entry)


Chain = tuple[str, list[str]]
"""Pages that are read one after another, with the index they begin at."""


def chains(site: Rendering, paths: Iterable[str]) -> Iterator[Chain]:
    """The pages of a site as they follow each other; all but decisions and checks stand alone."""
    decisions = list(site.decision_pages.values())
    yield address.DECISIONS, decisions
    checks = [path for path in paths if path.startswith(posixpath.dirname(address.CHECKS) + "/")]
    yield address.CHECKS, checks
    chained = {*decisions, *checks}
    for path in paths:
        if path not in chained:
            yield "", [path]


def hang(nav: Navigation, files: Files, found: Iterable[Chain]) -> None:
    """Hang pages that are in no menu below their section, and chain them for previous and next."""
    homes = {page.file.src_uri: page for page in nav.pages}
    for home, paths in found:
        previous: Page | None = homes.get(home)
        for path in paths:
            file = files.get_file_from_path(path)
            page = file.page if file else None
            if page is None or path in homes:
                continue
            page.parent = _section(homes, home if home == address.DECISIONS else path)
            page.previous_page, previous = previous, page
            if page.previous_page is not None and page.previous_page.file.src_uri not in homes:
                page.previous_page.next_page = page


def _section(homes: dict[str, Page], path: str) -> Section | None:
    """The menu section of a page: that of the closest index, or of the page that its folder is named for."""
    folder = posixpath.dirname(path)
    while True:
        for name in (posixpath.join(folder, "index.md"), f"{folder}.md"):
            home = homes.get(name)
            if home is not None and isinstance(home.parent, Section):
                return home.parent
        if not folder:
            return None
        folder = posixpath.dirname(folder)
