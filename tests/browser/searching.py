"""Asking the search box, and reading what it shows."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def ask(page: Page, words: str) -> None:
    """Put words into the search box and wait until what is shown answers them, and nothing before them."""
    page.evaluate(_LISTEN)
    box = page.locator(".md-search__input")
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_text("Type to start searching").wait_for()
    page.keyboard.insert_text(words)
    page.keyboard.press("Shift")  # the theme listens to keys
    page.wait_for_function("words => asked.words === words && asked.unanswered === 0", arg=words)


def hits(page: Page, words: str) -> list[tuple[str, str, str]]:
    """The address, label and title of what is shown for these words."""
    ask(page, words)
    found = page.eval_on_selector_all(".md-search-result__item > a:first-child", _HITS)
    return [(re.sub(r"\?h=[^#]*", "", place), label, title) for place, label, title in found]


_LISTEN = """() => {
    if (window.asked) return
    const asked = window.asked = { words: "", unanswered: 0 }
    const QUERY = 2, RESULT = 3, heard = new WeakSet()
    const post = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (message, ...more) {
        if (!heard.has(this)) this.addEventListener("message", ({ data }) => {
            if (data.type === RESULT) asked.unanswered -= 1
        })
        heard.add(this)
        if (message.type === QUERY) {
            asked.words = message.data
            asked.unanswered += 1
        }
        return post.call(this, message, ...more)
    }
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


def best_hits(page: Page, queries: list[str]) -> dict[str, list[str]]:
    """The addresses that the search's own worker gives for each query, without any typing."""
    found: dict[str, list[str]] = page.evaluate(_ASKED, queries)
    return found


_ASKED = """async (queries) => {
    const config = JSON.parse(document.querySelector("#__config").textContent)
    const base = new URL(config.base.replace(/\\/?$/, "/"), location.href)
    const index = await (await fetch(new URL("search/search_index.json", base))).json()
    const worker = new Worker(new URL(config.search, location.href))
    const answer = (type) => new Promise((resolve) => {
        worker.onmessage = ({ data }) => { if (data.type === type) resolve(data.data) }
    })
    worker.postMessage({ type: "wake" })
    worker.postMessage({ type: 0, data: { ...index, options: { suggest: false } } })
    await answer(1)
    const found = {}
    for (const query of queries) {
        worker.postMessage({ type: 2, data: query })
        found[query] = (await answer(3)).items.map((group) => group[0].location)
    }
    worker.terminate()
    return found
}"""
