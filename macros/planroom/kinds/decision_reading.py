"""Which of the places that state a decision's status, date, title and relations counts, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.diagnostics import Origin, Span
from planroom.kinds.decision_dates import StatedDate, read_date
from planroom.kinds.decision_elsewhere import (
    date_beside,
    latest_in_history,
    said_status,
    statuses_elsewhere,
)
from planroom.kinds.decision_fields import (
    Stated,
    attribute_parts,
    field_parts,
    front_parts,
    head_lines,
    labelled_parts,
    lines_as,
    metadata_lines,
    resolved,
    section_of,
    title_heading,
)
from planroom.kinds.decision_place import FileName
from planroom.kinds.decision_relations import Relation, front_relations, link_lines, worded_relations
from planroom.kinds.decision_status import Status, is_placeholder, read_status
from planroom.kinds.decision_words import LABELS, VERBS, folded, plain_words
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source import Source

VERB_NAMES = frozenset(VERBS.values())
_TITLE_NUMBER = late(
    r"^(?P<name>(?:m?adr|architecture decision record|decision record|decision)[\s#:_–—-]*|[A-Z]{2,5}-|#)?"
    r"(?P<number>\d{1,6})"
    r"\s*(?P<mark>[.:)|–—-]|(?=\s))\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_TITLE_NAME = late(r"^(?:m?adr|architecture decision record)\s*[:|–—-]\s*(?P<rest>\S.*)$", re.IGNORECASE)
_HEADED = late(r"^([^\W\d_][^:：]{0,30}?)\s*(?:(?:[:：]|\s[-–—]\s)\s*(\S.*)|\((\S[^()]*)\))$")
_QUOTE = late(r"^\s*>")
_TASK = late(r"^\s*[-*+]\s+\[([ xX])\]\s+")
_MARK = late(r"^\s*(?:[-*+]\s+)?")
_DATED = late(r"^\s*[-*+]?\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b")


@dataclass(frozen=True, slots=True)
class Title:
    """A decision's title without the number that stands before it, and that number (`""` if none does)."""

    text: str
    number: str
    origin: Origin


@dataclass(frozen=True)
class Reading:
    """What a file states: its parts by place, in the order in which they count."""

    source: Source
    parts: tuple[Stated, ...]

    def first(self, part: str) -> Stated | None:
        """The statement of a part that counts; an empty one only where there is no other."""
        stated = [found for found in self.parts if found.part == part]
        return next((found for found in stated if found.text), stated[0] if stated else None)


def read_parts(source: Source) -> Reading:
    """All statements of a decision's parts.

    Front matter before bullets, lines, tables and fields, these before sections, and attributes, which no
    reader sees, last.
    """
    parts = _stated_on_top(source)
    for part in ("status", "date", "deciders"):
        if not any(found.part == part and found.text for found in parts):
            parts.extend(_from_sections(source, part))
    parts.extend(attribute_parts(source))
    if not any(found.part == "status" and found.text for found in parts):
        parts.extend(statuses_elsewhere(source))
    return Reading(source, tuple(resolved(source, stated) for stated in parts))


def _stated_on_top(source: Source) -> list[Stated]:
    """What front matter, the lines above the first section, and a section of metadata state."""
    parts = list(front_parts(source))
    for lines in (head_lines(source), metadata_lines(source)):
        parts += [*labelled_parts(source, lines), *field_parts(source, lines)]
    return parts


def stated_statuses(source: Source) -> tuple[tuple[Stated, ...], ...]:
    """What a decision's file says of its status, for each place where it does: several things in a history.

    Front matter and each line above the first section, the section called so, the title.
    """
    places = [[found] for found in _stated_on_top(source) if found.part == "status"]
    places.append(list(_from_sections(source, "status")))
    places += [[found] for found in statuses_elsewhere(source) if found.place == "title"]
    return tuple(tuple(resolved(source, found) for found in place if found.text) for place in places)


def _from_sections(source: Source, part: str) -> Iterator[Stated]:
    for heading in source.outline.headings:
        match = _HEADED.match(heading.text)
        if heading.level <= 3 and match and LABELS.get(folded(plain_words(match[1]))) == part:
            words, number = match[2] or match[3], heading.span.line
            start = max(source.lines[number - 1].find(words), 0)
            end = start + len(words) if match[3] else None
            yield lines_as(source, number, start, number, part, "heading", end=end)
            return
    found = section_of(source, part)
    if found is None:
        return
    _, lines = found
    stated = _status_lines(source, lines) if part == "status" else list(_paragraphs(source, lines, part))[:1]
    yield from stated


def _paragraphs(source: Source, lines: range, part: str) -> Iterator[Stated]:
    """The stretches of a section that say something, one by one; quotes are explanations and are left out.

    Lines belong together until an empty one, or one that starts with a date, a bullet, a status or a verb
    of its own.
    """
    first = 0
    for number in [*lines, lines.stop]:
        line = source.lines[number - 1] if number < lines.stop else ""
        shown = plain_words(line) if _is_shown(line, source.outline.masked, number) else ""
        if first and (not shown or _starts_anew(line)):
            yield _stretch(source, first, number - 1, part)
            first = 0
        if shown and not first and not _QUOTE.match(line):
            first = number


def _is_shown(line: str, masked: tuple[str, ...], number: int) -> bool:
    """Whether a line says something to a reader: it is no part of a fence or of a comment."""
    return number <= len(masked) and (
        bool(masked[number - 1].strip()) or (masked[number - 1] != "" and "`" in line)
    )


def _starts_anew(line: str) -> bool:
    bullet = _MARK.match(line)
    marked = bullet is not None and bool(bullet[0].strip())
    return bool(marked or _QUOTE.match(line) or _DATED.match(line) or _speaks(plain_words(line)))


def _speaks(words: str) -> bool:
    """Whether a line begins with a status or a relation of its own."""
    start = folded(words)
    return read_status(words) is not Status.UNKNOWN or any(start.startswith(verb + " ") for verb in VERBS)


def _stretch(source: Source, first: int, last: int, part: str) -> Stated:
    line = source.lines[first - 1]
    mark = _TASK.match(line) or _MARK.match(line)
    start = mark.end() if mark else 0
    label = re.match(r"[*_]*([^\W\d_][\w -]{0,20}?)[*_]*\s*[:：][*_]*\s*", line[start:])
    if label and LABELS.get(folded(label[1])) == part:
        start += label.end()
    return lines_as(source, first, start, last, part, "section")


def _status_lines(source: Source, lines: range) -> list[Stated]:
    """The statement that counts in a section called Status, then the others that it holds.

    A replacement counts most, then the box that is ticked, then the last of a dated history, then the
    first words.
    """
    stated = list(_paragraphs(source, lines, "status"))
    boxes = [found for found in stated if _box(source, found) is not None]
    ticked = [found for found in boxes if _box(source, found)]
    if boxes:
        return ticked[:1]
    real = [found for found in stated if not is_placeholder(found.text)] or stated
    replaced = [found for found in real if _replaces(found)]
    dated = [found for found in real if _is_dated(source, found)]
    states = [found for found in real if found not in replaced and not _only_relates(found)]
    chosen = (replaced or dated[-1:] or states or real)[:1]
    return [*chosen, *(found for found in stated if found not in chosen)]


def _box(source: Source, stated: Stated) -> bool | None:
    line = source.lines[stated.origin.span.line - 1] if stated.origin.span else ""
    match = _TASK.match(line)
    return None if match is None else match[1] in "xX"


def _is_dated(source: Source, stated: Stated) -> bool:
    span = stated.origin.span
    dated = span is not None and _DATED.match(source.lines[span.line - 1]) is not None
    return dated and read_status(stated.text) is not Status.UNKNOWN


def _replaces(stated: Stated) -> bool:
    return read_status(stated.text) is Status.SUPERSEDED


def _only_relates(stated: Stated) -> bool:
    words = folded(plain_words(stated.text))
    return read_status(words) is Status.UNKNOWN and any(words.startswith(verb + " ") for verb in VERBS)


def read_title(reading: Reading, name: FileName) -> Title:
    """The title: the first heading, else the front matter's `title` or `name`.

    The number before it stands apart.
    """
    source = reading.source
    heading = title_heading(source)
    front = reading.first("title") or reading.first("name")
    if heading is not None and heading.text:
        return _split_title(heading.text, Origin(source.path, span=heading.span), name)
    if front is not None and front.text:
        return _split_title(front.text, front.origin, name)
    top = source.outline.front_end + 1
    return Title("", "", Origin(source.path, span=Span(top, 1, top, 1)))


def _split_title(raw: str, origin: Origin, name: FileName) -> Title:
    """`7. Use X`, `ADR-7: Use X` and `Use X` all have the title `Use X`; `3 ways to build` keeps its 3."""
    text = plain_words(raw)
    if match := _TITLE_NUMBER.match(text):
        same = name.number is not None and int(name.number) == int(match["number"])
        if match["name"] or same or match["mark"] in (".", ":", ")"):
            return Title(match["rest"], match["number"], origin)
    elif match := _TITLE_NAME.match(text):
        return Title(match["rest"], "", origin)
    return Title(text, "", origin)


def read_stated_date(reading: Reading, name: FileName) -> tuple[StatedDate, str, Origin]:
    """The date with its raw words and place.

    As stated, else beside the status, else the latest of a history, else that of the file's name.
    """
    stated = reading.first("date")
    found = stated if stated is not None and stated.text else _date_elsewhere(reading)
    if found is not None:
        return read_date(found.text), found.text, found.origin
    if name.day is not None:
        text = name.day.isoformat()
        return read_date(text), text, Origin(reading.source.path)
    return read_date(""), "", stated.origin if stated else head_origin(reading.source)


def _date_elsewhere(reading: Reading) -> Stated | None:
    source, status = reading.source, reading.first("status")
    beside = date_beside(status, source) if status is not None and status.text else None
    section = section_of(source, "status")
    labelled = labelled_parts(source, section[1]) if section else ()
    below = next((stated for stated in labelled if stated.part == "date" and stated.text), None)
    return below or beside or latest_in_history(source)


def head_origin(source: Source) -> Origin:
    """Where what is missing would stand: the front matter, else the title, else the top."""
    heading = title_heading(source)
    if source.outline.front is not None or heading is None:
        return Origin(source.path)
    return Origin(source.path, span=heading.span)


def read_stated_status(reading: Reading) -> tuple[Status, str, Origin]:
    """The status with its raw words and place."""
    stated = reading.first("status")
    if stated is None:
        return Status.UNKNOWN, "", head_origin(reading.source)
    said = said_status(plain_words(stated.text)) if stated.place in ("sentence", "section") else ""
    return read_status(said or stated.text), stated.text, stated.origin


def read_relations(reading: Reading) -> tuple[Relation, ...]:
    """Every relation that the file states, each once."""
    found: dict[tuple[str, str], Relation] = {}
    for relation in _all_relations(reading):
        found.setdefault((relation.verb, relation.target), relation)
    return tuple(found.values())


def _all_relations(reading: Reading) -> Iterator[Relation]:
    source = reading.source
    for stated in reading.parts:
        if is_placeholder(stated.text):
            continue
        if stated.part == "status":
            yield from worded_relations(stated, source)
        elif stated.part in VERB_NAMES and stated.place == "front":
            yield from front_relations(stated)
        elif stated.part in VERB_NAMES:
            yield from worded_relations(stated, source, verb=stated.part)
    for _, stated in link_lines(source):
        yield from worded_relations(stated, source)
