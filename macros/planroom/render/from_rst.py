"""reStructuredText as Markdown, for reading on the site: headings, paragraphs, lists, code, links.

No directive is run: notes are set off, pictures shown, includes named, and tables shown as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.patterns import late
from planroom.render.markdown_words import fenced, outside_code, without_inner_links
from planroom.source import Source
from planroom.source.rst_text import PICTURES

_NUMBERED = late(r"(\s*)\(?(?:#|\d{1,3}|[a-zA-Z])[.)](\s+)")
_FIELD = late(r"(\s*):([^:`\s][^:`]{0,40}):(?:\s+(.*))?$")
_DIRECTIVE = late(r"(\s*)\.\.\s+([\w:-]+)::\s*(.*)$")
_TABLE = late(r"\s*(?:\+[-=+]{3,}|={2,}(?:\s+={2,})+)\s*$")
_CODE_SPAN = late(r"``(?=\S)(.+?)``")
_ROLE = late(r":[\w:+-]+:`([^`<>]*?)(?:\s*<[^`<>]*>)?`")
_SET_OFF = frozenset(
    ("note", "tip", "hint", "important", "warning", "caution", "danger", "attention", "admonition")
)


def markdown_from_rst(source: Source, start: int) -> str:
    """The text of a reStructuredText file as Markdown, from a line (counted from 1) on."""
    return "\n".join(_blocks(source, start))


def _blocks(source: Source, start: int) -> Iterator[str]:
    outline = source.outline
    headings = {item.span.line: item for item in outline.headings}
    fences = {item.line: item for item in outline.fences}
    number = start
    while number <= len(source.lines):
        line = source.lines[number - 1]
        if heading := headings.get(number):
            yield from ("", "#" * min(heading.level, 6) + " " + _inline(source, heading.text), "")
            number = heading.span.end_line
        elif fence := fences.get(number):
            language = fence.info if re.fullmatch(r"[\w+#-]+", fence.info) else ""
            yield from fenced(fence.text, language)
            number = max(fence.end_line, number)
        elif _TABLE.match(line):
            end = _end_of_table(source, number)
            yield from fenced("\n".join(source.lines[number - 1 : end]))
            number = end
        elif match := _DIRECTIVE.match(line):
            yield from _directive(source, match)
        elif outline.masked[number - 1].strip():
            yield _line(source, line)
        else:
            yield ""
        number += 1


def _end_of_table(source: Source, number: int) -> int:
    """The number of the last line of a table that begins on a line: the one before an empty line."""
    end = number
    while end < len(source.lines) and source.lines[end].strip():
        end += 1
    return end


def _directive(source: Source, match: re.Match[str]) -> tuple[str, ...]:
    name, words = match[2].lower(), match[3].strip()
    if name in PICTURES:
        return ("", f"![]({words})", "")
    if name in ("include", "literalinclude"):
        return ("", f"`{match[0].strip()}`", "")
    if name in _SET_OFF:
        return ("", f"**{name.capitalize()}:** " + _inline(source, words))
    return ("",)


def _line(source: Source, line: str) -> str:
    if match := _FIELD.match(line):
        return f"- **{match[2]}:** " + _inline(source, match[3] or "")
    text = _NUMBERED.sub(r"\g<1>1.\2", line, count=1) if _NUMBERED.match(line) else line
    text = re.sub(r"::\s*$", ":", text)
    bullet = re.match(r"\s*(?:[-*+]|1\.)\s", text)
    indent = text[: len(text) - len(text.lstrip())] if bullet else ""
    return indent + _inline(source, text.strip())


def _inline(source: Source, text: str) -> str:
    """Words with their marks as Markdown has them; code spans stay code."""
    return outside_code(text, _CODE_SPAN, lambda words: _words(source, words))


def _words(source: Source, text: str) -> str:
    text = _ROLE.sub(r"\1", source.with_inline_links(text)) if "`" in text else text
    return without_inner_links(text).replace("<", "&lt;").replace("\\ ", "")
