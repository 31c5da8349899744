"""Headings as Python-Markdown would make them, without running it for every page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from markdown.extensions.toc import nest_toc_tokens, slugify, unique
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import TableOfContents, get_toc

from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.page import Heading, plain_markdown

_INERT = frozenset((
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes",
    "markdown.extensions.extra", "md_in_html", "meta", "sane_lists", "tables", "toc",
    "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details",
    "pymdownx.extra", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark",
    "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
))  # fmt: skip
"""Extensions that do nothing to a heading in which every mark is a character reference."""

_ANCHOR = late(r"[\w:.-]+")


@dataclass(frozen=True)
class Made:
    """A heading's HTML with its anchor, and its entry in the table of contents."""

    html: str
    entry: dict[str, Any]


def are_plain(config: MkDocsConfig) -> bool:
    """Whether headings come out of a site's Markdown as `made` makes them."""
    settings = config.mdx_configs.get("toc") or {}
    return (
        set(config.markdown_extensions) <= _INERT
        and settings.get("permalink") is True
        and not settings.keys() - {"permalink", "title"}
    )


def made(headings: Iterable[Heading]) -> list[Made] | None:
    """The headings of one page; `None` where one of them is better left to Python-Markdown."""
    found = list(headings)
    if any(not item.text.strip() or (item.anchor and not _ANCHOR.fullmatch(item.anchor)) for item in found):
        return None
    taken = {item.anchor for item in found if item.anchor}
    return [_made(item, taken) for item in found]


def _made(heading: Heading, taken: set[str]) -> Made:
    text = plain_markdown(heading.text)
    anchor = heading.anchor or str(unique(slugify(html.unescape(text), "-"), taken))
    link = f'<a class="headerlink" href="#{anchor}" title="Permanent link">&para;</a>'
    level = heading.level
    language = f' lang="{heading.language}"' if heading.language else ""
    return Made(
        f'<h{level} id="{anchor}"{language}>{text}{link}</h{level}>',
        {"level": level, "id": anchor, "name": text},
    )


def contents(found: Iterable[Made]) -> TableOfContents:
    """The table of contents of a page with these headings."""
    return get_toc(nest_toc_tokens([item.entry for item in found]))


def ids(text: str) -> frozenset[str]:
    """The anchors of a page's HTML."""
    return frozenset(html.unescape(found) for found in re.findall(r'\sid="([^"]*)"', text))
