"""The structure of an AsciiDoc text: title, sections, attributes, links, code; with lines and columns.

A scan by lines. Nothing is included, evaluated or run: a conditional's text counts whatever its condition.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import field
from itertools import pairwise

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source.markdown_text import front_matter
from planroom.source.outline import LONG_LINE, Fence, Field, Heading, Link, Outline, line_span

_ATTRIBUTE = late(r":(!?[A-Za-z0-9_][\w-]*!?):(?:[ \t]+(.*))?$")
_REVISION = late(r"v?[\d.]*\d,\s*([^:]*[^:\s])|(\d{4}-\d\d-\d\d)\b")
_HEADING = late(r"(={1,6}|#{1,6})[ \t]+(\S.*?)[ \t]*$")
_UNDERLINE = late(r"([=~^+-])\1{2,}\s*$")
_CODE_BLOCK = late(r"(-{4,}|\.{4,}|\+{4,}|```+)([\w+-]*)\s*$")
_OTHER_BLOCK = late(r"(?:={4,}|\*{4,}|_{4,}|--|[|,:!]={3,}|'''+|<<<)\s*$")
_BLOCK_LINE = late(r"\[[^\[\]]*\]\s*$|\[\[[^\]]*\]\]\s*$")
_LABEL = late(r"\[(?:\[([\w:.-]+)|#([\w:.-]+)|.*\bid=\"?([\w:.-]+))")
_DIRECTIVE = late(r"(?:ifdef|ifndef|ifeval|endif|toc)::")
_INCLUDE = late(r"include::([^\[\s]+)\[")
_BULLET = late(r"(\s*)(\*{1,5}|\.{1,5}|-)(?=\s+\S)")
_CONTINUATION = late(r"\+\s*$")
_DESCRIBED = late(r"\s*([^\s:|][^:|]{0,40}?)::(?:\s+(\S.*))?$")
_LINK = late(
    r"(?<![\w])(?P<macro>xref:|link:|image::?)(?P<target>[^\s\[\]]{0,1000})\[(?P<text>[^\[\]]*)\]"
    r"|<<(?P<inner>[^,<>]{1,500})(?:,(?P<label>[^<>]{0,1000}))?>>"
)
_URL_TEXT = late(r"((?:https?|mailto|xref|link|image):[^\s\[\]]{1,1000})\[([^\[\]]*)\]")
_MODULE = late(r"(.*\bmodules/[^/]+)/(?:pages|partials)/")
_CODE_SPAN = late(r"(?<![\w`])(`++)(?=\S)[^`]*+\1(?!\w)")
_ROLE = late(r"^\[(?:source)?,?\s*\"?([\w+-]*)")
_CELL = late(r"(?<!\\)(?:\d+\*?|\.\d+\+|[<^>]|[aehlmsd])*\|")


def read_asciidoc(lines: tuple[str, ...], path: str = "") -> Outline:
    """The outline of an AsciiDoc text given by its lines (without line ends) and the path of its file.

    In a module of Antora, links are counted from the module's folders (docs.antora.org, "resource ids"); here
    they come out counted from the file, as everywhere else.
    """
    front, front_line, front_end, unclosed = front_matter(lines)
    scan = _Scan(lines, path, front_end, [""] * min(front_end, len(lines)))
    scan.run()
    return Outline(
        front,
        front_line,
        front_end,
        unclosed,
        tuple(scan.headings),
        tuple(scan.links),
        tuple(scan.fences),
        tuple(scan.masked),
        tuple(scan.fields),
        scan.attributes,
        tuple(scan.labels),
    )


@dataclass
class _Scan:
    """One pass over the lines; each `_take` says how many lines it used."""

    lines: tuple[str, ...]
    path: str
    start: int
    masked: list[str]
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    attributes: dict[str, Field] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    info: str = ""
    in_table: bool = False

    def run(self) -> None:
        index = self.start
        while index < len(self.lines):
            index += self._take(index)
        self._read_revision()

    def _blank(self, count: int) -> int:
        self.masked.extend([""] * count)
        return count

    def _line(self, index: int) -> str:
        return self.lines[index] if index < len(self.lines) else ""

    def _after_blank(self, index: int) -> bool:
        return index == self.start or not self.masked[-1].strip()

    def _take(self, index: int) -> int:
        line = self.lines[index]
        if line.startswith("//"):
            return self._comment(index)
        if self._is_underline(index):
            return self._underlined(index)
        if match := _CODE_BLOCK.match(line):
            return self._code(index, match)
        if line.startswith(":") and (match := _ATTRIBUTE.match(line)):
            return self._attribute(index, match)
        if _OTHER_BLOCK.match(line):
            self.in_table = not self.in_table if line.startswith("|") else self.in_table
            return self._blank(1)
        if _DIRECTIVE.match(line) or _CONTINUATION.match(line):
            return self._blank(1)
        if match := _INCLUDE.match(line):
            self.links.append(Link("", match[1], self._span(index, *match.span(1))))
            return self._blank(1)
        if _BLOCK_LINE.match(line):
            self._block_line(line)
            return self._blank(1)
        return self._heading(index) or self._literal(index) or self._prose(index)

    def _comment(self, index: int) -> int:
        line = self.lines[index].rstrip()
        if line.startswith("////") and not line.strip("/"):
            return self._blank(self._end_of_block(index, line) - index)
        return self._blank(1)

    def _end_of_block(self, index: int, mark: str) -> int:
        """The index behind the line that closes a block."""
        for end in range(index + 1, len(self.lines)):
            if self.lines[end].rstrip() == mark:
                return end + 1
        return len(self.lines)

    def _code(self, index: int, match: re.Match[str]) -> int:
        end = self._end_of_block(index, match[1])
        closed = self.lines[end - 1].rstrip() == match[1] and end > index + 1
        text = "\n".join(self.lines[index + 1 : end - 1 if closed else end])
        self.fences.append(Fence(match[2] or self.info, text, index + 1, end))
        self.info = ""
        return self._blank(end - index)

    def _attribute(self, index: int, match: re.Match[str]) -> int:
        """An attribute entry; its value goes on behind a backslash at the end of a line."""
        last, value = index, (match[2] or "").strip()
        while value.endswith("\\") and last + 1 < len(self.lines):
            last += 1
            value = (value[:-1].rstrip(" +") + " " + self.lines[last].strip()).strip()
        start = match.start(2) if match[2] is not None else len(self.lines[index])
        end = len(self.lines[last].rstrip())
        span = Span(index + 1, start + 1, last + 1, max(end, start if last == index else 0) + 1)
        self.attributes[match[1].lower()] = Field(match[1], value, span)
        return self._blank(last + 1 - index)

    def _block_line(self, line: str) -> None:
        if match := _LABEL.match(line):
            self.labels.append(match[1] or match[2] or match[3])
        if match := _ROLE.match(line):
            self.info = match[1]

    def _is_underline(self, index: int) -> bool:
        """Whether a line underlines the one above it, as titles of two lines have it: of the same length."""
        line = self._line(index).rstrip()
        if index <= self.start or not _UNDERLINE.match(line) or not self.masked[-1].strip():
            return False
        above = self.lines[index - 1].rstrip()
        alone = index - 1 == self.start or not self.masked[-2].strip()
        return alone and abs(len(above) - len(line)) <= 1 and any(char.isalnum() for char in above)

    def _heading(self, index: int) -> int:
        line = self.lines[index]
        if match := _HEADING.match(line):
            self.headings.append(Heading(len(match[1]), _bare(match[2]), line_span(index + 1, line)))
            self.masked.append(line)
            return 1
        return 0

    def _underlined(self, index: int) -> int:
        above, line = self.lines[index - 1], self.lines[index]
        whole = Span(index, 1, index + 1, len(line.rstrip()) + 1)
        self.headings.append(Heading("=-~^+".index(line[0]) + 1, _bare(above.strip()), whole))
        return self._blank(1)

    def _literal(self, index: int) -> int:
        """Lines that are indented after an empty one are code, unless they are items of a list."""
        line = self.lines[index]
        if not line[:1].isspace() or not line.strip() or not self._after_blank(index):
            return 0
        if _BULLET.match(line) or _DESCRIBED.match(line):
            return 0
        end = index
        while end < len(self.lines) and self.lines[end].strip():
            end += 1
        self.fences.append(Fence("", "\n".join(self.lines[index:end]), index + 1, end))
        return self._blank(end - index)

    def _prose(self, index: int) -> int:
        line = self.lines[index]
        bullet = _BULLET.match(line)
        if line.strip():
            self.info = ""
        if self.in_table and "|" in line:
            self._row(index)
        elif match := _DESCRIBED.match(line):
            self._described(index, match)
        masked = _CODE_SPAN.sub(lambda match: " " * len(match[0]), line) if "`" in line else line
        self._read_links(index, masked)
        masked = _URL_TEXT.sub(r"\1 \2 ", masked) if "[" in masked else masked
        if bullet:
            deep = len(bullet[2]) - 1
            mark = "*" if bullet[2][0] != "-" else "-"
            masked = bullet[1] + " " * deep + mark + masked[bullet.end() :]
        self.masked.append(masked)
        return 1

    def _described(self, index: int, match: re.Match[str]) -> None:
        """`Status:: accepted`, whose value may stand on the next line."""
        at, start, value = index, match.start(2), match[2] or ""
        if not value:
            at = index + 1
            while at < len(self.lines) and not self.lines[at].strip() and at < index + 3:
                at += 1
            value = self._line(at).strip()
            start = len(self._line(at)) - len(self._line(at).lstrip())
        if value:
            value = value.rstrip()
            self.fields.append(Field(match[1], value, self._span(at, start, start + len(value))))

    def _row(self, index: int) -> None:
        """A row of two cells on one line, or the first cell of two with the second below it."""
        cells = [(index, *cell) for cell in _cells(self.lines[index])]
        if len(cells) == 1:
            cells += [(index + 1, *cell) for cell in _cells(self._line(index + 1))]
        if len(cells) == 2 and cells[0][2]:
            at, start, value = cells[1]
            self.fields.append(
                Field(cells[0][2].strip(" *:"), value, self._span(at, start, start + len(value)))
            )

    def _read_links(self, index: int, masked: str) -> None:
        if ("[" not in masked and "<<" not in masked) or len(masked) > LONG_LINE:
            return
        for match in _LINK.finditer(masked):
            group = "target" if match["macro"] else "inner"
            target = _target(match)
            text = match["text"] if match["macro"] else match["label"]
            place = self._span(index, match.start(group), match.end(group))
            image = (match["macro"] or "").startswith("image")
            folder = self.attributes.get("imagesdir")
            if image and folder and folder.value:
                target = f"{folder.value.rstrip('/')}/{target}"
            elif image or match["macro"] == "xref:":
                target = _from_module(self.path, target, "images" if image else "pages")
            self.links.append(Link(text or "", target, place, image))

    def _span(self, index: int, start: int, end: int) -> Span:
        return Span(index + 1, start + 1, index + 1, end + 1)

    def _read_revision(self) -> None:
        """The date of a revision line, `v1.0, 2026-02-03: first draft`, below the title and the author."""
        title = self.headings[0].span.end_line if self.headings and self.headings[0].level == 1 else 0
        for index in (title, title + 1):
            line = self._line(index)
            match = _REVISION.match(line) if title and line.strip() else None
            if match and match.lastindex:
                value = Field(
                    "revdate", match[match.lastindex], self._span(index, *match.span(match.lastindex))
                )
                self.attributes.setdefault("revdate", value)
                return


def _from_module(path: str, target: str, family: str) -> str:
    """A target that is counted from a folder of an Antora module, counted from the file of a path."""
    module = _MODULE.match(path)
    if not module or not target or re.match(r"[.#/{]|[^/]*:", target):
        return target
    return posixpath.relpath(f"{module[1]}/{family}/{target}", posixpath.dirname(path))


def _cells(line: str) -> list[tuple[int, str]]:
    """The cells that a line of a table opens: where the words of each begin, and the words."""
    marks = [*(match.span() for match in _CELL.finditer(line)), (len(line), len(line))]
    found = []
    for (_, start), (end, _) in pairwise(marks):
        words = line[start:end]
        found.append((start + len(words) - len(words.lstrip()), words.strip()))
    return found


def _target(match: re.Match[str]) -> str:
    """A link's target as a path or `#anchor`: what a cross reference names without a dot is an anchor."""
    target: str = match["target"] if match["macro"] else match["inner"]
    if match["macro"] in ("xref:", None) and not re.search(r"[.#/:{]", target):
        return "#" + target
    return target


def _bare(text: str) -> str:
    """A heading's text without the marks that may close it and the anchors in it."""
    text = re.sub(r"\[\[[^\]]*\]\]|\[#[^\]]*\]", "", text)
    return re.sub(r"\s+={1,6}$", "", text).strip()


def with_inline_links(text: str, path: str = "") -> str:
    """Words of AsciiDoc with their links as Markdown writes them: `[text](target)`.

    With the path of their file, targets in an Antora module come out counted from that file.
    """

    def as_markdown(match: re.Match[str]) -> str:
        image = (match["macro"] or "").startswith("image")
        target = _target(match)
        if image or match["macro"] == "xref:":
            target = _from_module(path, target, "images" if image else "pages")
        words = match["text"] if match["macro"] else match["label"]
        return f"{'!' if image else ''}[{words or target.lstrip('#')}]({target})"

    return _LINK.sub(as_markdown, text)
