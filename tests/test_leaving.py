"""What `planroom render` writes is built to the same pages by generators that know nothing of planroom."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]

MKDOCS = """\
site_name: Shop
site_url: https://shop.example/docs/
repo_url: https://github.com/example/shop
theme:
  name: material
extra:
  team: the shop team
plugins:
  - search
  - macros:
      on_undefined: strict
  - planroom
"""
DECISION = """\
---
status: accepted
date: 2026-02-03
---

# Publish 2 < 3 & *all* `{{ of }}` them

![The flow](flow.png)

## Context

{{ nothing }} is called here, and <script>alert(1)</script> does not run.

```mermaid
flowchart LR
    orders --> kafka{{Kafka}}
```

## See also

The [older one](0001-keep-orders.md#context) and [a page](../docs/guides/write.md).
"""
OLDER = "---\nstatus: accepted\ndate: 2026-02-01\n---\n\n# Keep orders\n\n## Context\n\nWe sell.\n"
PAGE = """\
---
title: Write
---

# Write for {{ team }}

See [the decision](../decisions/0001-keep-orders.md#context), [the index](../decisions/index.md), [plain] and
![the flow](../flow.png).

{{ planroom.decisions() }}

In a sentence: {{ planroom.decision("0002") }}, and `{{ planroom.systems() }}` in code.

- A list with a diagram:

    ```mermaid
    flowchart LR
        shop["_a_ *b* [c]"] --> b
    ```

```mermaid
flowchart LR
    orders --> kafka{{Kafka}}
```

[plain]: plain.md
"""
PLAIN = "# Plain\n\nSee [how to write](write.md#write-for-the-shop-team) and [home](../index.md).\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": MKDOCS,
    "adr/0001-keep-orders.md": OLDER,
    "adr/0002-publish.md": DECISION,
    "adr/flow.png": PNG,
    "docs/guides/write.md": PAGE,
    "docs/guides/plain.md": PLAIN,
    "docs/flow.png": PNG,
}
OTHERS = ("properdocs==1.6.7", "zensical==0.0.73", "deepmerge", "tomli")
"""What is tried beside MkDocs; what they need of Markdown and of Material is there for our own site."""
ALONE = """\
import runpy, sys
sys.modules["planroom"] = None
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def run(folder: Path, *words: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder; `path` is where more packages are."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    if path is not None:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(path), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def done(result: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@dataclass(frozen=True)
class Leaving:
    """A room, the site that planroom builds of it, and the folder that others build."""

    room: Path

    @property
    def ours(self) -> Path:
        return self.room / "site"

    @property
    def out(self) -> Path:
        return self.room / "out"


@pytest.fixture(scope="module")
def leaving(tmp_path_factory: pytest.TempPathFactory) -> Leaving:
    room = tmp_path_factory.mktemp("room")
    for path, content in FILES.items():
        file = room / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    done(run(room, "-m", "planroom", "new", "design", "shop"))
    done(run(room, "-m", "planroom", "new", "api", "shop", "orders"))
    done(run(room, "-m", "planroom", "build", "-q"))
    done(run(room, "-m", "planroom", "render", "out"))
    return Leaving(room)


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the other generators in it, which no other test sees."""
    folder = tmp_path_factory.mktemp("others")
    words = ("install", "-q", "--no-deps", "--disable-pip-version-check", "--target", str(folder), *OTHERS)
    if run(folder, "-m", "pip", *words).returncode:
        pytest.skip("the other generators cannot be installed here")
    return folder


class Article(HTMLParser):
    """What a page's article holds, without the differences that no reader could see."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.title = ""
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self._depth = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.update(filter(None, (values.get("id"), values.get("name"))))
        self._in_title = tag == "title" and not self.title
        self._depth += tag == "article"
        if not self._depth or values.get("id") == "__skip":
            return
        self.links += [value for key in ("href", "src") if (value := values.get(key))]
        values.pop("data-search-exclude", None)  # Zensical's search takes it out of the page
        if tag == "figure" and self.parts[-1:] == ["<p []>"]:
            self.parts.pop()  # a diagram in a list stands in a paragraph of its own
        self.parts.append(f"<{tag} {sorted(values.items(), key=str)}>")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "article"
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif self._depth and data.strip():
            self.parts.append(" ".join(data.split()))


@cache
def articles(folder: Path) -> dict[str, Article]:
    """Every page of a site by its address."""
    found = {}
    for file in sorted(folder.rglob("*.html")):
        page = Article()
        page.feed(title_and_article(file.read_text(encoding="utf-8")))
        if file.name != "404.html":  # a list of the menu, whose addresses each tool writes in its own form
            found[file.relative_to(folder).as_posix()] = page
    return found


def title_and_article(page: str) -> str:
    """A page without its menus, which are most of it and are not looked at."""
    title = re.search(r"<title\b.*?</title>", page, re.DOTALL)
    article = re.search(r"<article\b.*</article>", page, re.DOTALL)
    return f"{title[0] if title else ''}{article[0] if article else ''}"


def same(ours: Path, theirs: Path) -> None:
    """Assert that two sites have the same pages with the same titles and articles, and no dead link."""
    mine, other = articles(ours), articles(theirs)
    assert set(other) == set(mine)
    for path, page in mine.items():
        assert other[path].title == page.title, path
        assert other[path].parts == page.parts, path
    for path, page in other.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            address, _, anchor = unquote(link).partition("#")
            target = address.partition("?")[0]
            there = os.path.normpath(theirs / Path(path).parent / target) if target else str(theirs / path)
            file = Path(there, "index.html") if Path(there).is_dir() else Path(there)
            assert file.is_file(), f"{path} -> {link}"
            if anchor and not anchor.startswith("/") and file.suffix == ".html":  # `#/`: read by a script
                assert anchor in other[file.relative_to(theirs).as_posix()].anchors, f"{path} -> {link}"


def test_mkdocs_alone_builds_the_same_pages(leaving: Leaving) -> None:
    site = leaving.room / "with-mkdocs"
    done(run(leaving.out, "-c", ALONE, "mkdocs", "build", "--strict", "-d", str(site)))
    same(leaving.ours, site)


def test_properdocs_builds_the_same_pages(leaving: Leaving, others: Path) -> None:
    site = leaving.room / "with-properdocs"
    words = ("properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(site))
    done(run(leaving.out, "-c", ALONE, *words, path=others))
    same(leaving.ours, site)


def test_zensical_builds_the_same_pages(leaving: Leaving, others: Path) -> None:
    done(run(leaving.out, "-c", ALONE, "zensical", "build", "-s", path=others))
    same(leaving.ours, leaving.out / "site")


def test_properdocs_takes_the_plugin_as_mkdocs_does(leaving: Leaving, others: Path) -> None:
    site = leaving.room / "dropped-in"
    words = ("properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(site))
    done(run(leaving.room, "-m", *words, path=others))
    same(leaving.ours, site)


def test_pages_hold_no_call_and_nothing_that_runs(leaving: Leaving) -> None:
    page = (leaving.out / "docs/guides/write/index.md").read_text(encoding="utf-8")
    assert "# Write for the shop team" in page
    assert "`{{ planroom.systems() }}` in code" in page
    assert "](../../decisions/0001-keep-orders/index.md#context)" in page
    assert "[plain]: ../plain.md" in page
    assert "```mermaid" not in page
    plain = (leaving.out / "docs/guides/plain.md").read_text(encoding="utf-8")
    assert plain == PLAIN.replace("(write.md#", "(write/index.md#")
    decision = (leaving.out / "docs/decisions/0002-publish/index.md").read_text(encoding="utf-8")
    assert "<script>" not in decision
    assert 'title: "0002 Publish 2 &lt; 3 &amp; all {{ of }} them' in decision


# The folder


def test_a_second_run_changes_what_the_first_one_wrote(tmp_path: Path) -> None:
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-keep.md").write_text(OLDER, encoding="utf-8")
    done(run(tmp_path, "-m", "planroom", "render", "out"))
    (tmp_path / "out/site").mkdir()
    (tmp_path / "out/site/index.html").write_text("built", encoding="utf-8")
    (tmp_path / "adr/0001-keep.md").rename(tmp_path / "adr/0001-hold.md")
    done(run(tmp_path, "-m", "planroom", "render", "out"))
    assert "Checked 1 decision:" in done(run(tmp_path, "-m", "planroom", "check")).stdout
    assert not (tmp_path / "out/docs/decisions/0001-keep").exists()
    assert (tmp_path / "out/docs/decisions/0001-hold/index.md").is_file()
    assert (tmp_path / "out/site/index.html").read_text(encoding="utf-8") == "built"
    (tmp_path / "out/mkdocs.yml").write_text("site_name: Mine\n", encoding="utf-8")
    refused = run(tmp_path, "-m", "planroom", "render", "out")
    assert refused.returncode == 2
    assert "mkdocs.yml` is not as planroom wrote it" in refused.stderr
    assert (tmp_path / "out/mkdocs.yml").read_text(encoding="utf-8") == "site_name: Mine\n"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-keep.md").write_text(OLDER, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.md").write_text("Mine\n", encoding="utf-8")
    refused = run(tmp_path, "-m", "planroom", "render", "mine")
    assert refused.returncode == 2
    assert "holds other things than planroom wrote" in refused.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.md"]
    assert run(tmp_path, "-m", "planroom", "render", ".").returncode == 2


def test_what_a_page_asks_of_other_programs_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\n{{ ours() }}\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        MKDOCS + "hooks: [hooks.py]\nmarkdown_extensions:\n  - toc:\n      slugify: !!python/name:x.y\n",
        encoding="utf-8",
    )
    told = done(run(tmp_path, "-m", "planroom", "render", "out")).stderr
    assert "docs/index.md: 'ours' is undefined" in told
    assert "`hooks` are left out" in told
    assert (tmp_path / "out/docs/index.md").read_text(encoding="utf-8") == "# Home\n\n{{ ours() }}\n"
    assert "slugify: !!python/name:x.y" in (tmp_path / "out/mkdocs.yml").read_text(encoding="utf-8")
