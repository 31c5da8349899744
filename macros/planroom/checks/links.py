"""LNK: links and pictures of decisions that lead to other files of the repository."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity, Span
from planroom.kinds.decision import Decision
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact, link_target, resolve_path
from planroom.source import Link, Source
from planroom.source.anchors import anchors
from planroom.wording import quote, similar

_ELSEWHERE = late(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|\{|\$|<")
_NOT_A_PATH = late(r"[\"<>|{}\n]")
_DOMAIN = late(r"(?:www\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|gov|edu))(?:/|$)", re.IGNORECASE)
_HOST_PAGES = late(
    r"(?:\.\./)+(?:[\w.-]+/)?(?:issues|pull|pulls|wiki|releases|discussions|actions|commits?|compare|tree|blob|raw"
    r"|milestones?|labels|projects|security|tags|branches|graphs|merge_requests)(?:[/?#]|$)"
)
_NO_HEADING = late(
    r"l\d+(?:c\d+)?(?:-l?\d+(?:c\d+)?)?|top|:~:.*|fn.*|user-content-.*|[!/?].*|.*=.*", re.IGNORECASE
)
_DEFINED = late(r"^ {0,3}\[([^\[\]^][^\[\]]*)\]:\s*\S")
_TITLE = late(r"\s*(?:[\"'(].*)?$")
_REFERENCE = late(r"(?<![\w\])}])(!?)\[((?:[^\[\]\\]|\\.)+)\]\[([^\[\]\\]*)\](?![\[(:\w])")
_SPACED = late(r"\]\(\s*([^\s()<>\"']+(?: [^\s()<>\"']+)+)\s*\)")


@dataclass(frozen=True, slots=True)
class _Way:
    """A link that names a file: its path from the root, `None` where that leads out of the repository."""

    link: Link
    origin: Origin
    folder: str
    path: str | None
    anchor: str

    @property
    def words(self) -> str:
        """The target as the text has it."""
        return quote(self.link.target)

    def to(self, path: str) -> str:
        """How to write the same link to another file."""
        return quote(link_target(self.folder, path) + ("#" + self.anchor if self.anchor else ""))


@lru_cache(maxsize=4096)
def _ways(artifact: Artifact) -> tuple[_Way, ...]:
    """The links of a text that name a file of the repository, in the order of the text."""
    source, folder = artifact.source, posixpath.dirname(artifact.path)
    found = []
    for link in source.outline.links:
        target = link.target
        if not target or _ELSEWHERE.match(target) or _NOT_A_PATH.search(target) or _is_prose(source, link):
            continue
        path, _, anchor = target.partition("#")
        path = unquote(path.partition("?")[0])
        origin = Origin(artifact.path, span=link.span)
        to = resolve_path(folder, path) if path else artifact.path
        found.append(_Way(link, origin, folder, to, unquote(anchor)))
    return tuple(found)


def _is_prose(source: Source, link: Link) -> bool:
    """Whether what looks like the definition of a link is a sentence: `[Note]: this is so`."""
    line = source.lines[link.span.line - 1]
    return bool(_DEFINED.match(line)) and not _TITLE.match(line[link.span.end_column - 1 :].removeprefix(">"))


@check("LNK001", Severity.WARNING, on=Decision)
def dead_link(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A relative link or image leads to a file that is there."""
    said = _places_of_dead_relations(decision, scope)
    yield from (finding for _, finding in dead_links(decision, scope) if finding.origin not in said)


def dead_links(artifact: Artifact, scope: Scope) -> Iterator[tuple[str, Finding]]:
    """The paths that a text links to and that are not there, each with what to say of it."""
    source, places = artifact.source, scope.model.places
    for way in _ways(artifact):
        if (
            way.path is None
            or scope.room.has(way.path)
            or (source.format == "rst" and scope.room.has(way.path.removesuffix(".rst") + ".md"))
            or places.in_other_case(way.path)
        ):
            continue
        what = "image" if way.link.image else "file"
        yield way.path, Finding(f"{way.words} leads to no {what}", way.origin, _instead(way, scope))


def _places_of_dead_relations(decision: Decision, scope: Scope) -> frozenset[Origin]:
    """Where relations to nothing stand, which have a finding of their own."""
    stated = scope.model.decisions.stated_by(decision)
    return frozenset(item.relation.origin for item in stated if not item.targets)


def _instead(way: _Way, scope: Scope) -> str:
    """What to write instead of a dead path, where one thing is meant."""
    path, places = way.path or "", scope.model.places
    written = unquote(way.link.target.partition("#")[0].partition("?")[0])
    if _DOMAIN.match(written):
        return f"write {quote('https://' + way.link.target)}"
    for meant in (
        path + ".md",
        resolve_path(way.folder, written.replace("\\", "/")),
        resolve_path("", written),
    ):
        if meant and places.is_known(meant):
            return f"write {way.to(meant)}"
    near = places.namesake(path) or scope.model.decisions.renamed(path)
    return f"write {way.to(near)}" if near else "mend the path or remove the link"


@check("LNK002", Severity.WARNING, on=Decision)
def dead_anchor(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A link to a heading leads to a heading that is there."""
    for way in _ways(decision):
        source = scope.room.sources.get(way.path or "")
        anchor = way.anchor.lower()
        if not anchor or way.link.image or source is None or source.format != "markdown":
            continue
        known = anchors(source)
        if anchor in known or _NO_HEADING.fullmatch(anchor):
            continue
        near = similar(anchor, sorted(known - {""}), 1)
        where = "this file" if source is decision.source else f"`{source.path}`"
        yield Finding(
            f"{quote('#' + way.anchor)} is no heading of {where}",
            way.origin,
            f"write {quote('#' + near[0])}"
            if near
            else "name an anchor that is there, or drop the part from `#`",
        )


@check("LNK003", Severity.WARNING, on=Decision)
def link_in_another_case(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A link has the capital letters of the file that it leads to, which not every machine overlooks."""
    places = scope.model.places
    for way in _ways(decision):
        if way.path is None or places.is_known(way.path):
            continue
        real = places.in_other_case(way.path)
        if real:
            say = f"{way.words} leads to {quote(real)} on macOS and Windows only, where case does not count"
            yield Finding(say, way.origin, f"write {way.to(real)}")


@check("LNK004", Severity.WARNING, on=Decision)
def link_out_of_the_repository(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A relative link stays inside of the repository: what lies beside it is on one machine only."""
    for way in _ways(decision):
        if way.path is None and not _HOST_PAGES.match(way.link.target) and not scope.model.places.is_part:
            yield Finding(
                f"{way.words} leads out of the repository",
                way.origin,
                "count the `../` again, or write the address of what is meant",
            )


@check("LNK005", Severity.WARNING, on=Decision)
def undefined_reference(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A link by reference, `[text][name]`, has its `[name]: target` somewhere in the file."""
    source = decision.source
    if source.format != "markdown" or "][" not in source.text:
        return
    masked = source.outline.masked
    defined = {_label(match[1]) for line in source.lines if "]:" in line and (match := _DEFINED.match(line))}
    for number, line in enumerate(masked, 1):
        for match in _REFERENCE.finditer(line) if "][" in line else ():
            label = source.lines[number - 1][match.start(3) : match.end(3)] or match[2]
            if _label(label) not in defined and (match[3] or defined) and re.search(r"[^\W\d_]", label):
                span = Span(number, match.start() + 1, number, match.end() + 1)
                near = similar(_label(label), sorted(defined), 1)
                yield Finding(
                    f"no line defines {quote('[' + label + ']')}, so this is no link",
                    Origin(decision.path, span=span),
                    f"write {quote('[' + near[0] + ']')}"
                    if near
                    else f"add a line {quote(f'[{label}]: target')}",
                )


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


@check("LNK006", Severity.WARNING, on=Decision)
def space_in_link(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A target with a space stands in angle brackets or has `%20`, else the text is shown as it is."""
    if decision.source.format != "markdown":
        return
    for number, line in enumerate(decision.source.outline.masked, 1):
        for match in _SPACED.finditer(line) if "](" in line else ():
            path = resolve_path(posixpath.dirname(decision.path), unquote(match[1].partition("#")[0]))
            if path and scope.room.has(path):
                yield Finding(
                    f"{quote(match[1])} has a space, so this is no link",
                    Origin(decision.path, span=Span(number, match.start(1) + 1, number, match.end(1) + 1)),
                    f"write {quote(match[1].replace(' ', '%20'))}",
                    (Related("is meant", Origin(path)),) if path in scope.room.sources else (),
                )
