"""Sites of small rooms: what stops a strict build, what is a template and what is not, and what is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.site

MKDOCS = """\
site_name: Shop
repo_url: https://github.com/example/shop
theme:
  name: material
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

# Publish with {{ github.ref }}

## Context

The workflow reads `{{ github.ref }}`, or {{ github.ref }} without code.
{% raw %}
And {% include "x" %}, {# remark #}.
"""
CONTRADICTION = """\
---
status: accepted
date: 2026-02-03
supersedes: ["0099"]
---

# Keep orders nowhere
"""
UNREADABLE = """\
---
status: [proposed
---

# Keep orders nowhere
"""
PAGE = """\
# Our decisions

{{ planroom.decisions() }}

In a sentence: {{ planroom.decision("0001") }}.

```mermaid
flowchart LR
    orders --> kafka{{Kafka}}
    kafka --> stock
```

A fence shows `{{ planroom.systems() }}` as it is.
"""


@dataclass(frozen=True)
class Shop:
    """A room in a folder of its own, and its site once it is built."""

    folder: Path

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a module of Python in the room, seen by nobody's settings of git."""
        environment = os.environ | {
            "NO_MKDOCS_2_WARNING": "1",
            "GIT_CEILING_DIRECTORIES": str(self.folder.parent),
        }
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def build(self) -> None:
        done = self.run("planroom", "build", "--strict")
        assert done.returncode == 0, done.stdout + done.stderr

    def page(self, address: str) -> str:
        return (self.folder / "site" / address / "index.html").read_text(encoding="utf-8")


def made(folder: Path) -> Shop:
    shop = Shop(folder)
    shop.write("mkdocs.yml", MKDOCS)
    return shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A room with a configuration of the site and nothing else."""
    return made(tmp_path)


@pytest.mark.parametrize(
    "command", [("build",), ("build", "--strict", "-q"), ("serve", "--once")], ids=" ".join
)
def test_a_site_without_the_plugin_is_not_built(shop: Shop, command: tuple[str, ...]) -> None:
    """It would have none of the pages, and pass however much the check finds."""
    shop.write("mkdocs.yml", "site_name: Shop\ntheme: readthedocs\n")
    shop.write("adr/0001-publish.md", CONTRADICTION)
    done = shop.run("planroom", *command)
    assert done.returncode == 2
    assert "`mkdocs.yml` does not name the plugin `planroom`" in done.stderr
    assert "run `planroom init`" in done.stderr
    assert not (shop.folder / "site").exists()


# Strict builds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("planroom", "build", "--strict"),
        ("planroom", "build", "--strict", "-q"),
        ("mkdocs", "build", "--strict", "-q"),
    ],
    ids=" ".join,
)
def test_a_strict_build_fails_as_the_check_does(shop: Shop, command: tuple[str, ...]) -> None:
    """It exits with 1 and names every finding, however quiet it is asked to be."""
    shop.write("docs/.gitkeep", "")
    shop.write("adr/0001-keep-orders-nowhere.md", UNREADABLE)
    shop.write("adr/0002-keep-orders-nowhere.md", CONTRADICTION)
    done = shop.run(*command)
    assert done.returncode == 1, done.stderr
    assert "adr/0001-keep-orders-nowhere.md:" in done.stderr
    assert "SRC001" in done.stderr
    assert "adr/0002-keep-orders-nowhere.md:4:" in done.stderr
    assert "ADR010" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (shop.folder / "site" / "index.html").exists()


def test_a_build_that_is_not_strict_shows_what_is_wrong(shop: Shop) -> None:
    """The broken decision is on the page of findings, and the others have their pages."""
    shop.write("adr/0001-keep-orders-nowhere.md", UNREADABLE)
    shop.write("adr/0002-keep-orders-nowhere.md", CONTRADICTION)
    done = shop.run("planroom", "build")
    assert done.returncode == 0, done.stderr
    assert "ADR010" in done.stderr
    found = shop.page("findings")
    assert "SRC001" in found
    assert "ADR010" in found
    assert "Keep orders nowhere" in shop.page("decisions/0002-keep-orders-nowhere")


def test_a_dead_link_of_a_page_fails_a_strict_build(shop: Shop) -> None:
    """MkDocs' own warnings count as well."""
    shop.write("docs/runbook.md", "# Runbook\n\n[gone](gone.md)\n")
    done = shop.run("planroom", "build", "--strict")
    assert done.returncode == 1
    assert "gone.md" in done.stderr


# Pages --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A room with a decision full of braces, and a page that calls macros."""
    shop = made(tmp_path_factory.mktemp("shop"))
    shop.write("adr/0001-publish.md", DECISION)
    shop.write("docs/guide/decisions.md", PAGE)
    shop.build()
    return shop


def test_text_of_a_decision_is_never_a_template(built: Shop) -> None:
    """Braces are shown as they are, in the heading, in code and in prose."""
    page = built.page("decisions/0001-publish")
    assert page.count("{{ github.ref }}") + page.count("&#123;&#123; github.ref &#125;&#125;") >= 4
    assert "{% raw %}" in page
    assert "{% include" in page
    assert "{# remark #}" in page


def test_macros_run_on_hand_written_pages(built: Shop) -> None:
    """A table where it is called by itself, a link where it is called in a sentence."""
    page = built.page("guide/decisions")
    table, _, sentence = page.partition("In a sentence")
    assert 'href="../../decisions/0001-publish/"' in table.partition("<article")[2]
    assert 'href="../../decisions/0001-publish/"' in sentence
    assert "pr-kept" not in page


def test_braces_in_fences_and_code_survive(built: Shop) -> None:
    """A hexagon of Mermaid is written in double braces."""
    page = built.page("guide/decisions")
    assert "{{Kafka}}" in page
    assert "<code>{{ planroom.systems() }}</code>" in page


def test_the_edit_link_leads_to_the_artifacts_own_file(built: Shop) -> None:
    """Not to a Markdown file below docs/, which does not exist."""
    page = built.page("decisions/0001-publish")
    assert 'href="https://github.com/example/shop/edit/main/adr/0001-publish.md"' in page
    assert "docs/decisions" not in page


def test_nothing_is_asked_of_another_host(built: Shop) -> None:
    """The repository's host neither, which Material asks for stars and forks."""
    for path in built.folder.glob("site/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert 'data-md-component="source"' not in text
        assert "fonts.googleapis" not in text
        assert 'src="http' not in text


def test_a_room_without_anything_says_what_to_add(shop: Shop) -> None:
    """Every index is there and names the command that fills it; docs/ itself may be missing."""
    shop.build()
    assert "planroom new design NAME" in shop.page("")
    assert "planroom new design NAME" in shop.page("systems")
    assert "planroom new decision" in shop.page("decisions")
    assert "Nothing is wrong" in shop.page("findings")


def test_a_home_page_of_ones_own_is_kept(shop: Shop) -> None:
    """What lies in docs/ stands in for the generated page of that address."""
    shop.write("docs/index.md", "# Welcome to the shop\n\n{{ planroom.findings() }}\n")
    shop.build()
    page = shop.page("")
    assert "Welcome to the shop" in page
    assert "Decided lately" not in page
    assert "Nothing is wrong" in page


def test_a_decision_below_docs_is_one_page_that_others_link_to(shop: Shop) -> None:
    """Its page takes the place of the bare text: links to the file hold, and nothing is there twice."""
    shop.write("docs/adr/0001-publish.md", DECISION)
    shop.write("docs/about.md", "# About\n\n[Why](adr/0001-publish.md)\n")
    shop.build()
    assert "pr-chip--accepted" in shop.page("adr/0001-publish")
    assert 'href="../adr/0001-publish/"' in shop.page("about")
    assert not (shop.folder / "site/decisions/0001-publish").exists()
