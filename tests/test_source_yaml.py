"""YAML text to value under one rule set, and the places of its values and problems."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest

from planroom.diagnostics import Span
from planroom.source import Source
from planroom.source.problem import MAX_DEPTH


def read(text: str) -> Source:
    return Source("a.yaml", text, "yaml")


def said(text: str) -> list[tuple[str, int, int]]:
    """What is wrong with a text: kind, line and column of each problem."""
    return [(p.kind, p.span.line, p.span.column) for p in read(text).problems]


VALUES: tuple[tuple[str, Any], ...] = (
    ("on", "on"),
    ("off", "off"),
    ("yes", "yes"),
    ("NO", "NO"),
    ("y", "y"),
    ("true", True),
    ("True", True),
    ("FALSE", False),
    ("tRUE", "tRUE"),
    ("null", None),
    ("NULL", None),
    ("~", None),
    ("", None),
    ("nil", "nil"),
    ("1.10", 1.1),
    ("'1.10'", "1.10"),
    ("1.10.1", "1.10.1"),
    ("3.1.0", "3.1.0"),
    ("10", 10),
    ("010", 10),
    ("08", 8),
    ("+1", 1),
    ("-0", 0),
    ("0o17", 15),
    ("0x1F", 31),
    ("0b1", "0b1"),
    ("1_000", "1_000"),
    ("12:30:00", "12:30:00"),
    ("1e3", 1000.0),
    (".5", 0.5),
    ("5.", 5.0),
    ("-.inf", -math.inf),
    (".", "."),
    ("=", "="),
    ("2026-02-12", "2026-02-12"),
    ("2026-02-12 10:00:00", "2026-02-12 10:00:00"),
    ("'on'", "on"),
    ('"a\\tb"', "a\tb"),
    ("!!str 12", "12"),
    ("!!int '12'", 12),
    ("!!float 1", 1.0),
    ("!!null ''", None),
    ("!mine 12", "12"),
    ("!!binary aGk=", "aGk="),
    ("!!timestamp 2026-02-12", "2026-02-12"),
)


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_scalar_has_the_value_that_the_core_schema_gives_it(text: str, value: Any) -> None:
    found = read(f"v: {text}\n").value["v"]
    assert found == value
    assert type(found) is type(value)


def test_nan_is_a_number() -> None:
    assert math.isnan(read("v: .NaN").value["v"])


@pytest.mark.parametrize("key", ["200", "on", "null", "1.10", "true", "2026-02-12", "0x1F", "~", "'200'"])
def test_a_key_is_always_the_text_as_written(key: str) -> None:
    assert list(read(f"{key}: 1").value) == [key.strip("'")]


def test_a_number_too_long_for_python_stays_text() -> None:
    digits = "9" * 5000
    assert read(f"v: {digits}").value == {"v": digits}


def test_a_text_without_values_is_nothing() -> None:
    for text in ("", "# only a comment\n", "---\n", "\ufeff"):
        assert read(text).value is None
        assert not read(text).problems


MERGES = (
    ("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  x: 9\n", {"x": 9, "y": 2}),
    ("a: &a {x: 1, y: 2}\nb:\n  x: 9\n  <<: *a\n", {"x": 9, "y": 2}),
    ("a: &a {x: 1}\nc: &c {x: 2, z: 3}\nb: {<<: [*a, *c]}\n", {"x": 1, "z": 3}),
    ("a: &a {x: 1}\nb:\n  <<: *a\n  <<: {x: 2, z: 3}\n", {"x": 1, "z": 3}),
    ("a: &a {x: 1}\nc: &c {<<: *a, y: 2}\nb: {<<: *c}\n", {"x": 1, "y": 2}),
    ("b: {'<<': 1}\n", {"<<": 1}),
)


@pytest.mark.parametrize(("text", "value"), MERGES)
def test_a_merge_key_adds_what_is_not_there(text: str, value: Any) -> None:
    assert read(text).value["b"] == value
    assert not read(text).problems


def test_a_merge_of_what_is_no_mapping_is_a_problem() -> None:
    source = read("a: &a 1\nb: {<<: *a, x: 2}\n")
    assert source.value["b"] == {"x": 2}
    assert said(source.text) == [("syntax", 2, 5)]


def test_an_alias_stands_for_its_value() -> None:
    assert read("a: &a [1, 2]\nb: *a\n").value == {"a": [1, 2], "b": [1, 2]}
    assert read("a: &k 1.10\n*k : 2\n").value == {"a": 1.1, "1.10": 2}
    assert read("a: &k 1\nb: &k 2\nc: *k\n").value["c"] == 2


PROBLEMS = (
    ("recursive alias", "a: &x\n  b: *x\n", {"a": {"b": None}}, [("syntax", 2, 6)]),
    ("recursive list", "&r [1, *r]", [1, None], [("syntax", 1, 8)]),
    ("unknown alias", "a: *x\n", {"a": None}, [("syntax", 1, 4)]),
    ("list as key", "? [a, [b]]\n: {c: [1]}\nz: 2\n", {"z": 2}, [("syntax", 1, 3)]),
    ("mapping as key", "{{a: 1}: 2, z: 3}", {"z": 3}, [("syntax", 1, 2)]),
    ("alias of a list as key", "a: &x [1]\n*x : 2\nz: 3\n", {"a": [1], "z": 3}, [("syntax", 2, 1)]),
    ("duplicate key", "a: 1\nb: 2\na: 3\n", {"a": 1, "b": 2}, [("duplicate-key", 3, 1)]),
    ("duplicate with a mapping", "a: 1\na:\n  b: 2\nc: 3\n", {"a": 1, "c": 3}, [("duplicate-key", 2, 1)]),
    ("duplicate spelt otherwise", "a: 1\n'a': 2\n", {"a": 1}, [("duplicate-key", 2, 1)]),
    ("three times", "a: 1\na: 2\na: 3\n", {"a": 1}, [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]),
    ("second document", "a: 1\n---\nb: 2\n---\nc: 3\n", {"a": 1}, [("second-document", 2, 1)]),
    ("tab", "a:\n\tb: 1\n", None, [("syntax", 2, 1)]),
    ("unclosed list", "a: [1, 2\n", None, [("syntax", 1, 4)]),
    ("unclosed quote", "a: 'x\nb: 1\n", None, [("syntax", 1, 4)]),
    ("colon in a text", "a: b: c\n", None, [("syntax", 1, 5)]),
    ("at sign", "a: @x\n", None, [("syntax", 1, 4)]),
    ("control character", "a: 1\nb: x\x07\n", None, [("syntax", 2, 5)]),
    ("half a character", "a: \ud800\n", None, [("syntax", 1, 4)]),
    ("escaped half", 'a: "\\ud83d"\n', None, [("syntax", 1, 7)]),
    (
        "merge conflict",
        "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
        None,
        [("merge-conflict", 2, 1)],
    ),
)


@pytest.mark.parametrize(
    ("text", "value", "problems"), [case[1:] for case in PROBLEMS], ids=[c[0] for c in PROBLEMS]
)
def test_a_problem_has_its_place_and_hides_no_more_than_it_must(
    text: str, value: Any, problems: list[tuple[str, int, int]]
) -> None:
    assert read(text).value == value
    assert said(text) == problems
    assert all(problem.hint for problem in read(text).problems)


def test_a_duplicate_key_names_both_places() -> None:
    (problem,) = read("x:\n  a: 1\n  b: 2\n  a: 3\n").problems
    assert problem.span == Span(4, 3, 4, 4)
    assert problem.related == (("first here", Span(2, 3, 2, 4)),)


def test_a_tab_gets_the_hint_about_spaces() -> None:
    (problem,) = read("a:\n\tb: 1\n").problems
    assert "spaces" in problem.hint


def test_an_alias_bomb_ends_fast() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    started = time.process_time()
    source = read("\n".join(lines))
    assert [problem.kind for problem in source.problems] == ["limit"]
    assert source.broken
    assert time.process_time() - started < 1


def test_nesting_has_a_limit() -> None:
    deep = MAX_DEPTH + 1
    assert not read("[" * MAX_DEPTH + "]" * MAX_DEPTH).problems
    for text in ("[" * deep + "]" * deep, "{a: " * deep + "}" * deep, "- " * deep + "x", "[" * 100_000):
        assert [problem.kind for problem in read(text).problems] == ["limit"]


PLACES: tuple[tuple[str, str, tuple[str | int, ...], Span], ...] = (
    ("value", "a:\n  b: xy\n", ("a", "b"), Span(2, 6, 2, 8)),
    ("quoted value", 'a: "xy" # c\n', ("a",), Span(1, 4, 1, 8)),
    ("list item", "a:\n  - x\n  - yy\n", ("a", 1), Span(3, 5, 3, 7)),
    ("mapping shows its key", "a:\n  bb:\n    c: 1\n", ("a", "bb"), Span(2, 3, 2, 5)),
    ("item that is a mapping", "- a: 1\n- b: 2\n", (1,), Span(2, 3, 2, 4)),
    ("what is missing shows its parent's key", "a:\n  b: 1\n", ("a", "x", "y"), Span(1, 1, 1, 2)),
    ("what is missing at the root", "a: 1\n", ("x",), Span(1, 1, 1, 2)),
    ("through an alias", "a: &a {x: 1}\nbb: *a\n", ("bb", "x"), Span(2, 1, 2, 3)),
    ("through a merge", "a: &a {x: 1}\nbb:\n  <<: *a\n", ("bb", "x"), Span(2, 1, 2, 3)),
    ("behind a key that is a list", "? [a]\n: 1\nz: 2\n", ("z",), Span(3, 4, 3, 5)),
    ("the first of two keys", "a: 1\na: 2\n", ("a",), Span(1, 4, 1, 5)),
    ("only the first document", "a: 1\n---\nb: 2\n", ("b",), Span(1, 1, 1, 2)),
    ("byte order mark", "\ufeffa: 1\nb: 2\n", ("a",), Span(1, 4, 1, 5)),
    ("Windows line ends", "a: 1\r\nb: 2\r\n", ("b",), Span(2, 4, 2, 5)),
    ("wide characters count once", "a: 😀é\nb: {😀: x}\n", ("b", "😀"), Span(2, 8, 2, 9)),
    ("a line separator ends no line", "a: x\u2028y # \u2028\u0085 z\nb: 1\n", ("b",), Span(2, 4, 2, 5)),
)


@pytest.mark.parametrize(
    ("text", "pointer", "span"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES]
)
def test_a_value_is_found_in_the_text(text: str, pointer: tuple[str | int, ...], span: Span) -> None:
    source = read(text)
    origin = source.origin(*pointer)
    found = source.locate([origin])[origin]
    assert Span(found.line, found.column, found.end_line, found.end_column) == span


def test_a_key_is_found_in_the_text() -> None:
    source = read("a:\n  bb: xy\n")
    origin = source.origin("a", "bb").key()
    found = source.locate([origin])[origin]
    assert source.excerpt(Span(found.line, found.column, found.end_line, found.end_column)) == "bb"


def test_line_separators_stay_in_the_value() -> None:
    assert read("a: x\u2028y\nb: '\u0085\u2029'\n").value == {"a": "x\u2028y", "b": "\u0085\u2029"}


def test_the_byte_order_mark_is_in_no_line() -> None:
    assert read("\ufeffa: 1\n").lines == ("a: 1", "")


def test_lines_end_as_the_parser_ends_them() -> None:
    source = read("a: 1\rb: 2\r\nc: 3\nd: *no")
    assert source.lines == ("a: 1", "b: 2", "c: 3", "d: *no")
    assert said(source.text) == [("syntax", 4, 4)]
