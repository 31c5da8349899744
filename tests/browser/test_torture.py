"""Rooms that differ in their words alone give the same pages, whatever the words are.

Each page of a room full of hostile words is held against the same page of a room full of harmless ones: it
has the same elements in the same places, and shows every word that the other shows. In a browser nothing of
it runs.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page
from searching import hits
from sites import LEAKS, SHIPPED, new_page, planroom, serving, watch

import torture

pytestmark = pytest.mark.browser

_READ = """html => {
  const page = new DOMParser().parseFromString(html, "text/html")
  // What Markdown makes within a line is no place of its own.
  const found = ".pr-findings, .pr-hints, tr:has(> td > .pr-finding), .pr-finding, .pr-empty, " +
    "li:has(> [href^='#f-']), option, li:has(> [href='#open-findings']), #open-findings"
  const within = "p, a, abbr, b, br, code, del, em, i, img, ins, kbd, q, s, samp, small, strong, sub, u, wbr"
  for (const element of page.querySelectorAll(found)) element.remove()
  const chains = []
  const walk = (element, chain) => {
    for (const child of element.children) {
      let below = chain
      if (!child.matches(within) || child.classList.length) {
        below = `${chain} ${child.localName}${[...child.classList].map(name => "." + name).join("")}`
        chains.push(below.slice(-160))
      }
      if (!child.matches("svg, .highlight code")) walk(child, below)
    }
  }
  walk(page.documentElement, "")
  return {chains, text: `${page.title} ${page.body.textContent}`}
}"""


_PARTED = re.compile(r"(/design/[a-z]+|/api/[^/]+|^apis/.*api)(-\d+)?/.*")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sites of the two rooms."""
    made = {}
    for name, words in (("harmless", torture.HARMLESS), ("hostile", torture.HOSTILE)):
        room = tmp_path_factory.mktemp(name)
        torture.write(room, torture.Words(words))
        planroom(room, "build", "--quiet")
        made[name] = room / "site"
    return made


def pages_of(site: Path) -> dict[str, list[Path]]:
    """The pages made from the room, by addresses that are the same in both.

    Several are one where a text is parted by its weight, which differs with the words.
    """
    found = defaultdict(list)
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if not name.startswith((*SHIPPED, "assets/")):
            parts = [re.sub(r"-t(\d+)z.*", r"-\1", part) for part in name.split("/")]
            whole = _PARTED.sub(r"\1", "/".join(parts))
            found[whole].append(path)
    return found


@pytest.fixture(scope="module")
def read(sites: dict[str, Path], chromium: Browser) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Where the elements of each page stand, and its text, as a browser reads them.

    What is found differs with the words, and with it the pages of findings and the filled-in checklists.
    """
    page = new_page(chromium)
    found = {
        name: {
            key: [page.evaluate(_READ, path.read_text("utf-8")) for path in paths]
            for key, paths in pages_of(site).items()
            if not key.startswith("findings/") and not key.endswith("/checklist/index.html")
        }
        for name, site in sites.items()
    }
    page.context.close()
    return found


def test_both_rooms_have_the_same_pages(read: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    assert sorted(read["hostile"]) == sorted(read["harmless"])
    assert len(read["hostile"]) > 20


def test_no_word_makes_an_element(read: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    for key, pages in read["hostile"].items():
        here, there = ([page["chains"] for page in each] for each in (pages, read["harmless"][key]))
        assert set(chain(*here)) - set(chain(*there)) == set(), key
        if len(here) == len(there) == 1:
            assert here == there, key


def test_every_word_is_shown(read: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """The marks before and behind the words: nothing of them takes away what follows."""
    for key, pages in read["hostile"].items():
        assert marks(read["harmless"][key]) - marks(pages) == set(), key


def marks(pages: list[dict[str, Any]]) -> set[str]:
    return {mark for page in pages for mark in re.findall(r"\b[TE]\d+z\b", page["text"])}


def test_nothing_runs(sites: dict[str, Path], chromium: Browser) -> None:
    with serving(sites["hostile"]) as address:
        page, wrong = watch(chromium, address)
        for path in chain(*pages_of(sites["hostile"]).values()):
            open_(page, address + path.relative_to(sites["hostile"]).as_posix())
            found = page.evaluate(LEAKS)
            if path.parent.name == "try":  # no page of the theme; a browser tells of all that it stopped
                stopped = "\n".join(told for told in wrong if "Content Security Policy" in told)
                assert [told for told in wrong if told.removeprefix("request to ") not in stopped] == [], path
                assert found["hit"] is None, path
                assert found["over"] <= 0, path
                wrong.clear()
                continue
            assert wrong == [], path
            assert found["hit"] is None, path
            assert found["attributes"] == [], path
            assert found["layout"][:4] == [1, 1, 1, 1], path
            assert found["over"] <= 0, path


def open_(page: Page, url: str) -> None:
    page.goto(url.replace("#", "%23"), wait_until="domcontentloaded")
    page.wait_for_selector("article[data-pr-ready], .swagger-ui .opblock")


def test_results_of_the_search_are_words(sites: dict[str, Path], chromium: Browser) -> None:
    with serving(sites["hostile"]) as address:
        page, wrong = watch(chromium, address)
        open_(page, address)
        assert hits(page, "onerror")
        assert page.evaluate(LEAKS)["hit"] is None
        assert (
            page.locator(".md-search-result__list :is(script, img, iframe, svg[onload], form)").count() == 0
        )
        assert "<script>" in page.locator(".md-search-result__list").inner_text()
        assert wrong == []


def test_files_beside_the_pages_can_be_read(sites: dict[str, Path]) -> None:
    """Feeds and indexes are what they are for programs too."""
    for path in (path for path in sites["hostile"].rglob("*") if path.is_file()):
        if path.suffix == ".xml":
            ElementTree.parse(path)
        elif path.suffix == ".json":
            json.loads(path.read_text("utf-8"))


def test_the_direction_of_text_is_nobodys_to_turn(sites: dict[str, Path]) -> None:
    """No sign that turns the direction of what follows gets out of a field and into a page."""
    turning = re.compile("[\u202a-\u202e\u2066-\u2069]")
    pages = chain(*pages_of(sites["hostile"]).values())
    assert [path for path in pages if turning.search(path.read_text("utf-8"))] == []
