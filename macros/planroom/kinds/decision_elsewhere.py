"""Status and date where no field, line or section states them: in the title, a badge, a sentence, a history.

Only words that say nothing else are taken: `# Use REST (superseded)`, but not `# Use REST (approved by Ann)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from planroom.diagnostics import Origin, Span
from planroom.kinds.decision_dates import StatedDate, read_date
from planroom.kinds.decision_fields import Stated, head_lines, lines_as, title_heading
from planroom.kinds.decision_status import Status, is_status_word, read_status
from planroom.kinds.decision_words import HISTORY_HEADINGS, folded, heading_words, plain_words
from planroom.patterns import late
from planroom.source import Source

_IN_BRACKETS = late(r"[(\[（【]([^()\[\]（）【】]{3,60})[)\]）】](?!\()")
_BADGE = late(r"\bstatus\s*[-:=_]+\s*([^\W_]+(?:[ _][^\W_]+)*)(?=$|[-.?#&])", re.IGNORECASE)
_SENTENCE = late(
    r"\W*(?:(?:this|the) (?:architecture )?(?:decision(?: record)?|adr|record|document|proposal)"
    r"|diese entscheidung|cette decision|esta decision|questa decisione|esta decisao|deze beslissing"
    r"|ta decyzja|(?:это|данное) решение)"
    r"\s+(?:is|was|has been|wurde|ist|est|a ete|es|fue|ha sido|e|e stata|foi|werd|zostala|jest|было)"
    r"\s+(?:now |currently |derzeit |jetzt )?"
)
_MAYBE_DATE = late(r"(?<!\w)(?=\d|[^\W\d_]{3,11}\.?\s+\d)")
_JOINED = late(
    r"(?:\b(?:on|since|as of|am|seit|le|depuis|el|desde|il|dal|em|op|sinds|dnia|с|в))?[\s(\[,;:*_–—-]*$"
)
_AHEAD = late(r"[\s>*+_!\u26a0\u2139\ufe0f-]*")
_ENTRY = late(r"\s*(?:[-*+]\s+)?[*_`\[(|]*\s*(?=\w)")


def statuses_elsewhere(source: Source) -> Iterator[Stated]:
    """The statuses that stand outside of fields and sections: in the title, then above the first section."""
    lines = head_lines(source)
    yield from _in_title(source)
    yield from _in_badges(source, lines)
    yield from _in_sentences(source, lines)


def _in_title(source: Source) -> Iterator[Stated]:
    heading = title_heading(source)
    if heading is None:
        return
    for number in range(heading.span.line, heading.span.end_line + 1):
        for match in _IN_BRACKETS.finditer(source.lines[number - 1]):
            if _is_status(match[1]):
                yield lines_as(source, number, match.start(1), number, "status", "title", end=match.end(1))


def _is_status(words: str) -> bool:
    """Whether words are a status and nothing else, or name a successor."""
    replaced = read_status(words) is Status.SUPERSEDED and re.search(r"\d", words) is not None
    return replaced or is_status_word(words)


def _in_badges(source: Source, lines: range) -> Iterator[Stated]:
    """A picture that shows the status: `![status: accepted](…)`, `…/badge/status-accepted-green`."""
    for link in source.outline.links:
        if not link.image or link.span.line not in lines:
            continue
        for text in (link.text, unquote(link.target)):
            match = _BADGE.search(text)
            words = match[1].replace("_", " ") if match else ""
            if is_status_word(words):
                yield Stated("status", words, Origin(source.path, span=link.span), "badge")
                break


def _in_sentences(source: Source, lines: range) -> Iterator[Stated]:
    """A line above the first section that is a status, or a sentence that begins with saying one."""
    for number in lines:
        line = source.outline.masked[number - 1]
        bare = line[_AHEAD.match(line).end() :]  # type: ignore[union-attr]
        start = len(line) - len(bare)
        if not bare or bare[0] in "|#" or len(bare) > 400:
            continue
        words = plain_words(bare)
        said = said_status(words)
        if _is_status(words) or (said and read_status(said) is not Status.UNKNOWN):
            yield lines_as(source, number, start, number, "status", "sentence")
            return


def said_status(words: str) -> str:
    """What a sentence says of the decision: of `This decision is superseded by 7` the last three words."""
    words = folded(words)
    subject = _SENTENCE.match(words)
    return words[subject.end() :] if subject else ""


def date_beside(status: Stated, source: Source) -> Stated | None:
    """The date that stands with a status: `Accepted 2026-02-03`, `accepted on 3 May 2026`."""
    span = status.origin.span
    for match in _MAYBE_DATE.finditer(status.text):
        before = plain_words(_JOINED.sub("", status.text[: match.start()]))
        before = said_status(before) or before
        if before.strip(" *_") and not is_status_word(before):
            return None
        if words := _readable(status.text[match.start() :]):
            column = source.lines[span.line - 1].find(words) if span else -1
            if span is None or column < 0:
                return Stated("date", words, status.origin, "section")
            here = Span(span.line, column + 1, span.line, column + len(words) + 1)
            return Stated("date", words, Origin(source.path, span=here), "section")
    return None


def _readable(text: str) -> str:
    """The words at the start of a text that mean one day."""
    found = read_date(text)
    return text[: found.length] if found.day is not None and text[:1].isalnum() else ""


def latest_in_history(source: Source) -> Stated | None:
    """The latest date that a history of changes gives: that of a section called Changelog or the like."""
    found: list[tuple[StatedDate, Stated]] = []
    for heading in source.outline.headings:
        if heading_words(heading.text) not in HISTORY_HEADINGS:
            continue
        for number in source.outline.section(heading):
            line = source.outline.masked[number - 1]
            entry = _ENTRY.match(line)
            words = _readable(line[entry.end() :]) if entry else ""
            if entry and words:
                here = Span(number, entry.end() + 1, number, entry.end() + len(words) + 1)
                found.append(
                    (read_date(words), Stated("date", words, Origin(source.path, span=here), "section"))
                )
    return max(found, key=lambda item: str(item[0].day))[1] if found else None
