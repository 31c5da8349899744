"""LNK: links of decisions to other files of the repository."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.decision import Decision
from planroom.room import resolve_path
from planroom.source import Link, Source

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|\{|\$|<|mailto:")
_NOT_A_PATH = re.compile(r"[\s\"'<>|{}]")


def _local(link: Link) -> bool:
    """Whether a link names a file of this repository: relative, and no placeholder of a template."""
    return bool(link.target) and not _ELSEWHERE.match(link.target) and not _NOT_A_PATH.search(link.target)


def _split(link: Link) -> tuple[str, str]:
    path, _, anchor = link.target.partition("#")
    return unquote(path.partition("?")[0]), unquote(anchor)


@check("LNK001", Severity.WARNING, on=Decision)
def dead_link(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A relative link or image leads to a file that is there."""
    folder = posixpath.dirname(decision.path)
    for link in decision.source.outline.links:
        if not _local(link):
            continue
        path, _ = _split(link)
        if not path:
            continue
        target = resolve_path(folder, path)
        if target is None or scope.room.has(target):
            continue
        what = "image" if link.image else "file"
        near = _namesake(target, scope)
        hint = (
            f"write `{posixpath.relpath(near, folder or '.')}`"
            if near
            else "mend the path or remove the link"
        )
        yield Finding(f"`{link.target}` leads to no {what}", Origin(decision.path, span=link.span), hint)


def _namesake(target: str, scope: Scope) -> str:
    """The one file of the room with the same name, elsewhere."""
    name = posixpath.basename(target)
    found = [path for path in scope.room.paths if posixpath.basename(path) == name]
    return found[0] if len(found) == 1 else ""


@check("LNK002", Severity.WARNING, on=Decision)
def dead_anchor(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A link to a heading leads to a heading that is there."""
    folder = posixpath.dirname(decision.path)
    for link in decision.source.outline.links:
        if link.image or not _local(link):
            continue
        path, anchor = _split(link)
        if not anchor:
            continue
        target = decision.path if not path else resolve_path(folder, path)
        source = scope.room.sources.get(target or "")
        if source is None or source.format != "markdown" or anchor.lower() in anchors(source):
            continue
        say = f"`#{anchor}` is no heading of `{source.path}`"
        yield Finding(
            say,
            Origin(decision.path, span=link.span),
            "name an anchor that is there, or drop the part from `#`",
        )


@lru_cache(maxsize=4096)
def anchors(source: Source) -> frozenset[str]:
    """The anchors of a Markdown text: of its headings, as repository hosts make them, and explicit ones."""
    found: set[str] = set()
    seen: dict[str, int] = {}
    for heading in source.outline.headings:
        slug = _heading_slug(heading.text)
        number = seen.get(slug, 0)
        seen[slug] = number + 1
        found.add(f"{slug}-{number}" if number else slug)
        found.add(slug.replace("--", "-"))
    found.update(match.lower() for match in _EXPLICIT.findall(source.text))
    return frozenset(found)


_EXPLICIT = re.compile(r"""(?:\b(?:id|name)=["']?|\{:?\s*#)([\w.:-]+)""")


def _heading_slug(text: str) -> str:
    """A heading's anchor as repository hosts make it: lower case, spaces as hyphens, punctuation dropped.

    Not the anchor of our own pages: a host keeps double hyphens, and links in decisions are written for it.
    """
    bare = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    bare = re.sub(r"[`*~]|<[^>]*>|:\w+:", "", bare)
    return re.sub(r"[^\w\- ]", "", bare.strip().lower()).replace(" ", "-")
