"""Pages as they are heard and reached: parts that a mouse alone would open, or that would have no name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from screens import NARROW, WIDE, Open
from searching import ask

pytestmark = pytest.mark.browser

COVERED_PX = 300
_KEYBOARD = """height => {
    Object.defineProperty(visualViewport, "height", { get: () => innerHeight - height })
    visualViewport.dispatchEvent(new Event("resize"))
}"""


def test_a_narrow_window_has_the_search_by_keyboard(open_page: Open) -> None:
    """A button opens it as a dialog; closed it is no stop and not read out; the focus comes back."""
    page = open_page("decisions/", NARROW)
    search, box = page.locator(".md-search"), page.locator(".md-search__input")
    button = page.get_by_role("button", name="Search")
    expect(search).to_have_attribute("aria-hidden", "true")
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
        expect(box).not_to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-search')") is None
    button.press("Enter")
    expect(box).to_be_focused()
    expect(page.get_by_role("dialog", name="Search")).to_have_count(1)
    ask(page, "outbox")
    expect(search.get_by_role("status")).to_contain_text("matching documents")
    expect(search.get_by_role("list")).to_have_accessible_name("Search")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.md-search-result__link')")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(search).to_have_attribute("aria-hidden", "true")
    button.press("Enter")
    page.get_by_role("button", name="Close").click()
    expect(button).to_be_focused()
    for key in ("Control+k", "/"):
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        expect(box).to_be_focused()

    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_hits_below_the_keyboard_of_a_phone_can_be_scrolled_to(open_page: Open) -> None:
    """Such a keyboard lies over the page: its window keeps its height, and less of it is seen."""
    page = open_page("", NARROW)
    page.get_by_role("button", name="Search").click()
    ask(page, "cancelOrder")
    page.evaluate(_KEYBOARD, COVERED_PX)
    page.locator(".md-search__scrollwrap").evaluate("area => area.scrollTo(0, area.scrollHeight)")
    last = page.locator(".md-search-result__item").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= NARROW[1] - COVERED_PX


def test_the_menu_says_what_its_parts_do(open_page: Open) -> None:
    """What leads into a part of it, and back, is a button with a name; on a wide screen no title is."""
    page = open_page("systems/order-management/", NARROW)
    page.get_by_role("button", name="Menu").click()
    menu = page.locator(".md-sidebar--primary")
    back = menu.get_by_role("button", name="Back: Order management")
    back.focus()
    page.keyboard.press("Enter")
    part = menu.locator("button[aria-label='Order management']")
    expect(part).to_have_attribute("aria-expanded", "false")
    part.press("Enter")
    expect(part).to_have_attribute("aria-expanded", "true")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    expect(menu.get_by_role("button", name="Back")).to_have_count(0)
    expect(menu.locator("a[aria-current=page]")).to_have_text("Order management")
    expect(page.locator(".md-tabs [aria-current]")).to_have_text("Systems")
