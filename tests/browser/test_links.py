"""Every link of the built site leads somewhere, and every page says which file it is made from."""

from __future__ import annotations

from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.design import Design
from planroom.load import load
from planroom.room import Artifact

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HOST = "https://site.invalid/"


class Html(HTMLParser):
    """The ids of a page, and what it links to and loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids[value] += 1
            elif (name == "href" or (name == "src" and tag != "iframe")) and value is not None:
                self.links.append(value)


@cache
def parsed(path: Path) -> Html:
    return Html(path)


def test_every_link_leads_to_a_file_and_a_place_in_it(site: Path) -> None:
    """Pages, anchors, pictures, style sheets, of hand-written and of generated pages."""
    dead = []
    for path in sorted(site.rglob("*.html")):
        here = path.relative_to(site).as_posix()
        for link in dict.fromkeys(parsed(path).links):
            reason = fault(site, here, link)
            if reason:
                dead.append(f"{here}: {link}: {reason}")
    assert dead == []


def fault(site: Path, here: str, link: str) -> str:
    """What is wrong with a link of a page, or nothing."""
    whole = urlsplit(urljoin(HOST + here, link))
    if f"{whole.scheme}://{whole.netloc}/" != HOST:
        return ""
    there = site / unquote(whole.path).lstrip("/")
    if whole.fragment.startswith("/"):  # a route of the script on that page, and no element's id
        whole = whole._replace(fragment="")
    if there.is_dir():
        there /= "index.html"
    if not there.is_file():
        return "no such file"
    if whole.fragment and there.suffix == ".html" and unquote(whole.fragment) not in parsed(there).ids:
        return "no such place"
    return ""


def test_no_id_is_used_twice_on_a_page(site: Path) -> None:
    """Links and labels would lead to the first of them, and an arrow head of a diagram be that of another."""
    twice = [
        f"{path.relative_to(site)}: {name}"
        for path in sorted(site.rglob("*.html"))
        for name, count in parsed(path).ids.items()
        if count > 1
    ]
    assert twice == []


@pytest.mark.parametrize("kind", [Decision, Contract, Design])
def test_the_page_of_an_artifact_names_its_file(site: Path, kind: type[Artifact]) -> None:
    """The provenance line is what leads from a page to the file to be edited."""
    told = "\n".join(
        line
        for path in site.rglob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "pr-prov" in line
    )
    paths = [artifact.path for artifact in load(ROOT).of(kind)]
    assert paths
    assert [path for path in paths if f"<code>{path}</code>" not in told] == []
