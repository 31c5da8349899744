"""Answers given in the browser: by the keyboard alone, kept over a reload, as planroom reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from screens import NARROW, WIDE, Open
from sites import new_page
from test_pages import violations

from planroom.kinds.assessment import Answer, Assessment, parse
from planroom.source import Source

pytestmark = pytest.mark.browser

FILLED = "systems/order-management/checklist/"

WORDS = [
    *(
        "true",
        "no",
        "null",
        "~",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "\\",
        "[x",
        "{y",
        "*a",
        "&a",
        "!t",
        "%",
        "@",
        "`",
    ),
    *(
        "2026-01-01",
        "1",
        "1e3",
        "?",
        "| x",
        ">",
        "<b>x</b>",
        "a\u00a0b",
        "a\tb",
        "\u2028.",
        "\U0001f642 \u00e9",
    ),
    *("https://x.example/a?b=c&d", "https://x.example/#a b", "{{ 7*7 }}", "a-b c", "..", "---"),
]


def read(text: str) -> dict[str, Answer]:
    """The answers of a file as planroom reads them; nothing of it is wrong."""
    source = Source("specs/x/assessment.yaml", text, "yaml")
    found = parse(source)
    assert isinstance(found, Assessment)
    assert (list(source.problems), found.problems) == ([], ())
    assert [answer.missing for answer in found.answers] == [()] * len(found.answers)
    return {answer.item: answer for answer in found.answers}


def text_of(page: Page) -> str:
    found = page.locator(".pr-answers pre:visible code").text_content()
    assert found is not None
    return found


def form_of(page: Page) -> Locator:
    return page.locator("dialog.pr-dialog")


def fill(page: Page, verdict: str, **values: str) -> None:
    """Fill in the form that is open."""
    dialog = form_of(page)
    dialog.get_by_label(verdict, exact=True).check()
    for label, value in values.items():
        dialog.get_by_label(label.replace("_", " "), exact=True).fill(value)


def test_questions_are_answered_by_the_keyboard_alone(open_page: Open) -> None:
    """From the first open question to the next, and back to where one was."""
    page = open_page(FILLED)
    button = page.get_by_role("button", name="open questions")
    button.focus()
    page.keyboard.press("Enter")
    dialog = form_of(page)
    expect(dialog).to_have_accessible_name("Are there health checks, an orderly shutdown and alerts?")
    expect(dialog.get_by_label("Pass")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("https://reports.shop.example/health?page=2")
    page.keyboard.press("Tab")
    page.keyboard.type("Platform team")
    page.get_by_role("button", name="Save and go on").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_have_accessible_name(
        "Were failures made on purpose, and did the system do what the design says?"
    )
    expect(dialog.get_by_label("Pass")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(dialog.get_by_label("Waived")).to_be_checked()
    expect(dialog.get_by_label("Evidence")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.type('Later: "maybe" # not now')
    page.keyboard.press("Tab")
    page.keyboard.type("no")
    page.get_by_label("Expires").fill("2099-01-31")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    expect(page.locator(".pr-answers [role=status]").first).to_contain_text(
        "Saved. With these 2 answers 55 of 64 passed"
    )

    found = read(text_of(page))
    health, chaos = found["production-readiness-gate"], found["chaos-tested"]
    assert (health.verdict, health.evidence) == ("pass", "https://reports.shop.example/health?page=2")
    assert (health.by, health.date) == ("Platform team", date.today())
    assert (chaos.verdict, chaos.reason, chaos.owner) == ("waived", 'Later: "maybe" # not now', "no")
    assert chaos.expires == date(2099, 1, 31)


def test_any_words_are_read_as_they_were_typed(open_page: Open) -> None:
    """Whatever YAML makes of such words where they stand alone."""
    page = open_page(FILLED)
    for said in WORDS:
        page.locator("#q-chaos-tested .pr-answer").click()
        fill(page, "Pass", Evidence=said, Answered_by=said)
        page.get_by_role("button", name="Save", exact=True).click()
        (answer,) = read(text_of(page)).values()
        assert (answer.evidence, answer.by) == (" ".join(said.split()), " ".join(said.split()))


def test_answers_stay_after_a_reload_and_can_be_changed(open_page: Open) -> None:
    page = open_page(FILLED)
    page.get_by_role("button", name="open questions").click()
    fill(page, "Not applicable", Reason="It has none.", Answered_by="Ada")
    page.get_by_role("button", name="Save", exact=True).click()
    text = text_of(page)
    page.reload()
    page.wait_for_selector("article[data-pr-ready]")
    assert text_of(page) == text
    expect(page.locator("#q-production-readiness-gate")).to_contain_text("Yours: not applicable")

    page.get_by_role("button", name="Change:").first.click()
    dialog = form_of(page)
    expect(dialog.get_by_label("Not applicable")).to_be_checked()
    expect(dialog.get_by_label("Reason")).to_have_value("It has none.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.get_by_role("button", name="Remove:").click()
    expect(page.locator(".pr-answers pre code").first).to_be_hidden()
    page.reload()
    page.wait_for_selector("article[data-pr-ready]")
    expect(page.get_by_role("button", name="Remove:")).to_have_count(0)


def test_no_answer_overrules_what_fails(open_page: Open) -> None:
    page = open_page(FILLED)
    page.locator("#q-documents-complete-gate, tr[data-files=fail][data-scored]").first.get_by_role(
        "button"
    ).click()
    expect(form_of(page)).not_to_contain_text("overrules")
    fill(page, "Pass", Evidence="x", Answered_by="Ada")
    expect(form_of(page)).to_contain_text("no answer overrules that")
    page.get_by_role("button", name="Save", exact=True).click()
    status = page.locator(".pr-answers [role=status]").first
    expect(status).to_contain_text("54 of 65 passed")
    expect(status).to_contain_text("1 of them fails all the same")


def test_an_answer_that_lacks_something_is_not_saved(open_page: Open) -> None:
    page = open_page(FILLED)
    page.get_by_role("button", name="open questions").click()
    fill(page, "Pass", Evidence="  ", Answered_by="Ada")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(form_of(page)).to_be_visible()


def test_what_is_kept_and_makes_no_sense_is_left_out(open_page: Open) -> None:
    page = open_page(FILLED)
    key = page.locator(".pr-answers").get_attribute("data-store")
    for held in (
        "{",
        "[]",
        '{"chaos-tested": 1, "gone": {"verdict": "pass"}, "no-log-spam": {"verdict": "x"}}',
    ):
        page.evaluate("([key, held]) => localStorage.setItem(key, held)", [key, held])
        page.reload()
        page.wait_for_selector("article[data-pr-ready]")
        expect(page.get_by_role("button", name="Remove:")).to_have_count(0)


def test_answers_work_from_a_file(chromium: Browser, site: Path) -> None:
    page = new_page(chromium, permissions=["clipboard-write"])  # of itself, a shell copies nothing from files
    wrong: list[Any] = []
    page.on("pageerror", lambda error: wrong.append(error))
    page.goto((site / FILLED / "index.html").as_uri())
    page.wait_for_selector("article[data-pr-ready]")
    page.get_by_role("button", name="open questions").click()
    fill(page, "Fail", Answered_by="Ada")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator(".pr-answers [role=status]").first).to_contain_text("Copied.")
    page.reload()
    page.wait_for_selector("article[data-pr-ready]")
    assert [answer.verdict for answer in read(text_of(page)).values()] == ["fail"]
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_everybody_can_answer(open_page: Open, size: tuple[int, int], scheme: str) -> None:
    """Nothing to note with the form open and with answers given; nothing is wider than the window."""
    page = open_page(FILLED, size, scheme)
    page.get_by_role("button", name="open questions").click()
    judged(page)
    fill(page, "Pass", Evidence="A report.", Answered_by="Ada")
    page.get_by_role("button", name="Save", exact=True).click()
    judged(page)


def judged(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_without_script_the_page_says_what_to_write(chromium: Browser, address: str) -> None:
    page = new_page(chromium, java_script_enabled=False)
    page.goto(address + FILLED)
    expect(page.get_by_text("specs/order-management/assessment.yaml").first).to_be_visible()
    assert read(page.locator(".pr-answers pre code").inner_text()).keys() == {"production-readiness-gate"}
    page.context.close()
