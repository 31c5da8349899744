"""JSON text to value, with the same values and places as its YAML twin."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planroom.diagnostics import Origin, Pointer, Span
from planroom.source import Source
from planroom.source.problem import MAX_DEPTH


def read(text: str) -> Source:
    return Source("a.json", text, "json")


def said(text: str) -> list[tuple[str, int, int]]:
    """What is wrong with a text: kind, line and column of each problem."""
    return [(p.kind, p.span.line, p.span.column) for p in read(text).problems]


PROBLEMS: tuple[tuple[str, str, Any, list[tuple[str, int, int]]], ...] = (
    ("duplicate key", '{"a": 1,\n "a": 2}', {"a": 1}, [("duplicate-key", 2, 2)]),
    (
        "inner duplicate",
        '{"a": {"b": 1, "b": 2}, "c": [1]}',
        {"a": {"b": 1}, "c": [1]},
        [("duplicate-key", 1, 16)],
    ),
    ("same key in two objects", '[{"a": 1}, {"a": 1}]', [{"a": 1}, {"a": 1}], []),
    ("duplicate by escape", '{"\\u0061": 1, "a": 2}', {"a": 1}, [("duplicate-key", 1, 15)]),
    ("not a number", '{"x": "NaN",\n"a": NaN}', None, [("syntax", 2, 6)]),
    ("infinity", "[-Infinity]", None, [("syntax", 1, 2)]),
    ("comma behind the last item", "[1, 2 ,\n]", None, [("syntax", 1, 7)]),
    ("comma behind the last pair", '{"a": 1,}', None, [("syntax", 1, 8)]),
    ("comment", "// c\n{}", None, [("syntax", 1, 1)]),
    ("comment within", '{"a": 1 /* c */}', None, [("syntax", 1, 9)]),
    ("single quotes", "{'a': 1}", None, [("syntax", 1, 2)]),
    ("bare key", "{a: 1}", None, [("syntax", 1, 2)]),
    ("missing comma", '{"a": 1\n"b": 2}', None, [("syntax", 1, 8)]),
    ("missing colon", '{"a" 1}', None, [("syntax", 1, 5)]),
    ("leading zero", '{"a": 01}', None, [("syntax", 1, 7)]),
    ("tab in a text", '{"a": "x\ty"}', None, [("syntax", 1, 9)]),
    ("unclosed text", '{"a": "x', None, [("syntax", 1, 7)]),
    ("wrong escape", '["\\x"]', None, [("syntax", 1, 3)]),
    ("empty", "", None, [("syntax", 1, 1)]),
    ("more behind the end", "{}\n{}", None, [("syntax", 2, 1)]),
    (
        "half a character",
        '["\\ud83d\\ude00", "\\\\ud800", "\\uDC00"]',
        ["😀", "\\ud800", "\ufffd"],
        [("syntax", 1, 30)],
    ),
    ("merge conflict", "{\n<<<<<<< a\n=======\n>>>>>>> b\n}", None, [("merge-conflict", 2, 1)]),
    ("byte order mark", '\ufeff{"a": 1, "a": 2}', {"a": 1}, [("duplicate-key", 1, 10)]),
)


@pytest.mark.parametrize(
    ("text", "value", "problems"), [case[1:] for case in PROBLEMS], ids=[c[0] for c in PROBLEMS]
)
def test_a_problem_has_its_place(text: str, value: Any, problems: list[tuple[str, int, int]]) -> None:
    assert read(text).value == value
    assert said(text) == problems
    assert all(problem.hint for problem in read(text).problems)


def test_a_duplicate_key_names_both_places() -> None:
    (problem,) = read('{"\\u0061": 1,\n "a": 2}').problems
    assert problem.related == (("first here", Span(1, 2, 1, 10)),)


def test_nesting_has_a_limit() -> None:
    deep = MAX_DEPTH + 1
    assert not read("[" * MAX_DEPTH + "]" * MAX_DEPTH).problems
    assert not read('["' + "[" * deep + '"]').problems
    assert not read("[" + "[]," * deep + "[]]").problems
    for text in ("[" * deep + "]" * deep, '{"a":' * deep + "1" + "}" * deep, "[" * 100_000):
        assert [problem.kind for problem in read(text).problems] == ["limit"]


def test_a_number_too_long_for_python_stays_text() -> None:
    digits = "9" * 5000
    assert read(f"[{digits}]").value == [digits]


def test_a_value_is_found_in_the_text() -> None:
    source = read('\ufeff{"a": [1, {"b": "x, }"}],\r\n "c": {}}')
    wanted = {
        ("a", 1, "b"): '"x, }"',
        ("a", 0): "1",
        ("a", 1): "{",
        ("c",): '"c"',
        ("c", "no"): '"c"',
        (): "{",
    }
    assert {pointer: excerpt(source, pointer) for pointer in wanted} == wanted


def excerpt(source: Source, pointer: Pointer) -> str:
    origin = source.origin(*pointer)
    found = source.locate([origin])[origin]
    return source.excerpt(Span(found.line, found.column, found.end_line, found.end_column))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=12
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False).map(
    lambda number: round(number, 3)
)
SCALARS = (
    st.none()
    | st.booleans()
    | NUMBERS
    | TEXTS
    | st.sampled_from(["on", "NO", "1.10", "2026-01-31", "~", "a\nb\n"])
)
KEYS = TEXTS | st.sampled_from(["200", "on", "null", "a: b", "#"])
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, and quotes whatever an older rule set would read otherwise."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def twins(value: Any) -> list[Source]:
    """The same value as JSON and as YAML in block and flow style."""
    texts = [json.dumps(value), json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\r\n")]
    dumped = [
        yaml.dump(value, Dumper=_Dumper, default_flow_style=flow, allow_unicode=plain, sort_keys=False)
        for flow in (True, False)
        for plain in (True, False)
    ]
    return [*(read(text) for text in texts), *(Source("a.yaml", text, "yaml") for text in dumped)]


def pointers(value: Any, above: Pointer = ()) -> list[Pointer]:
    """Every pointer into a value."""
    items = list(
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [above, *(pointer for key, item in items for pointer in pointers(item, (*above, key)))]


def at(value: Any, pointer: Pointer) -> Any:
    for key in pointer:
        value = value[key]
    return value


@given(DOCUMENTS)
@settings(max_examples=100, deadline=None)
def test_a_value_reads_the_same_from_json_and_yaml_and_its_places_read_back_to_it(value: Any) -> None:
    """A scalar's place holds the scalar; a collection's place is its key, or its start where it has none."""
    for source in twins(value):
        assert (source.value, source.problems) == (value, ()), source.text
        assert json.dumps(source.value) == json.dumps(value)  # 1 is neither 1.0 nor true
        wanted = {pointer: source.origin(*pointer) for pointer in pointers(value)}
        found = source.locate(wanted.values())
        assert set(found) == set(wanted.values())
        for pointer, origin in wanted.items():
            place = found[origin]
            shown = source.excerpt(Span(place.line, place.column, place.end_line, place.end_column))
            item = at(value, pointer)
            if not isinstance(item, dict | list):
                assert Source(source.path, shown, source.format).value == item, (source.text, pointer)
            elif pointer and isinstance(pointer[-1], str):
                as_key = f"{{{shown}: 1}}" if source.format == "json" else f"? {shown}\n: 1"
                assert Source(source.path, as_key, source.format).value == {pointer[-1]: 1}, (
                    source.text,
                    pointer,
                )


@pytest.mark.parametrize(
    ("text", "pointer", "column"),
    [
        ('{"a": {"b": [1, {"c": "}"}]}, "d": 1}', ("d",), 36),
        ('[[1, "]"], {"a": "\\"}"}, 2]', (2,), 26),
        ('{"a": {"b": 1,}, "d": 1}', ("d",), 23),
    ],
    ids=["behind an object", "behind two lists", "behind what is no JSON"],
)
def test_what_is_not_wanted_is_passed_whole(text: str, pointer: tuple[str | int, ...], column: int) -> None:
    (place,) = Source("a.json", text, "json").locate([Origin("a.json", pointer)]).values()
    assert place.column == column


@pytest.mark.parametrize("end", ['"', '\\\\"', '\\"{"'], ids=["plain", "backslash", "quote"])
def test_brackets_in_texts_are_no_nesting(end: str) -> None:
    text = '{"a": ["' + "[{" * 300 + end + "]}"
    assert Source("a.json", text, "json").problems == ()
