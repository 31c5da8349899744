"""AsciiDoc and reStructuredText on the site: read as Markdown, and nothing of them run."""

from __future__ import annotations

import pytest

from planroom.render.from_asciidoc import markdown_from_asciidoc
from planroom.render.from_rst import markdown_from_rst
from planroom.render.prose import Prose
from planroom.source import Source


def from_asciidoc(text: str, path: str = "adr/0007-x.adoc") -> str:
    return markdown_from_asciidoc(Source(path, text, "asciidoc"), 1).strip()


def from_rst(text: str) -> str:
    return markdown_from_rst(Source("adr/0007-x.rst", text, "rst"), 1).strip()


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("== Why\nText.", "## Why\n\nText."),
        ("* one\n** two\n. three\n.. four", "- one\n    - two\n1. three\n    1. four"),
        ("*bold* and **bold**, _slanted_ and __slanted__, `code *x*`",
         "**bold** and **bold**, _slanted_ and _slanted_, `code *x*`"),
        ("3 * 4 * 5 and a_b_c", "3 * 4 * 5 and a_b_c"),
        ("xref:0003-y.adoc[the log] link:a.pdf[] https://example.com/a[there^]",
         "[the log](0003-y.adoc) [a.pdf](a.pdf) [there](https://example.com/a)"),
        ("see <<why>> and <<why,the reason>>", "see why and the reason"),
        ("image::flow.png[The flow]", "![The flow](flow.png)"),
        (":team: Shop\n\nThe {team} team of {nobody}", "The Shop team of {nobody}"),
        ("// secret\nshown", "shown"),
        ("////\nsecret\n////\nshown", "shown"),
        ("WARNING: hot", "**Warning:** hot"),
        (".Title\ntext", "**Title**\n\ntext"),
        ("[source,yaml]\n----\na: ```\n----", "````yaml\na: ```\n````"),
        ("include::secret.adoc[]", "`include::secret.adoc[]`"),
        ("|===\n|A |B\n\n|1 |*2*\n|===", "| A | B |\n| --- | --- |\n| 1 | **2** |"),
        ("|===\n|A\n|B\n\n|1\n|2\n|===", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
        ("|===\n|A |B\n2+|both and more\n|===", "```\n|A |B\n2+|both and more\n```"),
        ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
        ("Speed:: fast", "**Speed:** fast"),
    ],
)  # fmt: skip
def test_asciidoc(text: str, markdown: str) -> None:
    assert from_asciidoc(text) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Why\n===\n\nText.", "# Why\n\n\nText."),
        ("* one\n\n  * two\n\n#. three", "* one\n\n  * two\n\n1. three"),
        ("**bold**, *slanted* and ``code``", "**bold**, *slanted* and `code`"),
        (":doc:`the log <0003-y>` `there <https://example.com>`_ :ref:`why`",
         "[the log](0003-y.rst) [there](https://example.com) why"),
        ("A `named`_ link.\n\n.. _named: https://example.com", "A [named](https://example.com) link."),
        (":Status: accepted", "- **Status:** accepted"),
        (".. a comment\n   of two lines\n\nshown", "shown"),
        (".. note:: hot", "**Note:** hot"),
        (".. code-block:: yaml\n\n   a: 1", "```yaml\na: 1\n```"),
        ("So::\n\n  a: 1", "So:\n\n```\na: 1\n```"),
        (".. raw:: html\n\n   <script>alert(1)</script>", "```html\n<script>alert(1)</script>\n```"),
        (".. include:: secret.rst", "`.. include:: secret.rst`"),
        (".. image:: flow.png", "![](flow.png)"),
        ("+---+---+\n| A | B |\n+---+---+", "```\n+---+---+\n| A | B |\n+---+---+\n```"),
        ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
    ],
)  # fmt: skip
def test_rst(text: str, markdown: str) -> None:
    assert from_rst(text) == markdown


@pytest.mark.parametrize("render", [from_asciidoc, from_rst])
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "`<img src=x onerror=a>`",
        "link:javascript:alert(1)[x]",
        "|===\n|<script>",
    ],
)
def test_nothing_of_it_is_run(render: object, text: str) -> None:
    assert callable(render)
    html = str(Prose().html(render(text)))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize(
    "text", ["", "|===", "|===\n", "----", "== ", "* ", "::", ".. ", "=\n=\n=", "+--+", ":a:"]
)
def test_every_text_has_a_page(text: str) -> None:
    assert isinstance(from_asciidoc(text), str)
    assert isinstance(from_rst(text), str)
