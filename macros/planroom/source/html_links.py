"""Links and pictures that a Markdown text states as HTML: `<a href>`, `<img src>` and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.source.outline import Link

_TAG = late(r"<(?P<tag>a|img|video|source|embed)\s(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>", re.IGNORECASE)
_OPENING = late(r"<(?:a|img|video|source|embed)(?=\s|$)", re.IGNORECASE)
_ATTRIBUTE = late(r"\s(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`{]+))", re.IGNORECASE)
_LONGEST_LINE = 20_000
_LONGEST = 20
"""How many lines a tag may take: what is longer is no tag that somebody wrote."""


def html_links(masked: Sequence[str]) -> Iterator[Link]:
    """The links and pictures of HTML tags, in the lines of a text with code and comments blanked out."""
    for index, line in enumerate(masked):
        for opening in _OPENING.finditer(line) if "<" in line and len(line) <= _LONGEST_LINE else ():
            text = line[opening.start() :]
            if ">" not in text:
                text = "\n".join((text, *masked[index + 1 : index + _LONGEST]))
            yield from _link(text, index + 1, opening.start())


def _link(text: str, line: int, offset: int) -> Iterator[Link]:
    """The link of the tag at the start of a text that stands at a line and offset."""
    tag = _TAG.match(text)
    found = _ATTRIBUTE.search(tag[0]) if tag else None
    if tag is None or found is None:
        return
    group = found.lastindex or 1
    before = tag[0][: found.start(group)]
    down = before.count("\n")
    column = len(before) - before.rfind("\n") - 1 + (0 if down else offset) + 1
    end = column + len(found[group])
    target = unescape(found[group]).strip()
    yield Link("", target, Span(line + down, column, line + down, end), tag["tag"].lower() != "a")
