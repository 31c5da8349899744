"""Where a decision's facts are stated: front matter, labelled lines under the title, tables, and sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from planroom.diagnostics import Origin, Span
from planroom.kinds.decision_words import LABELS, METADATA_HEADINGS, VERBS, folded, heading_words, plain_words
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source import Field, Heading, Source
from planroom.source.outline import ATTRIBUTE

_LABELLED = late(
    r"^\s*+(?:>\s*+)?(?:[-*+]\s++)?(?:\[[ xX]\]\s++)?[*_]*+\s*+"
    r"([^\W\d_][^:：*|`\[\]]{0,40}?)\s*+[*_]*+\s*+(?:::|[:：])\s*[*_]*\s*"
)
_LABEL_REACH = 200
"""How far into a line a label may reach: lines may be whole paragraphs, or worse."""
_NEXT_LABEL = late(
    r"(?:\s*[|·•;,]\s+|\s+[–—]\s+|\s{2,}|\s+(?=\*\*))[*_]*([^\W\d_][^:：*|`,;\[\]]{0,40}?)[*_]*\s*[:：]\s*[*_]*\s*"
)
_ROW_REACH = 1_000
_BARE_LABEL = late(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)([Ss]tatus|[Dd]ate)(?:\*\*|__)\s+(?=\S)|^\s*([Ss]tatus|[Dd]ate)\s*\|\s*(?=\S)"
)
"""A label without a colon: in bold, or in a table without lines at its sides."""
_SPACED_DATE = late(r"^\s*[*_]*(Date|date)[*_]*\s+(?=\d)")
_CONTINUED = late(r"^\s+(?![-*+]\s|\d+[.)]\s)\S")
_ROW = late(r"^\s*\|(.*)\|\s*$")
_RULE = late(r"^\s*+\|[\s|:]*-[\s|:-]*$")
_BULLET = late(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?(?=\S)")
_KEY_JOINTS = late(r"[_\s]+|(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Reference:
    """A name or path as the file writes it, and where it stands."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Stated:
    """A part of a decision as its file states it.

    `part` is a label's meaning (`status`, `date`, `deciders`, …, a relation's verb), `text` the raw
    words, `place` one of `front`, `bullet`, `line`, `table`, `field`, `attribute`, `section`, `title`,
    `badge`, `sentence`. `value` is the value of the front matter, or the list of the bullets below a label.
    """

    part: str
    text: str
    origin: Origin
    place: str
    value: Any = None


def front_parts(source: Source) -> Iterator[Stated]:
    """The parts that the front matter states, by keys in any writing: `decision-makers`, `decisionMakers`."""
    value = source.value
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        if part := _part_of_key(str(key)):
            yield Stated(part, as_text(item), source.origin(key), "front", item)


@lru_cache(maxsize=4096)
def _part_of_key(key: str) -> str:
    name = key_name(key)
    spaced = folded(name.replace("-", " "))
    part = LABELS.get(name) or LABELS.get(spaced) or VERBS.get(name) or VERBS.get(spaced)
    return part or (name if name in ("title", "name") else "")


def key_name(key: str) -> str:
    """A key of front matter in lower case with hyphens: of `decisionMakers` the name `decision-makers`."""
    return _KEY_JOINTS.sub("-", key).lower()


def field_parts(source: Source, lines: range) -> Iterator[Stated]:
    """The parts that fields among these lines state: `:status: accepted` below the title."""
    for field in source.outline.fields:
        part = part_of(field.name)
        if part and field.span.line in lines:
            yield _as_stated(source, field, part, "field")


def attribute_parts(source: Source) -> Iterator[Stated]:
    """The parts that attributes of the document state; a reader does not see them, so they count last."""
    for name, field in source.outline.attributes.items():
        part = "date" if name == "revdate" else part_of(name.replace("-", " "))
        if part:
            yield _as_stated(source, field, part, "attribute")


def _as_stated(source: Source, field: Field, part: str, place: str) -> Stated:
    return Stated(part, field.value, Origin(source.path, span=field.span), place)


def resolved(source: Source, stated: Stated) -> Stated:
    """The statement that a reader sees: of `Status: {status}` the value of that attribute, and its place."""
    match = ATTRIBUTE.fullmatch(stated.text)
    field = source.outline.attributes.get(match[1].lower()) if match else None
    return _as_stated(source, field, stated.part, "attribute") if field else stated


def as_text(value: Any) -> str:
    """A front matter's value as one line of text; nothing for a mapping."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (as_text(item) for item in value)))
    return " ".join(str(value).split())


def title_heading(source: Source) -> Heading | None:
    """The heading that is the title.

    The first of level one, else the very first if it names no part of a body.
    """
    headings = source.outline.headings
    for heading in headings:
        if heading.level == 1:
            return None if _names_a_part(heading.text) else heading
    if headings and not _names_a_part(headings[0].text):
        return headings[0]
    return None


_SECTION_NAMES = frozenset(
    folded(word)
    for word in (
        *("Context", "Context and Problem Statement", "Decision", "Decision Outcome", "Consequences"),
        *("Considered Options", "Contexte", "Contexte et Problème", "Kontext", "Contexto", "Contesto"),
        *("上下文", "背景", "Контекст", "زمینه", "Summary", "Changelog", "Description", "Introduction"),
    )
)  # fmt: skip


def _names_a_part(text: str) -> bool:
    words = heading_words(text)
    return words in _SECTION_NAMES or words in LABELS


def head_lines(source: Source) -> range:
    """The numbers of the lines above the first section: where bullets and labelled lines state parts."""
    outline = source.outline
    title = title_heading(source)
    for heading in outline.headings:
        if heading is not title:
            return range(outline.front_end + 1, heading.span.line)
    return range(outline.front_end + 1, len(outline.masked) + 1)


def metadata_lines(source: Source) -> range:
    """The numbers of the lines in a section called Metadata or the like; none where there is none."""
    headings = source.outline.headings
    for position, heading in enumerate(headings):
        if heading_words(heading.text) in METADATA_HEADINGS:
            following = headings[position + 1 :]
            stop = following[0].span.line if following else len(source.outline.masked) + 1
            return range(heading.span.end_line + 1, stop)
    return range(0)


def labelled_parts(source: Source, lines: range) -> Iterator[Stated]:
    """The parts that bullets, lines with a label, and tables state among these lines."""
    for number in lines:
        masked = source.outline.masked[number - 1]
        if _ROW.match(masked):
            yield from _table_parts(source, number)
            continue
        start = masked[:_LABEL_REACH]
        match = _LABELLED.match(start) or _SPACED_DATE.match(start) or _BARE_LABEL.match(start)
        part = part_of(match[1] or match[2]) if match else ""
        if match and part:
            place = "bullet" if _BULLET.match(masked) else "line"
            yield from _in_a_row(source, number, match.end(), part, place, lines.stop)


def _in_a_row(source: Source, number: int, start: int, part: str, place: str, stop: int) -> Iterator[Stated]:
    """The part of a label, and those that follow on its line: `Status: accepted | Date: 2026-02-03`."""
    masked = source.outline.masked[number - 1][:_ROW_REACH]
    following = [found for found in _NEXT_LABEL.finditer(masked, start) if part_of(found[1])]
    if not following:
        yield stretch(source, number, start, part, place, stop)
        return
    for match in following:
        yield lines_as(source, number, start, number, part, place, end=match.start())
        start, part = match.end(), part_of(match[1])
    yield lines_as(source, number, start, number, part, place)


def part_of(label: str) -> str:
    """The part that a label names, or the verb of a relation, or `""`."""
    words = folded(plain_words(label))
    return LABELS.get(words) or VERBS.get(words) or ""


def stretch(source: Source, number: int, start: int, part: str, place: str, stop: int) -> Stated:
    """The words from a column to the end of a line, and of the lines that are indented to continue it."""
    last = number
    if place == "bullet":
        if not source.outline.masked[number - 1][start:].strip() and (
            below := _items_below(source, number, stop)
        ):
            return replace(lines_as(source, number, start, below[-1], part, place), **_listed(source, below))
        while last + 1 < stop and _CONTINUED.match(source.outline.masked[last]):
            last += 1
    return lines_as(source, number, start, last, part, place)


def _items_below(source: Source, number: int, stop: int) -> list[int]:
    """The numbers of the lines with bullets that are indented below the bullet of a line."""
    found: list[int] = []
    outer = _indent(source.outline.masked[number - 1])
    for line in range(number + 1, stop):
        masked = source.outline.masked[line - 1]
        if not _BULLET.match(masked) or _indent(masked) <= outer:
            break
        found.append(line)
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _listed(source: Source, lines: list[int]) -> dict[str, Any]:
    """Text and value of a statement whose words are the bullets on these lines."""
    items = []
    for line in lines:
        bullet = _BULLET.match(source.outline.masked[line - 1])
        items.append(source.lines[line - 1][bullet.end() if bullet else 0 :].strip())
    return {"text": ", ".join(items), "value": items}


def lines_as(
    source: Source, first: int, start: int, last: int, part: str, place: str, *, end: int | None = None
) -> Stated:
    """The words of lines `first` to `last`, the first of them from offset `start`, the last up to `end`.

    A comment at the end is left out.
    """
    if end is None:
        end = len(_bare_end(source.lines[last - 1], source.outline.masked[last - 1]))
    line = source.lines[first - 1]
    start = min(start + len(line[start:]) - len(line[start:].lstrip()), len(line))
    if first == last:
        start, end = _unmarked(line, start, max(end, start))
        text = line[start:end]
    else:
        text = " ".join([line[start:], *source.lines[first : last - 1], source.lines[last - 1][:end]])
    span = Span(first, start + 1, last, end + 1)
    return Stated(part, " ".join(text.split()), Origin(source.path, span=span), place)


def _unmarked(line: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a line without the emphasis around it, also where only its end lies inside."""
    for mark in ("***", "**", "__", "*", "_", "`"):
        words = line[start:end]
        if words.endswith(mark) and len(words) > len(mark):
            if (
                words.startswith(mark)
                and mark not in words[len(mark) : -len(mark)]
                and len(words) > 2 * len(mark)
            ):
                return start + len(mark), end - len(mark)
            if words.count(mark) == 1:
                return start, end - len(mark)
    return start, end


def _bare_end(raw: str, masked: str) -> str:
    """A line up to a comment that ends it; code spans, which are masked too, stay."""
    stripped = raw.rstrip()
    while stripped.endswith("-->") and "<!--" in stripped and len(masked.rstrip()) < len(stripped):
        stripped = stripped[: stripped.rfind("<!--")].rstrip()
    return stripped


def _table_parts(source: Source, number: int) -> Iterator[Stated]:
    """The parts of a table: a label before each value, or labels above a rule and values below it."""
    masked = source.outline.masked
    cells = _cells(source.lines[number - 1])
    ruled = number < len(masked) and _RULE.match(masked[number]) is not None
    values = _cells(source.lines[number + 1]) if ruled and number + 1 < len(masked) else []
    if ruled and values and not (len(cells) == 2 and _cell_part(values[0][1])):
        for (_, label), (column, text) in zip(cells, values, strict=False):
            if part := _cell_part(label):
                yield _cell(source, number + 2, column, text, part)
    elif len(cells) == 2 and (part := _cell_part(cells[0][1])):
        yield _cell(source, number, cells[1][0], cells[1][1], part)


def _cell_part(label: str) -> str:
    return part_of(label.rstrip(" :：*"))


def _cells(line: str) -> list[tuple[int, str]]:
    """The cells of a table row: the column (from 1) of each one's words, and the words."""
    found, at = [], line.find("|") + 1
    for piece in line[at : line.rstrip().rfind("|")].split("|"):
        lead = len(piece) - len(piece.lstrip())
        found.append((at + lead + 1, piece.strip()))
        at += len(piece) + 1
    return found


def _cell(source: Source, number: int, column: int, text: str, part: str) -> Stated:
    span = Span(number, column, number, column + len(text))
    return Stated(part, text, Origin(source.path, span=span), "table")


def section_of(source: Source, part: str) -> tuple[Heading, range] | None:
    """The first section whose heading (of level one to three) names a part, and its own lines' numbers."""
    for position, heading in enumerate(source.outline.headings):
        if heading.level <= 3 and LABELS.get(heading_words(heading.text)) == part:
            following = source.outline.headings[position + 1 :]
            stop = following[0].span.line if following else len(source.outline.masked) + 1
            return heading, range(source.outline.section(heading).start, stop)
    return None
