"""AsciiDoc as Markdown, for reading on the site: headings, paragraphs, lists, tables, code, links.

Nothing is evaluated: what is included is named, and what has no like in Markdown is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.patterns import late
from planroom.render.markdown_words import fenced, outside_code, without_inner_links
from planroom.source import Source
from planroom.source.asciidoc_text import with_inline_links
from planroom.source.outline import ATTRIBUTE

_LIST = late(r"\s*(\*{1,5}|\.{1,5}|-)\s+(.*)$")
_ADMONITION = late(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+(.*)$")
_TITLE = late(r"\.([^\s.].*)$")
_CODE_SPAN = late(r"(?<!`)(`++)([^`\s][^`]*+)\1(?![\w`])")
_BOLD = late(r"(?<![\w*])\*(\S(?:[^*]{0,1000}\S)?)\*(?![\w*])")
_DOUBLED = late(r"__(\S.*?)__")
_URL = late(r"(?<![(\w])((?:https?|mailto):[^\s\[\]()]{1,1000})\[([^\[\]]*)\]")


def markdown_from_asciidoc(source: Source, start: int) -> str:
    """The text of an AsciiDoc file as Markdown, from a line (counted from 1) on."""
    return "\n".join(_blocks(source, start))


def _blocks(source: Source, start: int) -> Iterator[str]:
    outline = source.outline
    headings = {item.span.line: item for item in outline.headings}
    fences = {item.line: item for item in outline.fences}
    number = start
    while number <= len(source.lines):
        line = source.lines[number - 1]
        heading, fence = headings.get(number), fences.get(number)
        if heading is not None:
            yield from ("", "#" * heading.level + " " + _inline(source, heading.text), "")
            number = heading.span.end_line
        elif fence is not None:
            yield from fenced(fence.text, fence.info)
            number = fence.end_line
        elif line.startswith("|==="):
            end = _end_of_table(source, number)
            yield from _table(source, source.lines[number : end - 1])
            number = end
        elif line.startswith("include::"):
            yield from ("", f"`{line.strip()}`", "")
        else:
            yield _line(source, line, bool(outline.masked[number - 1].strip()))
        number += 1


def _line(source: Source, line: str, shown: bool) -> str:
    if not shown:
        return ""
    if match := _LIST.match(line):
        mark = "1." if match[1][0] == "." else "-"
        return "    " * (len(match[1]) - 1) + f"{mark} " + _inline(source, match[2])
    if match := _ADMONITION.match(line):
        return f"**{match[1].capitalize()}:** " + _inline(source, match[2])
    if match := _TITLE.match(line):
        return f"**{_inline(source, match[1])}**\n"
    if match := re.match(r"\s*([^\s:|][^:|]{0,40}?)::(?:\s+(.*))?$", line):
        return f"\n**{_inline(source, match[1])}:** " + _inline(source, match[2] or "")
    return _inline(source, line.lstrip() if line.startswith("    ") else line)


def _inline(source: Source, text: str) -> str:
    """Words with their marks as Markdown has them; code spans stay code."""
    return outside_code(text, _CODE_SPAN, lambda words: _words(source, words), marks="+")


def _words(source: Source, text: str) -> str:
    attributes = source.outline.attributes
    text = ATTRIBUTE.sub(
        lambda match: attributes[match[1].lower()].value if match[1].lower() in attributes else match[0], text
    )
    text = _DOUBLED.sub(r"_\1_", _BOLD.sub(r"**\1**", text.replace("**", "*")))
    text = with_inline_links(text, source.path).replace("<", "&lt;")
    text = _URL.sub(lambda match: f"[{match[2].rstrip('^') or match[1]}]({match[1]})", text)
    return without_inner_links(text)


def _end_of_table(source: Source, number: int) -> int:
    """The number of the line that closes the table opened on a line."""
    for end in range(number + 1, len(source.lines) + 1):
        if source.lines[end - 1].startswith("|==="):
            return end
    return len(source.lines) + 1


def _table(source: Source, rows: tuple[str, ...]) -> Iterator[str]:
    """A table of plain cells; one with spans or formats of its own is shown as it stands."""
    lines = [line for line in rows if line.strip()]
    cells = [cell.strip() for line in lines for cell in line.split("|")[1:]]
    width = max(lines[0].count("|"), 1) if lines else 0
    if width == 1 and len(lines) > 1:
        blank = next((at for at, line in enumerate(rows) if at and not line.strip()), 0)
        width = sum(line.count("|") for line in rows[:blank])
    plain = bool(width) and len(cells) % width == 0 and all(line.startswith("|") for line in lines)
    if not plain or not cells:
        yield from fenced("\n".join(rows))
        return
    yield ""
    for first in range(0, len(cells), width):
        row = [_inline(source, cell) for cell in cells[first : first + width]]
        yield "| " + " | ".join(row) + " |"
        if first == 0:
            yield "|" + " --- |" * width
    yield ""
