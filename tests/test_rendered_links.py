"""Links of generated pages, before any generator has seen them: each leads to a place that is there."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, files, pages
from planroom.render.page import Heading
from torture import HOSTILE, Words, write

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//")


class Read(HTMLParser):
    """The ids of a page, what it links to, and the links in which nothing can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.unnamed: list[str] = []
        self._open: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.update(filter(None, (values.get("id"),)))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
            self._open.append([values["href"], values.get("aria-label", ""), values.get("aria-hidden", "")])
        elif self._open and tag == "img":
            self._open[-1][1] += values.get("alt", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            href, words, hidden = self._open.pop()
            if not hidden and not words.strip():
                self.unnamed.append(href)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1] += data


def rendered(root: Path) -> tuple[dict[str, Read], set[str]]:
    """Each page of a room by its address, and the addresses of the files beside them."""
    room = load(root, today=date(2026, 11, 1))
    site = Rendering(run(room, build(room)))
    found: dict[str, Read] = {}
    written = (root / "docs").rglob("*.md")
    beside = {site.addresses.url(page.relative_to(root / "docs").as_posix()) for page in written}
    beside |= {file.path for file in files(site)}
    for page in pages(site):
        read = found[site.addresses.url(page.path)] = Read()
        beside.update(page.assets)
        for block in page.blocks:
            if isinstance(block, Heading):
                read.ids.update(filter(None, (block.anchor,)))
            else:
                read.feed(block.text)
    return found, beside


@pytest.fixture(scope="module", params=["own", "hostile", "torture"])
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Read], set[str]]:
    if request.param == "own":
        return rendered(ROOT)
    if request.param == "hostile":
        return rendered(ROOT / "tests/projects/hostile")
    folder = tmp_path_factory.mktemp("torture")
    write(folder, Words(HOSTILE))
    return rendered(folder)


def test_links_lead_to_pages_and_places_that_are_there(room: tuple[dict[str, Read], set[str]]) -> None:
    found, beside = room
    dead = []
    for here, read in found.items():
        for link in dict.fromkeys(read.links):
            if _SCHEME.match(link):
                continue
            address, _, anchor = link.partition("#")
            address = address.partition("?")[0]
            there = posixpath.normpath(posixpath.join("/", here, unquote(address)))[1:] if address else here
            there += "/" if address.endswith("/") and there else ""
            if there in found:
                if anchor and not found[there].ids[unquote(anchor)]:
                    dead.append(f"{here}: {link}: no such place")
            elif there not in beside:
                dead.append(f"{here}: {link}: no such page")
    assert dead == []


def test_no_id_is_there_twice(room: tuple[dict[str, Read], set[str]]) -> None:
    assert {
        here: twice
        for here, read in room[0].items()
        if (twice := [name for name, count in read.ids.items() if count > 1])
    } == {}


def test_every_link_has_words(room: tuple[dict[str, Read], set[str]]) -> None:
    """But for links without words that an author wrote, which lead out of the room."""
    unnamed = {
        here: [link for link in read.unnamed if not _SCHEME.match(link)] for here, read in room[0].items()
    }
    assert {here: links for here, links in unnamed.items() if links} == {}
