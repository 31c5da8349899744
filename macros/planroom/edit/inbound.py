"""Where texts name a decision: paths, links, relations, labels and mentions; what is sure and what is not."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import unquote

from planroom.diagnostics import Origin, Span
from planroom.edit.changes import Change
from planroom.edit.naming import Renaming
from planroom.edit.text import Offsets
from planroom.files import SITE_FILES
from planroom.kinds.decision import KIND, Decision
from planroom.kinds.decision_fields import title_heading
from planroom.model import Model
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source import Link, Source, format_of
from planroom.source.anchors import host_slug, site_slug

_OWN_KEYS = frozenset(("title", "name", "id", "number", "slug", "adr", "adr-id", "adr_id", "adrid"))
_MACRO = late(r"\bplanroom\s*\.\s*decision\(\s*(?:number\s*=\s*)?([\"'])([^\"'\n]*)\1")
_SHOWN = 160


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place that may mean a decision and is left as it is, and why."""

    path: str
    line: int
    text: str
    why: str


@dataclass(frozen=True, eq=False)
class Inbound:
    """Everything that names one decision of a room, and what these names are to become."""

    model: Model
    decision: Decision
    renaming: Renaming

    def in_text(self, path: str, text: str) -> tuple[tuple[Change, ...], tuple[Mention, ...]]:
        """What a file has to change, given with its text, and where it is not sure whom it means."""
        paths = self.renaming.path_changes(text, posixpath.dirname(path)) if self.renaming.is_in(text) else ()
        mentions = self.renaming.mentions(text) if self._number_stands_in(text) else ()
        is_artifact = path in self.model.room.sources
        if not (paths or mentions or is_artifact):
            return (), ()
        source = self._source(path, text)
        if not (is_artifact or source.format in KIND.formats or posixpath.basename(path) in SITE_FILES):
            why = "it is no page, decision, design or contract"
            return (), tuple(_mention(source, change, why) for change in (*paths, *mentions))
        links = tuple(self._links(source, paths))
        changes = [*paths, *self._stated(source), *self._anchors(source, links)]
        changes += [change for link in links for change in self._link_labels(source, link)]
        changes += self._own_number(source)
        unsure = tuple(self._ambiguous(source))
        spoken = self._spoken(source, mentions)
        if self._shared:
            known = tuple(changes)
            why = f"the number is also that of {self._shared}"
            unsure += tuple(_mention(source, change, why) for change in spoken if not _covered(change, known))
            spoken = []
        return tuple(_without_overlaps([*changes, *spoken])), tuple(dict.fromkeys(unsure))

    def _source(self, path: str, text: str) -> Source:
        known = self.model.room.sources.get(path)
        return known if known is not None and known.text == text else Source(path, text, format_of(path))

    def _number_stands_in(self, text: str) -> bool:
        return self.decision.number is not None and self.decision.number.lstrip("0") in text

    @cached_property
    def _shared(self) -> str:
        """Another decision of the repository with the number, in backticks; `""` where there is none."""
        number = int(self.decision.number or 0)
        for other in self.model.decisions.decisions:
            if other is not self.decision and other.number is not None and int(other.number) == number:
                return f"`{other.path}`"
        return ""

    # What a file states: relations, decisions that a design names, calls of the macro.

    @cached_property
    def _origins(self) -> dict[str, tuple[tuple[Origin, bool], ...]]:
        """By path, the places that name a decision where it is this one, and whether that is sure."""
        found: dict[str, list[tuple[Origin, bool]]] = defaultdict(list)
        for stated in self.model.decisions.relations:
            if self.decision in stated.targets:
                sure = stated.target is self.decision
                found[stated.decision.path].append((stated.relation.origin, sure))
        for system in self.model.systems:
            for named in system.decision_names:
                called = self.model.room.named(Decision, named.text)
                if self.decision in called:
                    found[named.origin.path].append((named.origin, len(called) == 1))
        return {path: tuple(items) for path, items in found.items()}

    def _stated(self, source: Source) -> Iterator[Change]:
        sure = [origin for origin, sure in self._origins.get(source.path, ()) if sure]
        for span in self._spans(source, sure):
            yield from self._in_span(source, span)
        for match in _MACRO.finditer(source.text) if "planroom" in source.text else ():
            if self.model.room.named(Decision, match[2]) == (self.decision,):
                yield from _moved(self.renaming.labels(match[2]), match.start(2))

    def _ambiguous(self, source: Source) -> Iterator[Mention]:
        unsure = [origin for origin, sure in self._origins.get(source.path, ()) if not sure]
        for span in self._spans(source, unsure):
            for change in self._in_span(source, span):
                yield _mention(source, change, f"the number is also that of {self._shared}")

    def _spans(self, source: Source, origins: Iterable[Origin]) -> list[Span]:
        places = source.locate(origins)
        return [Span(at.line, at.column, at.end_line, at.end_column) for at in places.values()]

    def _in_span(self, source: Source, span: Span) -> Iterator[Change]:
        """The number within a stretch that is known to name the decision."""
        start, end = Offsets.of(source.text).stretch(span)
        yield from _moved(self.renaming.labels(source.text[start:end]), start)

    # What belongs to a link: its text and its anchor.

    def _links(self, source: Source, paths: tuple[Change, ...]) -> Iterator[Link]:
        """The links whose targets change, and in the decision's own file those to its headings."""
        if source.format not in KIND.formats or not (paths or self._is_own(source.path)):
            return
        starts = {change.start for change in paths}
        for link in source.outline.links:
            start, end = Offsets.of(source.text).stretch(link.span)
            own = self._is_own(source.path) and link.target.startswith("#")
            if own or any(at in starts for at in range(start, end)):
                yield link

    def _link_labels(self, source: Source, link: Link) -> Iterator[Change]:
        """The number in the text of a link, in the cells beside it, and where the text is a name for it."""
        line = Offsets.of(source.text).start(link.span.line)
        found = _text_of_link(source.text, link, line, *Offsets.of(source.text).stretch(link.span))
        if found < 0:
            return
        changes = self.renaming.leading_label(link.text, self.decision.title)
        yield from _moved(changes, found)
        raw = source.lines[link.span.line - 1]
        if raw.lstrip().startswith("|"):
            at = line
            for cell in raw.split("|"):
                if re.fullmatch(r"\s*\W*(?:M?ADR[-_ ]?)?\d+\W*\s*", cell, re.IGNORECASE):
                    yield from _moved(self.renaming.labels(cell), at)
                at += len(cell) + 1
        if changes and re.match(rf"\s*\[{re.escape(link.text)}\]:", raw):
            for use in re.finditer(rf"\[{re.escape(link.text)}\](?![(:])", source.text):
                yield from _moved(changes, use.start() + 1)

    def _anchors(self, source: Source, links: Iterable[Link]) -> Iterator[Change]:
        """The anchor of the heading, which changes with the number in it."""
        for link in links if self._anchor_names else ():
            head, _, anchor = link.target.partition("#")
            new = self._anchor_names.get(unquote(anchor).lower())
            if new:
                start, end = Offsets.of(source.text).stretch(link.span)
                yield Change(start + len(head) + 1, end, new)

    @cached_property
    def _anchor_names(self) -> dict[str, str]:
        heading = title_heading(self.decision.source)
        if heading is None or not self._title_changes(heading.text):
            return {}
        new = _changed(heading.text, self._title_changes(heading.text))
        return {slug(heading.text): slug(new) for slug in (site_slug, host_slug)}

    # What the file says of itself.

    def _is_own(self, path: str) -> bool:
        return path == self.decision.path

    def _own_number(self, source: Source) -> Iterator[Change]:
        """The number in the decision's own title and front matter."""
        if not self._is_own(source.path):
            return
        heading = title_heading(source)
        if heading is not None:
            line = source.lines[heading.span.line - 1]
            start = Offsets.of(source.text).start(heading.span.line) + max(line.find(heading.text), 0)
            yield from _moved(self._title_changes(heading.text), start)
        value = source.value if isinstance(source.value, dict) else {}
        keys = [key for key in value if str(key).lower() in _OWN_KEYS]
        for span in self._spans(source, [source.origin(key) for key in keys]):
            start, end = Offsets.of(source.text).stretch(span)
            yield from _moved(self._title_changes(source.text[start:end]), start)

    def _title_changes(self, title: str) -> tuple[Change, ...]:
        """The number that stands before a title."""
        return self.renaming.leading_label(title, self.decision.title)[:1]

    def _spoken(self, source: Source, mentions: Iterable[Change]) -> list[Change]:
        """The mentions in what people read as prose, and not as code; in designs and contracts all."""
        if source.format not in KIND.formats:
            return list(mentions)
        offsets, outline, found = Offsets.of(source.text), source.outline, []
        for change in mentions:
            line = offsets.line(change.start)
            column = change.start - offsets.start(line)
            masked = outline.masked[line - 1] if line <= len(outline.masked) else ""
            in_front = outline.front is not None and line < outline.front_end
            if in_front or masked[column : column + 1].strip():
                found.append(change)
        return found


def _text_of_link(text: str, link: Link, line: int, start: int, end: int) -> int:
    """Where the text of a link stands: before its target, in AsciiDoc behind it; -1 where it is not there."""
    before = text.rfind(link.text, line, start)
    if before >= 0 and re.fullmatch(r"\W{1,6}", text[before + len(link.text) : start]):
        return before
    return end + 1 if text.startswith(f"[{link.text}", end) else -1


def _moved(changes: Iterable[Change], by: int) -> Iterator[Change]:
    return (Change(change.start + by, change.end + by, change.words) for change in changes)


def _changed(text: str, changes: Iterable[Change]) -> str:
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.words + text[change.end :]
    return text


def _covered(change: Change, others: Iterable[Change]) -> bool:
    return any(other.start < change.end and change.start < other.end for other in others)


def _without_overlaps(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes, of overlapping ones the first given: a path says more than a number inside of it."""
    kept: list[Change] = []
    for change in changes:
        if not _covered(change, kept):
            kept.append(change)
    return iter(kept)


def _mention(source: Source, change: Change, why: str) -> Mention:
    line = Offsets.of(source.text).line(change.start)
    return Mention(source.path, line, _cut(source.lines[line - 1].strip()), why)


def _cut(line: str) -> str:
    """A line as it is shown, at most its beginning: lines of data may be very long."""
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
