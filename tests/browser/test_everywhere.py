"""Pages of every type from a file, below a path, by keyboard alone, with a reader's own colours."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from screens import Open
from searching import ask
from sites import serving, watch
from test_pages import PAGES, SYSTEM, hard_to_read, in_scheme, violations

pytestmark = pytest.mark.browser

PAPER = (680, 960)
"""Width and height in px of a page of A4 without its margins."""


def test_the_site_works_from_a_file(site: Path, chromium: Browser) -> None:
    """Every type of page opens without a server and asks nobody for anything; links lead to pages."""
    root = f"file://{site}/"
    page, wrong = watch(chromium, root)
    for path in PAGES:
        page.goto(f"{root}{path}index.html")
        page.wait_for_selector("article[data-pr-ready]")
        expect(page.locator("article h1")).to_have_count(1)
    page.goto(f"{root}index.html")
    page.locator(".md-tabs").get_by_role("link", name="Systems").click()
    page.wait_for_url("**/systems/index.html")
    page.locator("article").get_by_role("link", name="Order management").click()
    page.wait_for_url("**/systems/order-management/index.html")
    assert wrong == []


def test_the_site_works_below_a_path(site: Path, chromium: Browser, tmp_path: Path) -> None:
    """As at `https://host/team/planroom/`: nothing is asked of what lies above."""
    (tmp_path / "team").mkdir()
    shutil.copytree(site, tmp_path / "team" / "planroom", copy_function=os.link)
    with serving(tmp_path) as host:
        page, wrong = watch(chromium, f"{host}team/planroom/")
        for path in (
            "",
            SYSTEM,
            f"{SYSTEM}api/orders/",
            "decisions/",
            "findings/",
            "reference/checks/adr007/",
        ):
            page.goto(f"{host}team/planroom/{path}")
            page.wait_for_selector("article[data-pr-ready]")
        ask(page, "createOrder")
        page.locator(".md-search-result__link").first.click()
        page.wait_for_url("**/team/planroom/systems/**")
        assert wrong == []


def test_the_keyboard_alone_reaches_everything_and_leaves_again(open_page: Open) -> None:
    """Past the menu by the first key, through the filter, into the search and out of it."""
    page = open_page("decisions/")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    seen = focused_places(page, 60)
    assert any("f-text" in place for place in seen)
    assert len(set(seen)) > 30, "the focus is caught"
    for key in ("/", "Control+k", "Meta+k"):
        page.keyboard.press(key)
        expect(page.locator(".md-search__input")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".md-search__input")).not_to_be_focused()
        expect(page.locator("#__search")).not_to_be_checked()


_LEAVES_AT_ONCE = """box => {
    box.focus()
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }))
}"""


def test_who_leaves_the_search_at_once_has_left_it(open_page: Open) -> None:
    """The theme sees the focus a moment later, and would not hear a key that comes before."""
    page = open_page("decisions/")
    box = page.locator(".md-search__input")
    box.evaluate(_LEAVES_AT_ONCE)
    expect(box).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#__search")).not_to_be_checked()


def focused_places(page: Page, times: int) -> list[str]:
    """What the focus meets on its way, each with its outline to be seen."""
    places = []
    for _ in range(times):
        page.keyboard.press("Tab")
        place, width = page.evaluate(
            "(() => { const e = document.activeElement; return [e.outerHTML.slice(0, 120), "
            "e === document.body ? '2px' : getComputedStyle(e).outlineWidth] })()"
        )
        assert width != "0px", f"nobody sees the focus on {place}"
        places.append(place)
    return places


@pytest.mark.parametrize("state", ["search", "drawer", "full", "filtered", "empty", "folds"])
def test_a_state_of_a_page_is_accessible(open_page: Open, state: str) -> None:
    """What opens after the page has come: axe finds nothing there either, in both schemes."""
    if state == "search":
        page = open_page("")
        ask(page, "order")
    elif state == "drawer":
        page = open_page("", (360, 740))
        page.get_by_role("button", name="Menu").click()
        expect(page.locator(".md-sidebar--primary").get_by_role("link", name="Findings")).to_be_in_viewport()
    elif state == "full":
        page = open_page(SYSTEM)
        page.get_by_role("button", name="Full screen").first.click()
        expect(page.get_by_role("button", name="Close")).to_be_focused()
    elif state == "folds":
        page = open_page(f"{SYSTEM}api/orders/", (360, 740))
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    else:
        words = "publish" if state == "filtered" else "nothingatall"
        page = open_page(f"decisions/?text={words}", (360, 740))
    assert violations(page) == []
    in_scheme(page, "dark")
    assert hard_to_read(page) == []


@pytest.mark.parametrize("path", ["", SYSTEM, f"{SYSTEM}api/orders/", "decisions/", "how-to/write-pages/"])
def test_a_printed_page_has_its_text_and_no_more(open_page: Open, path: str) -> None:
    """No menu and no search; folds are opened, and diagrams are as wide as the paper at most."""
    page = open_page(path, PAPER)
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".pr-filter", ".md-top"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
    cut = page.evaluate(
        "[...document.querySelectorAll('article table')]"
        ".filter(e => e.scrollWidth > e.parentElement.clientWidth)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert cut == []
    closed = "details > :not(summary)"
    shown = "element => element.closest('.pr-diagram') || element.checkVisibility()"
    assert all(page.eval_on_selector_all(f"article {closed}", f"all => all.map({shown})"))


def test_nothing_moves_for_those_who_ask_for_rest(open_page: Open) -> None:
    page = open_page(SYSTEM)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s'"
        " || getComputedStyle(e).animationName !== 'none').length"
    )
    assert moving == 0


_UNSEEN = """() => {
    const probe = document.createElement("i")
    probe.style.background = "Canvas"
    document.body.append(probe)
    const ground = getComputedStyle(probe).backgroundColor
    const parts = [...document.querySelectorAll("body *")].flatMap(element =>
        [null, "::before", "::after"].map(part => [element, part, getComputedStyle(element, part)]))
    return parts
        .filter(([, part, style]) => style.maskImage !== "none" && style.display !== "none")
        .filter(([, part, style]) => !part || style.content !== "none")
        .filter(([element, , style]) => element.checkVisibility() && style.backgroundColor === ground)
        .map(([element, part]) => `${element.className}${part}`)
}"""
"""Shapes that are drawn in the colour of the page."""


def test_colours_of_the_readers_own_leave_shapes(open_page: Open) -> None:
    """In high contrast marks, arrows and signs can be seen; so can what a search has found."""
    page = open_page("", (390, 844), "dark")
    home = page.url
    page.emulate_media(forced_colors="active")
    for path in (SYSTEM, f"{SYSTEM}api/orders/", "checklists/delivery-gates/", "decisions/"):
        page.goto(home + path)
        page.wait_for_selector("article[data-pr-ready]")
        assert page.evaluate(_UNSEEN) == []
    page.keyboard.press("/")
    ask(page, "outbox")
    ground, ink = page.evaluate(
        "(({backgroundColor, color}) => [backgroundColor, color])"
        "(getComputedStyle(document.querySelector('.md-search-result mark')))"
    )
    assert ground not in (ink, "rgba(0, 0, 0, 0)")
