"""Suppressions in comments of Markdown, AsciiDoc, reStructuredText, YAML and Mermaid.

They say `planroom: ignore CODE reason`, or `planroom: ignore CODE until 2026-12-31 reason`.
At the end of a line a comment covers what begins on this line. On a line of its own it covers what begins on
the next one with all that belongs to it: in YAML what is indented below it, in Markdown the lines up to an
empty one, or the whole fence. `ignore-file` covers the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from planroom.checks.suppression import Suppression, day
from planroom.diagnostics import Finding, Origin, Span
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source import Source
from planroom.wording import quote

_NOTE = late(r"planroom:\s*ignore\b")
_ORDER = late(
    r"planroom:\s*ignore(?P<file>-file)?(?![\w-])[\s:]*"
    r"(?P<words>[\w-]*\w(?:\s*,\s*[\w-]*\w)*)?[\s:—–-]*(?P<rest>.*)",
    re.DOTALL,
)
_UNTIL = late(r"until\s+(\d{4}-\d\d-\d\d)(?!\S)[\s:,—–-]*", re.IGNORECASE)
_MARKDOWN = late(r"<!--\s*(?=planroom:\s*ignore\b)(?P<text>.*?)\s*-->", re.DOTALL)
_HASH = late(r"(?:^|(?<=\s))#\s*(?=planroom:\s*ignore\b)(?P<text>.*)")
_MARKERS = late(r"^(?:\s|>|[-*+](?=\s)|\d+[.)](?=\s))*")
"""What stands before the text of a list item or a quotation."""
_LINE_COMMENTS = {
    "asciidoc": late(r"^//\s*(?=planroom:\s*ignore\b)(?P<text>.*)"),
    "rst": late(r"^\.\.\s+(?=planroom:\s*ignore\b)(?P<text>.*)"),
}
_PERCENT = late(r"^\s*%%\s*(?=planroom:\s*ignore\b)(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment's text, where it stands, and whether nothing else stands on its line."""

    text: str
    span: Span
    alone: bool


def in_comments(source: Source) -> Iterator[Suppression]:
    """The suppressions in a file's comments, in their order."""
    if "planroom:" not in source.text or not _NOTE.search(source.text):
        return
    if source.format == "markdown":
        front = source.outline.front_end
        yield from (_suppression(source, found, _entry(source, found)) for found in _yaml(source, front))
        yield from (_suppression(source, found, _block(source, found)) for found in _markdown(source))
        yield from (_suppression(source, found, _next_line(found)) for found in _mermaid(source))
    elif source.format in _LINE_COMMENTS:
        yield from (_suppression(source, found, _block(source, found)) for found in _lines(source))
    elif source.format == "yaml":
        last = len(source.lines)
        yield from (_suppression(source, found, _entry(source, found)) for found in _yaml(source, last))


def _suppression(source: Source, comment: _Comment, lines: range) -> Suppression:
    order = _ORDER.match(comment.text)
    origin = Origin(source.path, span=comment.span)
    if order is None or not order["words"]:
        fault = Finding(
            f"{quote(comment.text)} names no check", origin, "write `planroom: ignore CODE reason`"
        )
        return Suppression((), "", origin, fault=fault)
    until = _UNTIL.match(order["rest"])
    reason = order["rest"][until.end() if until else 0 :]
    expires = day(until[1]) if until else None
    if until and expires is None:
        fault = Finding(f"`{until[1]}` is no date", origin, "write it as 2026-12-31")
        return Suppression((), "", origin, fault=fault)
    return Suppression(
        tuple(word.strip() for word in order["words"].split(",")),
        " ".join(reason.split()),
        origin,
        lines=None
        if order["file"]
        else lines
        if comment.alone
        else range(comment.span.line, comment.span.line + 1),
        expires=expires,
    )


# Where comments are


def _yaml(source: Source, last: int) -> Iterator[_Comment]:
    """The comments in the first `last` lines, which are YAML."""
    texts: list[tuple[_Place, _Place]] | None = None
    for number, line in enumerate(source.lines[:last], 1):
        match = _HASH.search(line) if "planroom:" in line else None
        if match is None:
            continue
        texts = _texts(source.lines[:last]) if texts is None else texts
        if not any(start <= (number, match.start("text")) < end for start, end in texts):
            yield _comment(number, line, match)


_Place = tuple[int, int]
"""The number of a line, and how many characters stand before."""


def _texts(lines: tuple[str, ...]) -> list[tuple[_Place, _Place]]:
    """Where values that speak of suppressions stand: no `#` begins a comment inside of them."""
    found: list[tuple[_Place, _Place]] = []
    try:
        for token in yaml.scan("\n".join(lines), Loader=getattr(yaml, "CLoader", yaml.Loader)):
            if isinstance(token, yaml.ScalarToken) and "planroom:" in token.value:
                start, end = token.start_mark, token.end_mark
                # The first line of a block text is `|` or `>`, and may end in a comment.
                first = (start.line + 2, 0) if token.style in ("|", ">") else (start.line + 1, start.column)
                found.append((first, (end.line + 1, end.column)))
    except yaml.YAMLError:
        return found  # what stands before the fault is known
    return found


def _markdown(source: Source) -> Iterator[_Comment]:
    first = source.outline.front_end
    body = "\n".join(source.lines[first:])
    for match in _MARKDOWN.finditer(body):
        number = first + body.count("\n", 0, match.start()) + 1
        line = source.lines[number - 1]
        start = match.start() - (body.rfind("\n", 0, match.start()) + 1)
        # The outline empties the lines of code; comments and code in a line it fills with spaces.
        if not source.outline.masked[number - 1] or line[:start].count("`") % 2:
            continue
        end_number = number + match[0].count("\n")
        end = start + len(match[0]) if end_number == number else len(match[0]) - match[0].rfind("\n") - 1
        alone = not (_MARKERS.sub("", line[:start]) or source.lines[end_number - 1][end:].strip())
        yield _Comment(match["text"], Span(number, start + 1, end_number, end + 1), alone)


def _mermaid(source: Source) -> Iterator[_Comment]:
    for fence in source.outline.fences:
        if fence.info.split(" ")[0] != "mermaid":
            continue
        for number in range(fence.line + 1, fence.end_line):
            match = _PERCENT.search(source.lines[number - 1])
            if match is not None:
                yield _comment(number, source.lines[number - 1], match)


def _lines(source: Source) -> Iterator[_Comment]:
    pattern = _LINE_COMMENTS[source.format]
    for number, line in enumerate(source.lines, 1):
        match = pattern.search(line) if "planroom:" in line else None
        if match is not None:
            yield _comment(number, line, match)


def _comment(number: int, line: str, match: re.Match[str]) -> _Comment:
    start = len(line[: match.start()]) + len(match[0]) - len(match[0].lstrip())
    alone = not line[:start].strip()
    return _Comment(match["text"].rstrip(), Span(number, start + 1, number, len(line.rstrip()) + 1), alone)


# What they cover


def _next_line(comment: _Comment) -> range:
    return range(comment.span.end_line + 1, comment.span.end_line + 2)


def _entry(source: Source, comment: _Comment) -> range:
    """In YAML: the next entry with all that is indented below it."""
    lines, start = source.lines, comment.span.end_line
    while start < len(lines) and (not lines[start].strip() or lines[start].lstrip().startswith("#")):
        start += 1
    if start == len(lines):
        return range(0)
    indent, is_item = _indent(lines[start]), lines[start].lstrip().startswith("- ")
    end = start + 1
    while end < len(lines):
        line = lines[end]
        deeper = not line.strip() or _indent(line) > indent
        listed = _indent(line) == indent and not is_item and line.lstrip().startswith(("- ", "-\n"))
        if not deeper and not listed:
            break
        end += 1
    return range(start + 1, end + 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(source: Source, comment: _Comment) -> range:
    """In Markdown: the lines up to the next empty one, or the whole of a fence."""
    lines, start = source.lines, comment.span.end_line
    while start < len(lines) and not lines[start].strip():
        start += 1
    fence = next((fence for fence in source.outline.fences if fence.line == start + 1), None)
    if fence is not None:
        return range(fence.line, fence.end_line + 1)
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    return range(start + 1, end + 1)
