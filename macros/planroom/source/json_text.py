"""JSON text to value (RFC 8259), and the places of values in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import START, Pointer, Span
from planroom.source.problem import MAX_DEPTH, Parsed, Problem, whole
from planroom.source.trie import Found, Trie

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)


class Lines:
    """Turns an offset into a text into line and column, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\r\n|\r|\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from `start` up to and without `end`."""
        return Span(*self.place(start), *self.place(end))


class _Constant(Exception):
    pass


def read_json(text: str) -> Parsed:
    """The value of a JSON text, with every problem of its text; never raises. Of two equal keys the first counts."""
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) == len(items):
            return made
        made = {}
        for key, value in items:
            if key in made:
                duplicates.append(key)
            else:
                made[key] = value
        return made

    def constant(name: str) -> Any:
        raise _Constant(name)

    text = text.removeprefix("\ufeff")
    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=constant, parse_int=whole)
    except json.JSONDecodeError as error:
        return Parsed(None, (_syntax(error, text),), broken=True)
    except _Constant as found:
        offset = _outside_strings(text, str(found))
        where = Lines(text).span(offset, offset + len(str(found)))
        return Parsed(None, (Problem("syntax", f"`{found}` is not JSON", where, "use a number or null"),), broken=True)
    except RecursionError:
        return Parsed(None, (_too_deep(START),), broken=True)
    deep = _depth_problem(text)
    if deep is not None:
        return Parsed(None, (deep,), broken=True)
    return Parsed(value, tuple(_duplicate_places(text)) if duplicates else ())


def _too_deep(span: Span) -> Problem:
    return Problem("limit", f"values are nested more than {MAX_DEPTH} deep", span, "flatten the document")


def _depth_problem(text: str) -> Problem | None:
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return None
    depth = 0
    for match in _BRACKETS.finditer(text):
        token = match[0]
        if token in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                return _too_deep(Lines(text).span(match.start(), match.end()))
        elif token in "}]":
            depth -= 1
    return None


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)


def _outside_strings(text: str, word: str) -> int:
    for match in _TOKEN.finditer(text):
        if match[0].lstrip("-") == word.lstrip("-"):
            return match.start()
    return 0


def _syntax(error: json.JSONDecodeError, text: str) -> Problem:
    line, column = Lines(text).place(error.pos)
    said = error.msg[0].lower() + error.msg[1:]
    hint = "mend the line"
    before = text[: error.pos].rstrip()[-1:]
    if before == "," or said.startswith("illegal trailing comma"):
        hint = "remove the comma before the closing bracket"
    elif "delimiter" in said:
        hint = "add the missing comma, colon or bracket just before this place"
    elif text[error.pos : error.pos + 1] in ("'", "/", "#"):
        hint = "JSON has neither comments nor single quotes; use double quotes"
    elif "property name" in said:
        hint = "put the key in double quotes"
    return Problem("syntax", f"this is not JSON: {said}", Span(line, column, line, column + 1), hint)


def _duplicate_places(text: str) -> Iterator[Problem]:
    lines = Lines(text)
    stack: list[dict[str, int] | None] = []
    tokens = [match for match in re.finditer(r'"(?:[^"\\]|\\.)*"(?=\s*(:)?)|[{}\[\]]', text, re.DOTALL)]
    for match in tokens:
        token = match[0]
        if token == "{":
            stack.append({})
        elif token == "[":
            stack.append(None)
        elif token in "}]":
            if stack:
                stack.pop()
        elif match[1] and stack and stack[-1] is not None:
            key = json.loads(token, strict=False)
            if key in stack[-1]:
                first = stack[-1][key]
                yield Problem(
                    "duplicate-key",
                    f"the key `{key}` stands twice in this object",
                    lines.span(match.start(), match.end(0)),
                    "remove one of them; the first one counts until then",
                    (("first here", lines.span(first, first + len(token))),),
                )
            else:
                stack[-1][key] = match.start()


def locate_json(text: str, trie: Trie) -> dict[Pointer, Found]:
    """Where the wanted values of a JSON text stand; what cannot be reached is left out."""
    body = text.removeprefix("\ufeff")
    lines = Lines(body)
    return trie.search(_steps(body), lambda match: lines.span(match.start(), match.end()), _key)


def _key(match: re.Match[str]) -> str | None:
    try:
        return str(json.loads(match[0], strict=False))
    except json.JSONDecodeError:
        return None


def _steps(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _TOKEN.finditer(text):
        yield _KINDS.get(match[0], "scalar"), match


_KINDS = {"{": "{", "[": "[", "}": "}", "]": "}"}
