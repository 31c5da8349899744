"""The outline of a Markdown text: front matter, headings, links, fences, and what is masked."""

from __future__ import annotations

import time

import pytest

from planroom.diagnostics import Span
from planroom.source import Source


def read(text: str) -> Source:
    return Source("a.md", text, "markdown")


def headings(text: str) -> list[tuple[int, str, int]]:
    """Level, text and line of each heading."""
    return [(heading.level, heading.text, heading.span.line) for heading in read(text).outline.headings]


HEADINGS = (
    ("atx", "# One\n## Two ##\n### Three #3\n", [(1, "One", 1), (2, "Two", 2), (3, "Three #3", 3)]),
    ("no space, no heading", "#One\n####### seven\n", []),
    ("empty", "#\n## ##\n", [(1, "", 1), (2, "", 2)]),
    ("indented by three", "   # One\n", [(1, "One", 1)]),
    ("indented by four is code", "\n    # One\n", []),
    ("setext", "One\n===\n\nTwo\n---\n", [(1, "One", 1), (2, "Two", 4)]),
    ("a rule is no heading", "text\n\n---\n\n***\n", []),
    ("a rule under a list, a table, a heading", "- a\n---\n\n| a |\n---\n\n# b\n---\n", [(1, "b", 7)]),
    ("a rule under a setext heading", "One\n===\n---\n", [(1, "One", 1)]),
    ("in a fence", "```\n# no\n```\n# yes\n", [(1, "yes", 4)]),
    ("in a fence of tildes", "~~~ `x`\n# no\n```\n~~~\n# yes\n", [(1, "yes", 5)]),
    ("in a longer fence", "````\n```\n# no\n```\n````\n# yes\n", [(1, "yes", 6)]),
    ("in an unclosed fence", "```\n# no\n", []),
    ("a fence in a quote ends with it", "> ```\n> # no\n\n# yes\n", [(1, "yes", 4)]),
    ("a fence in a list", "- ```\n  # no\n  ```\n# yes\n", [(1, "yes", 4)]),
    ("in a comment", "<!--\n# no\n-->\n# yes\n", [(1, "yes", 4)]),
    ("a comment in the heading", "# One <!-- omit in toc -->\n", [(1, "One", 1)]),
    ("code in the heading", "# Use `<!--` well\n# Two\n", [(1, "Use `<!--` well", 1), (1, "Two", 2)]),
    ("a comment that nothing closes", "write <!-- so\n# yes\n", [(1, "yes", 2)]),
    ("Windows line ends", "# One\r\n\r\nTwo\r\n---\r\n", [(1, "One", 1), (2, "Two", 3)]),
    ("byte order mark", "\ufeff# One\n", [(1, "One", 1)]),
    ("after front matter", "---\na: 1\n---\n# One\n", [(1, "One", 4)]),
    ("a comment in front matter", "---\n# no\na: 1\n---\n# One\n", [(1, "One", 5)]),
)


@pytest.mark.parametrize(
    ("text", "found"), [case[1:] for case in HEADINGS], ids=[case[0] for case in HEADINGS]
)
def test_headings(text: str, found: list[tuple[int, str, int]]) -> None:
    assert headings(text) == found


LINKS = (
    ("inline", "see [a](b.md) and [c](d.md#e)", [("a", "b.md", 9), ("c", "d.md#e", 23)]),
    (
        "with a title",
        "[a](b.md \"t\") [a](b.md 't') [a](b.md (t))",
        [("a", "b.md", 5), ("a", "b.md", 19), ("a", "b.md", 33)],
    ),
    ("in angle brackets", "[a](<b c.md>)", [("a", "b c.md", 6)]),
    ("with brackets in both", "[a [b]](c_(d).md)", [("a [b]", "c_(d).md", 9)]),
    ("image", "![a](b.png)", [("!a", "b.png", 6)]),
    ("image in a link", "[![a](b.png)](c.md)", [("![a](b.png)", "c.md", 15), ("!a", "b.png", 7)]),
    ("definition", "[a]: b.md 'title'\n", [("a", "b.md", 6)]),
    ("footnote is no definition", "[^1]: b.md\n", []),
    ("in code", "`[a](b.md)` ``[a](`b`)``\n", []),
    ("code in the text", "[`a`](b.md)", [("`a`", "b.md", 7)]),
    ("in a comment", "<!-- [a](b.md) --> [c](d.md)", [("c", "d.md", 24)]),
    ("in indented code", "text\n\n    [a](b.md)\n\n    [a](b.md)\n", []),
    ("indented in a list", "- text\n\n    [a](b.md)\n", [("a", "b.md", 9)]),
    ("indented in an admonition", "!!! note\n\n    [a](b.md)\n", [("a", "b.md", 9)]),
    ("a continued paragraph is no code", "text\n    [a](b.md)\n", [("a", "b.md", 9)]),
    ("unclosed", "[a](b.md", []),
    ("text in brackets alone", "[a] (b.md) [x]", []),
)


@pytest.mark.parametrize(("text", "found"), [case[1:] for case in LINKS], ids=[case[0] for case in LINKS])
def test_links(text: str, found: list[tuple[str, str, int]]) -> None:
    source = read(text)
    links = source.outline.links
    assert [("!" * link.image + link.text, link.target, link.span.column) for link in links] == found
    assert [source.excerpt(link.span) for link in links] == [link.target for link in links]


def test_fences() -> None:
    text = "```md a.md\nx\n\n  y\n```\n> ~~~\n> q\n> ~~~\n- ```py\n  z\n  ```\n```\nopen\n"
    found = [(fence.info, fence.text, fence.line, fence.end_line) for fence in read(text).outline.fences]
    assert found == [
        ("md a.md", "x\n\n  y", 1, 5),
        ("", "> q", 6, 8),
        ("py", "  z", 9, 11),
        ("", "open\n", 12, 14),
    ]


def test_masking_keeps_columns() -> None:
    line = "a `code` <!-- c --> b `` ` `` \\`c\\` d"
    (masked,) = read(line).outline.masked
    assert len(masked) == len(line)
    assert masked == "a " + " " * 18 + "b " + " " * 8 + "\\`c\\` d"


FRONT = (
    ("closed", "---\na: 1\n---\nb\n", {"a": 1}, []),
    ("closed by dots", "---\na: 1\n...\nb\n", {"a": 1}, []),
    ("empty", "---\n---\nb\n", None, []),
    ("byte order mark", "\ufeff---\na: 1\n---\n", {"a": 1}, []),
    ("Windows line ends", "---\r\na: 1\r\n---\r\n", {"a": 1}, []),
    ("unclosed", "---\na: 1\n\n# Title\n", None, [("unclosed-front-matter", 1)]),
    ("a rule on the first line", "---\n\nText: more\n", None, []),
    ("a rule further down", "# Title\n---\na: 1\n---\n", None, []),
    ("duplicate key", "---\na: 1\na: 2\n---\n", {"a": 1}, [("duplicate-key", 3)]),
    ("not YAML", "---\na: b: c\n---\n", None, [("syntax", 2)]),
    ("not closed within", "---\na: [1\n---\n", None, [("syntax", 2)]),
)


@pytest.mark.parametrize(
    ("text", "value", "problems"), [case[1:] for case in FRONT], ids=[case[0] for case in FRONT]
)
def test_front_matter(text: str, value: object, problems: list[tuple[str, int]]) -> None:
    source = read(text)
    assert source.value == value
    assert [(problem.kind, problem.span.line) for problem in source.problems] == problems


def test_a_value_of_front_matter_is_found_in_the_file() -> None:
    source = read("\ufeff---\r\na:\r\n  - x\r\n---\r\n# T\r\n")
    origin = source.origin("a", 0)
    found = source.locate([origin])[origin]
    assert (found.line, found.column, found.end_column) == (3, 5, 6)


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    outline = read("# A\na\n## B\nb\n\nC\n---\nc\n### D\nd\n# E\n").outline
    sections = {heading.text: list(outline.section(heading)) for heading in outline.headings}
    assert sections == {"A": list(range(2, 11)), "B": [4, 5], "C": [8, 9, 10], "D": [10], "E": [12]}


@pytest.mark.parametrize(
    "line",
    [
        "# " + " " * 60_000 + "x",
        "#" * 60_000,
        "[" * 60_000,
        "[a](" * 15_000,
        "`" * 60_000,
        "`a``b" * 12_000,
        "<!--" * 15_000,
        "<a " * 6_000,
        '<img src="' * 2_000,
    ],
)
def test_a_hostile_line_is_read_fast(line: str) -> None:
    started = time.process_time()
    assert read(f"{line}\n\n{line[:19_000]}\n").outline.front is None
    assert time.process_time() - started < 2


def test_the_span_of_a_setext_heading_has_both_lines() -> None:
    (heading,) = read("One\n===\n").outline.headings
    assert heading.span == Span(1, 1, 2, 4)
