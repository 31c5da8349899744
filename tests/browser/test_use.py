"""What a reader does on the site works: filter, sort, zoom, follow a link to an operation."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from screens import NARROW, Open

pytestmark = pytest.mark.browser

ORDERS = "systems/order-management/api/orders/"


def visible_rows(page: Page) -> list[str]:
    rows = page.locator("#all-decisions tbody tr:visible th")
    return [" ".join(text.split()) for text in rows.all_inner_texts()]


def test_the_index_filters_while_one_types(open_page: Open) -> None:
    """Rows go, the count follows, the address keeps the state, and Clear brings all back."""
    page = open_page("decisions/")
    everything = visible_rows(page)
    page.get_by_label("Text, number or tag").click()
    page.keyboard.type("outb")
    expect(page).to_have_url(re.compile(r"\?text=outb$"))
    expect(page.locator(".pr-count")).to_contain_text(" of ")
    assert any("Transactional outbox" in row for row in visible_rows(page))
    assert len(visible_rows(page)) < len(everything)

    page.get_by_label("Status").select_option("superseded")
    expect(page.get_by_text("No decision matches.")).to_be_visible()

    page.locator("form.pr-filter").get_by_role("button", name="Clear").click()
    expect(page).to_have_url(re.compile("/decisions/$"))
    assert visible_rows(page) == everything


def test_an_address_opens_the_index_filtered(open_page: Open) -> None:
    """What one sends to a colleague shows what one sees oneself."""
    page = open_page("decisions/?text=publish&status=superseded")
    assert visible_rows(page) == ["0018 Publish events after saving the order"]
    expect(page.get_by_label("Text, number or tag")).to_have_value("publish")
    expect(page.get_by_label("Status")).to_have_value("superseded")


def test_rows_are_sorted_by_the_buttons_in_their_heads(open_page: Open) -> None:
    """By date up and down, said to those who don't see it."""
    page = open_page("decisions/")
    head = page.get_by_role("columnheader", name="Date")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = dates(page)
    assert up == sorted(up)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert dates(page) == sorted(up, reverse=True)
    assert page.locator("#all-decisions [aria-sort]").count() == 1


def test_what_buttons_do_keys_do_too(open_page: Open) -> None:
    """A head sorts, a diagram grows and a fold opens by Enter where the focus is."""
    page = open_page("decisions/")
    head = page.get_by_role("columnheader", name="Date")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")

    page = open_page("systems/order-management/")
    figure = page.locator("figure.pr-diagram").first
    wide = "svg => svg.getBoundingClientRect().width"
    before = figure.locator("svg").first.evaluate(wide)
    figure.get_by_role("button", name="Zoom in").press("Enter")
    assert figure.locator("svg").first.evaluate(wide) > before
    view = figure.locator(".pr-diagram__view")
    view.focus()
    expect(view).to_be_focused()
    fold = figure.locator("details")
    expect(fold).not_to_have_attribute("open", "")
    fold.locator("summary").press("Enter")
    expect(fold).to_have_attribute("open", "")


def dates(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "#all-decisions tbody time", "times => times.map(time => time.dateTime)"
    )
    return found


def test_a_diagram_is_zoomed_by_its_buttons(open_page: Open) -> None:
    """In and out change its size, Fit brings it back into its frame."""
    page = open_page("systems/order-management/")
    figure = page.locator("figure.pr-diagram").first
    drawing = figure.locator("svg").first

    def width() -> float:
        box = drawing.bounding_box()
        assert box is not None
        return box["width"]

    before = width()
    figure.get_by_role("button", name="Zoom in").click()
    larger = width()
    assert larger > before * 1.1
    figure.get_by_role("button", name="Zoom out").click()
    assert width() < larger
    figure.get_by_role("button", name="Fit").click()
    frame = figure.locator(".pr-diagram__view").bounding_box()
    assert frame is not None
    assert width() <= frame["width"]


@pytest.mark.parametrize("operation", ["createOrder", "cancelOrder"])
def test_an_address_leads_to_an_operation(open_page: Open, operation: str) -> None:
    """The operation that the address names stands in the window, below the header."""
    page = open_page(f"{ORDERS}#{operation}")
    heading = page.locator(f"[id='{operation}']")
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] >= page.locator(".md-header").bounding_box()["height"] - 1  # type: ignore[index]


def test_a_phone_has_the_menu(open_page: Open) -> None:
    """The drawer opens and leads on."""
    page = open_page("", NARROW)
    page.get_by_role("button", name="Menu").click()
    link = page.locator(".md-nav--primary").get_by_role("link", name="Findings")
    link.click()
    page.wait_for_url("**/findings/")


def test_colours_follow_the_system_until_a_reader_chooses(open_page: Open) -> None:
    """Also when the system changes later, and on the next page; a third press goes back to the system."""
    page = open_page("")
    body = page.locator("body")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.reload()
    for name, scheme in (
        ("light scheme", "default"),
        ("dark scheme", "slate"),
        ("scheme of the system", "slate"),
    ):
        page.get_by_title(f"Switch to the {name}").click()
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_a_narrow_window_has_the_menu_by_keyboard(open_page: Open) -> None:
    """Closed it is no stop on the way; it opens, leads up and down, and gives the focus back."""
    page = open_page("systems/order-management/", NARROW)
    focused = page.locator(":focus")
    for _ in range(2):
        page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Menu")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(focused).to_have_accessible_name("Back: Order management")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(focused).to_have_text("Requirements")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-sidebar')") is None
