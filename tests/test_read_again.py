"""A room that is read again takes unchanged artifacts from before, and is the same as one read anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.kinds.decision import Decision
from planroom.load import load
from planroom.model import build
from planroom.room import Room
from planroom.source import Source

TEXT = "---\nstatus: accepted\ndate: 2026-02-0{number}\n---\n# Decision {number}\n\n## Decision\n\nIt.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "adr").mkdir()
    for number in range(1, 5):
        (tmp_path / f"adr/000{number}-d.md").write_text(TEXT.format(number=number), "utf-8")
    return tmp_path


def seen(room: Room) -> object:
    """What a room holds, and what is found in it."""
    decisions = [(each.path, each.title, each.status, each.date, each.number) for each in room.of(Decision)]
    texts = {path: source.text for path, source in room.sources.items()}
    return decisions, texts, room.readings, room.paths, run(room, build(room)).diagnostics


def change(root: Path) -> None:
    file = root / "adr/0002-d.md"
    file.write_text(file.read_text("utf-8").replace("accepted", "superseded by 0003"), "utf-8")


def rename(root: Path) -> None:
    (root / "adr/0002-d.md").rename(root / "adr/0007-d.md")


def move_out(root: Path) -> None:
    (root / "text").mkdir()
    (root / "adr/0002-d.md").rename(root / "text/d.md")


def swap(root: Path) -> None:
    (root / "adr/0001-d.md").rename(root / "adr/0009-d.md")
    (root / "adr/0002-d.md").rename(root / "adr/0001-d.md")
    (root / "adr/0009-d.md").rename(root / "adr/0002-d.md")


def exclude(root: Path) -> None:
    (root / "planroom.yaml").write_text("exclude: [adr/0002-d.md]\n", "utf-8")


def link_out(root: Path) -> None:
    (root / "adr/0002-d.md").unlink()
    (root / "adr/0002-d.md").symlink_to(root.parent)


CHANGES = [change, rename, move_out, swap, exclude, link_out, lambda root: (root / "adr/0002-d.md").unlink()]


@pytest.mark.parametrize("edit", CHANGES)
def test_it_is_as_if_read_anew(root: Path, edit: Callable[[Path], object]) -> None:
    before = load(root)
    edit(root)
    again = load(root, before=before)
    assert seen(again) == seen(load(root))
    assert seen(again) != seen(before)
    kept = {id(decision) for decision in before.of(Decision)} & {id(each) for each in again.of(Decision)}
    assert len(kept) == (2 if edit is swap else 3)


CONTRACT = """\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200":
          description: All.
          content: {application/json: {schema: {$ref: "parts.yaml#/Thing"}, example: {name: 1}}}
"""
PARTS = "Thing: {type: object, properties: {name: {type: %s}}}\n"
DESIGN = (
    '{"format_version": "1.0", "system": {"name": "shop"}, "service_design": {"services": [{"name": "%s"}]}}'
)


@pytest.fixture
def mixed(root: Path) -> Path:
    """The decisions with a design, a contract in two files, a page and a pattern."""
    for path, text in {
        "specs/shop/design.json": DESIGN % "orders",
        "specs/shop/api.yaml": CONTRACT,
        "specs/shop/parts.yaml": PARTS % "integer",
        "docs/about.md": "# About\n\n{{ planroom.decision('0001') }}\n",
        "docs/patterns/retry.md": "# Retry\n\n[One](../../adr/0001-d.md)\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("specs/shop/parts.yaml", PARTS % "string"),
        ("specs/shop/parts.yaml", None),
        ("specs/shop/api.yaml", CONTRACT.replace("listThings", "things")),
        ("specs/shop/design.json", DESIGN % "payments"),
        ("specs/shop/design.json", "{"),
        ("adr/0001-d.md", None),
        ("docs/about.md", "# About us\n"),
        ("planroom.yaml", "exclude: [specs/shop/api.yaml]\n"),
    ],
)
def test_whatever_was_read_is_as_if_read_anew(mixed: Path, path: str, text: str | None) -> None:
    """What follows from other files than its own is looked at again."""
    before = load(mixed)
    if text is None:
        (mixed / path).unlink()
    else:
        (mixed / path).write_text(text, "utf-8")
    again = load(mixed, before=before)
    assert [(type(each), each.path) for each in again.artifacts] == [
        (type(each), each.path) for each in load(mixed).artifacts
    ]
    assert seen(again) == seen(load(mixed))
    there = {each.path for each in again.artifacts} - {path}
    assert {each.path for each in before.artifacts if each.source in sources(again)} == there


def sources(room: Room) -> set[Source]:
    return {each.source for each in room.artifacts}
