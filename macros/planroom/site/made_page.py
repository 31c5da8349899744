"""Generated pages as MkDocs takes them: their HTML is there, so Markdown is not run."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cached_property
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from planroom.patterns import late
from planroom.render.page import Heading, SitePage, printable
from planroom.site import headings

_KEPT = r'<(?:div|span) id="pr-kept-\d+"></(?:div|span)>'
_MARK = late(f"<p>({_KEPT})</p>|({_KEPT})")
"""What stands for kept HTML; Markdown may have wrapped a paragraph around one that stands alone."""

_SITE = late(r"(https?://[A-Za-z0-9.:-]+)((?:/[A-Za-z0-9_-]+)*)/?")
_BELOW = late(r"(?:[A-Za-z0-9_-]+/)*(?:[A-Za-z0-9_-]+(?:\.html)?)?")
"""Addresses of sites and pages in which nothing is to be resolved or escaped."""

_SHOWN = ("title", "description", "author", "subtitle")


def escape_front_matter(found: MutableMapping[str, Any]) -> None:
    """Escape the words of a page's front matter: themes put them into their HTML as they are."""
    for key in _SHOWN:
        if isinstance(found.get(key), str):
            found[key] = escape(printable(found[key]))


class Kept:
    """HTML that Markdown must not touch: a mark stands for it until Markdown is done."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}

    def keep(self, html: str, is_block: bool) -> str:
        """Keep HTML for later, and give the mark that stands for it."""
        tag = "div" if is_block else "span"
        mark = f'<{tag} id="pr-kept-{len(self._held)}"></{tag}>'
        self._held[mark] = html
        return f"\n\n{mark}\n\n" if is_block else mark

    def put_back(self, html: str) -> str:
        """HTML with what was kept in place of its marks."""
        return _MARK.sub(lambda match: self._held.get(match[1] or match[2], match[0]), html)


class Prepared:
    """What follows from a generated page alone, made when it is first asked for.

    `source` is its headings as Markdown with marks for the HTML between them, which `kept` knows; `headings`
    are `None` where Python-Markdown is to make them, and `content` is all of it as HTML.
    """

    def __init__(self, page: SitePage) -> None:
        self.page = page
        self.kept = Kept()

    @cached_property
    def source(self) -> str:
        """The text that Markdown would be run over."""
        return "\n\n".join(
            block.markdown() if isinstance(block, Heading) else self.kept.keep(block.text, True).strip()
            for block in self.page.blocks
        )

    @cached_property
    def headings(self) -> list[headings.Made] | None:
        """The headings in order."""
        return headings.made(block for block in self.page.blocks if isinstance(block, Heading))

    @cached_property
    def content(self) -> str:
        """The HTML where the headings are known."""
        found = iter(self.headings or ())
        return "\n".join(
            next(found).html if isinstance(block, Heading) else block.text for block in self.page.blocks
        )


class MadePage(Page):
    """A page whose content is known.

    Its Markdown is its headings, with marks for the HTML between them. Markdown is run over it only if
    another plugin has changed it, or if headings come out of the site's Markdown in a way of their own.
    """

    def __init__(
        self, made: SitePage, file: File, config: MkDocsConfig, prepared: Prepared | None = None
    ) -> None:
        self.made = made
        self.prepared = prepared if prepared is not None and prepared.page is made else Prepared(made)
        self._anchors: tuple[str | None, set[str]] | None = None
        super().__init__(None, file, config)

    def _set_canonical_url(self, base: str | None) -> None:
        """Set the page's whole address and the way to it, which for most is the one behind the other."""
        match = _SITE.fullmatch(base or "")
        if match is None or not _BELOW.fullmatch(self.url):
            super()._set_canonical_url(base)
            return
        self.abs_url = f"{match[2]}/{self.url}"
        self.canonical_url = match[1] + self.abs_url

    def read_source(self, config: MkDocsConfig) -> None:
        """Take from the page what would be front matter, unless another plugin has a text for it."""
        source = config.plugins.on_page_read_source(page=self, config=config)
        if source is not None:
            self.markdown, self.meta = meta.get_data(source)
            return
        self.markdown = self.prepared.source
        self.meta = self.made.meta()
        escape_front_matter(self.meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the content and the table of contents."""
        plain = self.markdown == self.prepared.source and headings.are_plain(config)
        made = self.prepared.headings if plain else None
        if made is None:
            super().render(config, files)
            self.content = self.prepared.kept.put_back(self.content or "")
            return
        self.content = self.prepared.content
        self.toc = headings.contents(made)

    @property
    def present_anchor_ids(self) -> set[str]:
        """The anchors that links may lead to: all of its HTML, looked for only when a link leads here."""
        if self._anchors is None or self._anchors[0] is not self.content:
            self._anchors = self.content, set(headings.ids(self.content or ""))
        return self._anchors[1]

    @present_anchor_ids.setter
    def present_anchor_ids(self, found: set[str] | None) -> None:
        """Markdown would know those of the headings only."""
