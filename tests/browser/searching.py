"""Typing into the search box, and reading what it shows."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def hits(page: Page, words: str) -> list[tuple[str, str, str]]:
    """Type as a reader does, for Material listens to keys, and give each hit's address, label and title."""
    box = page.locator(".md-search__input")
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_text("Type to start searching").wait_for()
    page.keyboard.type(words)
    page.wait_for_function(_SETTLED, arg=words)
    found = page.eval_on_selector_all(".md-search-result__item > a:first-child", _HITS)
    return [(re.sub(r"\?h=[^#]*", "", place), label, title) for place, label, title in found]


_SETTLED = """words => {
    const list = document.querySelector(".md-search-result__list")
    const said = document.querySelector(".md-search-result__meta")
    const now = `${words} ${list.textContent} ${said.textContent}`
    if (window.seen !== now) { window.seen = now; window.since = Date.now() }
    return Date.now() - window.since > 600
}"""
_HITS = """links => links.map((link) => {
    const flat = (text) => (text || "").replace(/\\s+/g, " ").trim()
    const label = link.querySelector(".pr-hit")
    const title = link.querySelector("h1, h2").cloneNode(true)
    title.querySelector(".pr-hit")?.remove()
    const base = new URL(JSON.parse(document.querySelector("#__config").textContent).base, location.href)
    const place = link.href.replace(base.href.replace(/\\/?$/, "/"), "")
    return [place, flat(label?.textContent), flat(title.textContent)]
})"""
