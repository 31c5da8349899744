"""Decisions and designs as one HTML file that opens anywhere: nothing beside it, and no request."""

from __future__ import annotations

import base64
import hashlib
import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from mimetypes import guess_type
from urllib.parse import unquote

from markupsafe import Markup, escape

from planroom import __version__
from planroom.kinds.decision import Decision
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render import contract_page, decision_pages, home, look, service_page, system_page
from planroom.render.address import HOME
from planroom.render.build_line import build_line
from planroom.render.own_pages import TAG
from planroom.render.page import Heading, SitePage, plain_markdown
from planroom.render.prose import slugged
from planroom.render.rendering import Rendering

_MAKERS = (home, system_page, service_page, contract_page, decision_pages)
_WORTH = late(r"""\s(?:id|href|src|for|aria-\w+|data-target|data-empty-for)=|url\(#""")
_ATTRIBUTE = late(r'(\s)([\w:-]+)="([^"]*)"')
_NAMING = frozenset((
    "id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"
))  # fmt: skip
_SELECTING = frozenset(("data-target", "data-empty-for"))
_URL = late(r"url\(#([^)\s]+)\)")
_SCHEME = late(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True)
class Entry:
    """An entry of the contents: what it says, the place that it leads to, how deep it is set in."""

    text: str
    place: str
    level: int = 1
    status: Markup = Markup()


@dataclass(frozen=True)
class OneFile:
    """The file's text, and what went into it."""

    text: str = field(repr=False)
    decisions: int
    systems: int
    contracts: int


def one_file(site: Rendering) -> OneFile:
    """All decisions, systems, services and contracts of a room in one HTML file.

    A contract whose operations are on pages of their own is there with its list of operations. Links to what
    is not in the file lead to the published site where its address is known, else they are plain text.
    """
    made = {page.path: page for module in _MAKERS for page in module.pages(site)}
    groups = [(title, entries) for title, entries in _contents(site, made) if entries]
    paths = [path for _, entries in groups for path in (entry.place for entry in entries) if path in made]
    links = _Links(site, {site.addresses.url(path).rstrip("/"): path for path in paths})
    sections = _joined(_section(made[path], links) for path in paths)
    script = 'document.documentElement.classList.remove("no-js")\n' + look.script()
    text = site.html(
        "one_file.html.jinja",
        HOME,
        title=site.title,
        version=__version__,
        groups=groups,
        place=_place,
        sections=sections,
        style=Markup(_style(site.title)),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        build_line=Markup(build_line(site)),
        filtered=sum(len(entries) for _, entries in groups) > _FEW,
    )
    kept = set(paths)
    return OneFile(
        text + "\n",
        len(kept & set(site.decision_pages.values())),
        len(site.model.systems),
        len(kept & set(site.contract_pages.values())),
    )


_FEW = 12
"""Contents of so many entries need no filter."""


def _contents(site: Rendering, made: Mapping[str, SitePage]) -> Iterator[tuple[str, list[Entry]]]:
    """What the file holds, in its order, in groups."""
    yield "", [Entry("Overview", HOME)]
    for system in site.model.systems:
        first = site.system_page(system)
        chapters = [path for path in made if path.startswith(f"{posixpath.dirname(first)}/design/")]
        services = [site.service_page(system, service) for service in system.services]
        contracts = [site.contract_pages[contract.path] for contract in system.contracts]
        below = dict.fromkeys((*chapters, *services, *contracts))
        own = f" of {system.label}"
        entries = [Entry(made[path].title.replace(own, ""), path, 2) for path in below]
        yield system.label, [Entry(system.label, first), *entries]
    loose = [path for path in site.contract_pages.values() if path.startswith("apis/")]
    yield "Other APIs", [Entry(made[path].title, path) for path in loose]
    decisions = []
    for decision in site.room.of(Decision):
        status = site.html("macro_status.html.jinja", HOME, decision=decision)
        page = site.decision_pages[decision.path]
        decisions.append(Entry(made[page].title, page, status=status))
    yield "Decisions", decisions


def _style(title: str) -> str:
    """The style sheet; which scheme holds is asked of the reader, since there is no switch."""
    text = look.style() + "\n" + look.part("one_file.css")
    dark = "@media screen and (prefers-color-scheme: dark)"
    text = re.sub(
        r'@media screen \{\s*\[data-md-color-scheme="slate"\] \{([^}]*)\}\s*\}',
        lambda match: f"{dark} {{ :root {{{match[1]}}} }}",
        text,
    )
    rule = re.compile(r'^\[data-md-color-scheme="slate"\] (.*)$', re.MULTILINE)
    text = rule.sub(rf"{dark} {{ \1 }}", text)
    words = "".join(char if char.isalnum() and char.isascii() else f"\\{ord(char):x} " for char in title)
    return f'{text}\n@page {{ @top-left {{ content: "{words}"; }} }}\n'


def _place(path: str) -> str:
    """The anchor of a page in the file: its address without the slash at its end."""
    return path.removesuffix(".md").removesuffix("/index")


def _joined(sections: Iterable[str]) -> Markup:
    """Sections one after the other; a place is named once, and a link to none leads to its page."""
    places: set[str] = set()

    def once(match: re.Match[str]) -> str:
        known = match[1] in places
        places.add(match[1])
        return "" if known else match[0]

    text = re.sub(r'\sid="([^"]*)"', once, "\n".join(sections))

    def led(match: re.Match[str]) -> str:
        page = match[1].partition(":")[0]
        return match[0] if match[1] in places or page not in places else f' href="#{page}"'

    return Markup(re.sub(r'\shref="#([^"]*)"', led, text))  # made of escaped parts


def _section(page: SitePage, links: _Links) -> Markup:
    place = _place(page.path)
    parts = []
    taken = {block.anchor for block in page.blocks if isinstance(block, Heading)}
    for block in page.blocks:
        if isinstance(block, Heading):
            anchor = block.anchor or _unique(slugged(block.text), taken)
            text = plain_markdown(block.text)
            level = block.level
            language = f' lang="{block.language}"' if block.language else ""
            parts.append(f'<h{level} id="{escape(f"{place}:{anchor}")}"{language}>{text}</h{level}>')
        else:
            parts.append(TAG.sub(lambda tag: links.tag(page.path, place, tag[0]), block.text))
    return Markup(
        f'<section class="pr-file__page" id="{escape(place)}" aria-label="{escape(page.title)}">\n'
        + "\n".join(parts)
        + "\n</section>"
    )


def _unique(anchor: str, taken: set[str]) -> str:
    found, count = anchor, 0
    while found in taken:
        count += 1
        found = f"{anchor}_{count}"
    taken.add(found)
    return found


@dataclass(frozen=True)
class _Links:
    """What addresses in a page become in the file; `pages` are those that it holds, by their address."""

    site: Rendering
    pages: Mapping[str, str]

    def tag(self, page: str, place: str, tag: str) -> str:
        """A tag with the names of its page in front of its own, and with the file's addresses."""
        if not _WORTH.search(tag):
            return tag
        return _ATTRIBUTE.sub(lambda match: self._attribute(page, place, match), tag)

    def _attribute(self, page: str, place: str, match: re.Match[str]) -> str:
        space, name, value = match[1], match[2], html.unescape(match[3])
        if name in _NAMING:
            new: str | None = " ".join(f"{place}:{one}" for one in value.split())
        elif name in _SELECTING and value.startswith("#"):
            new = f'[id="{place}:{value[1:]}"]'
        elif name in ("href", "xlink:href"):
            new = self._address(page, place, value)
        elif name == "src":
            new = self._picture(page, value)
        elif "url(#" in value:
            new = _URL.sub(lambda found: f"url(#{place}:{found[1]})", value)
        else:
            return match[0]
        return "" if new is None else f'{space}{name}="{escape(new)}"'

    def _address(self, page: str, place: str, value: str) -> str | None:
        if _SCHEME.match(value):
            # From a file, an address without a scheme would be that of another machine's files.
            return f"https:{value}" if value.startswith("//") else value
        path, _, anchor = value.partition("#")
        path, mark, query = path.partition("?")
        if not path:
            return f"#{place}:{unquote(anchor)}" if anchor else f"#{place}"
        target = self._resolved(page, path)
        there = self.pages.get(target.rstrip("/"))
        if there is not None:
            return f"#{_place(there)}" + (f":{unquote(anchor)}" if anchor else "")
        if self.site.room.settings.site_url:
            root = self.site.room.settings.site_url.rstrip("/") + "/"
            return root + target + mark + query + (f"#{anchor}" if anchor else "")
        above = posixpath.dirname(target.rstrip("/"))
        return f"#{_place(self.pages[above])}" if above and above in self.pages else None

    def _resolved(self, page: str, path: str) -> str:
        """An address of a page from the site's root; one of a folder keeps its slash."""
        folder = posixpath.dirname(self.site.addresses.url(page))
        target = posixpath.normpath(posixpath.join(folder, unquote(path)))
        return ("" if target == "." else target) + ("/" if path.endswith("/") and target != "." else "")

    def _picture(self, page: str, value: str) -> str | None:
        """A picture of the room as part of the file."""
        if _SCHEME.match(value):
            return value if value.startswith("data:image/") else None
        path = self._resolved(page, value).removeprefix("assets/room/")
        if path not in self.site.room.paths or not self.site.room.holds(path):
            return None
        kind = guess_type(path)[0] or "application/octet-stream"
        data = base64.b64encode((self.site.room.root / path).read_bytes()).decode()
        return f"data:{kind};base64,{data}"
