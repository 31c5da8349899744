"""Hand-written pages as any generator can build them: macros called, diagrams drawn, links set right."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from planroom.edit.changes import Change, make
from planroom.edit.text import Offsets
from planroom.errors import PlanroomError
from planroom.kinds.page import FENCE, shield
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.macros import PageMacros
from planroom.render.rendering import Rendering
from planroom.source import Source

_FRONT = late(r"\A\ufeff?-{3}[ \t]*\r?\n.*?^(?:-{3}|\.{3})[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OFF = late(r"^render_macros:[ \t]*(?:false|no|off)\b", re.MULTILINE | re.IGNORECASE)
_MERMAID = late(r"[ \t]*\{?[ \t]*\.?mermaid\b")
_KEPT = late("([^\n\x02]*)\x02(\\d+)\x03")
TAG = late(r"""<[a-zA-Z/!][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")
"""A tag of HTML, with whatever stands in its quotes."""
_MARKS = late(r"(&\#?\w+;)|([\\`*_\[\]{}!|~^=:#+$@\n<>])")


@dataclass(frozen=True)
class Resolved:
    """A hand-written page without macros and Mermaid texts; `fault` says why its macros stand as they were.

    `is_tied` says whether HTML was put into it whose addresses hold for one place of the page alone.
    """

    text: str
    is_tied: bool = False
    fault: str = ""


def files_below(root: Path, name: str) -> Iterator[str]:
    """The files below a folder of the room, as paths from there, in order; none that lies outside of it."""
    folder = (root / name).resolve()
    if not folder.is_relative_to(root) or not folder.is_dir():
        return
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in path.parts)
        if not hidden and file.is_file() and file.resolve().is_relative_to(root):
            yield path.as_posix()


def resolved(
    site: Rendering, page: str, text: str, *, variables: Mapping[str, Any] | None, draw: bool
) -> Resolved:
    """The page at the path `page` with what its macros give, and its Mermaid fences as figures.

    `variables` are what templates know beside `planroom`, `None` where pages are no templates; `draw` is
    whether fences are ours to draw.
    """
    front = match[0] if (match := _FRONT.match(text)) else ""
    body = text[len(front) :]
    kept: list[tuple[str, bool]] = []

    def put(html: str, is_block: bool) -> str:
        kept.append((html, is_block))
        mark = f"\x02{len(kept) - 1}\x03"
        return f"\n\n{mark}\n\n" if is_block else mark

    fault = ""
    if variables is not None and not _OFF.search(front):
        try:
            body = _called(body, {**variables, "planroom": PageMacros(site, page, put)})
        except _faults() as error:
            fault, kept = str(error), []
    if draw:
        body = FENCE.sub(lambda match: _figure(site, page, match, put), body)
    if not kept:
        return Resolved(front + body, False, fault)
    body = _KEPT.sub(lambda match: match[1] + _put_in(match[1], *kept[int(match[2])]), body)
    return Resolved(front + body, any("href=" in html or "src=" in html for html, _ in kept), fault)


def _called(body: str, variables: Mapping[str, Any]) -> str:
    if not any(mark in body for mark in ("{{", "{%", "{#")):
        return body
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        undefined=StrictUndefined, extensions=["jinja2.ext.do"], keep_trailing_newline=True
    )
    return environment.from_string(shield(body)).render(**variables)


def _faults() -> tuple[type[Exception], ...]:
    """What a template may raise: its own errors, and those of a call with the wrong arguments."""
    from jinja2 import TemplateError

    return (TemplateError, PlanroomError, TypeError, ValueError, AttributeError)


def _figure(site: Rendering, page: str, match: re.Match[str], put: Any) -> str:
    before, fence = match[1], match[0]
    first, _, rest = fence.partition("\n")
    if not _MERMAID.match(first[len(before) :].lstrip("`~")):
        return fence
    lines = [line.removeprefix(before) for line in rest.split("\n")]
    if lines and lines[-1].strip() and not lines[-1].strip().strip("`~"):
        lines.pop()
    figure = str(site.author_figure("\n".join(lines), page))
    return before + str(put(figure, not before)).strip() if before else str(put(figure, True))


def _put_in(before: str, html: str, is_block: bool) -> str:
    """HTML for the place of its mark: as it is where a block may begin, else on one line."""
    return html.strip() if is_block and not before else one_line(html)


def one_line(html: str) -> str:
    """HTML on one line in which Markdown finds no mark, so that it may stand in a list or a sentence."""
    pieces: list[str] = []
    at = 0
    for tag in TAG.finditer(html):
        pieces += [_MARKS.sub(_reference, html[at : tag.start()]), _tag(tag[0])]
        at = tag.end()
    return "".join([*pieces, _MARKS.sub(_reference, html[at:])])


def _reference(match: re.Match[str]) -> str:
    return match[1] or f"&#{ord(match[2])};"


def _tag(tag: str) -> str:
    inner = re.sub(r"[`\\\[\]!<>]", lambda match: f"&#{ord(match[0])};", tag[2:-1].replace("\n", " "))
    return tag[:2] + inner + ">"


def relinked(text: str, page: str, place: str, moves: Mapping[str, str]) -> str:
    """A page's text with its links as they have to be at `place`.

    `moves` says of every file where it lies now. A link that leads to none of these stays, and so does one
    in HTML.
    """
    changes = []
    for link in Source(page, text, "markdown").outline.links:
        start, end = Offsets.of(text).stretch(link.span)
        path, mark, anchor = link.target.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
        there = moves.get(target)
        if not path or there is None or text[start - 1 : start] in ('"', "'", "="):
            continue
        if (page, target) == (place, there):
            continue
        relative = posixpath.relpath(there, posixpath.dirname(place) or ".")
        changes.append(Change(start, end, (quote(relative) if "%" in path else relative) + mark + anchor))
    return make(text, changes)[0]
