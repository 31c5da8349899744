"""Every type of page opens, fits in its window, and can be used by everybody, in both colour schemes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from screens import NARROW, WIDE, Open

pytestmark = pytest.mark.browser

SYSTEM = "systems/order-management/"
SUPERSEDED = "decisions/0018-publish-events-after-saving-the-order/"

# The address of a page of every type, and the words of its heading.
PAGES = {
    "": "planroom",
    "systems/": "Systems",
    SYSTEM: "Order management",
    f"{SYSTEM}design/requirements/": "Requirements of Order management",
    f"{SYSTEM}design/data/": "Data of Order management",
    f"{SYSTEM}order-service/": "order-service",
    f"{SYSTEM}api/orders/": "Order API",
    "decisions/": "Decisions",
    "decisions/0023-transactional-outbox-for-order-events/": "Transactional outbox for order events",
    SUPERSEDED: "Publish events after saving the order",
    "decisions/graph/": "Graph of decisions",
    "patterns/": "Patterns",
    "patterns/idempotency-key/": "Idempotency key",
    "findings/": "Findings",
    "checklists/": "Checklists",
    "checklists/delivery-gates/": "Gates of delivery",
    f"{SYSTEM}checklist/": "Production readiness of Order management",
    "deliverables/": "Deliverables",
    f"{SYSTEM}deliverables/": "Deliverables of Order management",
    "reference/": "Reference",
    "reference/checks/": "Checks",
    "reference/checks/adr007/": "superseded-without-successor",
    "reference/design-format/": "Design format",
    "reference/macros/": "Macros",
    "reference/commands/": "Commands",
    "how-to/": "How to",
    "how-to/write-pages/": "Write pages",
}
# One page of every type that has parts of its own.
JUDGED = [
    "",
    SYSTEM,
    f"{SYSTEM}design/data/",
    f"{SYSTEM}order-service/",
    f"{SYSTEM}api/orders/",
    "decisions/",
    "decisions/0023-transactional-outbox-for-order-events/",
    SUPERSEDED,
    "patterns/",
    "patterns/idempotency-key/",
    "decisions/timeline/",
    "decisions/graph/",
    "findings/",
    "checklists/",
    "checklists/delivery-gates/",
    f"{SYSTEM}checklist/",
    "deliverables/",
    "systems/planroom/deliverables/",
    "it/guidance/resilience/",
    "guidance/area-api-design/",
    "runbooks/orders-are-slow/",
    "reference/checks/adr007/",
    "how-to/write-pages/",
    "404.html",
]
MOST_BYTES = 200_000
AXE = Axe().axe_script
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCHEMES = {"light": "default", "dark": "slate"}
SPACED = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""


CUT = """() => [...document.querySelectorAll("article :is(a, b, p, td, th, span, button)")]
    .filter(e => e.getBoundingClientRect().left < 0 && e.checkVisibility()
        && !e.closest(".pr-diagram, pre, .pr-hidden, thead, .md-typeset__scrollwrap, .pr-scroll"))
    .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
"""What begins left of the window, where nobody can scroll to."""


def fits(page: Page) -> None:
    """Nothing of the page is wider than its window, what scrolls in a frame of its own left out."""
    wide = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
    assert max(wide[:2]) <= wide[2], f"{wide[:2]} px in a window of {wide[2]} px: {too_wide(page)}"
    assert page.evaluate(CUT) == []


def too_wide(page: Page) -> list[str]:
    """What sticks out, to be named in a failure."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("article *")]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(
                ".pr-scroll, .pr-diagram__view, pre, .md-typeset__scrollwrap"))
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
    )
    return found


_MARK_FACES = """() => {
    const grounds = new Map()
    const ground = element => {
        if (!element) return ""
        if (!grounds.has(element)) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(element)
            const own = `${backgroundColor} ${backgroundImage} ${opacity}`
            const clear = own === "rgba(0, 0, 0, 0) none 1"
            const below = ground(element.parentElement)
            grounds.set(element, clear ? below : `${own} ${below}`)
        }
        return grounds.get(element)
    }
    const faces = new Set()
    for (const element of document.querySelectorAll("body *")) {
        const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        element.removeAttribute("data-face")
        if (!words && !element.matches("input, select, textarea") || !element.checkVisibility()) continue
        const {color, fill, fontSize, fontWeight} = getComputedStyle(element)
        const kind = [element, element.parentElement].map(one => one.getAttribute("class"))
        const face = [element.tagName, kind, color, fill, fontSize, fontWeight, ground(element)].join()
        if (!faces.has(face)) element.setAttribute("data-face", "")
        faces.add(face)
    }
}"""
"""Marks one element of all that look alike: of the same kind, colours, size and ground."""


def violations(page: Page, **options: object) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, one line each with the element."""
    others = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"color-contrast": {"enabled": False}}}
    return _judged(page, "document", {**others, **options}) + hard_to_read(page, **options)


def hard_to_read(page: Page, **options: object) -> list[str]:
    """Text of too little contrast: axe takes seconds for that, and so judges one of all that look alike."""
    page.evaluate(_MARK_FACES)
    return _judged(page, "'[data-face]'", {"runOnly": ["color-contrast"], **options})


def _judged(page: Page, what: str, options: dict[str, object]) -> list[str]:
    if not page.evaluate("window.axe?.version"):
        page.evaluate(AXE)
    run = f"options => axe.run({what}, options)"
    found = page.evaluate(run, {"resultTypes": ["violations"], **options})["violations"]
    return [
        f"{item['id']}: {json.dumps(node['target'])} {node['html'][:120]}"
        for item in found
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_and_fits(open_page: Open, path: str) -> None:
    """At the width of a desk and of a phone, in the scheme that the system asks for; and spaced out.

    That is at 320 px, as wide as a desk's window at 400 %, with a reader's own spacing (WCAG 1.4.10, 1.4.12).
    """
    page = open_page(path, WIDE, "dark")
    body = page.locator("body")
    expect(page.locator("article h1")).to_have_count(1)
    assert page.locator("article h1").inner_text().rstrip("¶ \n") == PAGES[path]
    expect(body).to_have_attribute("data-md-color-scheme", SCHEMES["dark"])
    fits(page)
    in_window(page, NARROW)
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", SCHEMES["light"])
    in_window(page, NARROW)
    in_window(page, WIDE)
    page.set_viewport_size({"width": 320, "height": 640})
    page.add_style_tag(content=SPACED)
    fits(page)


def in_window(page: Page, size: tuple[int, int]) -> None:
    """In a window of that size the page still fits, and has a heading to be seen."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.locator("article h1")).to_be_visible()
    fits(page)


@pytest.mark.parametrize("path", JUDGED)
def test_a_page_is_accessible(open_page: Open, path: str) -> None:
    """Axe finds nothing on a wide screen and on a phone, in both schemes.

    One visit is enough: rows fold, menus hide and colours change without another. Colours alone differ from
    scheme to scheme.
    """
    page = open_page(path)
    assert violations(page) == []
    in_scheme(page, "dark")
    assert hard_to_read(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert violations(page) == []
    in_scheme(page, "light")
    assert hard_to_read(page) == []


def in_scheme(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Wait until a page is in a scheme that the system now asks for."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])


def test_what_is_hard_to_read_is_found(open_page: Open) -> None:
    """One of all that look alike stands for them: whatever makes text pale is seen in it."""
    page = open_page("decisions/")
    page.add_style_tag(content="tbody tr:nth-child(9) .pr-no { opacity: .4 }")
    (row,) = hard_to_read(page)
    assert "pr-no" in row
    page.add_style_tag(content=".md-footer-meta { background: #808080 !important }")
    assert len(hard_to_read(page)) > 1


def test_no_page_is_too_large(site: Path) -> None:
    """Two hundred kB of HTML: a page that takes longer to load and to lay out is read by nobody."""
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in sorted(site.rglob("*.html"))}
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


def test_the_place_of_a_section_on_a_systems_page_leads_on(open_page: Open) -> None:
    """Where sections stood before; parts below them too."""
    page = open_page(f"{SYSTEM}#database-design-orders-db")
    page.wait_for_url("**/design/data/#database-design-orders-db")
    expect(page.locator("#database-design-orders-db")).to_be_in_viewport()


def test_a_superseded_decision_leads_to_the_one_that_holds(open_page: Open) -> None:
    """The banner stands before the text, and its link opens the successor."""
    page = open_page(SUPERSEDED)
    banner = page.locator(".pr-banner")
    expect(banner).to_contain_text("No longer in force")
    heading = page.locator("article h1")
    assert banner.bounding_box()["y"] > heading.bounding_box()["y"]  # type: ignore[index]
    banner.get_by_role("link").click()
    page.wait_for_url("**/decisions/0023-*/")
    expect(page.locator(".pr-kind .pr-chip--accepted")).to_be_visible()
