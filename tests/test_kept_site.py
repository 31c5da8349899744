"""A site that is built again has the bytes of one that never was, whatever was kept and has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.site

TEXT = """\
---
status: accepted
date: 2026-01-0{number}
{head}---

# Decision {number}

Use *REST* and [the first](0001-d.md), see ![a picture](picture.png).

| a | b |
|---|---|
| 1 | 2 |

```json
{{"number": {number}}}
```

```mermaid
flowchart LR
    a --> b{number}
```

## Context

{context}
"""


def decision(number: int, head: str = "", context: str = "Because.") -> str:
    return TEXT.format(number=number, head=head, context=context)


@dataclass(frozen=True)
class Kept:
    """A room, and the files of its site when it was built with nothing kept."""

    room: Path
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A room whose site has been built once."""
    root = tmp_path_factory.mktemp("kept")
    (root / "adr").mkdir()
    (root / "docs").mkdir()
    for number in (1, 2, 3):
        (root / f"adr/000{number}-d.md").write_text(decision(number), "utf-8")
    (root / "docs/about.md").write_text("# About\n\n{{ planroom.decisions() }}\n", "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Kept\ntheme: {name: material, custom_dir: own}\nplugins: [search, macros, planroom]\n",
        "utf-8",
    )
    (root / "own").mkdir()
    (root / "planroom.yaml").write_text("title: Kept\n", "utf-8")
    return Kept(root, built(root))


def built(root: Path, package: Path | None = None) -> dict[str, bytes]:
    """The files of the site, built by a process of its own."""
    environment = os.environ | ({"PYTHONPATH": str(package)} if package else {})
    command = [sys.executable, "-m", "planroom", "build", "--quiet"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def edit(root: Path) -> None:
    (root / "adr/0002-d.md").write_text(decision(2, context="Because of *that*."), "utf-8")


def add(root: Path) -> None:
    (root / "adr/0004-d.md").write_text(decision(4, 'supersedes: ["0001"]\n'), "utf-8")


def remove(root: Path) -> None:
    (root / "adr/0003-d.md").unlink()


def show_picture(root: Path) -> None:
    (root / "adr/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")


def move(root: Path) -> None:
    (root / "adr/0001-d.md").rename(root / "adr/0001-first.md")


def change_settings(root: Path) -> None:
    (root / "planroom.yaml").write_text("title: Other\nproposed_days: 3\n", "utf-8")


def change_theme(root: Path) -> None:
    own = '{% extends "base.html" %}{% block announce %}{{ page.title }}{% endblock %}'
    (root / "own/main.html").write_text(own, "utf-8")


def change_addresses(root: Path) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("use_directory_urls: false\n")


def halve_the_cache(root: Path) -> None:
    for file in (root / ".planroom/cache").iterdir():
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2])


def make_folder_a_file(root: Path) -> None:
    shutil.rmtree(root / ".planroom")
    (root / ".planroom").write_text("", "utf-8")


def nothing(root: Path) -> None:
    assert list((root / ".planroom/cache").iterdir())


CHANGES = {
    "nothing": (nothing,),
    "decisions": (edit, add, remove, show_picture),
    "around them": (move, change_settings, change_theme, change_addresses),
    "a cache half written": (halve_the_cache,),
    "no place for a cache": (make_folder_a_file,),
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_a_second_build_has_the_bytes_of_a_first(
    first: Kept, tmp_path: Path, changes: tuple[Callable[[Path], None], ...]
) -> None:
    again = shutil.copytree(first.room, tmp_path / "kept")
    for change in changes:
        change(again)
    bare = shutil.copytree(again, tmp_path / "bare", ignore=shutil.ignore_patterns(".planroom", "site"))
    assert built(again) == (first.files if texts(bare) == texts(first.room) else built(bare))


def texts(root: Path) -> dict[str, bytes]:
    """What a person has written of a room."""
    made = {root / "site", root / ".planroom"}
    files = (path for path in root.rglob("*") if path.is_file() and made.isdisjoint((path, *path.parents)))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_another_version_of_planroom_believes_nothing(first: Kept, tmp_path: Path) -> None:
    """What it makes of a text may be something else."""
    import planroom

    package = tmp_path / "copy"
    shutil.copytree(Path(planroom.__file__).parent, package / "planroom")
    prose = package / "planroom/render/prose.py"
    prose.write_text(prose.read_text("utf-8").replace("def _rendered(", "def _rendered_(") + OTHER, "utf-8")
    again = shutil.copytree(first.room, tmp_path / "kept")
    assert b"made otherwise" in built(again, package)["decisions/0001-d/index.html"]


OTHER = """

def _rendered(tokens: list[Any]) -> str:
    return "<p>made otherwise</p>"
"""
