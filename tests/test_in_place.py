"""A site is written over the one that stands: the same files stay, and nothing is left over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs import utils

from planroom.site.in_place import IN_PLACE, written_in_place

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere the folder is emptied")


def write(site: Path, pages: dict[str, str], others: dict[str, str] | None = None) -> None:
    """What MkDocs does: empty the folder, write pages, and let plugins write what is theirs."""
    with written_in_place(site):
        utils.clean_directory(str(site))
        IN_PLACE.keep(str(site / name) for name in pages)
        for name, text in pages.items():
            utils.write_file(text.encode(), str(site / name))
        for name, text in (others or {}).items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, "utf-8")
        IN_PLACE.end()


def files(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in site.rglob("*")
        if path.is_file()
    }


def test_what_is_the_same_is_left_alone_and_the_rest_is_new(tmp_path: Path) -> None:
    pages = {"index.html": "home", "a/index.html": "a"}
    write(tmp_path, pages)
    before = {name: (tmp_path / name).stat() for name in pages}
    os.link(tmp_path / "a/index.html", tmp_path / ".copy")
    write(tmp_path, pages | {"a/index.html": "other", "b/index.html": "b"})
    assert (tmp_path / "index.html").stat().st_mtime_ns == before["index.html"].st_mtime_ns
    assert (tmp_path / "index.html").stat().st_ino == before["index.html"].st_ino
    assert (tmp_path / ".copy").read_text("utf-8") == "a"
    assert files(tmp_path) == {
        "index.html": "home",
        "a/index.html": "other",
        "b/index.html": "b",
        ".copy": "a",
    }


def test_nothing_is_left_over(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": "home", "old/deep/index.html": "old"}, {"search/index.json": "{}"})
    write(tmp_path, {"index.html": "home"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html"]


def test_a_page_that_is_not_written_after_all_goes(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": "home", "draft/index.html": "draft"})
    with written_in_place(tmp_path):
        utils.clean_directory(str(tmp_path))
        IN_PLACE.keep([str(tmp_path / "index.html"), str(tmp_path / "draft/index.html")])
        utils.write_file(b"home", str(tmp_path / "index.html"))
        IN_PLACE.end()
    assert files(tmp_path) == {"index.html": "home"}


def test_what_others_write_is_found_by_them_as_in_an_empty_folder(tmp_path: Path) -> None:
    """A plugin may write only what is not there."""
    write(tmp_path, {"index.html": "home"}, {"feed.xml": "old"})
    with written_in_place(tmp_path):
        utils.clean_directory(str(tmp_path))
        IN_PLACE.keep([str(tmp_path / "index.html")])
        assert not (tmp_path / "feed.xml").exists()
        (tmp_path / "feed.xml").write_text("new", "utf-8")
        utils.write_file(b"home", str(tmp_path / "index.html"))
        IN_PLACE.end()
    assert files(tmp_path) == {"index.html": "home", "feed.xml": "new"}


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"a": "file", "b/index.html": "folder"})
    write(tmp_path, {"a/index.html": "folder", "b": "file"})
    assert files(tmp_path) == {"a/index.html": "folder", "b": "file"}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("mine", "utf-8")
    write(site, {"index.html": "home", "a/index.html": "a"})
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(elsewhere / "index.html")
    (site / "a/index.html").unlink()
    (site / "a").rmdir()
    (site / "a").symlink_to(elsewhere)
    write(site, {"index.html": "home", "a/index.html": "a"})
    assert (elsewhere / "index.html").read_text("utf-8") == "mine"
    assert files(site) == {"index.html": "home", "a/index.html": "a"}


def test_a_copy_replaces_what_stands_there(tmp_path: Path) -> None:
    site, source = tmp_path / "site", tmp_path / "logo.svg"
    source.write_text("old", "utf-8")
    for text in ("old", "new"):
        source.write_text(text, "utf-8")
        with written_in_place(site):
            utils.clean_directory(str(site))
            IN_PLACE.keep([str(site / "logo.svg")])
            utils.copy_file(str(source), str(site / "logo.svg"))
            IN_PLACE.end()
        assert files(site) == {"logo.svg": text}


def test_other_folders_are_emptied_as_ever(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/file").write_text("x", "utf-8")
    cleaned = utils.clean_directory
    with written_in_place(tmp_path / "site"):
        utils.clean_directory(str(tmp_path / "other"))
    assert list((tmp_path / "other").iterdir()) == []
    assert utils.clean_directory is cleaned
