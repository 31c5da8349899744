"""The site of this repository in a Chromium, and pages that fail a test over anything that goes wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from find_chromium import ADVICE, find_chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright
from screens import WIDE, Open
from sites import PATIENCE_MS, planroom, serving, watch

from once import once

expect.set_options(timeout=PATIENCE_MS)

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this repository's site, built anew: what an earlier build left may be of other files."""

    def build(folder: Path) -> None:
        planroom(ROOT, "build", "--strict", "--quiet", "--site-dir", str(folder))

    return once(tmp_path_factory, "site", build)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, with a slash at the end."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each has a context of its own."""
    found = find_chromium()
    if found is None:
        pytest.fail(ADVICE, pytrace=False)
    with sync_playwright() as playwright:
        environment = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        browser = playwright.chromium.launch(
            executable_path=found, args=ARGUMENTS, env=environment, timeout=PATIENCE_MS
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens a page of the site by its address, in a width and a scheme of choice, in place of the last one.

    The test fails on a request to another host, an answer that is an error, and whatever the console
    calls one.
    """
    heard: list[list[str]] = []

    def open_(path: str, size: tuple[int, int] = WIDE, scheme: str = "light") -> Page:
        page, wrong = watch(chromium, address, size, scheme)
        heard.append(wrong)
        page.goto(address + path)
        page.wait_for_selector("article[data-pr-ready]")
        return page

    yield open_
    assert [said for wrong in heard for said in wrong] == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """The home page, for tests that go on from there."""
    return open_page("")
