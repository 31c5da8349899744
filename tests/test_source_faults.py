"""What is wrong with a broken text is said in plain words at the place where its author must edit."""

from __future__ import annotations

import pytest

from planroom.source import Source, decode

YAML: tuple[tuple[str, list[str]], ...] = (
    ("openapi: 3.1.0\ninfo\n  title: x\n  version: 1\npaths: {}\n", ["2:1 `info` has no colon"]),
    ("openapi: 3.1.0\ninfo:\n  title x\n  version: 1\npaths: {}\n", ["3:3 `title x` has no colon"]),
    ("info:\n  title:x\n  version: 1\n", ["2:8 a space is missing behind the colon of `title`"]),
    (
        'openapi: 3.1.0\ninfo:\n  title: "Orders\n  version: "1.0"\npaths: {}\n',
        ["3:10 this quote is closed only on line 4, in the middle of a text"],
    ),
    ("a: 'x\nb: 'y'\nc: 1\n", ["1:4 this quote is closed only on line 2, in the middle of a text"]),
    ("a: 'it's fine'\nb: 1\n", ["1:7 text stands behind a closing quote"]),
    ('a: "x" y\nb: 1\n', ["1:6 text stands behind a closing quote"]),
    ("a: [1, 2\nb: 3\nc: [4]\n", ["1:4 `[` is not closed"]),
    ("a: [1]]\nb: 1\n", ["1:7 `]` closes nothing"]),
    ("a: {x: 1 y: 2}\nb: 1\n", ["1:11 a comma is missing between two values"]),
    ('{"a": 1,\n "b": 2\n "c": 3}\n', ["2:8 a comma is missing between two values"]),
    (
        "a:\n    b: 1\n  c: 2\n",
        ["3:3 this line is indented by 2, as nothing above it that it could belong to"],
    ),
    ("a: 1\n  b: 2\n", ["2:1 this line is indented below `a`, which has a value already"]),
    ("a:\n  - x\n  b: 1\n", ["3:3 a key stands among the items of a list"]),
    ("a:\n  - x\n - y\n", ["3:2 this line is indented by 1, as nothing above it that it could belong to"]),
    ("a:\n\tb: 1\n", ["2:1 a tab indents this line"]),
    ("a:\n  b:\n  \tc: 1\n", ["3:3 a tab indents this line"]),
    ("a: |\n\tx\nb: 1\n", ["2:1 a tab indents this line"]),
    ("a: @x\n", ["1:4 a text cannot begin with `@`"]),
    ("a: `x`\n", ["1:4 a text cannot begin with a backtick"]),
    ("paths: **/x\n", ["1:8 `*` begins an alias, and no name follows"]),
    ("a: &\n", ["1:4 `&` begins an anchor, and no name follows"]),
    ("a: !e!x y\n", ["1:4 `!` begins a tag whose prefix is declared nowhere"]),
    ("%YAML 2.0\n---\na: 1\n", ["1:1 `%YAML 2.0` is no directive that is known"]),
    ("%YAML 1.2\na: 1\n", ["2:1 no line `---` stands behind the directive"]),
    ("%FOO bar\n---\na: 1\n", ["1:1 `%FOO bar` is no directive that is known"]),
    ("a: {{ x }}\nb: 1\n", ["1:5 `{{` opens a mapping as the key of a mapping"]),
    ("{% if x %}\na: 1\n{% endif %}\n", ["1:1 `{%` begins a template"]),
    ("a:\n  b: 1\n\xa0 c: 2\n", []),
    ("title: Orders: public\n", ["1:14 a colon stands in the middle of a text"]),
    ("a: 1\n\ufeffb: 2\n", ["2:1 a byte order mark (U+FEFF) stands before the text of this line"]),
    (": 1\n", ["1:1 a key is missing before the colon"]),
    ("a: | text\n  y\n", ["1:6 text stands on the line of `|`"]),
    ('a: "C:\\dir"\n', ["1:7 `\\d` is no escape"]),
    ('a: "x": y\n', ["1:7 a colon stands behind a text in quotes"]),
    ("a: 1\n...\nb: 2\n", ["3:1 text stands behind the end of the document (`...`)"]),
    ("a: [|, x]\n", ["1:5 a text cannot begin with `|`"]),
    ("a: , x\n", ["1:4 a value cannot begin with `,`"]),
    (
        "a:\n  - b: 1\n   c: 2\n",
        ["3:4 this line is indented by 3, as nothing above it that it could belong to"],
    ),
    ("a:\n  - b: 1\n     c: 2\n", ["3:1 this line is indented below `b`, which has a value already"]),
    ("a: *b\n", ["1:4 `*b` names no anchor above it"]),
    ("a: {<<: 1}\n", ["1:5 `<<` merges what is no mapping"]),
    ("a: 1\n---\n", []),
    ("a: 1\n---\n# c\n", []),
)

JSON: tuple[tuple[str, list[str]], ...] = (
    ('{"a": 0200}', ["1:7 `0200` is no number of JSON (a number does not begin with 0)"]),
    ('{"a": -01}', ["1:7 `-01` is no number of JSON (a number does not begin with 0)"]),
    ('{"a": +1}', ["1:7 `+1` is no number of JSON"]),
    ('{"a": .5}', ["1:7 `.5` is no number of JSON"]),
    ('{"a": 0x1F}', ["1:7 `0x1F` is no number of JSON"]),
    ('{\n  "a": 1 // c\n}', ["2:10 a comment stands here"]),
    ('{\n # c\n "a": 1}', ["2:2 a comment stands here"]),
    ('{"a": [1, 2,],}', ["1:12 a comma stands before the closing bracket"]),
    ("[1,,2]", ["1:4 two commas stand behind each other"]),
    ("[,1]", ["1:2 a value is missing before `,`"]),
    ('{"a":1},', ["1:8 a comma stands behind the end of the document"]),
    ("{'a': 1}", ["1:2 `'` is no quote of JSON"]),
    ("{a: 1}", ["1:2 the key `a` is not in double quotes"]),
    ('{"a": hello}', ["1:7 the text `hello` is not in double quotes"]),
    ('{"a": True}', ["1:7 `True` is no value of JSON"]),
    ('{"a": undefined}', ["1:7 `undefined` is no value of JSON"]),
    ('{"a": 2026-01-02}', ["1:7 `2026-01-02` is no number of JSON"]),
    ("{1: 2}", ["1:2 the key `1` is not in double quotes"]),
    ('{"a": 1\n "b": 2}', ["1:8 a comma is missing between two values"]),
    ('{"a" 1}', ["1:5 a colon is missing behind the key"]),
    ('{"a" = 1}', ["1:6 `=` stands behind a key"]),
    ('{"a": 1; "b": 2}', ["1:8 `;` stands behind a value"]),
    ('{"a": }', ["1:7 a value is missing before `}`"]),
    ('{"a":\n "b": 1}', ["1:6 a value is missing behind this colon"]),
    ('{"a": "x,\n "b": 2}', ["1:7 a text is not closed on its line"]),
    ('{"a": {"b": 1}', ["1:1 `{` is not closed"]),
    ('{"a": [1, 2, "b": 3}', ["1:14 a key stands in a list"]),
    ('{"a": [1, 2}, "c": 1}', ["1:12 `}` stands where `]` must close what is open"]),
    ('{"a": 1}}', ["1:9 `}` closes nothing"]),
    ('{\n "a": {\n  "b": 1,\n "c": 2\n}\n', ["2:7 `{` is not closed"]),
    ('{"a":1}\n{"a":2}\n', ["2:1 a second value starts here, and a JSON file holds one"]),
    ("", ["1:1 the file is empty"]),
    ('{"a": "x\ty"}', ["1:9 a tab stands in a text"]),
    ('{"a": "x\x00y"}', ["1:9 the control character U+0000 stands in a text"]),
    ('{"a":\xa01}', ["1:6 a no-break space (U+00A0) stands outside of a text"]),
    ('{"a": "C:\\dir"}', ["1:10 `\\d` is no escape"]),
    ('{"a": "\\u12g4"}', ["1:8 `\\u12g4` is no escape"]),
    ("{“a”: 1}", ["1:2 `“` is no quote of JSON"]),
    ("openapi: 3.0.0\n", ["1:1 it begins as YAML"]),
    ("<!DOCTYPE html>\n<html>", ["1:1 it begins as HTML or XML"]),
    ('{"a": {{ x }}}', ["1:8 `{` stands where a key must"]),
    ('{"a":', ["1:1 `{` is not closed"]),
    ('"a\\\nb"', ["1:3 a backslash stands at the end of a line"]),
    ("hello", ["1:1 the text `hello` is not in double quotes"]),
    ('{"a": "say "hi" now"}', ["1:12 a double quote ends a text in its middle"]),
)

CONFLICTS: tuple[tuple[str, str, list[str]], ...] = (
    ("yaml", "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", ["2:1 a merge conflict is left here"]),
    ("yaml", "<<<<<<< HEAD\r\nb: 1\r\n=======\r\n>>>>>>> x\r\n", ["1:1 a merge conflict is left here"]),
    (
        "yaml",
        "<<<<<<< a\nb: 1\n||||||| base\nb: 0\n=======\n>>>>>>> x\nc: 1\n<<<<<<< a\n=======\n>>>>>>> x\n",
        ["1:1 a merge conflict is left here", "8:1 a merge conflict is left here"],
    ),
    ("yaml", "a: 1\n<<<<<<< HEAD\nb: 1\n", ["2:1 a mark of a merge conflict is left here"]),
    ("yaml", "a: 1\n||||||| base\nb: 1\n", ["2:1 a mark of a merge conflict is left here"]),
    ("json", "{\n>>>>>>> x\n}", ["2:1 a mark of a merge conflict is left here"]),
    ("json", '{"a": "<<<<<<< HEAD"}', []),
    ("yaml", "a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n", []),
    ("yaml", "a: <<<<<<< HEAD\nb: '>>>>>>> x'\n", []),
    (
        "markdown",
        "# A\n\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> x\n",
        ["3:1 a merge conflict is left here"],
    ),
    (
        "markdown",
        "---\n<<<<<<< HEAD\nstatus: a\n=======\nstatus: b\n>>>>>>> x\n---\n# A\n",
        ["2:1 a merge conflict is left here"],
    ),
    ("markdown", "# A\n\n>>>>>>> x\n", ["3:1 a mark of a merge conflict is left here"]),
    ("markdown", "A heading\n=======\n", []),
    ("markdown", "```\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> x\n```\n", []),
    ("markdown", "Text\n\n    <<<<<<< HEAD\n    =======\n    >>>>>>> x\n", []),
    ("markdown", "> one\n>>>>>>> seven deep\n", []),
    ("markdown", "`<<<<<<< HEAD` and `>>>>>>> x` are its marks.\n", []),
    ("markdown", "||||||| a\n| - |\n", []),
)


def said(text: str, format_: str) -> list[str]:
    """The problems of a text: line, column and message of each."""
    problems = Source("file", text, format_).problems
    assert all(problem.hint for problem in problems)
    return [f"{p.span.line}:{p.span.column} {p.message.partition(': ')[2] or p.message}" for p in problems]


@pytest.mark.parametrize(("text", "wanted"), YAML)
def test_a_fault_of_yaml(text: str, wanted: list[str]) -> None:
    assert said(text, "yaml") == wanted


@pytest.mark.parametrize(("text", "wanted"), JSON)
def test_a_fault_of_json(text: str, wanted: list[str]) -> None:
    assert said(text, "json") == wanted


@pytest.mark.parametrize(("format_", "text", "wanted"), CONFLICTS)
def test_a_merge_conflict(format_: str, text: str, wanted: list[str]) -> None:
    assert said(text, format_) == wanted


def test_a_merge_conflict_names_all_of_its_marks() -> None:
    (problem,) = Source("a.yaml", "<<<<<<< a\n||||||| b\n=======\n>>>>>>> c\n", "yaml").problems
    assert [span.line for _, span in problem.related] == [2, 3, 4]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_another_unicode_encoding_is_read_and_said_to_be_so(codec: str) -> None:
    text, problems = decode("openapi: 3.1.0\ninfo: é\n".encode(codec))
    assert text == "openapi: 3.1.0\ninfo: é\n"
    assert [p.message for p in problems] == [f"the file is {codec[:6].upper()}, not UTF-8"]


def test_many_problems_of_one_kind_are_cut_short() -> None:
    source = Source("a.yaml", "a: 1\n" * 5001, "yaml")
    assert len(source.problems) == 100
    assert source.problems[-1].message.endswith("and 4,900 more below are like it")


def test_an_unclosed_quote_names_where_it_ends() -> None:
    (problem,) = Source("a.yaml", 'title: "Orders\nversion: "1.0"\n', "yaml").problems
    assert [(span.line, span.column) for _, span in problem.related] == [(2, 10)]
