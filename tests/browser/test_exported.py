"""The file that holds everything, opened from a folder: it asks for nothing, and anybody can use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sites import planroom, watch
from test_pages import violations

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]


DECISION = """\
---
status: {status}
date: 2026-02-0{number}
systems: [shop]
---

# {title}

## Context

Orders are kept in a store, [as before](000{other}.md#context).

```mermaid
flowchart LR
    orders --> store[(Store)]
```

| Part | Days |
|---|---|
| Store | 3 |

## Decision

    kept = orders.keep()
"""
SMALL = {
    "adr/0001.md": DECISION.format(
        number=1, other=2, status="superseded by [2](0002.md)", title="Keep files"
    ),
    "adr/0002.md": DECISION.format(number=2, other=1, status="accepted", title="Keep orders in a store"),
}


@pytest.fixture(scope="module", params=["own", "hostile", "small"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository, a room that tries to get out of its place, and a small one, each as one file."""
    room = {"own": ROOT, "hostile": ROOT / "tests/projects/hostile"}.get(request.param)
    if room is None:
        room = tmp_path_factory.mktemp("small")
        for path, text in SMALL.items():
            (room / path).parent.mkdir(exist_ok=True)
            (room / path).write_text(text, encoding="utf-8")
        planroom(room, "new", "design", "shop")
        planroom(room, "new", "api", "shop", "orders")
    made = tmp_path_factory.mktemp(request.param) / "all.html"
    planroom(room, "export", "site", "--single-file", str(made))
    return made


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_anybody_can_read_it_and_nothing_runs(chromium: Browser, file: Path, width: int, scheme: str) -> None:
    page, wrong = watch(chromium, file.as_uri(), (width, 800), scheme)
    page.goto(file.as_uri())
    page.wait_for_selector("article[data-pr-ready]")
    assert page.evaluate("window.__hit ?? null") is None
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    filtered(page)
    assert wrong == []


@pytest.mark.parametrize("file", ["small"], indirect=True)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_it_is_accessible(chromium: Browser, file: Path, width: int, scheme: str) -> None:
    """A small file has all parts that a large one has, and axe is done with it in seconds."""
    page, _ = watch(chromium, file.as_uri(), (width, 800), scheme)
    page.goto(file.as_uri())
    page.wait_for_selector("article[data-pr-ready]")
    assert violations(page) == []


_AT_THE_TOP = """() => {
    const top = document.querySelector(":target")?.getBoundingClientRect().top
    return top >= -1 && top <= 200
}"""


def filtered(page: Page) -> None:
    """The contents show what fits the words, where there are enough of them for a filter."""
    if page.locator("#contents-text").count() == 0:
        return
    page.locator("#contents-text").fill("decision that there is not")
    page.wait_for_function("document.querySelectorAll('#contents-list > li:not([hidden])').length === 0")
    page.locator("#contents-text").fill("")
    page.wait_for_function("document.querySelectorAll('#contents-list > li[hidden]').length === 0")
    page.locator("#contents-list a").last.click()
    page.wait_for_function(_AT_THE_TOP)


def test_each_decision_begins_a_sheet(chromium: Browser, file: Path) -> None:
    page, _ = watch(chromium, file.as_uri())
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    said = page.evaluate("""() => ({
      breaks: [...document.querySelectorAll('.pr-file__page')]
        .every(one => getComputedStyle(one).breakBefore === 'page'),
      ground: getComputedStyle(document.body).backgroundColor,
    })""")
    assert said == {"breaks": True, "ground": "rgb(255, 255, 255)"}
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
