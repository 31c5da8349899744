"""Changing a stretch of a text and nothing else.

Line ends, byte order mark and last line stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from planroom.diagnostics import Span
from planroom.errors import PlanroomError
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source import Source
from planroom.source.lines import LINE_END

_BOM = "\ufeff"
_PLAIN = late(r"[^\W_][^\x00-\x1f]*\Z")
_FRONT_KEY = late(r"^(?P<key>[\w -]+?|\"[^\"]+\"|'[^']+')\s*:(?P<space>[ \t]*)")
_VALUE = late(r"([ \t]*)(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|(?!#)(?:[^\s]|[ \t]+(?![ \t]*(?:#|$)))*)")


def original_bytes(source: Source) -> bytes:
    """The bytes of a source's file.

    Raises where they are not UTF-8, since those that were lost cannot be kept.
    """
    if source.read_problems:
        raise PlanroomError(
            f"`{source.path}` cannot be read to its end", f"run `planroom check {source.path}`"
        )
    return source.text.encode("utf-8")


def newline_of(text: str) -> str:
    """The line end of a text: that of its first line; `\\n` where there is none."""
    found = LINE_END.search(text)
    return found[0] if found else "\n"


@dataclass(frozen=True)
class Offsets:
    """Where the lines of a text begin; a byte order mark belongs to no line."""

    starts: tuple[int, ...]

    @staticmethod
    @lru_cache(maxsize=16)
    def of(text: str) -> Offsets:
        """The offsets of a text, whose lines end as those of a source do."""
        first = 1 if text.startswith(_BOM) else 0
        return Offsets((first, *(match.end() for match in LINE_END.finditer(text))))

    def start(self, line: int) -> int:
        """Where a line begins."""
        return self.starts[line - 1]

    def line(self, offset: int) -> int:
        """The number of the line that an offset stands in."""
        return max(bisect_right(self.starts, offset), 1)

    def stretch(self, span: Span) -> tuple[int, int]:
        """Where a span begins and ends."""
        return (
            self.start(span.line) + span.column - 1,
            self.start(span.end_line) + span.end_column - 1,
        )


def replaced(text: str, span: Span, words: str) -> str:
    """The text with other words in a span."""
    start, end = Offsets.of(text).stretch(span)
    return text[:start] + words + text[end:]


def inserted_lines(text: str, line: int, lines: list[str]) -> str:
    """The text with these lines put before the line of a number, with its own line ends."""
    newline = newline_of(text)
    block = "".join(entry + newline for entry in lines)
    if line > len(Offsets.of(text).starts):
        if text.endswith(("\n", "\r")):
            return text + block
        return text + newline + block.removesuffix(newline)
    at = Offsets.of(text).start(line)
    return text[:at] + block + text[at:]


def yaml_scalar(words: str, quote: str) -> str:
    """Words as a YAML value: in the quotes that stood there, without any if they need none."""
    if quote == "'":
        return "'" + words.replace("'", "''") + "'"
    needs = (
        not _PLAIN.match(words)
        or ": " in words
        or " #" in words
        or words.endswith((":", " "))
        or _reads_else(words)
    )
    if quote == '"' or needs:
        return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return words


def _reads_else(words: str) -> bool:
    """Whether YAML reads these words as something other than themselves."""
    return bool(
        re.match(r"(?i)(?:true|false|null|yes|no|on|off|~|[-+.\d][\d._eE+-]*)\Z", words)
    ) and not re.match(r"\d{4}-\d{2}-\d{2}\Z|\d+\Z", words)


def front_with(source: Source, key: str, words: str) -> str:
    """The text with another value for a key of its front matter, in the quotes it had.

    A comment behind it stays.
    """
    at_key = source.locate([source.origin(key).key()])[source.origin(key).key()]
    line = source.lines[at_key.line - 1]
    match = _FRONT_KEY.match(line[at_key.column - 1 :])
    if source.outline.front is None or match is None:
        raise PlanroomError(
            f"`{key}` in `{source.path}` stands in a form that cannot be edited", f"edit `{key}` by hand"
        )
    colon = at_key.column - 1 + match.end() - len(match["space"])
    last = _last_line(source, at_key.line, at_key.column)
    rest = line[colon:]
    if last > at_key.line:
        span = Span(at_key.line, colon + 1, last, len(source.lines[last - 1].rstrip()) + 1)
        return replaced(source.text, span, " " + yaml_scalar(words, ""))
    value = _VALUE.match(rest)
    lead, old = (value[1], value[2]) if value else ("", "")
    quote = old[:1] if old[:1] in ("'", '"') else ""
    span = Span(at_key.line, colon + 1, at_key.line, colon + 1 + len(lead) + len(old))
    gap = " " if not old and rest[len(lead) :].startswith("#") else ""
    return replaced(source.text, span, (lead or " ") + yaml_scalar(words, quote) + gap)


def _last_line(source: Source, first: int, column: int) -> int:
    """The last line of a value that begins on a line of the front matter.

    What is indented further belongs to it.
    """
    last = first
    for number in range(first + 1, source.outline.front_end):
        line = source.lines[number - 1]
        indent = len(line) - len(line.lstrip())
        item = line.lstrip().startswith("- ") and indent == column - 1
        if line.strip() and indent < column and not item:
            break
        if line.strip():
            last = number
    return last


def front_without_key(source: Source, key: str, words: str) -> str:
    """The text with one more key at the end of its front matter.

    A front matter is made where there is none.
    """
    line = f"{key}: {yaml_scalar(words, '')}"
    outline = source.outline
    if outline.front is not None:
        return inserted_lines(source.text, outline.front_end, [line])
    return inserted_lines(source.text, 1, ["---", line, "---", ""])
