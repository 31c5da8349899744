"""The structure of a reStructuredText: titles, fields, links, code; with lines and columns.

A scan by lines. Directives are told apart and never run, and nothing is included.
"""

from __future__ import annotations

import re
from dataclasses import field

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source.outline import LONG_LINE, Fence, Field, Heading, Link, Outline

_ADORNMENT = late(r"([!-/:-@\[-`{-~])\1{1,}\s*$")
_FIELD = late(r"(\s*):([^:`\s][^:`]{0,40}):(?:\s+(\S.*))?$")
_DIRECTIVE = late(r"(\s*)\.\.\s+(?:\|[^|]+\|\s+)?([\w:-]+)::\s*(.*)$")
_TARGET = late(r"\s*\.\.\s+_(`[^`]+`|(?:[^:\\]|\\.)+):(?:\s+(\S.*?))?\s*$")
_EXPLICIT = late(r"(\s*)\.\.(?:\s|$)")
_ITEM = late(r"(\s*)(?:[-*+•]|\(?(?:\d{1,3}|[A-Za-z#])[.)])(?=\s+\S)")
_ROW_ITEM = late(r"(\s*)\*\s+-\s+(\S.*)$")
_CELL_ITEM = late(r"\s+-\s+(\S.*)$")
_LINK = late(
    r"(?::(?P<role>[\w:+-]+):)?`(?:(?P<text>[^`<>]{0,500}?)\s*<(?P<target>[^`<>]{1,1000})>|(?P<bare>[^`]{1,1000}))`(?P<mark>_{0,2})"
)
_CODE_SPAN = late(r"``(?=\S).+?``")
_CODE = frozenset(
    (
        "code",
        "code-block",
        "sourcecode",
        "literalinclude",
        "math",
        "raw",
        "mermaid",
        "graphviz",
        "uml",
        "doctest",
    )
)
PICTURES = frozenset(("image", "figure"))
"""Directives that show a picture."""


def read_rst(lines: tuple[str, ...]) -> Outline:
    """The outline of a reStructuredText given by its lines (without line ends)."""
    scan = _Scan(lines)
    scan.run()
    return Outline(
        None,
        0,
        0,
        False,
        tuple(scan.headings),
        tuple(scan.links),
        tuple(scan.fences),
        tuple(scan.masked),
        tuple(scan.fields),
        {},
        tuple(scan.labels),
    )


@dataclass
class _Scan:
    """One pass over the lines; each step says how many lines it used."""

    lines: tuple[str, ...]
    masked: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    styles: list[tuple[str, bool]] = field(default_factory=list)
    """The adornments in the order in which they came: the first is level 1. With whether a line is above."""

    def run(self) -> None:
        index = 0
        while index < len(self.lines):
            index += self._take(index)

    def _line(self, index: int) -> str:
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def _take(self, index: int) -> int:
        line = self.lines[index]
        if not line.strip():
            self.masked.append("")
            return 1
        if ".." in line and _EXPLICIT.match(line):
            return self._explicit(index)
        return self._heading(index) or self._prose(index)

    def _heading(self, index: int) -> int:
        """A title with a line below it, or one above and one below of the same mark."""
        line = self.lines[index]
        over = _ADORNMENT.match(line)
        at = index + 1 if over else index
        title, under = self._line(at), _ADORNMENT.match(self._line(at + 1))
        if not under or not title.strip() or (over and over[1] != under[1]):
            return 0
        if not over and (
            title[0].isspace() or (index > 0 and self.lines[index - 1].strip() and self.masked[-1])
        ):
            return 0
        if len(under[0].rstrip()) < min(len(title.rstrip()), 4) or _ADORNMENT.match(title):
            return 0
        style = (under[1], over is not None)
        if style not in self.styles:
            self.styles.append(style)
        last = at + 1
        span = Span(at + 1, 1, last + 1, len(self._line(last).rstrip()) + 1)
        self.headings.append(Heading(self.styles.index(style) + 1, title.strip(), span))
        self.masked.extend(["", title, ""] if over else [title, ""])
        return last + 1 - index

    def _explicit(self, index: int) -> int:
        """What begins with two dots: a target, a directive, or a comment."""
        line = self.lines[index]
        if match := _TARGET.match(line):
            self._target(index, match)
            self.masked.append("")
            return 1
        directive = _DIRECTIVE.match(line)
        if directive is None:
            return self._blank(index, self._end_of_indented(index))
        name, argument = directive[2].lower(), directive[3].strip()
        if name in PICTURES or name in ("include", "literalinclude"):
            start = directive.start(3)
            self.links.append(
                Link("", argument, self._span(index, start, start + len(argument)), name in PICTURES)
            )
        if name in _CODE:
            end = self._end_of_indented(index)
            self.fences.append(Fence(argument or name, self._code(index + 1, end), index + 1, end))
            return self._blank(index, end)
        self.masked.append(" " * directive.start(3) + directive[3] if name in ("note", "warning") else "")
        return 1

    def _target(self, index: int, match: re.Match[str]) -> None:
        name = match[1].strip("`").replace("\\", "")
        if match[2]:
            self.links.append(Link(name, match[2], self._span(index, *match.span(2))))
        else:
            self.labels.append(name)

    def _end_of_indented(self, index: int) -> int:
        """The index behind the lines that are indented more than this one."""
        depth = _indent(self.lines[index])
        end = last = index + 1
        while end < len(self.lines) and (not self.lines[end].strip() or _indent(self.lines[end]) > depth):
            end += 1
            last = end if self.lines[end - 1].strip() else last
        return last

    def _code(self, start: int, end: int) -> str:
        """The text of a block without its options and its indent."""
        while start < end and re.match(r"\s+:[\w-]+:", self.lines[start]):
            start += 1
        block = list(self.lines[start:end])
        depth = min((_indent(line) for line in block if line.strip()), default=0)
        return "\n".join(line[depth:] for line in block).strip("\n")

    def _blank(self, start: int, end: int) -> int:
        self.masked.extend([""] * (end - start))
        return end - start

    def _prose(self, index: int) -> int:
        line = self.lines[index]
        self._field(index)
        self._row(index)
        masked = _CODE_SPAN.sub(lambda match: " " * len(match[0]), line) if "``" in line else line
        if item := _ITEM.match(line):
            mark = line[len(item[1]) : item.end()]
            masked = (
                item[1] + (mark if mark[0] in "-*+" else "-" + " " * (len(mark) - 1)) + masked[item.end() :]
            )
        self.masked.append(masked)
        self._read_links(index, masked)
        if line.rstrip().endswith("::"):
            return 1 + self._literal(index)
        return 1

    def _literal(self, index: int) -> int:
        """The indented block that a paragraph ending in two colons announces."""
        end = self._end_of_indented(index)
        if end == index + 1 or self._line(index + 1).strip():
            return 0
        self.fences.append(Fence("", self._code(index + 1, end), index + 2, end))
        return self._blank(index + 1, end)

    def _field(self, index: int) -> None:
        match = _FIELD.match(self.lines[index])
        if not match:
            return
        last, value = index, [match[3] or ""]
        while self._line(last + 1).strip() and _indent(self._line(last + 1)) > len(match[1]):
            last += 1
            value.append(self._line(last).strip())
        start = match.start(3) if match[3] is not None else len(self.lines[index])
        span = Span(index + 1, start + 1, last + 1, len(self._line(last).rstrip()) + 1)
        self.fields.append(Field(match[2], " ".join(value).strip(), span))

    def _row(self, index: int) -> None:
        """A row of a list table: `* - Status`, and its second cell below."""
        first, second = _ROW_ITEM.match(self.lines[index]), _CELL_ITEM.match(self._line(index + 1))
        third = self._line(index + 2)
        if first and second and not (_CELL_ITEM.match(third) and not _ROW_ITEM.match(third)):
            value = second[1].rstrip()
            start = second.start(1)
            span = self._span(index + 1, start, start + len(value))
            self.fields.append(Field(first[2].strip(" *"), value, span))

    def _read_links(self, index: int, masked: str) -> None:
        if "`" not in masked or len(masked) > LONG_LINE:
            return
        for match in _LINK.finditer(masked):
            target, text = target_and_text(match)
            if target:
                group = "target" if match["target"] else "bare"
                self.links.append(Link(text, target, self._span(index, *match.span(group))))

    def _span(self, index: int, start: int, end: int) -> Span:
        return Span(index + 1, start + 1, index + 1, end + 1)


def target_and_text(match: re.Match[str]) -> tuple[str, str]:
    """Where a role or a link in backticks leads, and its text; `""` where it is no link by itself.

    What Sphinx names without an ending is a file of this notation; a label is an anchor.
    """
    role, mark = (match["role"] or "").rpartition(":")[2], match["mark"]
    text, target = match["text"] or match["bare"] or "", match["target"] or match["bare"]
    if role == "doc":
        return (target if target.endswith(".rst") else target + ".rst"), text
    if role in ("ref", "numref"):
        return "#" + target, text
    if role == "download" or (mark and match["target"] and not match["target"].endswith("_")):
        return target, text or target
    return "", text


def with_inline_links(text: str, named: dict[str, str]) -> str:
    """Words of reStructuredText with their links as Markdown writes them: `[text](target)`.

    `named` are the targets that stand apart from the words, by lower-case name.
    """

    def as_markdown(match: re.Match[str]) -> str:
        target, words = target_and_text(match)
        if not target and match["mark"]:
            inner = match["target"] or match["bare"]
            target = named.get(inner.rstrip("_").lower(), "")
        return f"[{words}]({target})" if target else match[0]

    return _LINK.sub(as_markdown, text)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
