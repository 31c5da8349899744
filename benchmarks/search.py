"""How soon search answers in a browser, and what its index weighs, with many decisions.

    python benchmarks/search.py 1000 2000 5000 --chromium /usr/bin/chromium

For each number a room of so many decisions of about 3.5 kB is made, built with both indexes, and served.
Measured are the bytes of the index, the seconds from opening a page until the search is ready, and those from
a key to its hits, for a word that every decision has, one that few have, a number and two words. Chromium can
slow a page down, as on a processor with a quarter of the speed, but none of its workers, in which search does
its work; so each figure is the larger one of a page slowed down four times, and of four times what it takes
in a page that is not. The least of several runs counts.
"""

from __future__ import annotations

import argparse
import functools
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from documents import WORDS
from playwright.sync_api import Browser, Page, sync_playwright

SLOWER = 4
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
CONFIGURATION = "site_name: Search\ntheme: {name: material}\nplugins: [search, macros, planroom]\n"
SECTIONS = ("Context", "Decision Drivers", "Considered Options", "Decision", "Consequences", "Confirmation")
SENTENCES = 6
RARE = 5_000
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "za")


def rare(number: int) -> str:
    """One of 65,536 words that few decisions have, and that no other word begins with."""
    return "".join(SYLLABLES[number >> shift & 15] for shift in (0, 4, 8, 12))


def decision(number: int) -> str:
    """A decision of about 3.5 kB: six sections of sentences of common words, and a few that are its own."""
    pick = random.Random(number)

    def sentence() -> str:
        words = [pick.choice(WORDS) for _ in range(12)]
        words.insert(6, rare(pick.randrange(RARE)))
        return " ".join(words).capitalize() + "."

    title = f"Keep {pick.choice(WORDS)} and {pick.choice(WORDS)} of {pick.choice(WORDS)} apart"
    parts = [f"---\nstatus: accepted\ndate: 2026-02-03\ntags: [{pick.choice(WORDS)}]\n---\n\n# {title}\n"]
    for section in SECTIONS:
        parts += (f"## {section}\n", *(sentence() for _ in range(SENTENCES)), "")
    return "\n".join(parts)


def make(folder: Path, decisions: int, index: str) -> None:
    """Write a room of so many decisions whose search asks this index."""
    (folder / "adr").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIGURATION, "utf-8")
    (folder / "planroom.yaml").write_text(f"search: {index}\n", "utf-8")
    for number in range(1, decisions + 1):
        (folder / "adr" / f"{number:04}-decision-{number}.md").write_text(decision(number), "utf-8")


def build(folder: Path) -> tuple[Path, float]:
    """Build the site; the folder, and the processor's seconds."""
    before = os.times()
    command = [sys.executable, "-m", "planroom", "build", "--quiet", "--site-dir", str(folder / "site")]
    subprocess.run(command, cwd=folder, check=True)
    after = os.times()
    return folder / "site", sum(after[2:4]) - sum(before[2:4])


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site while it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


TYPED = """(words) => new Promise((resolve) => {
    const box = document.querySelector(".md-search__input")
    const list = document.querySelector(".md-search-result__list")
    box.focus()
    const before = list.innerHTML
    const begun = performance.now()
    const seen = new MutationObserver(() => {
        if (!list.children.length || list.innerHTML === before) return
        seen.disconnect()
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)))
    })
    seen.observe(list, { childList: true })
    box.value = words
    box.dispatchEvent(new KeyboardEvent("keyup", { key: "a", bubbles: true }))
})"""


def slowed(chromium: Browser, address: str, queries: dict[str, str]) -> dict[str, float]:
    """The seconds on a processor of a quarter of the speed, as far as can be told."""
    page = measure(chromium, address, queries, SLOWER)
    whole = measure(chromium, address, queries, 1)
    return {name: max(page[name], SLOWER * whole[name]) for name in page}


def measure(chromium: Browser, address: str, queries: dict[str, str], rate: int) -> dict[str, float]:
    """Seconds until search is ready and from a key to its hits, in a page opened anew."""
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.goto(address + "decisions/")
    begun = time.monotonic()
    page.locator(".md-search__input").click()
    page.get_by_text("Type to start searching").wait_for()
    found = {"ready": time.monotonic() - begun}
    for name, words in queries.items():
        found[name] = page.evaluate(TYPED, words) / 1000
        _clear(page)
    context.close()
    return found


def _clear(page: Page) -> None:
    page.evaluate(
        """() => { const box = document.querySelector(".md-search__input"); box.value = ""
        box.dispatchEvent(new KeyboardEvent("keyup", { key: "a", bubbles: true })) }"""
    )
    page.wait_for_function("!document.querySelector('.md-search-result__list').children.length")


def weight(site: Path) -> int:
    """The bytes that search adds to a site."""
    return sum(
        file.stat().st_size
        for folder in ("search", "pagefind")
        for file in (site / folder).rglob("*")
        if file.is_file()
    )


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("decisions", nargs="+", type=int)
    parser.add_argument("--chromium", default=None, help="the browser; else Playwright's own")
    parser.add_argument("--index", choices=("built-in", "pagefind"), action="append")
    parser.add_argument("--runs", type=int, default=2, help="of so many the least counts (default: 2)")
    asked = parser.parse_args()
    names = ("ready", "first word", "common word", "rare word", "number", "two words")
    print(
        "| decisions | index | build, CPU s | raw index, MB | all of search, MB | " + " | ".join(names) + " |"
    )
    print("|---" * (5 + len(names)) + "|")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=asked.chromium, args=ARGUMENTS)
        for count in asked.decisions:
            queries = {
                "first word": "voucher",
                "common word": "payment",
                "rare word": rare(count % 400),
                "number": f"ADR-{count - 7}",
                "two words": "shipment window",
            }
            for index in asked.index or ("built-in", "pagefind"):
                with tempfile.TemporaryDirectory() as name:
                    make(Path(name, "room"), count, index)
                    site, seconds = build(Path(name, "room"))
                    with served(site) as address:
                        runs = [slowed(chromium, address, queries) for _ in range(asked.runs)]
                    raw = (site / "search" / "search_index.json").stat().st_size
                    cells = [
                        f"{count:,}",
                        index,
                        f"{seconds:.1f}",
                        f"{raw / 1e6:.2f}",
                        f"{weight(site) / 1e6:.1f}",
                    ]
                    cells += [f"{min(run[key] for run in runs):.2f}" for key in names]
                    print("| " + " | ".join(cells) + " |", flush=True)
        chromium.close()
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f}.", file=sys.stderr)


if __name__ == "__main__":
    main()
