"""The structure of a Markdown text: front matter, headings, links, fences; with lines and columns.

A scan by lines, not a full CommonMark reader: it knows fences, comments, code and both kinds of headings,
which is what checks need, and reads a thousand decisions in a fraction of a second.
"""

from __future__ import annotations

import re
from dataclasses import field

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source.html_links import html_links
from planroom.source.outline import LONG_LINE, Fence, Heading, Link, Outline, line_span

_FENCE = late(r"^(\s*(?:>\s?)*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})\s*(.*)$")
_ATX = late(r" {0,3}(#{1,6})(?=[ \t]|$)")
_SETEXT = late(r"^ {0,3}(=+|-+)[ \t]*$")
_CODE_OR_COMMENT = late(r"(?<![`\\])(`+)(?!`)(?:.+?)(?<!`)\1(?!`)|<!--")
_COMMENT = late(r"<!--.*?-->")
_CONTAINER = late(r"\s*(?:[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===|\[\^|:\s)")
_CONTAINER_STARTS = "-*+0123456789!?=[:"
_INLINE_LINK = late(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*(?:<([^<>]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_DEFINITION = late(r"^ {0,3}\[([^\[\]^][^\[\]]*)\]:\s*(?:<([^<>]*)>|(\S+))")
_REFERENCE = late(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")
_NOT_PARAGRAPH = late(r"^\s*(?:[-*+>|#]|\d+[.)]\s|<|$)")


def read_outline(lines: tuple[str, ...]) -> Outline:
    """The outline of a Markdown text given by its lines (without line ends)."""
    front, front_line, front_end, unclosed = front_matter(lines)
    masked, fences = _mask(lines, front_end)
    headings = _headings(masked, lines, front_end)
    links = (*_links(masked, lines, front_end), *html_links(masked))
    return Outline(front, front_line, front_end, unclosed, headings, links, fences, tuple(masked))


def front_matter(lines: tuple[str, ...]) -> tuple[str | None, int, int, bool]:
    """The front matter's text, the numbers of its first and closing line, and whether none closes it."""
    if not lines or lines[0].rstrip() != "---":
        return None, 0, 0, False
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1 : number - 1]) + "\n", 2, number, False
    looks_like_it = len(lines) > 1 and re.match(r"^[A-Za-z_][\w -]*:(\s|$)", lines[1]) is not None
    return None, 0, 0, looks_like_it


@dataclass
class _Mask:
    """Blanks out what is no prose, line by line: fences, comments, code spans and indented code."""

    lines: tuple[str, ...]
    last_close: int
    masked: list[str] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    fence: tuple[str, str, str, int] | None = None
    """Prefix, mark, info and line number of the open fence."""
    in_comment: bool = False
    in_container: bool = False
    in_code: bool = False

    def take(self, number: int, line: str) -> None:
        """Blank one line, given with its number."""
        if self.fence is not None and self._in_fence(number, line):
            return
        may_open = not self.in_comment and ("```" in line or "~~~" in line)
        match = _FENCE.match(line) if may_open else None
        if match and not (match[2][0] == "`" and "`" in match[3]):
            self.fence = (match[1], match[2], match[3].strip(), number)
            self.masked.append("")
        elif self._is_indented_code(line):
            self.masked.append("")
        else:
            self.masked.append(self._prose(number, line))

    def _in_fence(self, number: int, line: str) -> bool:
        """Whether a line belongs to the open fence; a fence in a quote ends with the quote."""
        assert self.fence is not None
        prefix, mark, _, _ = self.fence
        left = ">" in prefix and not line.lstrip().startswith(">")
        if left or _closes(line, mark):
            self.end_fence(number - 1, number if not left else number - 1)
        if left:
            return False
        self.masked.append("")
        return True

    def end_fence(self, last: int, end_line: int) -> None:
        """Note the open fence, whose text ends with line `last`."""
        if self.fence is not None:
            _, _, info, first = self.fence
            self.fences.append(Fence(info, "\n".join(self.lines[first:last]), first, end_line))
            self.fence = None

    def _is_indented_code(self, line: str) -> bool:
        """Four spaces after an empty line are code, unless a list or the like is open (CommonMark, 4.4)."""
        if not line or line.isspace():
            return False
        after_blank = not self.masked or not self.masked[-1].strip()
        if not line.startswith(("    ", "\t")):
            if not line[0].isspace():
                opens = line[0] in _CONTAINER_STARTS and _CONTAINER.match(line) is not None
                self.in_container = opens or (self.in_container and not after_blank)
            self.in_code = False
            return False
        self.in_code = not self.in_comment and not self.in_container and after_blank
        return self.in_code

    def _prose(self, number: int, line: str) -> str:
        if not self.in_comment and (("`" not in line and "<!--" not in line) or len(line) > LONG_LINE):
            return line
        out, at = [], 0
        while at < len(line):
            if self.in_comment:
                end = line.find("-->", at)
                stop = len(line) if end < 0 else end + 3
                self.in_comment = end < 0
                out.append(" " * (stop - at))
            elif match := _CODE_OR_COMMENT.search(line, at):
                out.append(line[at : match.start()])
                stop = match.end()
                self.in_comment = match[0] == "<!--" and self._opens(number, line, match)
                out.append(" " * len(match[0]) if match[1] or self.in_comment else match[0])
            else:
                stop = len(line)
                out.append(line[at:])
            at = stop
        return "".join(out)

    def _opens(self, number: int, line: str, match: re.Match[str]) -> bool:
        """In the middle of a line, `<!--` is a comment only where something closes it."""
        return not line[: match.start()].strip() or "-->" in line[match.end() :] or number < self.last_close


def _mask(lines: tuple[str, ...], start: int) -> tuple[list[str], tuple[Fence, ...]]:
    last_close = next((number for number in range(len(lines), start, -1) if "-->" in lines[number - 1]), 0)
    mask = _Mask(lines, last_close, [""] * min(start, len(lines)))
    for number, line in enumerate(lines[start:], start + 1):
        mask.take(number, line)
    mask.end_fence(len(lines), len(lines))
    return mask.masked, tuple(mask.fences)


def _closes(line: str, mark: str) -> bool:
    bare = line.strip().lstrip("> ").strip()
    return len(bare) >= len(mark) and set(bare) == {mark[0]}


def _headings(masked: list[str], lines: tuple[str, ...], start: int) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for index in range(start, len(masked)):
        line = masked[index]
        number = index + 1
        if match := _ATX.match(line):
            text = _COMMENT.sub("", lines[index])[match.end() :]
            found.append(Heading(len(match[1]), _without_closing(text), line_span(number, lines[index])))
        elif index > start and (match := _SETEXT.match(line)) and not _NOT_PARAGRAPH.match(masked[index - 1]):
            if found and found[-1].span.end_line == index:
                continue
            level = 1 if match[1][0] == "=" else 2
            whole = Span(number - 1, 1, number, len(line.rstrip()) + 1)
            found.append(Heading(level, _COMMENT.sub("", lines[index - 1]).strip(), whole))
    return tuple(found)


def _without_closing(text: str) -> str:
    """A heading's text without the `#` that may close it."""
    text = text.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text


def _links(masked: list[str], lines: tuple[str, ...], start: int) -> tuple[Link, ...]:
    found: list[Link] = []
    for index in range(start, len(masked)):
        line = masked[index]
        if ("](" not in line and "]:" not in line) or len(line) > LONG_LINE:
            continue
        number = index + 1
        if match := _DEFINITION.match(line):
            group = 2 if match[2] is not None else 3
            found.append(
                Link(
                    match[1], match[group], Span(number, match.start(group) + 1, number, match.end(group) + 1)
                )
            )
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
        Link(
            link.text,
            link.target,
            Span(number, link.span.column + shift, number, link.span.end_column + shift),
            True,
        )
        for link in _inline_links(inner, inner, number)
        if link.image
    ]


def with_inline_links(text: str, named: dict[str, str]) -> str:
    """Words with their reference links written out: `[text][name]` as `[text](target)`.

    `named` has the targets by lower-case name.
    """

    def written_out(match: re.Match[str]) -> str:
        target = named.get((match[2] or match[1]).lower())
        return f"[{match[1]}]({target})" if target else match[0]

    return _REFERENCE.sub(written_out, text)
