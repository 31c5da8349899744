"""What the parser says of a text that is no YAML, with its place and what would mend it."""

from __future__ import annotations

import re

import yaml

from planroom.diagnostics import Span
from planroom.source.problem import Problem, point

_LINE_END = re.compile("\r\n|\r|\n")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def syntax_fault(error: yaml.YAMLError, text: str) -> Problem:
    """The problem of a text at which the parser stopped."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return forbidden_character(text, str(error))
    said = str(getattr(error, "problem", "") or getattr(error, "context", "") or "syntax error")
    context = str(getattr(error, "context", None) or "")
    start = getattr(error, "context_mark", None)
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    if start is not None and "end of stream" in said and "quoted scalar" in context:
        opening = point(lines, start.line + 1, start.column + 1)
        return Problem("syntax", "this is not YAML: a quote is not closed", opening, "add the closing quote")
    here = point(lines, mark.line + 1, mark.column + 1)
    related: tuple[tuple[str, Span], ...] = ()
    if context and start is not None and start.line != mark.line:
        related = ((context, point(lines, start.line + 1, start.column + 1)),)
    hint = _remedy(said, lines[here.line - 1])
    return Problem("syntax", f"this is not YAML: {said}", here, hint, related)


def forbidden_character(text: str, said: str = "") -> Problem:
    """The reader met a character that YAML does not allow (YAML 1.2.2, section 5.1); find it ourselves."""
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        if bad := _FORBIDDEN.search(line):
            at = Span(number, bad.start() + 1, number, bad.end() + 1)
            say = f"the character U+{ord(bad[0]):04X} is not allowed in YAML"
            return Problem("syntax", say, at, "remove it, or write it as an escape in double quotes")
    return Problem("syntax", f"this is not YAML: {said.splitlines()[0]}", hint="mend the file")


def _remedy(said: str, line: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in said:
        return "indent with spaces; YAML forbids tabs"
    if "mapping values are not allowed" in said:
        return "put the text in quotes, since it holds `: `, or mend the indentation"
    if "did not find expected" in said or "could not find expected" in said:
        return "mend the indentation, the bracket or the quote that ends just above"
    if "invalid Unicode character escape" in said:
        return "write the character itself"
    if "found character that cannot start any token" in said:
        return "put the text in quotes"
    return "mend the line, or put the text in quotes"
