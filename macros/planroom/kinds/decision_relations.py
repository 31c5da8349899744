"""Relations between decisions as their files state them: a verb and whatever names the other one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import Origin, Span
from planroom.kinds.decision_fields import Stated, as_text
from planroom.kinds.decision_words import LINKS_HEADINGS, VERBS, folded, heading_words, plain_words
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source import Source

_LINK = late(r"\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)>?[^()]*\)")
_NAME = late(
    r"(?:m?adr|decision|dr|nr\.?|no\.?)[-\s#]*\d{1,6}(?:-[\w.-]*\w)?|[A-Z]{2,5}-\d{1,6}\b(?:-[\w.-]*\w)?|[\w./-]*\w\.mdx?\b"
    r"|\d{8}-[\w-]+|#?\d{1,6}-[A-Za-z][\w.-]*\w|#?\d{1,6}\b(?![-/.:]\d)(?!\s+(?!and\b|und\b|et\b|y\b|e\b)\w)",
    re.IGNORECASE,
)
_JOINT = late(r"[*_]*\s*(?:[,;&]|(?:and|und|et|y|e|и|和|و)\b)?\s*(?:and\s+)?", re.IGNORECASE)
_LEAD = late(r"[\s>*+_~:–—-]*")
_VERB = late(
    "|".join(sorted((re.escape(verb).replace("\\ ", r"\s+") for verb in VERBS), key=len, reverse=True)),
    re.IGNORECASE,
)
_ASIDE = late(
    r"^\s*\([^()]*\)\s*(?:by|durch|par|por)?\s*|^\s*(?:by|with|through|the|adr:|:|：|=>|→|-)\s+",
    re.IGNORECASE,
)
_BULLET = late(r"^\s*[-*+]\s+(?=\S)")
_IN_PART = late(
    r"\b(?:partially|partly|in part|partiellement|teilweise|parcialmente|parzialmente)\s*$", re.IGNORECASE
)
_PARTLY = {"supersedes": "amends", "superseded-by": "amended-by"}
_LOOKED_AT = 2_000
"""How much of a statement is searched for relations; where people state some, it is a line or two."""
_OPEN_VERBS = frozenset(("superseded", "superceded", "replaced"))


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation to another decision.

    `verb` is `supersedes`, `superseded-by`, `amends`, `amended-by` or `relates-to`; `target` the raw
    words that name the other one (a number, `ADR-5`, a file name, a path or a link's target); `label` the
    text of the link, if it is one.
    """

    verb: str
    target: str
    origin: Origin
    label: str = ""


def front_relations(stated: Stated) -> Iterator[Relation]:
    """The relations of one key of the front matter: a text or number, or a list of them."""
    value = stated.value
    if not isinstance(value, list):
        yield from _valued(stated.part, value, stated.origin)
        return
    for position, item in enumerate(value):
        yield from _valued(stated.part, item, stated.origin.at(position))


def _valued(verb: str, value: Any, origin: Origin) -> Iterator[Relation]:
    if isinstance(value, dict):
        value = next(
            (value[key] for key in ("id", "adr", "decision", "target", "path") if key in value), None
        )
    text = as_text(value)
    targets = list(_targets(text))
    for target, label, _ in targets:
        yield Relation(verb, target, origin, label)
    if not targets and text and not text.startswith("{"):
        yield Relation(verb, text, origin)


def worded_relations(stated: Stated, source: Source, *, verb: str = "") -> Iterator[Relation]:
    """The relations that words state: `Superseded by [4. X](0004-x.md)`, `accepted, supersedes ADR-3`.

    With `verb` the words are only the targets, as behind the label `Supersedes:`.
    """
    text = source.with_inline_links(stated.text[:_LOOKED_AT])
    if verb:
        yield from _named(verb, text, 0, stated, source)
        return
    for found_verb, end in _verbs(text):
        yield from _named(found_verb, text, end, stated, source)


def _verbs(text: str) -> Iterator[tuple[str, int]]:
    """The verbs of relations in a text, each with the offset behind it; not those inside a link."""
    hidden = _LINK.sub(lambda match: " " * len(match[0]), text)
    for match in _VERB.finditer(hidden):
        before, after = hidden[: match.start()][-1:], hidden[match.end() :][:1]
        if not before.isalnum() and not (after.isalnum() and after.isascii()):
            verb = VERBS[folded(match[0])]
            yield (_PARTLY.get(verb, verb) if _IN_PART.search(hidden[: match.start()]) else verb), match.end()
    opening = re.match(r"\W*(\w+)\s*\([^()]*\)\s+by\b", hidden)
    if opening and opening[1].lower() in _OPEN_VERBS:
        yield "superseded-by", opening.end()


def _named(verb: str, text: str, start: int, stated: Stated, source: Source) -> Iterator[Relation]:
    for target, label, offset in _targets(text[start:]):
        yield Relation(verb, target, _place(stated.origin, source, target, start + offset), label)


def _targets(text: str) -> Iterator[tuple[str, str, int]]:
    """What is named at the start of a text, as target, label and offset.

    Links, numbers and file names in a row.
    """
    at = _skip(_LEAD, text, 0)
    if aside := _ASIDE.match(text[at:]):
        at += aside.end()
    while at < len(text):
        here = _skip(_LEAD, text, at)
        if match := _LINK.match(text, here):
            yield match[2], match[1], match.start(2)
        elif match := _NAME.match(text, here):
            yield match[0], "", match.start()
        else:
            return
        at = _skip(_JOINT, text, match.end())


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The offset behind what a pattern matches at `at`; `at` itself where it does not."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _place(origin: Origin, source: Source, target: str, offset: int) -> Origin:
    """The place of a target within a stated text, where it can be found on the text's lines.

    Else of the whole.
    """
    span = origin.span
    if span is None:
        return origin
    for number in range(span.line, span.end_line + 1):
        start = span.column - 1 if number == span.line else 0
        column = source.lines[number - 1].find(
            target, start + (max(offset - 2, 0) if number == span.line == span.end_line else 0)
        )
        if column < 0:
            column = source.lines[number - 1].find(target, start)
        if column >= 0:
            return Origin(origin.path, span=Span(number, column + 1, number, column + len(target) + 1))
    return origin


def link_lines(source: Source) -> Iterator[tuple[str, Stated]]:
    """Bullets that begin with a verb in sections such as Links.

    `- Supersedes [3. X](0003-x.md)`, with the verb.
    """
    for position, heading in enumerate(source.outline.headings):
        if heading_words(heading.text) not in LINKS_HEADINGS:
            continue
        following = source.outline.headings[position + 1 :]
        stop = following[0].span.line if following else len(source.outline.masked) + 1
        for number in range(heading.span.end_line + 1, stop):
            if _BULLET.match(source.outline.masked[number - 1]):
                yield from _linking(source, number)


def _linking(source: Source, number: int) -> Iterator[tuple[str, Stated]]:
    line = source.lines[number - 1]
    words = folded(plain_words(line)).lstrip("-*+ ")
    match = _VERB.match(words)
    if match and not words[match.end() :][:1].isalnum():
        text = line.strip()
        begin = len(line) - len(line.lstrip()) + 1
        span = Span(number, begin, number, begin + len(text))
        yield VERBS[folded(match[0])], Stated("relations", text, Origin(source.path, span=span), "section")
