"""Diagrams of every kind in a browser: letters in their boxes, readable in both schemes, and the controls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import new_page

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering
from planroom.render.look import script, style
from planroom.source.mermaid_text import engine

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(engine() is None, reason="no Mermaid engine for this platform"),
]

KINDS = Path(__file__).parents[1] / "diagrams"
FONTS = ("", "DejaVu Sans", "Nimbus Sans", "DejaVu Sans Condensed")
"""The page's own choice, a wide font and two narrow ones; one that is missing is the browser's own choice."""

ODD = ("hourglass", "Cloud")
"""What is drawn in a shape that is narrower than the least box, as the engine has it."""

ESCAPED = """() => {
  const found = []
  const box = (element) => element.getBoundingClientRect()
  const over = (outer, inner) => Math.max(
    outer.left - inner.left, inner.right - outer.right, outer.top - inner.top, inner.bottom - outer.bottom)
  const around = (shapes) => shapes.map(box).reduce((one, other) => ({
    left: Math.min(one.left, other.left), right: Math.max(one.right, other.right),
    top: Math.min(one.top, other.top), bottom: Math.max(one.bottom, other.bottom) }))
  const SHAPES = "rect, path, circle, polygon, ellipse"
  for (const svg of document.querySelectorAll("svg.pr-svg")) {
    const kind = svg.closest("figure").dataset.kind
    const check = (outer, text) => {
      const by = over(outer, box(text))
      if (by > 1 && box(text).width) found.push(`${kind}: ${text.textContent} by ${by.toFixed(1)} px`)
    }
    for (const text of svg.querySelectorAll("text")) check(box(svg), text)
    for (const node of svg.querySelectorAll("g.node")) {
      const shapes = [...node.querySelectorAll(SHAPES)].filter((shape) => box(shape).width > 8)
      if (shapes.length) node.querySelectorAll("text").forEach((text) => check(around(shapes), text))
    }
    for (const text of svg.querySelectorAll("text.actor, text.noteText")) {
      const shape = text.previousElementSibling
      if (shape?.matches("rect")) check(box(shape), text)
    }
  }
  return found
}"""

UNREADABLE = """() => {
  const found = []
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return canvas.getImageData(0, 0, 1, 1).data
  }
  const light = (colour) => {
    const [red, green, blue] = [...rgb(colour)].slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
  }
  const SHAPES = "rect, path, circle, polygon, ellipse"
  const ground = getComputedStyle(document.querySelector(".pr-diagram")).backgroundColor
  for (const svg of document.querySelectorAll("svg.pr-drawn")) {
    const kind = svg.closest("figure").dataset.kind
    for (const text of svg.querySelectorAll("text")) {
      const fills = [...(text.closest("g.node")?.querySelectorAll(SHAPES) || [])]
        .map((shape) => getComputedStyle(shape).fill)
        .filter((fill) => fill !== "none" && rgb(fill)[3] === 255)
      const ink = getComputedStyle(text.querySelector("tspan") || text).fill
      const least = contrast(ink, fills[0] || ground)
      if (least < 4.5) found.push(`${kind}: ${text.textContent} ${least.toFixed(1)}`)
    }
    for (const line of svg.querySelectorAll(".edgePaths path, .messageLine0, .messageLine1, .actor-line")) {
      const least = contrast(getComputedStyle(line).stroke, ground)
      if (least < 2) found.push(`${kind}: a line ${least.toFixed(1)}`)
    }
  }
  return found
}"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with a diagram of each kind, whose colour scheme is put in for `SCHEME`."""
    room = load(tmp_path_factory.mktemp("room"))
    site = Rendering(run(room, build(room)))
    figures = [
        str(site.author_figure(path.read_text("utf-8"), "index.md")).replace(
            "<figure ", f'<figure data-kind="{path.stem}" ', 1
        )
        for path in sorted(KINDS.glob("*.mmd"))
    ]
    return (
        '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">'
        f"<title>Diagrams</title><style>{style()}</style></head>"
        '<body data-md-color-scheme="SCHEME"><div class="md-content"><article class="md-typeset">'
        f"{''.join(figures)}</article></div><script>{script()}</script></body></html>"
    )


@pytest.fixture
def show(chromium: Browser, gallery: str) -> Iterator[Any]:
    """Opens the gallery; the test fails on any request and whatever the console calls an error."""
    wrong: list[str] = []
    contexts = []

    def show_(scheme: str = "default", width: int = 760, **more: Any) -> Page:
        page = new_page(chromium, (width, 900), **more)
        contexts.append(page.context)
        page.on("request", lambda made: wrong.append(made.url))
        page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.set_content(gallery.replace("SCHEME", scheme, 1))
        return page

    yield show_
    for context in contexts:
        context.close()
    assert [said for said in wrong if not said.startswith(("data:", "blob:", "about:"))] == []


def test_no_letter_leaves_its_box(show: Any) -> None:
    """In a wide and in narrow fonts, with long words, and in scripts of any kind."""
    page = show()
    for font in FONTS:
        page.evaluate(
            "font => document.documentElement.style.setProperty('--pr-diagram-sans', font && `'${font}'`)",
            font,
        )
        found = [said for said in page.evaluate(ESCAPED) if not any(word in said for word in ODD)]
        assert found == [], font or "the page's own fonts"


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_letters_and_lines_can_be_seen(show: Any, scheme: str) -> None:
    """Also on the colours that an author gave to a box."""
    assert show(scheme).evaluate(UNREADABLE) == []


def test_a_picture_is_moved_by_keys_and_fits_a_phone(show: Any) -> None:
    """Plus, minus and nought in the frame; nothing makes the page itself scroll sideways."""
    page = show(width=390, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    figure = page.locator("figure[data-kind='sequence']")
    view, svg = figure.locator(".pr-diagram__view"), figure.locator("svg")
    before = svg.bounding_box()["width"]
    view.focus()
    page.keyboard.press("+")
    assert svg.bounding_box()["width"] > before * 1.2
    page.keyboard.press("-")
    assert abs(svg.bounding_box()["width"] - before) < 2
    page.keyboard.press("0")
    assert svg.bounding_box()["width"] <= view.bounding_box()["width"]
    for name in ("Zoom out", "Fit", "Zoom in", "Full screen", "Copy Mermaid text", "Download SVG"):
        expect(figure.get_by_role("button", name=name)).to_be_visible()


@pytest.mark.parametrize("kind", ["flowchart", "mindmap"])
def test_a_downloaded_picture_stands_alone(show: Any, tmp_path: Path, kind: str) -> None:
    """It has a size, asks for nothing, and shows letters on a ground on which they can be read."""
    page = show("slate")
    with page.expect_download() as started:
        page.locator(f"figure[data-kind='{kind}']").get_by_role("button", name="Download SVG").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    text = file.read_text("utf-8")
    assert text.startswith("<svg")
    assert "var(" not in text
    assert "http" not in text.replace("http://www.w3.org/", "").replace("https://example.org/gate", "")
    page.set_content(f'<img alt="" src="data:image/svg+xml,{quote(text)}">')
    page.wait_for_function("document.images[0].complete")
    assert page.evaluate("document.images[0].naturalWidth") > 100


def test_paper_shows_the_whole_picture_in_light_colours(show: Any) -> None:
    """However wide it is on a screen."""
    page = show("slate")
    page.emulate_media(media="print")
    figure = page.locator("figure[data-kind='state']")
    assert figure.locator("svg").bounding_box()["width"] <= figure.bounding_box()["width"]
    assert page.evaluate("getComputedStyle(document.querySelector('.pr-diagram')).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
