"""What is made of planroom's own texts is made once, and believed only if this program made it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, brought, check_pages
from planroom.render.brought import Brought
from planroom.render.page import Block, Heading, Html

BLOCKS = (Heading(2, "Why", "why"), Html("<p>Ünïcode</p>"), Heading(3, "No anchor"))
Ask = Callable[[str], list[Block]]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of which something was made."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return []


@pytest.fixture
def ask(tmp_path: Path, made: list[str]) -> Ask:
    """Asks for the blocks of a text as a new process would."""

    def asked(text: str) -> list[Block]:
        def make() -> Iterator[Block]:
            made.append(text)
            yield from BLOCKS

        process = Brought(tmp_path)
        found = process.blocks("test", text, make=make)
        process.write()
        return found

    return asked


def test_blocks_are_made_once_and_are_the_same(ask: Ask, made: list[str]) -> None:
    assert ask("one") == ask("two") == ask("one") == ask("two") == list(BLOCKS)
    assert made == ["one", "two"]


def test_what_is_damaged_or_of_another_program_is_made_anew(
    ask: Ask, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("one")
    (file,) = tmp_path.rglob("*.pyc")
    data = file.read_bytes()
    for damaged in (b"", b"\n\n[]", data[:-1], data.replace(b"Why", b"why"), b"\xff"):
        file.write_bytes(damaged)
        assert ask("one") == list(BLOCKS)
    monkeypatch.setattr(brought, "program", lambda: "another")
    assert ask("one") == list(BLOCKS)
    assert len(made) == 7


def test_nothing_is_written_where_python_may_not(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert ask("one") == list(BLOCKS)
    assert not list(tmp_path.rglob("*"))


def test_of_too_much_only_what_was_used_is_kept(
    ask: Ask, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("one", "two"):
        ask(text)
    monkeypatch.setattr(brought, "_MAX_BYTES", 10)
    for text in ("three", "one"):
        ask(text)
    assert made == ["one", "two", "three", "one"]


def test_the_page_of_a_check_says_what_it_finds_in_each_room(tmp_path: Path) -> None:
    def shown(folder: str, text: str) -> tuple[str, str]:
        root = tmp_path / folder
        (root / "adr").mkdir(parents=True)
        (root / "adr/0001-a.md").write_text(text, "utf-8")
        room = load(root)
        site = Rendering(run(room, build(room)))
        made = {page.path: page.markdown() for page in check_pages.pages(site)}
        return made["reference/checks/adr001.md"], made["reference/checks/adr002.md"]

    title, status = "# Use REST\n\n## Decision\n\nYes.\n", "---\nstatus: accepted\n---\n"
    for turn in ("first", "second"):
        untitled, stated = shown(f"untitled-{turn}", f"{status}## Decision\n\nYes.\n")
        assert "1 time</a>" in untitled
        assert "1 time</a>" not in stated
        titled, missing = shown(f"unstated-{turn}", title)
        assert "1 time</a>" not in titled
        assert "1 time</a>" in missing
