"""Messages quote, list and count in one way."""

from __future__ import annotations

from typing import Any

import pytest

from planroom.wording import counted, listed, nearest, plain_line, quote, quoted, shown


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_as_people_list_them(words: list[str], said: str) -> None:
    assert listed(words) == said


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert quoted("abcde", limit=3) == "`a`, `b`, `c` and 2 more"
    assert quoted("ab", "or") == "`a` or `b`"
    assert quoted([]) == "nothing"


def test_a_quotation_is_one_line_without_marks_that_would_end_it() -> None:
    assert quote("use\n `x`") == "`use 'x'`"
    assert quote("abcdef", 4) == "`abc…`"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "empty"),
        ({}, "a structure"),
        ([1], "a list"),
        (True, "`true`"),
        (1.5, "the number `1.5`"),
        ("two", "the text `two`"),
        (" ", "an empty text"),
    ],
)
def test_a_value_is_said_by_its_kind(value: Any, said: str) -> None:
    assert shown(value) == said


def test_a_number_agrees_with_its_noun() -> None:
    assert [counted(1, "day"), counted(1200, "day"), counted(2, "entry", "entries")] == [
        "1 day",
        "1,200 days",
        "2 entries",
    ]


@pytest.mark.parametrize(
    ("word", "near"), [("GTE", "GET"), ("post", "POST"), ("PSOT", "POST"), ("SUBSCRIBE", "")]
)
def test_only_a_word_that_was_meant_is_offered(word: str, near: str) -> None:
    assert nearest(word, ("GET", "POST", "PUT")) == near


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("`a` and `b` are two", "`a` and `b` are two"),
        ("`a\n\tb` is one", "`a b` is one"),
        ("`a `b` matches nothing", "`a 'b` matches nothing"),
        ("`adr/de`precated.md` leads nowhere, `x`", "`adr/de'precated.md` leads nowhere, `x`"),
        ("a lone ` and no more", "a lone ' and no more"),
    ],
)
def test_a_message_is_one_line_whose_quotations_are_closed(message: str, line: str) -> None:
    assert plain_line(message) == line


def test_a_message_quotes_a_bounded_part_of_what_may_be_of_any_length() -> None:
    line = plain_line(f"the key `{'a' * 5000}` is no key of `b`")
    assert line.startswith("the key `aaa")
    assert line.endswith("aaa` is no key of `b`")
    assert len(line) < 300
    assert plain_line("word " * 100) == "word " * 100


def test_an_empty_text_is_seen() -> None:
    assert quote("") == '`""`'
