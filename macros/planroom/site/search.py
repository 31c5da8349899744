"""Search in a site that MkDocs builds: entries of our pages beside those that its plugin makes of others.

The meeting point is the file that the plugin writes and the theme reads, `search/search_index.json`. With
another theme than Material, whose plugin reads every page, nothing is done here.
"""

from __future__ import annotations

import html
import json
import logging
from collections.abc import Iterable
from dataclasses import field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from planroom.records import dataclass
from planroom.render.address import Addresses
from planroom.render.memory import MEMORY
from planroom.render.page import SitePage
from planroom.render.search_entries import PAGE, Entry, entries, fitted
from planroom.render.search_index import BUDGET, FIELDS, box, documents, pagefind_worker, worker
from planroom.render.search_pages import indexed_pages, names_of
from planroom.settings import SEARCHES
from planroom.site import pagefind
from planroom.site.made_page import MadePage
from planroom.wording import counted

log = logging.getLogger("mkdocs.plugins.planroom")

_INDEX = "search/search_index.json"
_WORKERS = "assets/javascripts/workers/"
_WORKER = _WORKERS + "planroom.js"
_BOX = "assets/planroom-search.js"


BUILT_IN, PAGEFIND = SEARCHES
_QUICK = 2000
"""Up to about so many pages the index that the browser makes is quick."""


@dataclass(frozen=True, eq=False)
class _Known:
    """The entries of a page, and what of the memory they were made of."""

    page: SitePage
    texts: frozenset[str]
    entries: tuple[Entry, ...]


KnownEntries = dict[str, _Known]


@dataclass(frozen=True)
class SiteSearch:
    """The search of one build.

    `files` is what the site is made of, and `None` where search is not ours to make; `index` is one of
    `SEARCHES`, and `advises` whether the other one may be named where it would be quicker. `known` are the
    entries that this and earlier builds have made of pages, by their addresses; `None` where none follows.
    """

    files: Files | None = None
    index: str = BUILT_IN
    advises: bool = False
    known: KnownEntries | None = field(default_factory=dict)

    @classmethod
    def of(cls, config: MkDocsConfig, files: Files, wanted: str, known: KnownEntries | None) -> SiteSearch:
        """The search of a site with these files; adds what it needs to them and to the theme's settings.

        While pages are written, and builds follow one another, the index is the one that is made at once,
        whichever is `wanted`. Raises
        `PlanroomError` where Pagefind is wanted and not installed.
        """
        engine = _engine(files) if _is_ours(config) else None
        if engine is None or not engine.abs_src_path:
            return cls()
        index = wanted if known is None else BUILT_IN
        if index == PAGEFIND:
            pagefind.require()
            script = pagefind_worker()
        else:
            script = worker(Path(engine.abs_src_path).read_text("utf-8"))
        files.append(File.generated(config, _WORKER, content=script))
        files.append(File.generated(config, _BOX, content=box()))
        names = {"engine": engine.src_uri, "worker": _WORKER, "box": _BOX, "index": index}
        config.extra.setdefault("planroom", {})["search"] = names
        return cls(files, index, wanted == BUILT_IN and known is None, known)

    def leave_out(self, page: MadePage) -> None:
        """Keep the search plugin from reading a generated page."""
        if self.files is not None:
            page.meta["search"] = {"exclude": True}

    def add_entries(self, config: MkDocsConfig) -> None:
        """Add the entries of generated pages to the index that the search plugin has written.

        Raises `PlanroomError` where Pagefind fails.
        """
        path = Path(config.site_dir, _INDEX)
        if self.files is None or not path.is_file():
            return
        index = json.loads(path.read_text("utf-8"))
        pages = [file.page for file in self.files.documentation_pages() if file.page is not None]
        _label(index["docs"], [page for page in pages if not isinstance(page, MadePage)])
        addresses = Addresses(config.use_directory_urls)
        made = [page.made for page in pages if isinstance(page, MadePage)]
        found = [entry for page in made for entry in self._entries_of(page, addresses)]
        if self.known is not None:
            for url in self.known.keys() - {addresses.url(page.path) for page in made}:
                del self.known[url]
        if self.index == PAGEFIND:
            found_by_pagefind = [*index["docs"], *documents(found)]
            index["docs"] = []
            language = str(config.theme.get("language") or "en").partition("-")[0]
            pagefind.make_index(indexed_pages(found_by_pagefind, language), path.parents[1], language)
            path.with_name("names.json").write_text(_written(names_of(found_by_pagefind)), "utf-8")
        else:
            kept, shortened = fitted(found, BUDGET)
            index["docs"] += documents(kept)
            _set_fields(index["config"])
            self._tell(len(pages), shortened)
        text = _written(index)
        path.write_text(text, "utf-8")
        path.with_suffix(".js").write_text(f"var __index = {text}", "utf-8")

    def _entries_of(self, page: SitePage, addresses: Addresses) -> Iterable[Entry]:
        """The entries of a page; those of the very page that an earlier build had are known."""
        if self.known is None:
            return entries(page, addresses)
        url = addresses.url(page.path)
        known = self.known.get(url)
        if known is None or known.page is not page or not MEMORY.use(known.texts):
            with MEMORY.noting() as texts:
                found = tuple(entries(page, addresses))
            known = self.known[url] = _Known(page, frozenset(texts), found)
        return known.entries

    def _tell(self, pages: int, shortened: int) -> None:
        """Say what the index in the browser costs a large site, and what would be quicker."""
        if shortened:
            log.info(
                "Search shows the beginnings of %s, and finds every word", counted(shortened, "long text")
            )
        if self.advises and pages > _QUICK:
            log.info(
                "Search is slow in browsers with %s pages: "
                "write `search: pagefind` in planroom.yaml, and run `pip install 'planroom[search]'`",
                f"{pages:,}",
            )


def _label(found: list[dict[str, Any]], pages: list[Page]) -> None:
    """Say of the plugin's entries of hand-written pages what kind of page they are."""
    kinds = {page.url: kind_of(page) for page in pages}
    for entry in found:
        if "#" not in entry["location"]:
            entry["kind"] = html.escape(kinds.get(entry["location"], PAGE))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_ours(config: MkDocsConfig) -> bool:
    """Whether the theme's search is Material's, which lets pages be left out and asks a worker."""
    plugin: Any = config.plugins.get("search") or config.plugins.get("material/search")
    return plugin is not None and type(plugin).__module__.startswith("material.") and plugin.config.enabled


def _engine(files: Files) -> File | None:
    """The theme's own worker."""
    found = (file for file in files if file.src_uri.startswith(_WORKERS + "search."))
    return next((file for file in found if file.src_uri.endswith(".js")), None)


def _set_fields(settings: dict[str, Any]) -> None:
    """Have the theme's engine look in the fields of ours; those that a project has set stay as they are."""
    fields = settings.get("fields")
    if isinstance(fields, dict):
        for name, boost in FIELDS.items():
            fields.setdefault(name, {"boost": boost})


def kind_of(page: Page) -> str:
    """What a hand-written page is: its front matter's `kind`, else the topmost section that it stands in."""
    stated = page.meta.get("kind")
    if isinstance(stated, str) and stated.strip():
        return stated.strip()
    above = list(page.ancestors)
    return str(above[-1].title) if above else PAGE
