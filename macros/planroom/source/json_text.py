"""JSON text to value (RFC 8259), and the places of values in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import Pointer, Span
from planroom.patterns import late
from planroom.source.json_faults import json_fault
from planroom.source.lines import Lines
from planroom.source.problem import MAX_DEPTH, Parsed, Problem, whole
from planroom.source.trie import Found, Trie

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_TOKEN = late(_STRING + r'|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
_BRACKETS = late(_STRING + r"|[{}\[\]]", re.DOTALL)
_ESCAPED = late(rb"\\.", re.DOTALL)
_NO_MARK = bytes(byte for byte in range(256) if byte not in b'{}[]"')
_KEYS_AND_BRACKETS = late(_STRING + r"(?=\s*(:)?)|[{}\[\]]", re.DOTALL)
_LOW = r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = late(rf"\\u[dD][89abAB][0-9a-fA-F]{{2}}{_LOW}|(\\u[dD][89a-fA-F][0-9a-fA-F]{{2}})|\\.", re.DOTALL)


class _Constant(Exception):
    pass


def read_json(text: str) -> Parsed:
    """The value of a JSON text and every problem of it; never raises. Of two equal keys the first counts."""
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

    text, halves = _whole_characters(text.removeprefix("\ufeff"))
    if deep := _depth_problem(text):
        return Parsed(None, (deep,), broken=True)
    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=constant, parse_int=whole)
    except json.JSONDecodeError as error:
        return Parsed(None, (json_fault(error, text),), broken=True)
    except _Constant as found:
        offset = _outside_strings(text, str(found))
        where = Lines(text).span(offset, offset + len(str(found)))
        return Parsed(
            None, (Problem("syntax", f"`{found}` is not JSON", where, "use a number or null"),), broken=True
        )
    return Parsed(value, (*halves, *(_duplicate_places(text) if duplicates else ())))


def _whole_characters(text: str) -> tuple[str, list[Problem]]:
    """The text with U+FFFD for every escape of half a character: it could never be written out."""
    if "\\ud" not in text and "\\uD" not in text:
        return text, []
    halves = [match for match in _ESCAPE.finditer(text) if match[1]]
    if not halves:
        return text, []
    lines = Lines(text)
    problems = [
        Problem(
            "syntax",
            f"`{match[1]}` is half of a character",
            lines.span(*match.span()),
            "write the character itself",
        )
        for match in halves
    ]
    return _ESCAPE.sub(lambda match: "\\ufffd" if match[1] else match[0], text), problems


def _too_deep(span: Span) -> Problem:
    return Problem("limit", f"values are nested more than {MAX_DEPTH} deep", span, "flatten the document")


def _is_shallow(text: str) -> bool:
    """Whether no value is nested too deep, told by pairs of brackets that vanish level by level."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return True
    # Without escapes, a string is what stands between two quotes; then nothing but brackets is left.
    marks = _ESCAPED.sub(b"", text.encode("utf-8", "replace")).translate(None, _NO_MARK)
    brackets = b"".join(marks.split(b'"')[::2])
    for _ in range(MAX_DEPTH):
        fewer = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if not fewer:
            return True
        if len(fewer) == len(brackets):
            break
        brackets = fewer
    return False


def _depth_problem(text: str) -> Problem | None:
    if _is_shallow(text):
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


def _outside_strings(text: str, word: str) -> int:
    for match in _TOKEN.finditer(text):
        if match[0].lstrip("-") == word.lstrip("-"):
            return match.start()
    return 0


def _duplicate_places(text: str) -> Iterator[Problem]:
    lines = Lines(text)
    stack: list[dict[str, Span] | None] = []
    for match in _KEYS_AND_BRACKETS.finditer(text):
        token = match[0]
        if token == "{":
            stack.append({})
        elif token == "[":
            stack.append(None)
        elif token in "}]":
            stack.pop()
        elif match[1] and (seen := stack[-1]) is not None:
            key, here = json.loads(token, strict=False), lines.span(*match.span())
            if key in seen:
                yield _duplicate(key, here, seen[key])
            seen.setdefault(key, here)


def _duplicate(key: str, here: Span, first: Span) -> Problem:
    say = f"the key `{key}` stands twice in this object"
    hint = "remove one of them; the first one counts until then"
    return Problem("duplicate-key", say, here, hint, (("first here", first),))


def locate_json(text: str, trie: Trie) -> dict[Pointer, Found]:
    """Where the wanted values of a JSON text stand; what cannot be reached is left out."""
    body = text.removeprefix("\ufeff")
    lines = Lines(body)
    steps = _Steps(body)
    return trie.search(steps, lambda match: lines.span(match.start(), match.end()), _key, steps.skip)


def _key(match: re.Match[str]) -> str | None:
    try:
        return str(json.loads(match[0], strict=False))
    except json.JSONDecodeError:
        return None


class _Steps:
    """The tokens of a JSON text, one after the other; what is not wanted is passed at the reader's speed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def __iter__(self) -> _Steps:
        return self

    def __next__(self) -> tuple[str, re.Match[str]]:
        match = _TOKEN.search(self._text, self._at)
        if match is None:
            raise StopIteration
        self._at = match.end()
        return _KINDS.get(match[0], "scalar"), match

    def skip(self, opening: re.Match[str]) -> bool:
        """Pass the collection that a token opens, if it is whole."""
        try:
            self._at = _DECODER.raw_decode(self._text, opening.start())[1]
        except (ValueError, RecursionError):
            return False
        return True


_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
_KINDS = {"{": "{", "[": "[", "}": "}", "]": "}"}
