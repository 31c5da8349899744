"""Every page has an address of its own, whatever the things it shows are called."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.kinds.decision import Decision
from planroom.load import load
from planroom.model import build
from planroom.render import PAGES, Rendering, check_pages, pages
from planroom.render.address import Addresses

DECISION = "---\nstatus: accepted\ndate: 2026-02-03\n---\n# Use REST\n\n## Decision\n\nREST.\n"
LONG = "x" * 5000
SERVICES = ["x", "X", "../../x", "api", "service-api", "index", LONG, LONG + "y", "ü" * 300, ""]
CONTRACT = '{"openapi": "3.1.0", "info": {"title": "%s", "version": "1"}, "paths": {}}'


def rendering(root: Path, files: dict[str, str]) -> Rendering:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    room = load(root)
    return Rendering(run(room, build(room), raise_faults=True))


def served(path: str) -> str:
    """The place of a page on the site, as a file system that ignores case has it."""
    return path.removesuffix(".md").removesuffix("/index").casefold()


def design(name: str, *services: str) -> str:
    listed = [{"service_name": service} for service in services]
    return json.dumps({"system": {"name": name}, "service_design": {"services": listed}})


def test_no_page_takes_the_place_of_another(tmp_path: Path) -> None:
    files = {
        "adr/0001-use-rest.md": DECISION,
        "docs/adr/0001-use-rest.md": DECISION,
        "adr/adr-0002-x.md": DECISION,
        "adr/adr-0002-x/index.md": DECISION,
        "adr/graph.md": DECISION,
        "specs/a/design.json": design("shop", *SERVICES),
        "specs/b/design.json": design("Shop", "x"),
        "specs/c/design.json": design("../../shop", "x"),
        "specs/a/orders.openapi.json": CONTRACT % "One",
        "specs/a/orders.json": CONTRACT % "Two",
        "apis/a.json": CONTRACT % "Three",
        "apis/a/index.json": CONTRACT % "Four",
        "apis/A.yaml": CONTRACT % "Five",
    }
    site = rendering(tmp_path, files)
    made = list(pages(site))
    places = [served(page.path) for page in made]
    assert len(set(places)) == len(places)
    assert {page.origin for page in made} >= set(files)
    assert len([page for page in made if page.origin == "specs/a/design.json"]) == 1 + len(SERVICES)
    for page in made:
        parts = page.path.split("/")
        assert ".." not in parts
        assert all(0 < len(part.encode()) <= 255 for part in parts), page.path[:80]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_picture_behind_a_link_out_of_the_room_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a key")
    room = tmp_path / "room"
    (room / "adr").mkdir(parents=True)
    (room / "adr/in.png").write_bytes(b"png")
    (room / "adr/out.png").symlink_to(tmp_path / "secret")
    text = DECISION + "\n![in](in.png) ![out](out.png)\n"
    site = rendering(room, {"adr/0001-use-rest.md": text})
    shown = {
        path for make in PAGES if make is not check_pages.pages for page in make(site) for path in page.assets
    }
    assert [decision.title for decision in site.room.of(Decision)] == ["Use REST"]
    assert shown == {"adr/in.png"}


@pytest.mark.parametrize(
    ("source", "target", "directories", "flat"),
    [
        ("index.md", "decisions/index.md", "decisions/", "decisions/index.html"),
        ("decisions/a.md", "decisions/b.md", "../b/", "b.html"),
        ("decisions/a.md", "decisions/index.md", "../", "index.html"),
        ("decisions/a.md", "index.md", "../../", "../index.html"),
        ("decisions/index.md", "decisions/a.md", "a/", "a.html"),
        ("decisions/index.md", "decisions/index.md", "./", "index.html"),
        ("a.md", "a.md", "./", "a.html"),
        ("a/b.md", "a.md", "../", "../a.html"),
        ("a/b.md", "assets/room/a/b.png", "../../assets/room/a/b.png", "../assets/room/a/b.png"),
        ("systems/a/index.md", "systems/ab/c.md", "../ab/c/", "../ab/c.html"),
    ],
)
def test_links_between_pages_are_as_short_as_can_be(
    source: str, target: str, directories: str, flat: str
) -> None:
    assert Addresses(True).href(source, target) == directories
    assert Addresses(False).href(source, target, "x") == ("#x" if source == target else f"{flat}#x")
