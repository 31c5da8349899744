"""The structure of a Markdown text: front matter, headings, links, fences; with lines and columns.

A scan by lines, not a full CommonMark reader: it knows fences, comments, code spans and both kinds of headings, which is
what checks need, and reads a thousand decisions in a fraction of a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from planroom.diagnostics import Span

_FENCE = re.compile(r"^(\s*(?:>\s?)*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})\s*([^`]*)$")
_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_INLINE_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*(?:<([^<>]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]^][^\[\]]*)\]:\s*(?:<([^<>]*)>|(\S+))")
_NOT_PARAGRAPH = re.compile(r"^\s*(?:[-*+>|#]|\d+[.)]\s|<|$)")
_LONG_LINE = 20_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its text without marks, and its line."""

    level: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image: its text, its target as written, and where the target stands."""

    text: str
    target: str
    span: Span
    image: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its info string, its text, and the line of its opening."""

    info: str
    text: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a Markdown text is made of. `front` holds the lines of the front matter without its fences.

    `masked` has the body's lines by number from 1, with fenced code, comments and code spans blanked out, columns kept.
    """

    front: str | None
    front_line: int
    front_end: int
    unclosed: bool
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    fences: tuple[Fence, ...]
    masked: tuple[str, ...] = field(repr=False)

    def section(self, heading: Heading) -> range:
        """The numbers of the lines below `heading`, up to the next heading of its level or above."""
        last = len(self.masked)
        for other in self.headings:
            if other.span.line > heading.span.line and other.level <= heading.level:
                last = other.span.line - 1
                break
        return range(heading.span.end_line + (1 if heading.span.end_column > 1 else 0), last + 1)


def read_outline(lines: tuple[str, ...]) -> Outline:
    """The outline of a Markdown text given by its lines (without line ends)."""
    front, front_line, front_end, unclosed = _front_matter(lines)
    masked, fences = _mask(lines, front_end)
    headings = _headings(masked, lines, front_end)
    links = _links(masked, lines, front_end)
    return Outline(front, front_line, front_end, unclosed, headings, links, fences, tuple(masked))


def _front_matter(lines: tuple[str, ...]) -> tuple[str | None, int, int, bool]:
    """The text of the front matter, its first line's number, the number of its closing line, and if none closes it."""
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != "---":
        return None, 0, 0, False
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1 : number - 1]) + "\n", 2, number, False
    looks_like_it = len(lines) > 1 and re.match(r"^[A-Za-z_][\w -]*:(\s|$)", lines[1]) is not None
    return None, 0, 0, looks_like_it


def _mask(lines: tuple[str, ...], start: int) -> tuple[list[str], tuple[Fence, ...]]:
    masked: list[str] = [""] * min(start, len(lines))
    fences: list[Fence] = []
    opening: tuple[str, str, int] | None = None
    in_comment = False
    for number, line in enumerate(lines[start:], start + 1):
        if opening is not None:
            if _closes(line, opening[0]):
                text = "\n".join(lines[opening[2] : number - 1])
                fences.append(Fence(opening[1], text, opening[2], number))
                opening = None
            masked.append("")
            continue
        line, in_comment = _blank_comments(line, in_comment)
        if not in_comment and (match := _FENCE.match(line)) and not (match[2][0] == "`" and "`" in match[3]):
            opening = (match[2], match[3].strip(), number)
            masked.append("")
            continue
        masked.append(_blank_code(line))
    if opening is not None:
        fences.append(Fence(opening[1], "\n".join(lines[opening[2] :]), opening[2], len(lines)))
    return masked, tuple(fences)


def _closes(line: str, mark: str) -> bool:
    bare = line.strip().lstrip("> ").strip()
    return len(bare) >= len(mark) and set(bare) == {mark[0]}


def _blank_comments(line: str, inside: bool) -> tuple[str, bool]:
    if not inside and "<!--" not in line:
        return line, False
    out, at = [], 0
    while at < len(line):
        if inside:
            end = line.find("-->", at)
            stop = len(line) if end < 0 else end + 3
            out.append(" " * (stop - at))
            inside = end < 0
        else:
            begin = line.find("<!--", at)
            stop = len(line) if begin < 0 else begin
            out.append(line[at:stop])
            inside = begin >= 0
        at = stop
    return "".join(out), inside


def _blank_code(line: str) -> str:
    if "`" not in line or len(line) > _LONG_LINE:
        return line
    return _CODE_SPAN.sub(lambda match: " " * len(match[0]), line)


def _headings(masked: list[str], lines: tuple[str, ...], start: int) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for index in range(start, len(masked)):
        line = masked[index]
        number = index + 1
        if match := _ATX.match(line):
            text = _ATX.match(lines[index])
            raw = (text[2] or "") if text else (match[2] or "")
            found.append(Heading(len(match[1]), raw.strip(), _line_span(number, lines[index])))
        elif index > start and (match := _SETEXT.match(line)) and not _NOT_PARAGRAPH.match(masked[index - 1]):
            level = 1 if match[1][0] == "=" else 2
            above = lines[index - 1]
            whole = Span(number - 1, 1, number, len(line.rstrip()) + 1)
            found.append(Heading(level, above.strip(), whole))
    return tuple(found)


def _line_span(number: int, line: str) -> Span:
    return Span(number, 1, number, len(line.rstrip()) + 1)


def _links(masked: list[str], lines: tuple[str, ...], start: int) -> tuple[Link, ...]:
    found: list[Link] = []
    for index in range(start, len(masked)):
        line = masked[index]
        if "](" not in line and "]:" not in line or len(line) > _LONG_LINE:
            continue
        number = index + 1
        if match := _DEFINITION.match(line):
            group = 2 if match[2] is not None else 3
            found.append(Link(match[1], match[group], Span(number, match.start(group) + 1, number, match.end(group) + 1)))
            continue
        found.extend(_inline_links(line, lines[index], number))
    return tuple(found)


def _inline_links(line: str, raw: str, number: int) -> list[Link]:
    found: list[Link] = []
    for match in _INLINE_LINK.finditer(line):
        group = 3 if match[3] is not None else 4
        at = Span(number, match.start(group) + 1, number, match.end(group) + 1)
        text = raw[match.start(2) : match.end(2)]
        found.append(Link(text, match[group] or "", at, image=match[1] == "!"))
        if not match[1]:
            found.extend(_nested_images(match, number))
    return found


def _nested_images(match: re.Match[str], number: int) -> list[Link]:
    """Images that stand inside a link's text: `[![alt](picture)](target)`."""
    inner = match[2]
    if "![" not in inner:
        return []
    shift = match.start(2)
    return [
        Link(link.text, link.target, Span(number, link.span.column + shift, number, link.span.end_column + shift), True)
        for link in _inline_links(inner, inner, number)
        if link.image
    ]
