"""What hosts and documentation tools add to Markdown reads on a page as it does there."""

from __future__ import annotations

from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, decision_pages
from planroom.render.page import Heading, Html
from planroom.render.prose import Prose, heading_anchors


def html(text: str) -> str:
    return str(Prose().html(text))


def sections(text: str) -> str:
    return "".join(block.text for block in Prose().sections(text) if isinstance(block, Html))


@pytest.mark.parametrize(
    ("text", "look", "title"),
    [
        ("> [!NOTE]\n> Text", "note", "Note"),
        ("> [!caution] Mind *this*\n>\n> Text", "warning", "Mind <em>this</em>"),
        ("!!! danger\n    Text", "danger", "Danger"),
        ('Before\n!!! tip "A title"\n\n    Text', "tip", "A title"),
        ("::: info\nText\n:::", "note", "Info"),
        (":::tip[A title]\nText\n:::", "tip", "A title"),
        (":::tip A title\nText\n:::", "tip", "A title"),
        ("- a\n\n    !!! note\n        Text", "note", "Note"),
    ],
)
def test_a_note_is_a_note_in_whatever_tool_it_was_written_for(text: str, look: str, title: str) -> None:
    said = html(text)
    assert f'<div class="admonition {look}">\n<p class="admonition-title">{title}</p>\n<p>Text</p>' in said
    assert said.count("<div") == said.count("</div>") == 1


@pytest.mark.parametrize(
    "text",
    [
        "> [!NOTE\n> Text",
        "> A [!NOTE]",
        "!!! note\nText",
        "!!! 4\n    Text",
        "    !!! note\n        Text",
        "::: note\nText",
        "::: elsewhere\nText\n:::",
        "```\n::: note\nText\n:::\n```",
        "=== One\n    Text",
        "a === b",
    ],
)
def test_what_only_looks_like_a_note_is_shown_as_it_is_written(text: str) -> None:
    assert "admonition" not in html(text)
    assert "<strong>" not in html(text)


def test_notes_hold_blocks_and_other_notes() -> None:
    said = html('??? note "More"\n    - a\n    - b\n\n    !!! tip\n        c\n\nAfter')
    assert '<details class="note">\n<summary>More</summary>\n<ul>' in said
    assert "<p>c</p>\n</div>\n</details>\n<p>After</p>" in said
    assert '<details class="note" open="">' in html("???+ note\n    a")
    assert html(":::: note\n::: tip\na\n:::\n::::\nb").endswith("</div>\n</div>\n<p>b</p>\n")


def test_tabs_stand_below_each_other_under_their_names() -> None:
    assert html('=== "One"\n\n    a\n\n=== "Two"\n\n    b\n') == (
        "<p><strong>One</strong></p>\n<p>a</p>\n<p><strong>Two</strong></p>\n<p>b</p>\n"
    )


def test_tasks_say_whether_they_are_done() -> None:
    said = html("- [ ] a\n- [x]  b\n\n  c\n- [y] d\n- [ ](e)\n")
    assert '<li class="pr-task"><span role="img" aria-label="Open">☐</span> a</li>' in html("- [ ] a")
    assert '<span role="img" aria-label="Done">☑</span> b' in said
    assert said.count("pr-task") == 2
    assert "[y] d" in said


@pytest.mark.parametrize(("text", "inside"), [("- a", "<ul>"), ("> a", "<blockquote>"), ("```\n  a", "<div")])
def test_a_task_that_begins_with_a_block_keeps_its_mark(text: str, inside: str) -> None:
    begun = '<li class="pr-task"><span role="img" aria-label="Done">☑</span> '
    assert begun + inside in html(f"- [x] {text}")


def test_footnotes_stand_at_the_end_with_links_there_and_back() -> None:
    said = sections(
        "# T\n\na[^z] b[^1] c[^z] d[^none]\n\n[^1]: One `[^1]`\n\n## End\n\n[^z]: Two\n    more\n\n    p\n"
    )
    assert 'a<sup id="fnref-1"><a href="#fn-1" rel="noopener">1</a></sup>' in said
    assert said.count('id="fnref-1"') == 1
    assert "d[^none]" in said
    assert '<li id="fn-1"><p>Two\nmore</p>\n<p>p <a href="#fnref-1"' in said
    assert '<li id="fn-2"><p>One <code>[^1]</code> <a href="#fnref-2"' in said
    assert html("a[^1]\n\n[^1]: b") == "<p>a<sup>1</sup></p>\n<ol>\n<li><p>b</p>\n</li>\n</ol>\n"
    assert "<p>Never named</p>" in sections("a\n\n[^1]: Never named")
    assert html("a[^1]\n\n[^1]: b\n- c").startswith("<p>a<sup>1</sup></p>\n<ul>\n<li>c</li>\n</ul>\n<ol>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "See https://a.example/b_c_d.",
            '<a href="https://a.example/b_c_d" rel="noopener">https://a.example/b_c_d</a>.',
        ),
        ("(https://a.example/x_(y))", '(<a href="https://a.example/x_(y)" rel="noopener">'),
        (
            "[https://a.example](https://b.example)",
            '<p><a href="https://b.example" rel="noopener">https://a.example</a>',
        ),
        ("`https://a.example`", "<code>https://a.example</code>"),
        ('<a href="https://a.example">https://b.example</a>', ">https://b.example</a></p>"),
        ("https:// and x://y", "<p>https:// and x://y</p>"),
    ],
)
def test_addresses_need_no_marks_to_be_links(text: str, shown: str) -> None:
    assert shown in html(text)
    assert html(text).count("<a ") <= 1


def test_attributes_behind_pictures_and_links_are_not_words() -> None:
    assert (
        html('![a](b.png){ width="30" .c } [d](e){target=_blank} f')
        == '<p><img src="b.png" alt="a"> <a href="e" rel="noopener">d</a> f</p>\n'
    )
    assert "{ onclick=alert(1) }" in html("[d](e){ onclick=alert(1) }")
    assert html('[d](e){:target="_blank"} f') == '<p><a href="e" rel="noopener">d</a> f</p>\n'
    assert "{id}" in html("[d](e){id}")


def test_comments_are_hidden_and_code_that_shows_one_is_not() -> None:
    said = html("a <!-- b\n\nc --> d\n\n```html\n<!-- e -->\n```\n\n`<!-- f -->` ` g\n\n<!-- h ` -->")
    assert "b" not in said.replace("<b", "")
    assert "e --&gt;" in said
    assert "<code>&lt;!-- f --&gt;</code>" in said
    assert said.endswith("</code> ` g</p>\n")


@pytest.mark.parametrize("tag", ["pre", "div"])
def test_a_diagram_that_is_written_as_html_is_drawn(tag: str) -> None:
    """As the script of Mermaid looks for it on a page."""
    prose = Prose(draw=lambda text: f"<figure>{text.strip()}</figure>")
    said = str(prose.html(f'a\n\n<{tag} class="mermaid">\ngraph LR\n  a --&gt; b\n</{tag}>\n\nb'))
    assert said == "<p>a</p>\n<figure>graph LR\n  a --> b</figure>\n<p>b</p>\n"
    assert "figure" not in str(prose.html(f"<{tag}>\ngraph LR\n</{tag}>"))


def test_links_within_a_text_lead_to_headings_by_the_anchors_of_hosts() -> None:
    """`A & B` has two hyphens on hosts, and one here; a heading may state its own."""
    text = "[a](#a--b) [b](#own) [c](#nowhere)\n\n## A & B\n\nx\n\n## C {#own}\n\ny\n"
    said = sections(text)
    assert '<a href="#a-b" rel="noopener">a</a> <a href="#own" rel="noopener">b</a> c' in said
    assert [block.text for block in Prose().sections(text) if isinstance(block, Heading)] == ["A & B", "C"]
    assert heading_anchors(text) == {"a-b": "a-b", "a--b": "a-b", "own": "own", "c": "own"}


def test_links_to_headings_of_other_decisions_lead_to_their_places(tmp_path: Path) -> None:
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-a.md").write_text("# A\n\n[x](0002-b.md#c--d) [y](0002-b.md#gone)\n", "utf-8")
    (tmp_path / "adr/0002-b.md").write_text("# B\n\n## C & D\n\ntext\n", "utf-8")
    room = load(tmp_path)
    made = {page.path: page for page in decision_pages.pages(Rendering(run(room, build(room))))}
    said = made["decisions/0001-a.md"].markdown()
    assert '<a href="../0002-b/#c-d" rel="noopener">x</a> <a href="../0002-b/" rel="noopener">y</a>' in said
