"""A page's own entry in the theme's menu: as it is while another page is read, and while this one is."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import jinja2
from mkdocs.structure.pages import Page

_ACTIVE = "_Page__active"
"""Where MkDocs notes that a page is being rendered; its property would change the sections too."""
NOWHERE = "\x02beside\x03"
"""Stands in the address of a page that there is not."""


def has_plain_entry(page: Page) -> bool:
    """Whether a page of the menu differs from its neighbours there by its own entry alone."""
    return page.parent is not None and not page.is_index and _ACTIVE in vars(page)


class Unread:
    """Within it a page is none that is being read, while its sections stay open."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __enter__(self) -> None:
        self._active = vars(self._page)[_ACTIVE]
        vars(self._page)[_ACTIVE] = False

    def __exit__(self, *fault: object) -> None:
        vars(self._page)[_ACTIVE] = self._active


def beside(page: Page) -> Page:
    """A page in the same folder and section that is none of the menu's: all others lie beside it."""
    other = copy.copy(page)
    other.title = f"{page.title} "  # MkDocs compares pages by title and file
    other.file = copy.copy(page.file)
    folder, _, name = page.file.url.rstrip("/").rpartition("/")
    other.file.url = f"{folder}/{NOWHERE}{page.file.url[len(folder) + 1 + len(name) :]}"
    if name.endswith(".html"):
        other.file.url += ".html"
    return other


def entries(env: jinja2.Environment, page: Page, context: Mapping[str, Any]) -> tuple[str, str]:
    """The entry while another page is read, and while this one is.

    `context` has what the theme's main template has set: its features, and its words as `lang`.
    """
    template = env.get_template("partials/nav-item.html")
    with Unread(page):
        closed = _rendered(template, page, {**context, "page": beside(page)})
    return closed, _rendered(template, page, context)


def _rendered(template: jinja2.Template, page: Page, context: Mapping[str, Any]) -> str:
    macros: Any = template.make_module(dict(context))
    text = str(macros.render(page, "", 2))
    # As in the template `partials/nav.html`.
    return text.replace('<nav class="md-nav', '<div role="group" class="md-nav').replace("</nav>", "</div>")
