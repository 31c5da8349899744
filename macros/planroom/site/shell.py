"""The theme's page around a generated one: rendered once for all pages that differ in their words alone.

Pages of one folder and section have the same head, menu and foot, but for titles, addresses, contents,
neighbours and, where they stand in the menu, their own entry in it. The theme's template renders such a page
once with marks in these places; the marks are filled for every page. A page that anything else could make
different is rendered by the theme.
"""

from __future__ import annotations

import copy
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
import mkdocs
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import TemplateContext

from planroom.files import shipped
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.page import SitePage
from planroom.site.made_page import MadePage
from planroom.site.menu_entry import NOWHERE, Unread, beside, entries, has_plain_entry

_TOKEN = secrets.token_hex(8) + "aA"
_MAX_GROUPS = 500
_MAX_CONTENTS = 2000
_PAGE = late(r"\bpage\b")
_UNSAFE = late("[&<>\"']")
_SPACES = late(r"\n\s+")

Full = Callable[[Mapping[str, Any]], str]
"""Renders the theme's template."""


def can_share(config: MkDocsConfig) -> bool:
    """Whether the theme is known to ask of a page no more than is filled in.

    Templates of a project or plugin may, if they name the page at all.
    """
    if config.theme.name != "material":
        return False
    import material

    known = (shipped("theme"), Path(material.__file__).parent, Path(mkdocs.__file__).parent)
    for folder in map(Path, config.theme.dirs):
        if not any(folder.is_relative_to(home) for home in known):
            for template in folder.rglob("*.html"):
                if _PAGE.search(template.read_text("utf-8", "replace")):
                    return False
    return True


def share(env: jinja2.Environment, config: MkDocsConfig, before: Carried) -> None:
    """Have the templates of a theme fill shells where they can, those of builds `before` this one too."""
    file = File("made.md", None, config.site_dir, config.use_directory_urls)
    shells = Shells(env, frozenset(vars(MadePage(SitePage("made.md", "", ()), file, config))), before)

    class Sharing(env.template_class):  # type: ignore[name-defined, misc]
        """A template that renders generated pages by a shell, and all pages without the theme's indents."""

        def render(self, *args: Any, **kwargs: Any) -> str:
            whole = super().render
            if len(args) != 1 or kwargs or not isinstance(args[0].get("page"), Page):
                return str(whole(*args, **kwargs))

            def full(context: Mapping[str, Any]) -> str:
                return squeezed(whole(context), context["page"].content or "")

            if isinstance(args[0]["page"], MadePage):
                return shells.render(str(self.name), args[0], full)
            return full(args[0])

    env.template_class = Sharing


def squeezed(text: str, content: str = "") -> str:
    """A page without the indents and empty lines around its content, which are a quarter of a short page.

    One whose theme writes text that keeps its spaces stays as it is.
    """
    before, found, after = text.partition(content) if content else (text, "", "")
    if any(tag in part for part in (before, after) for tag in ("<pre", "<textarea")):
        return text
    return _SPACES.sub("\n", before) + found + _SPACES.sub("\n", after)


@dataclass(frozen=True)
class Shell:
    """A rendered page in parts: what all pages of a group share, and every second one the name of a place."""

    parts: tuple[str, ...]

    def fill(self, words: Mapping[str, str], entry: tuple[str, str] | None = None) -> str | None:
        """The page with its own words in their places, and the second of these texts in that of the first.

        `None` if the first is not there, or more than once.
        """
        parts = list(self.parts)
        if entry is not None:
            closed, opened = entry
            if sum(part.count(closed) for part in parts[::2]) != 1:
                return None
            parts[::2] = [part.replace(closed, opened) for part in parts[::2]]
        return "".join(words[part] if index % 2 else part for index, part in enumerate(parts))


Carried = dict[tuple[Any, ...], Shell]
"""The shells of earlier builds of a process, by what is said of their groups in every build."""


class Shells:
    """The shells of one build, whose pages have these attributes when nothing was added to them."""

    def __init__(self, env: jinja2.Environment, attributes: frozenset[str], before: Carried) -> None:
        self._env = env
        self._attributes = attributes | _ADDED
        self._before = before
        self._in_menu: frozenset[int] | None = None
        self._found: dict[tuple[Any, ...], Shell | None] = {}
        self._begun: set[tuple[Any, ...]] = set()
        self._contents: dict[tuple[Any, ...], str] = {}
        self._languages: dict[str, Any] = {}

    def render(self, template: str, context: Mapping[str, Any], full: Full) -> str:
        """A page as the theme's template gives it.

        The first page of a group is rendered, the second is too, and held against what the shell gives. If an
        earlier build has a shell that gives the first page as it was rendered, the second needs not be.
        """
        page: MadePage = context["page"]
        key = self._group(template, page, context)
        if key is None:
            return full(context)
        if key not in self._begun:
            whole = full(context)
            if len(self._begun) < _MAX_GROUPS:
                self._begun.add(key)
                known = self._before.get(_lasting(key, page))
                if known is not None and self._filled(known, page, context) == whole:
                    self._found[key] = known
            return whole
        if key not in self._found:
            whole = full(context)
            shell = _shell(page, context, full, self._is_in_menu(page, context))
            if shell is not None and self._filled(shell, page, context) != whole:
                shell = None
            self._found[key] = shell
            if shell is not None:
                self._before[_lasting(key, page)] = shell
            return whole
        shell = self._found[key]
        filled = None if shell is None else self._filled(shell, page, context)
        return full(context) if filled is None else filled

    def _filled(self, shell: Shell, page: MadePage, context: Mapping[str, Any]) -> str | None:
        """A page by its shell; `None` if its entry is not found in the menu."""
        entry = None
        if self._is_in_menu(page, context):
            features = context["config"].theme.get("features") or []
            known = {**context, "lang": self._language(page, context), "features": features}
            closed, opened = entries(self._env, page, known)
            entry = squeezed(closed), squeezed(opened)
        return shell.fill(self._words(page, context), entry)

    def _is_in_menu(self, page: MadePage, context: Mapping[str, Any]) -> bool:
        if self._in_menu is None:
            self._in_menu = frozenset(map(id, _pages(context["nav"].items)))
        return id(page) in self._in_menu

    def _group(self, template: str, page: MadePage, context: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """What pages must share to have one shell; `None` for a page that can have none."""
        in_menu = self._is_in_menu(page, context)
        others = (page.previous_page, page.next_page)
        titles = [page.title, page.meta.get("title"), *(other.title for other in others if other is not None)]
        if (
            (in_menu and not has_plain_entry(page))
            or context.keys() - TemplateContext.__annotations__.keys()
            or vars(page).keys() - self._attributes
            or not (page.title and page.meta.get("title"))
            or any(_UNSAFE.search(str(title)) and str(title) != escape(title) for title in titles)
            or any(vars(item).keys() - _ITEM for item in page.toc)
        ):
            return None
        folder = page.url.rstrip("/").rpartition("/")[0]
        first = next(iter(page.toc), None)
        return (
            *(id(page.parent), id(context["nav"]), id(context["config"])),
            *(template, folder, in_menu, context["base_url"]),
            *(tuple(context["extra_css"]), tuple(context["extra_javascript"])),
            tuple((key, repr(value)) for key, value in page.meta.items() if key not in _OWN),
            tuple(bool(page.meta.get(key)) for key in _OWN),
            *(page.canonical_url is None, page.abs_url is None, page.edit_url is None, page.is_homepage),
            *(first is None, "<h1" in (page.content or ""), others[0] is None, others[1] is None),
        )

    def _words(self, page: MadePage, context: Mapping[str, Any]) -> dict[str, str]:
        """What stands in the places of a page, as the theme's templates would write it."""
        first = next(iter(page.toc), None)
        words = {
            "title": str(page.title),
            "stated_title": str(page.meta["title"]),
            "description": str(page.meta.get("description", "")),
            "canonical_url": page.canonical_url or "",
            "abs_url": page.abs_url or "",
            "edit_url": page.edit_url or "",
            "content": page.content or "",
            "skip": first.url if first is not None else "",
            "toc": self._contents_of(page, context) if first is not None else "",
        }
        for name, other in (("previous", page.previous_page), ("next", page.next_page)):
            if other is not None:
                words[f"{name}_title"] = str(other.title)
                words[f"{name}_url"] = normalize_url(other.url, page)
        return words

    def _contents_of(self, page: MadePage, context: Mapping[str, Any]) -> str:
        """The table of contents; many pages have the same one."""
        first = page.toc.items[0]
        # A heading of level 1 at the top is the page's title, which the table leaves out.
        key = (page.meta.get("lang"), first.level, _outline(first.children if first.level == 1 else page.toc))
        if key not in self._contents:
            if len(self._contents) >= _MAX_CONTENTS:
                self._contents.clear()
            template = self._env.get_template("partials/toc.html")
            words = {**context, "lang": self._language(page, context)}
            text = squeezed(template.render(words, page=page)).strip("\n")
            self._contents[key] = f"{text}\n" if text else ""
        return self._contents[key]

    def _language(self, page: MadePage, context: Mapping[str, Any]) -> Any:
        """The theme's words in the language of a page."""
        code = str(page.meta.get("lang"))
        if code not in self._languages:
            template = self._env.get_template("partials/language.html")
            self._languages[code] = template.make_module(dict(context))
        return self._languages[code]


def _lasting(key: tuple[Any, ...], page: Page) -> tuple[Any, ...]:
    """What is said of a group in every build: the sections above its pages by their titles."""
    return *(str(section.title) for section in page.ancestors), *key[_PASSING:]


_PASSING = 3
"""So much of what pages of a group share is the same in one build only: it is told by its place in memory."""


def _outline(items: Any) -> tuple[Any, ...]:
    return tuple((item.level, item.id, item.title, _outline(item.children)) for item in items)


_OWN = frozenset(("title", "description", "origin"))
_ADDED = frozenset(("parent", "title", "links_to_anchors"))
"""Attributes that MkDocs gives a page after it is made."""


_ITEM = frozenset(("title", "id", "level", "children", "active"))


def _pages(items: Any) -> Iterator[Page]:
    for item in items:
        if isinstance(item, Page):
            yield item
        yield from _pages(item.children or ())


def _mark(name: str) -> str:
    return f"\x02{name}-{_TOKEN}\x03"


def _shell(page: MadePage, context: Mapping[str, Any], full: Full, in_menu: bool) -> Shell | None:
    """The shell of a page's group; `None` if a place in it was changed by the template."""
    # The menu has other addresses for a page than for those beside it.
    stand_in = beside(page) if in_menu else copy.copy(page)
    stand_in.title = Markup(_mark("title"))
    stated = {"title": Markup(_mark("stated_title")), "description": Markup(_mark("description"))}
    stand_in.meta = {key: stated.get(key, value) for key, value in page.meta.items()}
    for name in ("canonical_url", "abs_url", "edit_url"):
        if getattr(page, name) is not None:
            setattr(stand_in, name, _mark(name))
    stand_in.content = ("<h1" if "<h1" in (page.content or "") else "") + _mark("content")
    written = {_mark(name): name for name in ("title", "stated_title", "description")}
    written |= {_mark(name): name for name in ("canonical_url", "abs_url", "edit_url")}
    written |= {stand_in.content: "content", f"#{_mark('skip')}": "skip"}
    # The contents stand on lines of their own, and none is left where there are none.
    written[f"{_mark('toc')}\n"] = "toc"
    if len(page.toc):
        stand_in.toc = TableOfContents([AnchorLink("", _mark("skip"), page.toc.items[0].level)])
        vars(stand_in)["shell_contents"] = _mark("toc")
    for name in ("previous", "next"):
        other = getattr(page, f"{name}_page")
        if other is not None:
            neighbour = copy.copy(other)
            neighbour.title = Markup(_mark(f"{name}_title"))
            neighbour.file = copy.copy(other.file)
            neighbour.file.url = _mark(f"{name}_url")
            setattr(stand_in, f"{name}_page", neighbour)
            written[_mark(f"{name}_title")] = f"{name}_title"
            written[normalize_url(neighbour.url, stand_in)] = f"{name}_url"
    with Unread(page):
        text = full({**context, "page": stand_in})
    pieces = re.split(
        "|".join(f"({re.escape(mark)})" for mark in sorted(written, key=len, reverse=True)), text
    )
    parts = [piece for piece in pieces if piece is not None]
    places = [written.get(part, "") for part in parts[1::2]]
    literal = "".join(parts[::2])
    if "" in places or "content" not in places or _TOKEN.lower() in literal.lower() or NOWHERE in literal:
        return None
    return Shell(tuple(places[index // 2] if index % 2 else part for index, part in enumerate(parts)))
