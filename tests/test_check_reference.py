"""The pages of checks say in full what is found in the bad example, and mark what the good one mends."""

from __future__ import annotations

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, check_pages
from planroom.render.page import Html


@pytest.fixture(scope="module")
def successor(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The HTML of the page of a check that is early in the alphabet: those after it are not made."""
    room = load(tmp_path_factory.mktemp("empty"))
    site = Rendering(run(room, build(room)))
    page = next(page for page in check_pages.pages(site) if page.title.startswith("ADR007 "))
    return "\n".join(block.text for block in page.blocks if isinstance(block, Html))


def test_the_bad_example_is_followed_by_what_the_command_says(successor: str) -> None:
    said = "adr/0001-use-rest.md:2:9 warning ADR007\n  `superseded`, but no decision supersedes it"
    assert said in successor


def test_the_lines_that_were_mended_are_marked(successor: str) -> None:
    """Not those that stand where the bad example has its fault, nor files that are new as a whole."""
    marked = [part.partition("</span>\n")[0] for part in successor.split('class="hll">')[1:]]
    assert len(marked) == 2
    assert "superseded" in marked[0]
    assert "0002-use-grpc.md" in marked[1]
