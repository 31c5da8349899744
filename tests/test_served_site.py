"""A site that is built again by one process, as `serve` does, is that of a process that never built."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from planroom.render import decision_index, decision_timeline
from planroom.render.kept_pages import KeptPages
from planroom.render.memory import MEMORY
from planroom.render.page import SitePage
from planroom.site.building import build_site
from planroom.site.in_place import written_in_place

pytestmark = [pytest.mark.site, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

HEAD = "---\nstatus: {status}\ndate: 2026-0{number}-01\ntags: [a]\n{more}---\n# Decision {number}\n\n"
BODY = "Use *REST*, see [the first](0001-d.md) and ![a picture](picture.png).\n\n## Context\n\nBecause.\n"
COUNT = 7


def decision(room: Path, number: int, more: str = "", status: str = "accepted", body: str = BODY) -> None:
    head = HEAD.format(number=number, status=status, more=more)
    (room / f"adr/000{number}-d.md").write_text(head + body, "utf-8")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Decisions on many lists, a pattern that names one, a page of the project, a theme of its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    for module, name, number in (
        (decision_index, "WHOLE", 3),
        (decision_index, "NEWEST", 2),
        (decision_index, "PER_LIST", 2),
        (decision_timeline, "_WHOLE", 3),
        (decision_timeline, "_LATEST", 2),
    ):
        monkeypatch.setattr(module, name, number)
    root = tmp_path / "room"
    for folder in ("adr", "docs/patterns", "own"):
        (root / folder).mkdir(parents=True)
    for number in range(1, COUNT + 1):
        decision(root, number)
    (root / "docs/about.md").write_text("# About\n\n{{ planroom.decisions() }}\n", "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Served\ntheme: {name: material, custom_dir: own}\nplugins: [search, macros, planroom]\n",
        "utf-8",
    )
    return root


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


class Served:
    """The builds of one process: each goes on from the one before."""

    def __init__(self, room: Path) -> None:
        self.room, self.begun = room, False
        self.cache: Any = vars(MkDocsConfig)["plugins"].plugin_cache
        self.cache.clear()

    def again(self) -> dict[str, bytes]:
        """The site as it is now."""
        site = self.room.parent / "served"
        config = load_config(str(self.room / "mkdocs.yml"), site_dir=str(site))
        if not self.begun:
            config.plugins.on_startup(command="serve", dirty=False)
            self.begun = True
        with written_in_place(site):
            build(config)
        return files(site)

    def anew(self) -> dict[str, bytes]:
        """The site as it is built by somebody who has kept nothing."""
        bare = self.room.parent / "bare"
        shutil.copytree(self.room, bare, ignore=shutil.ignore_patterns(".planroom"))
        held, known = dict(self.cache), MEMORY._known
        self.cache.clear()
        MEMORY._known = {}
        try:
            build_site(bare, strict=False, quiet=True)
            return files(bare / "site")
        finally:
            shutil.rmtree(bare)
            self.cache.update(held)
            MEMORY._known = known


@pytest.fixture
def served(room: Path) -> Iterator[Served]:
    made = Served(room)
    yield made
    made.cache.clear()


def supersede(room: Path) -> None:
    decision(room, 7, 'supersedes: ["0002"]\n')
    replace(room / "adr/0002-d.md", "status: accepted", "status: superseded by 0007")


def link(room: Path) -> None:
    decision(room, 6, 'relates-to: ["0003"]\n', body="A new text, see [another](0004-d.md).\n")


def retitle(room: Path) -> None:
    replace(room / "adr/0007-d.md", "# Decision 7", "# Another & <b>bold</b> name")


def name_by_pattern(room: Path) -> None:
    (room / "docs/patterns/retry.md").write_text(
        '---\nkind: pattern\ndecisions: ["0005"]\nsee: ["../../adr/0005-d.md"]\n---\n# Retry\n\n'
        "See [the decision](../../adr/0005-d.md).\n",
        "utf-8",
    )


def configure(line: str) -> Callable[[Path], None]:
    return lambda room: replace(room / "mkdocs.yml", "site_name", f"{line}\nsite_name")


def write(path: str, text: str) -> Callable[[Path], Any]:
    return lambda room: (room / path).write_text(text, "utf-8")


CHANGES: list[tuple[str, Callable[[Path], Any]]] = [
    ("nothing", lambda room: None),
    ("a text", lambda room: replace(room / "adr/0004-d.md", "Because.", "Because of *that*.")),
    ("the banner of another", supersede),
    ("the title of what replaces another", retitle),
    ("links back", link),
    ("a pattern that names one", name_by_pattern),
    ("a picture that comes", lambda room: (room / "adr/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")),
    ("a picture that goes", lambda room: (room / "adr/picture.png").unlink()),
    ("a finding", lambda room: replace(room / "adr/0003-d.md", "date: 2026-03-01", "date: 2026-33-01")),
    ("a name", lambda room: (room / "adr/0005-d.md").rename(room / "adr/0009-d.md")),
    ("one fewer", lambda room: (room / "adr/0001-d.md").unlink()),
    ("one more", lambda room: decision(room, 1, 'systems: ["shop"]\n')),
    ("the place of the repository", configure("repo_url: https://github.com/a/b")),
    ("the address of the site", configure("site_url: https://a.example/b/")),
    ("the settings", write("planroom.yaml", 'title: T\nlevels: {ADR018: "off"}\n')),
    ("the theme", write("own/main.html", '{% extends "base.html" %}{% block announce %}Hi{% endblock %}')),
    ("the theme again", write("own/main.html", '{% extends "base.html" %}')),
    ("a page", lambda room: replace(room / "docs/about.md", "# About", "# [Us](decisions/index.md#a)")),
    ("a page that stands in", write("docs/findings.md", "# Mine\n")),
    ("the addresses of pages", configure("use_directory_urls: false")),
]


def test_every_change_shows_as_if_nothing_was_kept(served: Served) -> None:
    """One after the other, each with all that the builds before it have left."""
    served.again()
    wrong = {}
    for name, change in CHANGES:
        change(served.room)
        again, anew = served.again(), served.anew()
        wrong[name] = sorted(path for path in again.keys() | anew.keys() if again.get(path) != anew.get(path))
    assert {name: paths for name, paths in wrong.items() if paths} == {}


def test_an_edit_makes_only_the_pages_that_it_is_on(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """All others of those that are kept are taken as they are."""
    made: list[str] = []
    page = KeptPages.page

    def note(self: KeptPages, path: str, given: Any, make: Callable[[Any], SitePage], *more: Any) -> SitePage:
        def noting(prose: Any) -> SitePage:
            made.append(path)
            return make(prose)

        return page(self, path, given, noting, *more)

    monkeypatch.setattr(KeptPages, "page", note)
    served.again()
    assert len([path for path in made if path.endswith("-d.md")]) == COUNT
    made.clear()
    served.again()
    assert made == []
    replace(served.room / "adr/0004-d.md", "Because.", "Because of *that*.")
    served.again()
    assert sorted(made) == [
        "decisions/0001-d.md",  # says that it is named by the one that was edited
        "decisions/0004-d.md",
        "decisions/list/2.md",
        "decisions/timeline/2026-04.md",
    ]
