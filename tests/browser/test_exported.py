"""The file that holds everything, opened from a folder: it asks for nothing, and anybody can use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=["", "tests/projects/hostile"], ids=["own", "hostile"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository, and a room that tries to get out of its place, each as one file."""
    made = tmp_path_factory.mktemp("one") / "all.html"
    command = [sys.executable, "-m", "planroom", "export", "site", "--single-file", str(made)]
    done = subprocess.run(
        command, cwd=ROOT / request.param, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_anybody_can_read_it_and_nothing_runs(chromium: Browser, file: Path, width: int, scheme: str) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    wrong: list[str] = []
    page.on("request", lambda made: wrong.append(made.url) if made.url.startswith("http") else None)
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector("article[data-pr-ready]")
    assert page.evaluate("window.__hit ?? null") is None
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    asked = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    rough = file.stat().st_size < 500_000  # the hostile room: its pages have empty names on purpose
    found = [] if rough else Axe().run(page, options=asked).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found] == []
    filtered(page)
    page.close()
    assert wrong == []


def filtered(page: Page) -> None:
    """The contents show what fits the words, where there are enough of them for a filter."""
    if page.locator("#contents-text").count() == 0:
        return
    page.locator("#contents-text").fill("decision that there is not")
    page.wait_for_function("document.querySelectorAll('#contents-list > li:not([hidden])').length === 0")
    page.locator("#contents-text").fill("")
    page.wait_for_function("document.querySelectorAll('#contents-list > li[hidden]').length === 0")
    page.locator("#contents-list a").last.click()
    top = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert -1 <= top <= 200


def test_each_decision_begins_a_sheet(chromium: Browser, file: Path) -> None:
    page = chromium.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    said = page.evaluate("""() => ({
      breaks: [...document.querySelectorAll('.pr-file__page')]
        .every(one => getComputedStyle(one).breakBefore === 'page'),
      ground: getComputedStyle(document.body).backgroundColor,
    })""")
    assert said == {"breaks": True, "ground": "rgb(255, 255, 255)"}
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
