"""Author's Markdown becomes safe HTML that reads as the author meant it."""

from __future__ import annotations

import pytest

from planroom.render.page import Heading, Html, blocks, heading, plain_markdown, scrolling
from planroom.render.prose import Prose, highlighted, slugged


def html(text: str) -> str:
    return str(Prose().html(text))


@pytest.mark.parametrize(
    ("text", "must_not"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("[x](javascript:alert(1))", "href"),
        ("[x](data:text/html,<b>)", "href"),
        ('<img src=x onerror="alert(1)">', "onerror"),
        ('<a href="javascript:alert(1)">x</a>', "javascript"),
        ('<p style="position:fixed">x</p>', "style"),
        ("<iframe src=//evil.example></iframe>", "<iframe"),
        ("![x](https://evil.example/pixel.png)", "<img"),
        ("<div class='md-header'>x</div>", "md-header"),
        ("# T { onclick=alert(1) }", "<h6 onclick"),
        ("<svg><script>alert(1)</script></svg>", "<svg"),
        ("<form action=//evil.example><input></form>", "<form"),
    ],
)
def test_nothing_that_runs_or_loads_survives(text: str, must_not: str) -> None:
    """Scripts, handlers, foreign pictures and styles are gone; the words stay."""
    assert must_not not in html(text)


def test_harmless_html_survives() -> None:
    """Authors may use the HTML that repository hosts show."""
    assert "<br>" in html("one<br>two")
    assert "<kbd>Ctrl</kbd>" in html("<kbd>Ctrl</kbd>")
    assert "<summary>More</summary>" in html("<details><summary>More</summary>\n\nText\n\n</details>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one <name> and /files/<id>/of/<owner>", "one &lt;name&gt; and /files/&lt;id&gt;/of/&lt;owner&gt;"),
        ("<delete what does not apply>\n", "&lt;delete what does not apply&gt;"),
        ("a <script>b</script> c", "a &lt;script&gt;b&lt;/script&gt; c"),
        ("a <style>b</style> c", "a &lt;style&gt;b&lt;/style&gt; c"),
        ("a <iframe src=x> c", "a &lt;iframe src=x&gt; c"),
        ("a <textarea> c", "a &lt;textarea&gt; c"),
        ("a <?php b ?> c", "a &lt;?php b ?&gt; c"),
        ("<!DOCTYPE html>\n", "&lt;!DOCTYPE html&gt;"),
        ("| a </td></tr></table> b | c |\n|---|---|\n", "a &lt;/td&gt;&lt;/tr&gt;&lt;/table&gt; b</th>"),
        ("| a <td> <tr> b | c |\n|---|---|\n", "a &lt;td&gt; &lt;tr&gt; b</th>"),
        ("- a </li></ul> b", "<li>a &lt;/li&gt;&lt;/ul&gt; b</li>"),
        ("a </b> <b>c</b> d", "a &lt;/b&gt; <b>c</b> d"),
        ("a <table><tr><td>b</td></tr></table>", "<td>b</td>"),
    ],
)
def test_tags_that_are_no_html_of_a_text_are_words(text: str, shown: str) -> None:
    """Placeholders in angle brackets, and what may not be on a page: nothing that was written is lost."""
    assert shown in html(text)


def test_tags_that_only_arrange_leave_their_content() -> None:
    assert html("a <font color=red>b</font> <mark>c</mark>") == "<p>a b c</p>\n"
    assert "hidden" not in html("a <!-- hidden --> b")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one *line*", "one <em>line</em>"),
        ("a <div>b</div> c", "<p>a </p><div>b</div> c<p></p>\n"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ],
)
def test_a_line_is_a_paragraph_without_its_tags_and_all_of_it(text: str, shown: str) -> None:
    """Blocks stay blocks: no word of a text is lost in a cell."""
    assert str(Prose().line(text)) == shown


def test_commonmark_lists_need_no_blank_line() -> None:
    """A list right below a paragraph is a list, as on the hosts these texts are written for."""
    assert html("Because:\n- one\n- two").count("<li>") == 2


def test_braces_are_text() -> None:
    """What looks like a template call is shown as it is written."""
    assert "{{ github.ref }}" in html("Use `{{ github.ref }}` here")


def test_foreign_picture_becomes_a_link() -> None:
    """A page asks no other host for anything, so the picture is linked."""
    assert '<a href="https://example.org/a.png">Map</a>' in html("![Map](https://example.org/a.png)")


def test_a_link_around_a_foreign_picture_keeps_its_words() -> None:
    """No link can hold a link: browsers would part them, and leave one without words."""
    badge = html("[![Run it](https://example.org/a.svg)](https://example.org/run)")
    assert badge.count("<a ") == 1
    assert '<a href="https://example.org/run" rel="noopener">Run it</a>' in badge
    assert ">https://example.org/a.svg</a>" in html("[![](https://example.org/a.svg)](https://example.org/)")
    assert '<img src="a.png" alt="Map"></a>' in html("[![Map](a.png)](https://example.org/)")


def test_a_link_without_words_says_where_it_leads() -> None:
    assert ">https://a.example/b</a>" in html("[](https://a.example/b)")
    assert '<a href="b" rel="noopener">b</a> <img src="c.svg" alt="">' in html("[ ](b) ![](c.svg)")


def test_links_are_led_to_pages_or_become_text() -> None:
    """A link that leads nowhere on the site keeps its words and loses its address."""
    prose = Prose(relink=lambda target: "../x/" if target == "x.md" else None)
    assert '<a href="../x/"' in str(prose.html("[there](x.md)"))
    assert str(prose.html("[gone](y.md)")) == "<p>gone</p>\n"


def test_sections_part_at_headings_and_keep_their_order() -> None:
    """Headings come out as headings, so that the page's table of contents has them."""
    found = Prose().sections("# Title\n\nIntro\n\n## Context *now*\n\nText\n\n### Deep\n\n## Context now\n")
    headings = [block for block in found if isinstance(block, Heading)]
    assert [(h.level, h.text, h.anchor) for h in headings] == [
        (2, "Context now", "context-now"),
        (3, "Deep", "deep"),
        (2, "Context now", "context-now-1"),
    ]
    assert isinstance(found[0], Html)
    assert "Intro" in found[0].text


def test_sections_shift_to_the_wanted_level() -> None:
    """A text whose first sections are of level 3 starts at level 2 all the same."""
    found = Prose().sections("# T\n\n### A\n\n#### B\n")
    assert [(b.level, b.text) for b in found if isinstance(b, Heading)] == [(2, "A"), (3, "B")]


def test_mermaid_fences_are_drawn() -> None:
    """A fenced Mermaid text goes to whoever draws; the text arrives unescaped."""
    seen: list[str] = []

    def draw(text: str) -> str:
        seen.append(text)
        return "<figure></figure>"

    assert "<figure>" in str(Prose(draw=draw).html("```mermaid\na --> b\n```"))
    assert seen == ["a --> b\n"]


def test_code_is_coloured_and_escaped() -> None:
    """Code keeps its characters and gets its colours at build."""
    shown = highlighted('{"a": "<b>"}', "json", name="a.json")
    assert '<span class="filename">a.json</span>' in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("Context and Problem", "context-and-problem"), ("§ 1: Più", "1-più"), ("!!", "section")],
)
def test_anchors(text: str, anchor: str) -> None:
    """An anchor is made of the heading's words."""
    assert slugged(text) == anchor


def test_headings_survive_markdown() -> None:
    """A heading's characters can't become marks."""
    assert plain_markdown("a_b | [c] *d* {#e}") == "a&#95;b &#124; &#91;c&#93; &#42;d&#42; &#123;&#35;e&#125;"


def test_blocks_part_headings_from_html() -> None:
    """A template's headings come out of its HTML in order."""
    found = list(blocks(f"<p>a</p>{heading(2, 'B', 'b')}\n<p>c</p>"))
    assert found == [Html("<p>a</p>"), Heading(2, "B", "b"), Html("<p>c</p>")]


def test_every_table_stands_in_a_frame_that_scrolls() -> None:
    table = '<table class="pr-table" id="t"><tr><td>a</td></tr></table>'
    framed = f'<div class="pr-scroll">{table}</div>'
    assert scrolling(f"<p>a</p>\n{table}\n{table}") == f"<p>a</p>\n{framed}\n{framed}"
    assert scrolling(framed) == framed
    assert scrolling(framed.replace("<table", "\n<table")) == framed.replace("<table", "\n<table")
