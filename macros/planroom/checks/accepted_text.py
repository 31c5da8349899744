"""CHG: the text of decisions that were accepted, and what a change makes of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity, Span
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_fields import head_lines, part_of
from planroom.kinds.decision_words import HISTORY_HEADINGS, LABELS, LINKS_HEADINGS, heading_words
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Room
from planroom.wording import counted, quote

_COMMENT = late(r"<!--.*?-->", re.DOTALL)
_TARGET = late(r"\]\((?:[^()\s]|\([^()]*\))*(?:\s+[\"'(][^)]*)?\)|\]\[[^\]]*\]|<?https?://[^\s>)]*>?")
_DEFINITION = late(r"^ {0,3}\[[^\]]+\]:\s")
_LABELLED = late(r"^\W*([^\W\d_][^:：|]{0,40}?)\W*[:：]")
_WORD = late(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+(?:[-'’.]\w+)*|[<>=≤≥≠+]+")
_OPEN_SECTIONS = LINKS_HEADINGS | HISTORY_HEADINGS
"""Sections that go on growing after a decision was accepted."""
_ALIKE, _LONG = 0.85, 6
"""How alike and how long two words are of which one is the other misspelt: `http` is not `https`."""
_MOST = 4_000_000
"""Above so many pairs of words nothing is compared word by word: it is a change whatever it says."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a decision's text in order, folded, each with the number of its line."""

    words: tuple[str, ...]
    lines: tuple[int, ...]


@check("CHG001", Severity.WARNING, on=Decision, needs="base")
def accepted_text_changed(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """What was accepted stays as it was: another decision changes it, by `supersedes` or `amends`."""
    before = _before(decision, scope)
    if before is not None:
        yield from changed_text(before, decision)


def _before(decision: Decision, scope: Scope) -> Decision | None:
    """The decision as it was, also under another name: that of the same title which is no longer here."""
    base = scope.base
    if base is None:
        return None
    found = base.artifact(decision.path)
    if isinstance(found, Decision):
        return found
    gone = _gone(base, scope.room).get(decision.title, ())
    return gone[0] if len(gone) == 1 else None


@lru_cache(maxsize=4)
def _gone(base: Room, room: Room) -> dict[str, list[Decision]]:
    """The decisions that a room no longer has under the name they had, by title."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for old in base.of(Decision):
        if old.title and old.path not in room.paths:
            found[old.title].append(old)
    return found


def changed_text(before: Decision, now: Decision) -> Iterator[Finding]:
    """What the text of an accepted decision says otherwise than before, as one finding at its first place.

    Status, date and other facts of the head, relations, targets of links, sections of links and of history,
    comments, line breaks, punctuation, capital letters and typing errors may change.
    """
    if before.status is not Status.ACCEPTED or before.source.text == now.source.text:
        return
    old, new = _text(before), _text(now)
    changes = list(_changes(old, new))
    if not changes:
        return
    line, what = changes[0]
    more = f", and {counted(len(changes) - 1, 'more place')}" if len(changes) > 1 else ""
    lines = now.source.lines
    name = now.number or now.path
    yield Finding(
        f"this decision was accepted, and now its text says something else: {what}{more}",
        Origin(now.path, span=Span(line, 1, line, len(lines[line - 1]) + 1)),
        f"take it back, and write another decision that replaces or amends it: `planroom supersede {name}`",
    )


def _text(decision: Decision) -> _Words:
    source = decision.source
    left_out = set(_facts(decision))
    shown = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), "\n".join(source.lines)).split("\n")
    words: list[str] = []
    lines: list[int] = []
    title = decision.title_origin.span
    for number, line in enumerate(shown, 1):
        if number in left_out or number <= source.outline.front_end or _DEFINITION.match(line):
            continue
        line = decision.title if title and title.line == number else _TARGET.sub("]", line)
        found = _WORD.findall(line.casefold())
        words += found
        lines += [number] * len(found)
    return _Words(tuple(words), tuple(lines))


def _facts(decision: Decision) -> Iterator[int]:
    """The lines that state facts which change after a decision was accepted."""
    source = decision.source
    outline = source.outline
    for origin in (decision.status_origin, decision.date_origin, *(r.origin for r in decision.relations)):
        if origin.span is not None and origin.span != getattr(decision.title_origin, "span", None):
            yield from range(origin.span.line, origin.span.end_line + 1)
    for number in head_lines(source):
        match = _LABELLED.match(source.lines[number - 1])
        if (match and part_of(match[1])) or source.lines[number - 1].lstrip().startswith("|"):
            yield number
    for heading in outline.headings:
        words = heading_words(heading.text)
        if words in _OPEN_SECTIONS or LABELS.get(words) in ("status", "date"):
            yield from (heading.span.line, *outline.section(heading))


def _changes(old: _Words, new: _Words) -> Iterator[tuple[int, str]]:
    """The places that say something else, by line of the new text, each with what it says."""
    first = _common(old.words, new.words)
    last = _common(old.words[first:][::-1], new.words[first:][::-1])
    was, now = old.words[first : len(old.words) - last], new.words[first : len(new.words) - last]
    if not was and not now:
        return
    if len(was) * len(now) > _MOST:
        yield _line(new, first), "nearly all of it"
        return
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal" and not _is_typo(was[a:b], now[c:d]):
            yield _line(new, first + c), _said(was[a:b], now[c:d])


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _line(text: _Words, position: int) -> int:
    return text.lines[min(position, len(text.lines) - 1)] if text.lines else 1


def _is_typo(was: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Whether words differ by typing errors alone: in letters, not in digits, and not at the beginning."""
    if "".join(was) == "".join(now):
        return True
    return len(was) == len(now) and all(map(_is_misspelt, was, now))


def _is_misspelt(one: str, other: str) -> bool:
    if one == other or sorted(one) == sorted(other):
        return True
    if one[0] != other[0] or min(len(one), len(other)) < _LONG or not (one + other).isalpha():
        return False
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _said(was: tuple[str, ...], now: tuple[str, ...]) -> str:
    if not now:
        return f"{quote(' '.join(was), 40)} is gone"
    if not was:
        return f"{quote(' '.join(now), 40)} is new"
    return f"{quote(' '.join(now), 40)} was {quote(' '.join(was), 40)}"
