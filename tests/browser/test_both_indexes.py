"""A small room under a path of its own, searched by either index: the same words find the same things."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from screens import WIDE
from searching import hits
from sites import Window, new_page, planroom, serving

pytestmark = pytest.mark.browser

CONTRACT = """\
openapi: 3.1.0
info: {title: Rooms API, version: 1.0.0}
servers: [{url: https://rooms.example/v1}]
paths:
  /rooms/{room_id}:
    get:
      operationId: getRoom
      summary: Read a room
      responses: {"200": {description: The room.}}
  /rooms/{room_id}/keys:
    post:
      operationId: getRoomKey
      summary: Make a key
      responses: {"200": {description: The key.}}
"""
DESIGN = """\
{"planroom": {"name": "hotel"}, "system_name": "Hotel",
 "service_design": {"services": [{"service_name": "room-service", "responsibility": "Knows every room."}]}}
"""
DECISION = "---\nstatus: {status}\ndate: 2026-02-03\n---\n\n# {title}\n\n## Context\n\n{text}\n"
DECISIONS = {
    "0011-keys": ("accepted", "Keep keys in a façade", "Lösungen exist; <b>bold</b> &amp; `a < b` too."),
    "0012-italiano": (
        "proposed",
        "Perché le camere hanno una chiave sola",
        "La portineria consegna la chiave.",
    ),
    "0110-other": ("superseded", "Count rooms", "Eleven of them."),
    "0111-more": ("accepted", "Count keys", "Room 11 has none."),
    "0112-wait": ("accepted", "Wait for locks", "A door that does not open is a timeout."),
    "0113-idempotency": ("accepted", "Idempotency keys for every guest", "One key, one guest."),
}
FOUND = [
    ("getRoom", "systems/hotel/api/rooms/#getRoom", "Operation GET /rooms/{room_id}, Rooms API"),
    ("/rooms/{room_id}", "systems/hotel/api/rooms/#getRoom", "Operation GET /rooms/{room_id}, Rooms API"),
    ("room-service", "systems/hotel/room-service/", "Service hotel"),
    ("0011", "decisions/0011-keys/", "Decision Accepted"),
    ("ADR-11", "decisions/0011-keys/", "Decision Accepted"),
    ("11", "decisions/0011-keys/", "Decision Accepted"),
    ("count rooms", "decisions/0110-other/", "Decision Superseded"),
    ("façade", "decisions/0011-keys/", "Decision Accepted"),
    ("facade", "decisions/0011-keys/", "Decision Accepted"),
    ("losungen", "decisions/0011-keys/", "Decision Accepted"),
    ("perché", "decisions/0012-italiano/", "Decision Proposed"),
    ("perche le camere", "decisions/0012-italiano/", "Decision Proposed"),
    ("portineria", "decisions/0012-italiano/", "Decision Proposed"),
    ("SYS014", "reference/checks/sys014/", "Check"),
    ("called-operation-not-in-contract", "reference/checks/sys014/", "Check"),
]


@pytest.fixture(scope="module", params=["built-in", "pagefind"])
def hotel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site of a small room below `docs`, searched by one of the indexes."""
    folder = tmp_path_factory.mktemp("hotel")
    texts = {
        "mkdocs.yml": "site_name: Hotel\ntheme: {name: material}\nplugins: [search, macros, planroom]\n",
        "planroom.yaml": f"search: {request.param}\n",
        "specs/hotel/rooms.openapi.yaml": CONTRACT,
        "specs/hotel/design.json": DESIGN,
    }
    for name, (status, title, text) in DECISIONS.items():
        texts[f"adr/{name}.md"] = DECISION.format(status=status, title=title, text=text)
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    planroom(folder, "build", "--quiet", "--site-dir", str(folder / "www/docs"))
    return folder / "www"


@pytest.fixture(scope="module")
def home(hotel: Path) -> Iterator[str]:
    """Where the site is served, below a path."""
    with serving(hotel) as address:
        yield f"{address}docs/"


@pytest.fixture(scope="module")
def watched(chromium: Browser, home: str) -> Iterator[Page]:
    """The home page, asked again and again; it is an error to ask another host or path for anything."""
    page, wrong = Window(chromium).begin(home, WIDE, "light")
    page.goto(home)
    page.wait_for_selector("article[data-pr-ready]")
    yield page
    page.context.close()
    assert wrong == []


def test_the_same_words_find_the_same_things(watched: Page) -> None:
    """First or second, with its kind."""
    missed = []
    for words, there, label in FOUND:
        found = hits(watched, words)[:2]
        if (there, label) not in [(place, said) for place, said, _ in found]:
            missed.append((words, found))
    assert missed == []


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("timeout", "decisions/0112-wait/"),
        ("idempotency", "decisions/0113-idempotency/"),
        ("SYS014", "reference/checks/sys014/"),
    ],
)
def test_what_a_project_says_comes_before_what_planroom_brings(watched: Page, words: str, there: str) -> None:
    """Checks have these words in their names, and guides in their titles."""
    assert hits(watched, words)[0][0] == there


def test_words_of_authors_are_shown_and_not_run(watched: Page) -> None:
    hits(watched, "Lösungen")
    expect(watched.locator(".md-search-result__list")).to_contain_text("bold & a < b too")
    assert watched.locator(".md-search-result__list b").count() == 0
    wrong = [item["id"] for item in Axe().run(watched).response["violations"] if item["impact"] != "minor"]
    assert wrong == []


def test_what_is_found_beside_a_text_is_named_by_its_section(watched: Page) -> None:
    """The service's operations name the contract in a fact that is not shown."""
    hits(watched, "rooms")
    titles = watched.locator(".md-search-result__list h1, .md-search-result__list h2").all_inner_texts()
    assert titles
    assert not any("…" in title for title in titles)


def test_nothing_is_found_and_that_is_said(watched: Page) -> None:
    assert hits(watched, "zyxwvut") == []
    expect(watched.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_from_files_search_works_or_says_that_it_cannot(chromium: Browser, hotel: Path) -> None:
    page = new_page(chromium)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((hotel / "docs/index.html").as_uri())
    page.wait_for_selector("article[data-pr-ready]")
    if (hotel / "docs/pagefind").is_dir():
        page.locator(".md-search__input").click()
        expect(page.locator(".md-search-result__meta")).to_contain_text("Serve its folder")
    else:
        assert hits(page, "0011")[0][:2] == ("decisions/0011-keys/index.html", "Decision Accepted")
    page.context.close()
    assert wrong == []
