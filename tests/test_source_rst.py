"""The outline of a reStructuredText: what stands where, and nothing included or run."""

from __future__ import annotations

from planroom.source import Outline, Source

TEXT = """.. _use-rest:

===========
7. Use REST
===========

:Status: accepted
:Deciders: Ann,
   Bob
:Date: 2026-02-03

Context
-------

See :doc:`0003-log`, :ref:`the other <use-log>`, `a page <0004-x.rst>`_ and ``:doc:`code```.
Also `named`_.

.. _named: https://example.com/a
.. a comment
   Status
   ------

.. image:: flow.png
   :alt: The flow

.. code-block:: yaml
   :linenos:

   a: 1
     b: 2

An example::

   :doc:`literal`

#. first
#. second

Reasons
^^^^^^^

.. include:: more.rst

Decision
--------

Short
=
"""


def outline(text: str) -> Outline:
    return Source("adr/0007-use-rest.rst", text, "rst").outline


def words_at(text: str, line: int, column: int, end: int) -> str:
    return text.split("\n")[line - 1][column - 1 : end - 1]


def test_levels_come_from_the_order_of_the_adornments() -> None:
    found = [(item.level, item.text, item.span.line, item.span.end_line) for item in outline(TEXT).headings]
    assert found == [
        (1, "7. Use REST", 4, 5),
        (2, "Context", 12, 13),
        (3, "Reasons", 39, 40),
        (2, "Decision", 44, 45),
    ]


def test_links_stand_where_their_target_is_and_code_has_none() -> None:
    links = outline(TEXT).links
    assert [(link.target, link.text, link.image) for link in links] == [
        ("0003-log.rst", "0003-log", False),
        ("#use-log", "the other", False),
        ("0004-x.rst", "a page", False),
        ("https://example.com/a", "named", False),
        ("flow.png", "", True),
        ("more.rst", "", False),
    ]
    for link in links:
        at = words_at(TEXT, link.span.line, link.span.column, link.span.end_column)
        assert at in link.target


def test_fields_go_on_where_they_are_indented() -> None:
    assert [(item.name, item.value) for item in outline(TEXT).fields] == [
        ("Status", "accepted"),
        ("Deciders", "Ann, Bob"),
        ("Date", "2026-02-03"),
        ("alt", "The flow"),
    ]
    assert outline(TEXT).labels == ("use-rest",)


def test_code_and_literal_blocks_are_fences() -> None:
    found = [(item.info, item.text) for item in outline(TEXT).fences]
    assert found == [("yaml", "a: 1\n  b: 2"), ("", ":doc:`literal`")]


def test_masked_lines_keep_columns_and_write_lists_as_markdown_does() -> None:
    masked = outline(TEXT).masked
    assert len(masked) == len(TEXT.split("\n"))
    assert [line for line in masked if "first" in line or "second" in line] == ["-  first", "-  second"]
    assert masked[19:21] == ("", "")


def test_a_row_of_a_list_table_is_a_field() -> None:
    text = "X\n=\n\n.. list-table::\n\n   * - Status\n     - accepted\n   * - a\n     - b\n     - c\n"
    assert [(item.name, item.value) for item in outline(text).fields] == [("Status", "accepted")]


def test_text_at_the_very_end_of_a_file_is_read() -> None:
    for text in ("X\n=", "..", ":a:", "`", "X::", "* - a", "===", "===\nX"):
        assert len(outline(text).masked) == len(text.split("\n"))
