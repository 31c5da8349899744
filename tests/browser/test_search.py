"""Search finds what a reader types, first or second, says what kind it is, and works from files too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from screens import NARROW, WIDE, Open
from searching import best_hits, hits
from sites import Window, new_page

pytestmark = pytest.mark.browser

ORDERS = "systems/order-management/api/orders/"
OUTBOX = "decisions/0023-transactional-outbox-for-order-events/"
KEY = "patterns/idempotency-key/"
CHECK = "reference/checks/dsn048/"


@pytest.fixture(scope="module")
def asked(chromium: Browser, address: str) -> Iterator[Page]:
    """The home page in a window that stays: it makes the index once for many questions."""
    page, wrong = Window(chromium).begin(address, WIDE, "light")
    page.goto(address)
    page.wait_for_selector("article[data-pr-ready]")
    yield page
    page.context.close()
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "there", "label"),
    [
        ("createOrder", ORDERS + "#createOrder", "Operation POST /orders, Order API"),
        ("/orders/{id}", ORDERS + "#getOrder", "Operation GET /orders/{id}, Order API"),
        ("get /orders/{id}", ORDERS + "#getOrder", "Operation GET /orders/{id}, Order API"),
        ("payment-service", "systems/order-management/payment-service/", "Service Order management"),
        ("Order management", "systems/order-management/", "System"),
        ("payments.openapi.yaml", "systems/order-management/api/payments/", "Contract"),
        ("OrderItem", ORDERS + "#schema-orderitem", "Schema Order API"),
        ("0023", OUTBOX, "Decision Accepted"),
        ("23", OUTBOX, "Decision Accepted"),
        ("adr 23", OUTBOX, "Decision Accepted"),
        ("ADR-0023", OUTBOX, "Decision Accepted"),
        ("transactional outbox", OUTBOX, "Decision Accepted"),
        ("trànsactional ÔUTBOX", OUTBOX, "Decision Accepted"),
        ("0018", "decisions/0018-publish-events-after-saving-the-order/", "Decision Superseded"),
        ("duplicate orders after retry", KEY, "Pattern resilience"),
        ("doppio addebito", KEY, "Pattern resilience"),
        ("chiave di idempotenza", KEY, "Pattern resilience"),
        ("poison message", "patterns/dead-letters/", "Pattern integration"),
        ("DSN048", CHECK, "Check"),
        ("availability-beyond-chain", CHECK, "Check"),
        ("SOURCE_DATE_EPOCH", "how-to/check-in-ci/", "How to"),
    ],
)
def test_search_finds_it_first_or_second(asked: Page, words: str, there: str, label: str) -> None:
    """Whatever a reader calls a thing by, exactly or in other letters."""
    found = hits(asked, words)[:2]
    assert (there, label) in [(place, said) for place, said, _ in found], found


PROBLEMS = {
    "patterns/idempotency-key/": ("customer charged twice", "ordini doppi"),
    "patterns/circuit-breaker/": ("one slow service takes everything down", "guasti a catena"),
    "patterns/transactional-outbox/": ("events lost after a crash", "eventi persi dopo un crash"),
    "patterns/retry-with-backoff/": ("thundering herd", "retry storm"),
    "patterns/dead-letters/": ("messaggi non elaborabili",),
    "patterns/cursor-pagination/": ("deep pagination is slow", "pagine sempre più lente"),
    "patterns/backend-for-frontend/": ("too many calls for one page",),
    "patterns/read-replica/": ("database overloaded by reads", "letture lente del database"),
    "patterns/cache-aside/": ("cache stampede", "stale cache"),
    "patterns/slo-alerting/": ("alert fatigue", "troppi allarmi"),
    "patterns/strangler/": ("rewrite the legacy monolith", "sostituire il sistema vecchio"),
    "patterns/canary-release/": ("bad release hits all users",),
    "patterns/signed-webhooks/": ("forged webhook", "webhook falsi"),
    "patterns/timeout-and-deadline/": ("requests hang",),
    "patterns/bulkhead/": ("thread pool exhausted",),
    "patterns/orchestrated-saga/": ("checkout stops half-way",),
    "runbooks/outbox-lags/": ("outbox_age_seconds", "outbox lag"),
    "runbooks/region-failover/": ("region down", "la regione non risponde"),
    "runbooks/roll-back/": ("roll back a release", "annullare un rilascio"),
    "runbooks/orders-are-slow/": ("orders are slow", "ordini lenti"),
    "runbooks/payments-stay-processing/": ("payments stuck in processing", "pagamenti bloccati"),
    "runbooks/reservations-fail/": ("stock reservation fails",),
    "runbooks/messages-are-not-sent/": ("e-mail confirmations late",),
}
"""What somebody with a problem types who knows no name of a solution, in either language."""


def test_patterns_and_runbooks_are_found_first_or_second_by_the_problem(page: Page) -> None:
    found = best_hits(page, [words for asked in PROBLEMS.values() for words in asked])
    wanted = {words: place for place, asked in PROBLEMS.items() for words in asked}
    assert {words: places[:3] for words, places in found.items() if wanted[words] not in places[:2]} == {}


def test_hits_lead_to_the_place_and_mark_the_words(page: Page) -> None:
    """Also key by key; the enter key opens the best hit, with what was looked for marked."""
    page.locator(".md-search__input").click()
    page.get_by_text("Type to start searching").wait_for()
    page.keyboard.type("createOrder")
    first = page.locator(".md-search-result__item > a").first
    expect(first).to_have_attribute("href", re.compile(r"#createOrder$"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{ORDERS}*#createOrder")


def test_hits_are_reached_with_the_arrows(page: Page) -> None:
    hits(page, "outbox")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_texts_of_diagrams_are_not_found(asked: Page) -> None:
    """A word that stands only in the text of diagrams brings no hit."""
    assert hits(asked, "erDiagram") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_hits_can_be_read_by_everyone(open_page: Open, size: tuple[int, int], scheme: str) -> None:
    page = open_page("", size, scheme)
    if size == NARROW:
        page.get_by_role("button", name="Search").click()
    hits(page, "0018")
    wrong = [item["id"] for item in Axe().run(page).response["violations"] if item["impact"] != "minor"]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_works_from_files(chromium: Browser, site: Path) -> None:
    """Where no server is, the index is a script, the worker a frame, and hits lead to pages."""
    page = new_page(chromium)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda made: wrong.append(made.url) if not made.url.startswith("file:") else None)
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector("article[data-pr-ready]")
    assert hits(page, "0023")[0][:2] == (OUTBOX + "index.html", "Decision Accepted")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OUTBOX}index.html*")
    page.context.close()
    assert wrong == []
