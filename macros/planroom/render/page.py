"""What rendering gives: pages as a row of headings and HTML, and as the Markdown any generator can build."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.figures import unique_figures

MARK = f"\x00{secrets.token_hex(8)}\x00"
"""Parts a template's headings from its HTML; made anew in each run, so that no artifact holds it."""

_TABLE = late(
    r'(?<!<div class="pr-scroll">)(?<!<div class="pr-scroll">\n)(<table class="pr-table.*?</table>)',
    re.DOTALL,
)

_UNSEEN = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of characters, and what turns the direction of all that follows: text could read
as something else than it is (Unicode TR 36, 2.4)."""

_UNSEEN_ASCII = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
"""Those of them that are ASCII."""


def printable(text: str) -> str:
    """A text with the sign for a character that cannot be shown in place of those that no page may hold."""
    if text.isascii():  # most are, and are looked through much faster
        data = text.encode("ascii")
        if len(data.translate(None, _UNSEEN_ASCII)) == len(data):
            return str(text)
    return _UNSEEN.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: level from 1, plain text, its anchor, and its language (`""`: the page's)."""

    level: int
    text: str
    anchor: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))

    def markdown(self) -> str:
        """The heading as one line of Markdown with its anchor and its language as an attribute list."""
        named = [f"#{self.anchor}"] if self.anchor else []
        named += [f'lang="{self.language}"'] if self.language else []
        attributes = f" {{ {' '.join(named)} }}" if named else ""
        return f"{'#' * self.level} {plain_markdown(self.text)}{attributes}"


@dataclass(frozen=True, slots=True)
class Html:
    """A stretch of finished HTML."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))


Block = Heading | Html


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page, or the place on it with this anchor, is about, as search shows and finds it.

    `kind` is the word that its hits carry ("Decision"), `names` what readers who know it type, `title` stands
    where no heading has the anchor, `detail` is a quiet word beside the kind (a path, a system), `status` a
    word and the kind of its chip. Hits of a higher `weight` come before others, 1 being the usual one. Of a
    page that is found `whole`, no section is a hit of its own. Who types a name exactly gets first what is
    called so, unless its names are `common` words.
    """

    kind: str
    names: tuple[str, ...] = ()
    anchor: str = ""
    title: str = ""
    detail: str = ""
    status: tuple[str, str] = ("", "")
    weight: float = 1
    whole: bool = False
    common: bool = False


LAST = 0.001
"""The weight of what planroom itself brings: it comes after everything of a project that has the word."""

GUIDING = 2 * LAST
"""The weight of guides and checklists: after everything of a project, and before the checks."""


@dataclass(frozen=True)
class SitePage:
    """One generated page.

    `path` is its Markdown file below the site's sources, `origin` the artifact's file (for the edit link, may
    be empty), `blocks` its content, `hide` what it does without of the theme, `searchable` whether search
    finds it, `assets` the files of the room that it shows, `subjects` what it and its places are about,
    `language` the code of the one it is written in, `""` for that of the site.
    """

    path: str
    title: str
    blocks: tuple[Block, ...] = field(repr=False)
    origin: str = ""
    description: str = ""
    hide: tuple[str, ...] = ()
    searchable: bool = True
    assets: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    language: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", printable(self.title))
        object.__setattr__(self, "description", printable(self.description))
        texts = unique_figures([block.text if isinstance(block, Html) else "" for block in self.blocks])
        pairs = zip(self.blocks, texts, strict=True)
        made = tuple(Html(text) if isinstance(block, Html) else block for block, text in pairs)
        object.__setattr__(self, "blocks", made)

    def meta(self) -> dict[str, Any]:
        """What a generator is told of the page: macros are off, since its words come from artifacts."""
        found: dict[str, Any] = {"title": self.title, "render_macros": False}
        if self.description:
            found["description"] = self.description
        if self.origin:
            found["origin"] = self.origin
        if self.hide:
            found["hide"] = list(self.hide)
        if self.language:
            found["lang"] = self.language
        if not self.searchable:
            found["search"] = {"exclude": True}
        return found

    def front_matter(self) -> str:
        """The same as the front matter of a Markdown file; JSON is YAML.

        Themes put a title and a description into their HTML as they are, so they are escaped here.
        """
        told = self.meta()
        told |= {key: str(escape(told[key])) for key in ("title", "description") if key in told}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
        return "\n".join(["---", *lines, "---", ""])

    def markdown(self) -> str:
        """The whole page as Markdown, HTML and all."""
        parts = [block.markdown() if isinstance(block, Heading) else block.text for block in self.blocks]
        return self.front_matter() + "\n" + "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class SiteFile:
    """A file of the site that is no page: a style sheet, a feed, data, the page at an old address.

    `path` is where it lies in the site, `content` what is in it, as UTF-8 where it is text.
    """

    path: str
    content: str | bytes = field(repr=False)

    def data(self) -> bytes:
        """The bytes of the file."""
        return self.content.encode("utf-8") if isinstance(self.content, str) else self.content


@lru_cache(maxsize=2048)  # most headings stand on many pages
def plain_markdown(text: str) -> str:
    """Text that Markdown shows as it is: what could be read as a mark becomes a character reference."""
    flat = " ".join(text.split())
    return re.sub(r"[^\w\s.,;:?/'%-]", lambda match: f"&#{ord(match[0])};", flat).replace("_", "&#95;")


def heading(level: int, text: str, anchor: str = "", language: str = "") -> Markup:
    """A heading for a template: taken out again by `blocks`."""
    clean = "\x1f".join(part.replace("\x1f", " ") for part in (str(text), anchor, language))
    return Markup(f"{MARK}{level}\x1f{clean}{MARK}")  # kept as text by Heading


def scrolling(html: str) -> str:
    """HTML in which each table stands in a frame of its own: a long word makes that scroll, not the page."""
    return _TABLE.sub(r'<div class="pr-scroll">\1</div>', html) if "<table class" in html else html


def blocks(rendered: str) -> Iterator[Block]:
    """The headings and stretches of HTML of a rendered template, in order."""
    for index, part in enumerate(rendered.split(MARK)):
        if index % 2:
            level, text, anchor, language = part.split("\x1f")
            yield Heading(int(level), text, anchor, language)
        elif part.strip():
            part = scrolling(part.strip())
            yield Html(re.sub(r"\n\s*\n", "\n", part) if "<pre" not in part else part)
