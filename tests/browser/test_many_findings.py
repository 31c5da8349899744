"""A page of more findings than it holds: filtered, unfolded, cleared; from a server and from a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import planroom, serving, watch

pytestmark = pytest.mark.browser

COUNT = 150
CONFIGURATION = "site_name: Wrong\nuse_directory_urls: false\nplugins: [search, macros, planroom]\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of a project in which every decision has two faults."""
    root = tmp_path_factory.mktemp("wrong")
    (root / "adr").mkdir()
    (root / "mkdocs.yml").write_text(CONFIGURATION + "theme: {name: material}\n", "utf-8")
    for number in range(1, COUNT + 1):
        text = f"---\nstatus: accepted\ndate: 2025-11-11\n---\n# Title\n\nSee [x](gone-{number}.md).\n"
        (root / "adr" / f"{number:04}-x.md").write_text(text, "utf-8")
    planroom(root, "build", "--quiet")
    return root / "site"


@pytest.fixture(scope="module", params=["served", "file"])
def home(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of the site, from a server and from a file."""
    if request.param == "file":
        yield folder.as_uri() + "/"
        return
    with serving(folder) as address:
        yield address


@pytest.fixture
def findings(chromium: Browser, home: str) -> Iterator[Page]:
    """The page; the test fails on whatever goes wrong on it."""
    page, wrong = watch(chromium, home)
    page.goto(f"{home}findings.html")
    page.wait_for_selector("article[data-pr-ready]")
    yield page
    assert wrong == []


def rows(page: Page, count: int) -> None:
    expect(page.locator("#all-findings > *")).to_have_count(count)


def said(page: Page, words: str) -> None:
    expect(page.locator(".pr-count")).to_have_text(words)


def test_what_is_typed_is_found_among_all_and_cleared(findings: Page) -> None:
    field = findings.get_by_label("Text, code or file")
    field.click()
    findings.keyboard.type("gone-149")
    said(findings, f"1 of {2 * COUNT} findings")
    rows(findings, 1)
    expect(findings.locator("#all-findings")).to_contain_text("LNK001")
    field.fill("nothing of this")
    said(findings, f"0 of {2 * COUNT} findings")
    findings.get_by_role("button", name="Clear the filter").click()
    said(findings, f"{2 * COUNT} findings, 100 shown")
    expect(field).to_be_focused()


def test_more_is_drawn_when_asked_for(findings: Page) -> None:
    findings.locator("#all-findings + * button").click()
    held = findings.locator("#all-findings > *")
    expect(held.nth(100)).to_be_attached()
    assert held.count() < 2 * COUNT


def test_the_address_brings_the_filter_back(findings: Page) -> None:
    findings.get_by_label("Severity").select_option("warning")
    said(findings, f"{COUNT} of {2 * COUNT} findings, 100 shown")
    if findings.url.startswith("http"):  # a browser may keep the address of a file as it is
        expect(findings).to_have_url(re.compile("severity=warning"))
        findings.reload()
        said(findings, f"{COUNT} of {2 * COUNT} findings, 100 shown")
