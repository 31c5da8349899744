"""Links to the hosts of repositories: where files are shown, changed and made, all escaped."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from planroom.render.hosting import LONGEST_ADDRESS, Hosting, hosting

FILE = "adr/0001-è vero?.md"
QUOTED = "adr/0001-%C3%A8%20vero%3F.md"


@pytest.mark.parametrize(
    ("repo", "edit_uri", "view", "edit", "history"),
    [
        (
            "https://github.com/a/b",
            "edit/trunk/docs/",
            f"blob/trunk/{QUOTED}#L3",
            f"edit/trunk/{QUOTED}",
            f"commits/trunk/{QUOTED}",
        ),
        (
            "https://gitlab.example.org/a/b/c/",
            "",
            f"-/blob/main/{QUOTED}#L3",
            f"-/edit/main/{QUOTED}",
            f"-/commits/main/{QUOTED}",
        ),
        (
            "https://bitbucket.org/a/b",
            "src/default/docs/",
            f"src/default/{QUOTED}#lines-3",
            f"src/default/{QUOTED}?mode=edit&at=default",
            f"history-node/default/{QUOTED}",
        ),
        (
            "https://codeberg.org/a/b.git",
            "",
            f"src/branch/main/{QUOTED}#L3",
            f"_edit/main/{QUOTED}",
            f"commits/branch/main/{QUOTED}",
        ),
        (
            "https://code.example.org/a/b",
            "edit/main/docs/",
            f"blob/main/{QUOTED}#L3",
            f"edit/main/{QUOTED}",
            f"commits/main/{QUOTED}",
        ),
    ],
)
def test_a_file_of_each_host(repo: str, edit_uri: str, view: str, edit: str, history: str) -> None:
    found = hosting(repo, edit_uri)
    base = repo.rstrip("/").removesuffix(".git") + "/"
    assert found.view_of(FILE, 3) == base + view
    assert found.edit_of(FILE) == base + edit
    assert found.history_of(FILE) == base + history


@pytest.mark.parametrize("repo", ["", "a@b", "https://code.example.org/a/b", "javascript:x"])
def test_a_host_that_is_not_known_has_no_links(repo: str) -> None:
    found = hosting(repo)
    assert found == Hosting()
    assert (found.view, found.edit, found.commit("1a2b"), found.new_file(FILE, "x")) == (
        "",
        "",
        "",
        ("", False),
    )


@pytest.mark.parametrize(
    ("repo", "start", "asked"),
    [
        ("https://github.com/a/b", "/a/b/new/main", {"filename": ["room/adr/x.md"], "value": ["# A & b\n"]}),
        (
            "https://gitlab.com/a/b",
            "/a/b/-/new/main/",
            {"file_name": ["room/adr/x.md"], "content": ["# A & b\n"]},
        ),
        (
            "https://gitea.example.org/a/b",
            "/a/b/_new/main/room/adr",
            {"filename": ["x.md"], "value": ["# A & b\n"]},
        ),
    ],
)
def test_a_new_file_is_filled_in(repo: str, start: str, asked: dict[str, list[str]]) -> None:
    href, is_filled = hosting(repo, below="room").new_file("adr/x.md", "# A & b\n")
    assert is_filled
    assert urlsplit(href).path == start
    assert parse_qs(urlsplit(href).query) == asked


def test_a_host_that_takes_no_text_is_led_to_the_folder() -> None:
    href, is_filled = hosting("https://bitbucket.org/a/b").new_file("adr/x.md", "x")
    assert (href, is_filled) == ("https://bitbucket.org/a/b/create-file/main/adr?at=main", False)


def test_an_address_that_would_be_too_long_goes_without_the_text() -> None:
    href, is_filled = hosting("https://github.com/a/b").new_file("adr/x.md", "è" * LONGEST_ADDRESS)
    assert (href, is_filled) == ("https://github.com/a/b/new/main?filename=adr/x.md", False)


@pytest.mark.parametrize(
    "repo",
    [
        "git@gitlab.example.com:group/sub/repo.git",
        "ssh://git@gitlab.example.com/group/sub/repo.git",
        "ssh://git@gitlab.example.com:2222/group/sub/repo/",
        "https://gitlab.example.com/group/sub/repo.git",
    ],
)
def test_an_address_of_ssh_is_that_of_the_pages_beside_it(repo: str) -> None:
    """Groups inside groups stay, and so does the folder of a room that is a part of its repository."""
    found = hosting(repo, below="teams/shop")
    base = "https://gitlab.example.com/group/sub/repo/-/"
    assert found.edit_of("adr/0001-x.md") == f"{base}edit/main/teams/shop/adr/0001-x.md"
