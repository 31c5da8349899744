"""The index of several hundred decisions: filtered, sorted, unfolded; served and opened from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import new_page, planroom, serving, watch

pytestmark = pytest.mark.browser

COUNT = 460
EVIL = "Team <img src=x onerror=window.__hit=1>"
CONFIGURATION = "site_name: Many\nuse_directory_urls: false\nplugins: [search, macros, planroom]\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of a project with many decisions."""
    root = tmp_path_factory.mktemp("many")
    (root / "adr").mkdir()
    (root / "mkdocs.yml").write_text(CONFIGURATION + "theme: {name: material}\n", "utf-8")
    for number in range(1, COUNT + 1):
        status = "proposed" if number % 9 == 0 else "accepted"
        owner = EVIL if number == 3 else f"Team {number % 130}"
        day = f"20{10 + number % 10}-0{1 + number % 9}-11"
        title = "Perché città" if number == 5 else f"Decision of {number}"
        head = f"status: {status}\ndate: {day}\ndecision-makers: ['{owner}']\ntags: [t{number % 3}]\n"
        text = f"---\n{head}---\n# {title}\n\n## Decision\n\nSo.\n"
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
def index(chromium: Browser, home: str) -> Iterator[Page]:
    """The index; the test fails on whatever goes wrong on the page, and on anything that ran."""
    page, wrong = watch(chromium, home)
    page.goto(f"{home}decisions/index.html")
    page.wait_for_selector("article[data-pr-ready]")
    yield page
    assert page.evaluate("window.__hit ?? null") is None
    assert wrong == []


def rows(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("#all-decisions tbody th").all_inner_texts()]


def said(page: Page, words: str) -> None:
    expect(page.locator(".pr-count")).to_have_text(words)


def test_what_is_typed_is_found_among_all(index: Page) -> None:
    """Also in what the page did not hold at first, without accents, and by a number in any of its forms."""
    said(index, f"{COUNT} decisions, the newest 100 shown")
    index.get_by_label("Text, number or tag").click()
    index.keyboard.type("perche citta")
    said(index, f"1 of {COUNT} decisions")
    assert rows(index) == ["0005 Perché città"]
    for words in ("adr-5 perche", "2015 citta", "0005 team 5"):
        index.get_by_label("Text, number or tag").fill(words)
        expect(index.locator("#all-decisions tbody tr")).to_have_count(1)
    index.get_by_label("Text, number or tag").fill("nothing has this")
    expect(index.get_by_text("No decision matches.")).to_be_visible()
    index.get_by_role("button", name="Clear the filter").click()
    said(index, f"{COUNT} decisions, 200 shown")
    expect(index.get_by_label("Text, number or tag")).to_be_focused()


def test_names_are_offered_and_shown_as_text(index: Page) -> None:
    index.get_by_label("Text, number or tag").focus()
    index.get_by_label("Owner").select_option(EVIL)
    said(index, f"1 of {COUNT} decisions")
    expect(index.locator("#all-decisions tbody tr")).to_contain_text(EVIL)
    expect(index.locator("#all-decisions img")).to_have_count(0)


def test_more_is_shown_by_the_button_and_the_focus_goes_on(index: Page) -> None:
    index.get_by_role("button", name="Show 200 more").press("Enter")
    expect(index.locator("#all-decisions tbody tr")).to_have_count(300)
    expect(index.locator(":focus")).to_have_text(f"Decision of {COUNT - 100}")
    index.get_by_role("button", name="Show 160 more").press("Enter")
    expect(index.locator("#all-decisions tbody tr")).to_have_count(COUNT)
    assert rows(index)[-1] == "0001 Decision of 1"
    expect(index.get_by_role("button", name="more")).to_be_hidden()


def test_all_are_sorted_and_not_only_those_that_are_shown(index: Page) -> None:
    head = index.get_by_role("columnheader", name="Date")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    first = index.locator("#all-decisions tbody tr:first-child time")
    expect(first).to_have_attribute("datetime", "2010-01-11")
    head.get_by_role("button").press("Enter")
    expect(first).to_have_attribute("datetime", "2019-09-11")


def test_the_address_and_the_way_back_keep_what_was_chosen(index: Page, home: str) -> None:
    if home.startswith("file:"):
        pytest.skip("a browser may keep the address of a file as it is")
    index.get_by_label("Status").select_option("proposed")
    index.get_by_role("columnheader", name="Date").get_by_role("button").click()
    said(index, f"51 of {COUNT} decisions")
    expect(index).to_have_url(f"{home}decisions/index.html?status=proposed&sort=date")
    before = rows(index)
    index.locator("#all-decisions tbody a").first.click()
    index.wait_for_selector("article[data-pr-ready] .pr-chip--proposed")
    index.go_back()
    said(index, f"51 of {COUNT} decisions")
    assert rows(index) == before
    expect(index.get_by_label("Status")).to_have_value("proposed")


def test_without_script_every_decision_is_reached(chromium: Browser, home: str) -> None:
    page = new_page(chromium, java_script_enabled=False)
    page.goto(f"{home}decisions/index.html")
    page.get_by_text("on plain pages of a hundred").click()
    page.get_by_role("link", name="0001 to 0100").click()
    expect(page.locator("table.pr-table tbody th")).to_have_count(100)
    assert rows_of_a_list(page) == [f"{number:04}" for number in range(100, 0, -1)]
    page.context.close()


def rows_of_a_list(page: Page) -> list[str]:
    return [text.split()[0] for text in page.locator("table.pr-table tbody th").all_inner_texts()]
