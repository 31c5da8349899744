"""Old addresses lead on, as git and the settings know them, to pages that are there, and over none."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from pathlib import Path

import pytest

from planroom.checks import Outcome
from planroom.edit.redirects import with_redirect
from planroom.load import load
from planroom.model import build
from planroom.model.history import History
from planroom.render import Rendering, redirects
from planroom.render.address import Addresses
from planroom.source import Source

DECISION = "---\nstatus: accepted\n---\n# Use REST & co\n\n## Decision\n\nREST.\n"
NOW = "adr/0009-use-rest.md"
NEW = "# Where decisions lay before: their old addresses lead on.\nredirects:\n  a/1.md: a/2.md\n"


def rendering(root: Path, settings: str = "", moved: dict[str, str] | None = None, **more: str) -> Rendering:
    files = {NOW: DECISION, "adr/0010-use-grpc.md": DECISION, "planroom.yaml": settings, **more}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    room = load(root)
    return Rendering(Outcome(room, build(room), ()), history=History(moved=moved or {}))


def led(site: Rendering) -> dict[str, str]:
    """Where each page at an old address leads to, as files of the site."""
    found = {}
    for file in redirects.files(site):
        text = str(file.content)
        (href,) = set(re.findall(r'(?:url=|<a href=")([^"]+)"', text))
        found[file.path] = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), href))
    return found


def test_stated_and_known_moves_lead_to_the_page(tmp_path: Path) -> None:
    settings = "redirects:\n  adr/0003-x.md: adr/0004-x.md\n  adr/0004-x.md: adr/0009-use-rest.md\n"
    site = rendering(tmp_path, settings, {"doc/adr/0005-x.adoc": NOW, "adr/0006/README.md": NOW})
    target = "decisions/0009-use-rest"
    assert led(site) == {
        "decisions/0003-x/index.html": target,
        "decisions/0004-x/index.html": target,
        "decisions/0006/readme/index.html": target,
        "decisions/0005-x/index.html": target,
    }
    assert redirects.former_numbers(site)[NOW] == ("0003", "0004", "0006", "0005")
    text = str(next(redirects.files(site)).content)
    assert "0009 Use REST &amp; co</a>" in text
    assert '<link rel="canonical" href="../0009-use-rest/">' in text


def test_flat_addresses_and_whole_ones(tmp_path: Path) -> None:
    settings = "site_url: https://docs.example.org/arch/\nredirects: {adr/0003-x.md: adr/0009-use-rest.md}\n"
    site = replace(rendering(tmp_path, settings), addresses=Addresses(directory_urls=False))
    assert led(site) == {"decisions/0003-x.html": "decisions/0009-use-rest.html"}
    text = str(next(redirects.files(site)).content)
    assert '<link rel="canonical" href="https://docs.example.org/arch/decisions/0009-use-rest.html">' in text


@pytest.mark.parametrize(
    "old",
    [
        "adr/0010-use-grpc.md",  # a decision that is there
        "doc/adr/0010-USE-GRPC.adoc",  # the address of one, in other letters
        "adr/index.md",
        "adr/graph.md",
        "adr/timeline.md",
        "docs/index.md",
        "docs/findings.md",
        "docs/guide.md",
        "docs/systems/x.md",
        "docs/../../x.md",
    ],
)
def test_no_page_is_replaced(tmp_path: Path, old: str) -> None:
    assert led(rendering(tmp_path, "", {old: NOW}, **{"docs/guide.md": "# Guide\n"})) == {}


def test_circles_and_dead_ends_make_no_page(tmp_path: Path) -> None:
    settings = "redirects: {adr/1-a.md: adr/2-a.md, adr/2-a.md: adr/1-a.md, adr/3-a.md: adr/4-a.md}\n"
    assert led(rendering(tmp_path, settings)) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, NEW),
        (
            "title: x",
            f"title: x\n\n{NEW.rstrip()}",
        ),
        ("redirects:\ntitle: x\n", "redirects:\n  a/1.md: a/2.md\ntitle: x\n"),
        ("redirects: {}\n", "redirects: {a/1.md: a/2.md}\n"),
        ("redirects: {b: c}\n", "redirects: {b: c, a/1.md: a/2.md}\n"),
        (
            "redirects:\r\n    b: c # why\r\ntitle: x\r\n",
            "redirects:\r\n    b: c # why\r\n    a/1.md: a/2.md\r\ntitle: x\r\n",
        ),
        ("- a list\n", "- a list\n"),
        ("redirects: [b]\n", "redirects: [b]\n"),
        ("a: [\n", "a: [\n"),
    ],
)
def test_a_line_is_added_and_no_other_byte_changes(before: str | None, after: str) -> None:
    assert with_redirect(before, "a/1.md", "a/2.md") == after


def test_any_path_is_read_as_it_was_written() -> None:
    old, new = "adr/0001-a: b #c.md", 'adr/0002-"q".md'
    text = with_redirect("redirects:\n  x: y\n", old, new)
    assert Source("planroom.yaml", text, "yaml").value == {"redirects": {"x": "y", old: new}}


SHOP = {
    "specs/shop/design.json": '{"schema_version": "1.0.0", "system": {"name": "shop"}, '
    '"service_design": {"services": [{"service_name": "basket"}]}}',
    "specs/shop/orders.yaml": "openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n",
    "apis/loose.yaml": "openapi: 3.1.0\ninfo: {title: Loose, version: 1.0.0}\npaths: {}\n",
    "docs/how-to/start.md": "# Start\n",
}


@pytest.mark.parametrize(
    ("old", "new", "pages"),
    [
        ("docs/start.md", "docs/how-to/start.md", {"start": "how-to/start"}),
        ("apis/old.yaml", "apis/loose.yaml", {"apis/apis/old": "apis/apis/loose"}),
        (
            "specs/shop/o.yaml",
            "specs/shop/orders.yaml",
            {"systems/shop/api/o": "systems/shop/api/orders"},
        ),
        (
            "specs/store/o.yaml",
            "specs/shop/orders.yaml",
            {
                "systems/store/api/o": "systems/shop/api/orders",
                "apis/specs/store/o": "systems/shop/api/orders",
            },
        ),
        (
            "specs/shop/design.json#cart",
            "specs/shop/design.json#basket",
            {"systems/shop/cart": "systems/shop/basket"},
        ),
    ],
)
def test_whatever_has_a_page_can_be_moved(tmp_path: Path, old: str, new: str, pages: dict[str, str]) -> None:
    site = rendering(tmp_path, f"redirects:\n  {old}: {new}\n", **SHOP)
    assert led(site) == {f"{before}/index.html": now for before, now in pages.items()}


@pytest.mark.parametrize("old", ["specs/store/design.json", "specs/shop/design.json#store"])
def test_a_system_takes_its_pages_along(tmp_path: Path, old: str) -> None:
    """By the folder it lay in, or by the name it had."""
    new = "specs/shop/design.json" + ("#shop" if "#" in old else "")
    found = led(rendering(tmp_path, f"redirects:\n  {old}: {new}\n", **SHOP))
    assert found["systems/store/index.html"] == "systems/shop"
    assert found["systems/store/basket/index.html"] == "systems/shop/basket"
    assert found["systems/store/api/orders/index.html"] == "systems/shop/api/orders"
    assert all(
        now == page.replace("store", "shop").removesuffix("/index.html") for page, now in found.items()
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("docs/how-to/start.md", "apis/loose.yaml"),
        ("docs/how-to/start.md", "docs/how-to/start.md"),
        ("specs/shop/design.json#basket", "specs/shop/design.json#shop"),
        ("apis/loose.yaml", "specs/shop/orders.yaml"),
        ("docs/reference/x.md", "docs/how-to/start.md"),
        ("../x.md", "docs/how-to/start.md"),
        ("docs/../../x.md", "docs/how-to/start.md"),
        ("docs/start.md", "docs/gone.md"),
        ("docs/start.md", "../outside.md"),
    ],
)
def test_no_other_page_is_replaced_and_none_lies_outside(tmp_path: Path, old: str, new: str) -> None:
    assert led(rendering(tmp_path, f"redirects:\n  {old}: {new}\n", **SHOP)) == {}
