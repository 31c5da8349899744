"""Generated pages reach MkDocs as they would through Markdown, without Markdown being run."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from planroom.render.page import Heading, Html, SitePage
from planroom.site.made_page import MadePage
from planroom.site.theme import set_extensions

HARD = (
    "Plain words",
    "Plain words",
    "A & B < C > D \"quoted\" 'single' `code` *star* _under_ ~~gone~~",
    "{{ braces }} {% block %} { #not-an-anchor } {: .class }",
    "# hash # at ## both ends #",
    "1. Not a list -- nor -- a rule --- ... 1/2 (c) :smile: ==mark== ^^sup^^ ++ctrl+alt++",
    "[link](javascript:alert(1)) ![image](x.png) <b>bold</b> <!-- remark --> &amp; &#60; [^1] [TOC]",
    "Ünïcödé, Grüße, caffè, 日本語, 🙂, \u202eright to left",
    "日本語",
    "back\\slash \\* \\` $math$ \\(x\\) *[HTML]: no",
    "  spaces\t and\nlines  ",
    "!!! note",
    "- [ ] task",
    "https://example.com/a_b?c=d&e=f",
)


def config(folder: Path, **more: object) -> MkDocsConfig:
    """A configuration as the plugin leaves it."""
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text("site_name: Shop\n", "utf-8")
    made = MkDocsConfig(config_file_path=str(folder / "mkdocs.yml"))
    made.load_dict({"site_name": "Shop", **more})
    assert made.validate() == ([], [])
    set_extensions(made, None)
    return made


def page(settings: MkDocsConfig, *blocks: Heading | Html) -> MadePage:
    file = File("a/b.md", None, settings.site_dir, use_directory_urls=True)
    return MadePage(SitePage("a/b.md", "Title", blocks), file, settings)


def rendered(made: MadePage, settings: MkDocsConfig, add: str = "") -> tuple[str, str]:
    """The content and the contents of a page, with what another plugin adds to its Markdown."""
    made.read_source(settings)
    assert made.markdown is not None
    made.markdown += add
    made.render(settings, Files([made.file]))
    return made.content or "", str(made.toc)


@pytest.mark.parametrize("anchor", ["", "an-anchor", "großes_b.c", "a:b", 'a"b', "a}b"])
def test_headings_come_out_as_markdown_makes_them(tmp_path: Path, anchor: str) -> None:
    """Whatever stands in them, and whether or not they have an anchor."""
    settings = config(tmp_path)
    words = HARD if not anchor else HARD[2:3]
    blocks = [Heading(1 + number % 4, text, anchor) for number, text in enumerate(words)]
    fast = rendered(page(settings, *blocks), settings)
    slow = rendered(page(settings, *blocks), settings, "\n\n")
    assert fast == slow


def test_a_heading_keeps_its_language(tmp_path: Path) -> None:
    """With an anchor and without."""
    settings = config(tmp_path)
    blocks = [
        Heading(2, "Contesto", "contesto", "it"),
        Heading(3, "Perché", language="it"),
        Heading(2, "Why"),
    ]
    fast = rendered(page(settings, *blocks), settings)
    assert fast == rendered(page(settings, *blocks), settings, "\n\n")
    assert fast[0].count(' lang="it"') == 2


def test_html_is_left_alone_on_both_ways(tmp_path: Path) -> None:
    """Blank lines, Markdown in HTML and marks of ours included."""
    settings = config(tmp_path)
    text = '<pre>a\n\n\n*b*</pre>\n<div markdown="1">*c* {{ d }}</div>\n<p id="deep"></p> &amp;'
    blocks = (Heading(1, "One"), Html(text), Heading(2, "Two", "two"), Html("<p>end</p>"))
    made = page(settings, *blocks)
    fast = rendered(made, settings)
    assert text in fast[0]
    assert made.present_anchor_ids == {"one", "deep", "two"}
    added = rendered(page(settings, *blocks), settings, "\n\n*added* by a plugin")
    assert added[0].replace("\n\n<", "\n<") == fast[0] + "\n<p><em>added</em> by a plugin</p>"
    assert added[1] == fast[1]


@pytest.mark.parametrize(
    "more",
    [
        {"markdown_extensions": ["smarty"]},
        {"markdown_extensions": [{"toc": {"permalink": "#", "toc_depth": 2}}]},
        {"markdown_extensions": [{"toc": {"anchorlink": True}}]},
    ],
    ids=str,
)
def test_settings_of_a_projects_own_hold(tmp_path: Path, more: dict[str, object]) -> None:
    """Where they change headings, generated pages have them changed like all others."""
    settings = config(tmp_path, **more)
    blocks = (Heading(1, "It's one"), Heading(2, "Two", "two"), Heading(3, "Three", "three"))
    assert rendered(page(settings, *blocks), settings) == rendered(page(settings, *blocks), settings, "\n")
    plain = rendered(page(config(tmp_path), *blocks), config(tmp_path))
    assert rendered(page(settings, *blocks), settings) != plain


def test_another_plugin_may_have_a_text_for_a_page(tmp_path: Path) -> None:
    """`on_page_read_source` goes before what is generated."""
    settings = config(tmp_path)
    settings.plugins.events["page_read_source"].append(lambda **_: "---\ntitle: Own\n---\n# Mine\n")
    made = page(settings, Heading(1, "Generated"))
    content, _ = rendered(made, settings)
    assert "Mine" in content
    assert made.meta == {"title": "Own"}
