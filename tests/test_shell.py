"""A filled shell is what the theme renders, byte for byte; where that is not sure, it is not used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from planroom.render import check_pages
from planroom.site.building import build_site
from planroom.site.shell import Full, Shells

pytestmark = [pytest.mark.site, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

CONFIGURATION = "site_name: Shop & <b>Co</b>\nplugins: [search, macros, planroom]\n"
TITLES = (
    *("Use REST", "Use {{ braces }} & <b>tags</b>", "Quote \"it\" and 'that'", "Ünïcode 日本語 \u202e right"),
    *(
        "A very " + "long " * 40 + "title",
        "Use `code` and *stars*",
        "</title><script>alert(1)</script>",
        "Last",
    ),
)


def room(folder: Path, more: str = "", theme: str = "{name: material}") -> Path:
    """Decisions with and without sections, a supersession, an API and pages written by hand."""
    (folder / "adr").mkdir()
    (folder / "docs/guide").mkdir(parents=True)
    for number, title in enumerate(TITLES, 1):
        sections = (
            "## Context\n\nText.\n\n### Deeper\n\nMore.\n\n## Decision\n\nDone.\n" if number % 3 else ""
        )
        head = f"---\nstatus: accepted\ndate: 2026-01-0{number}\n---\n"
        (folder / f"adr/000{number}-d{number}.md").write_text(
            f"{head}# {title}\n\nLede.\n\n{sections}", "utf-8"
        )
    (folder / "docs/about.md").write_text("# About\n\n## One\n\n{{ planroom.decisions() }}\n", "utf-8")
    (folder / "docs/guide/index.md").write_text("# Guide\n", "utf-8")
    (folder / "mkdocs.yml").write_text(f"{CONFIGURATION}theme: {theme}\n{more}", "utf-8")
    return folder


@pytest.fixture
def uses(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a page was rendered by the theme and by a shell, with each result compared."""
    counted: Counter[str] = Counter()
    render = Shells.render

    def compared(self: Shells, template: str, context: Mapping[str, Any], full: Full) -> str:
        rendered: list[str] = []
        got = render(self, template, context, lambda given: rendered.append(full(given)) or rendered[-1])
        counted["full" if rendered else "shell"] += 1
        assert got == full(context), context["page"].file.src_uri
        return got

    monkeypatch.setattr(Shells, "render", compared)
    return counted


@pytest.mark.parametrize(
    "more",
    [
        "",
        "use_directory_urls: false\n",
        "site_url: https://example.com/docs/\nrepo_url: https://github.com/example/shop\n",
        "markdown_extensions: [{toc: {permalink: true, title: Inhalt}}]\ncopyright: Us\n",
        "nav: [about.md, {Decided: decisions/index.md}, {First: decisions/0001-d1.md}]\n",
    ],
    ids=["plain", "flat", "hosted", "contents", "menu"],
)
def test_every_page_is_what_the_theme_renders(tmp_path: Path, more: str, uses: Counter[str]) -> None:
    build_site(room(tmp_path, more), strict=False, quiet=True)
    assert uses["shell"] > 10 * uses["full"], uses


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of some checks: they are all alike, and all are looked at above."""
    checks = dict(sorted(check_pages.REGISTRY.items())[:20])
    monkeypatch.setattr(check_pages, "REGISTRY", checks)


@pytest.mark.parametrize(
    "flags",
    [
        "toc.integrate, navigation.indexes, navigation.prune",
        "navigation.sections, navigation.expand",
        "content.action.edit, navigation.path",
    ],
)
@pytest.mark.usefixtures("few")
def test_features_of_the_theme_change_nothing(tmp_path: Path, flags: str, uses: Counter[str]) -> None:
    theme = f"{{name: material, language: de, features: [{flags}, navigation.footer, navigation.tabs]}}"
    build_site(room(tmp_path, theme=theme), strict=False, quiet=True)
    assert uses["shell"]


@pytest.mark.usefixtures("few")
def test_templates_of_a_projects_own_that_name_no_page_are_shared(tmp_path: Path, uses: Counter[str]) -> None:
    (tmp_path / "own").mkdir()
    own = '{% extends "base.html" %}{% block announce %}Read {{ config.site_name }}{% endblock %}'
    (tmp_path / "own/main.html").write_text(own, "utf-8")
    build_site(room(tmp_path, theme="{name: material, custom_dir: own}"), strict=False, quiet=True)
    assert uses["shell"]
    assert "Read Shop" in (tmp_path / "site/decisions/0008-d8/index.html").read_text("utf-8")


@pytest.mark.usefixtures("few")
def test_templates_that_name_the_page_are_rendered_for_each(tmp_path: Path, uses: Counter[str]) -> None:
    (tmp_path / "own").mkdir()
    own = '{% extends "base.html" %}{% block announce %}{{ page.content | length }}{% endblock %}'
    (tmp_path / "own/main.html").write_text(own, "utf-8")
    build_site(room(tmp_path, theme="{name: material, custom_dir: own}"), strict=False, quiet=True)
    assert not uses


@pytest.mark.usefixtures("few")
def test_shells_of_an_earlier_build_are_filled_where_they_give_its_first_page(
    tmp_path: Path, uses: Counter[str]
) -> None:
    """Every page is compared, in the builds after a change of the menu and the theme too."""
    root = room(tmp_path)
    full = []
    for change in (
        lambda: None,
        lambda: None,
        lambda: (root / "docs/more.md").write_text("# More\n", "utf-8"),
        lambda: (root / "mkdocs.yml").write_text(f"{CONFIGURATION}theme: {{name: material, language: de}}\n"),
    ):
        change()
        uses.clear()
        build_site(root, strict=False, quiet=True)
        full.append(uses["full"])
    first, same, *others = full
    assert same < first
    assert min(others) > same


HOOK = """
def on_page_context(context, *, page, config, nav):
    {}
    return context
"""


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("context['page_edition'] = page.url", False),
        ("page.edition = page.url", False),
        ("page.meta['author'] = page.url", False),
        ("page.meta['author'] = 'all of us'", True),
        ("page.content += '<p>More</p>'", True),
        ("page.meta['title'] = 'Other'", True),
    ],
)
@pytest.mark.usefixtures("few")
def test_what_another_plugin_adds_is_seen(tmp_path: Path, line: str, shown: bool, uses: Counter[str]) -> None:
    """Something for one page keeps it from being shared; the same for all does not."""
    (tmp_path / "hook.py").write_text(HOOK.format(line), "utf-8")
    build_site(room(tmp_path, "hooks: [hook.py]\n"), strict=False, quiet=True)
    assert bool(uses["shell"]) is shown
