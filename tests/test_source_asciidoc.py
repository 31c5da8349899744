"""The outline of an AsciiDoc text: what stands where, and nothing included or run."""

from __future__ import annotations

from planroom.source import Outline, Source

TEXT = """= ADR-7: Use REST
Ann Lee <ann@example.com>
v1.2, 2026-02-03: first draft
:status: accepted
:imagesdir: pictures

* Status: {status}
** nested

// a comment: nothing
[#why]
== Context ==

See xref:0003-log.adoc#end[the log], <<why>> and <<0004-x.adoc#y,another>>, not `xref:code.adoc[]`.

image::flow.png[The flow]

[source,yaml]
----
= No heading
xref:in-code.adoc[]
----

////
== Not a section either
////

. first
. second

 literal text
 xref:literal.adoc[]

====
An example with xref:0005-x.adoc[a link].
====

include::parts/more.adoc[]

Old title
---------

Closed:: on Monday
"""


def outline(text: str) -> Outline:
    return Source("adr/0007-use-rest.adoc", text, "asciidoc").outline


def words_at(text: str, line: int, column: int, end: int) -> str:
    return text.split("\n")[line - 1][column - 1 : end - 1]


def test_headings_of_both_forms_with_their_lines() -> None:
    found = [(item.level, item.text, item.span.line, item.span.end_line) for item in outline(TEXT).headings]
    assert found == [(1, "ADR-7: Use REST", 1, 1), (2, "Context", 12, 12), (2, "Old title", 40, 41)]


def test_links_stand_where_their_target_is_and_code_has_none() -> None:
    links = outline(TEXT).links
    assert [(link.target, link.text, link.image) for link in links] == [
        ("0003-log.adoc#end", "the log", False),
        ("#why", "", False),
        ("0004-x.adoc#y", "another", False),
        ("pictures/flow.png", "The flow", True),
        ("0005-x.adoc", "a link", False),
        ("parts/more.adoc", "", False),
    ]
    for link in links:
        at = words_at(TEXT, link.span.line, link.span.column, link.span.end_column)
        assert link.target.removeprefix("pictures/").lstrip("#") == at


def test_attributes_with_the_revision_line_and_labels() -> None:
    found = outline(TEXT)
    assert {name: item.value for name, item in found.attributes.items()} == {
        "status": "accepted",
        "imagesdir": "pictures",
        "revdate": "2026-02-03",
    }
    for item in found.attributes.values():
        assert words_at(TEXT, item.span.line, item.span.column, item.span.end_column) == item.value
    assert found.labels == ("why",)


def test_code_and_literal_paragraphs_are_fences() -> None:
    found = [(item.info, item.text, item.line, item.end_line) for item in outline(TEXT).fences]
    assert found == [
        ("yaml", "= No heading\nxref:in-code.adoc[]", 19, 22),
        ("", " literal text\n xref:literal.adoc[]", 31, 32),
    ]


def test_masked_lines_keep_columns_and_write_lists_as_markdown_does() -> None:
    masked = outline(TEXT).masked
    assert len(masked) == len(TEXT.split("\n"))
    assert masked[6:9] == ("* Status: {status}", " * nested", "")
    assert masked[27:29] == ("* first", "* second")
    assert masked[19] == ""


def test_cells_and_descriptions_are_fields() -> None:
    text = "= X\n\n|===\n|Status |accepted\n|Date\n|2026-02-03\n|a |b |c\n|===\n\nDeciders::\n  Ann, Bob\n"
    assert [(item.name, item.value) for item in outline(text).fields] == [
        ("Status", "accepted"),
        ("Date", "2026-02-03"),
        ("Deciders", "Ann, Bob"),
    ]
    for item in outline(text).fields:
        assert words_at(text, item.span.line, item.span.column, item.span.end_column) == item.value


def test_a_block_that_nothing_closes_ends_with_the_text() -> None:
    assert outline("= X\n\n----\n= Y\n").fences[0].text == "= Y\n"
    assert len(outline("= X\n\n////\n= Y\n").headings) == 1


def test_front_matter_is_read_as_in_markdown() -> None:
    source = Source("adr/0007-x.adoc", "---\nstatus: accepted\n---\n= X\n", "asciidoc")
    assert source.value == {"status": "accepted"}
    place = source.locate([source.origin("status")])[source.origin("status")]
    assert (place.line, place.column) == (2, 9)


def test_links_of_an_antora_module_are_counted_from_the_file() -> None:
    text = (
        "= X\n\nxref:adr/0003-y.adoc[y] xref:./z.adoc[z] xref:other:page.adoc[o]\n\nimage::adr/flow.png[]\n"
    )
    source = Source("docs/modules/ROOT/pages/adr/0007-x.adoc", text, "asciidoc")
    assert [link.target for link in source.outline.links] == [
        "0003-y.adoc",
        "./z.adoc",
        "other:page.adoc",
        "../../images/adr/flow.png",
    ]


def test_the_words_of_a_link_are_no_words_in_brackets() -> None:
    masked = outline("= X\n\nSee https://example.com/1[the linked issue] and [a box].\n").masked
    assert masked[2] == "See https://example.com/1 the linked issue  and [a box]."
