"""Words that a template puts into a decision and that its author is to replace."""

from __future__ import annotations

import re

from planroom.diagnostics import Origin, Span
from planroom.kinds.decision_words import folded, plain_words
from planroom.patterns import late
from planroom.source import Source

_BRACED = late(r"(?<![\w${\\])\{(?!\{)[^{}\n\w]*\w[^{}\n]*\}(?![\w}])")
_BRACKETED = late(r"(?<!\])\[([^\[\]\n]{8,})\](?![(\[:])")
_UNFILLED = late(r"(?:\{[^{}]*\}|\[[^\[\]]*\](?![(\[])|<!--.*-->)")
_TITLE_LEAD = late(r"(?:adr[-\s]*)?[\d{}a-z]*[.:)]\s+", re.IGNORECASE)
_PHRASES = tuple(
    folded(phrase)
    for phrase in (
        "What is the issue that we're seeing that is motivating this decision or change",
        "What is the change that we're proposing and/or doing",
        "What is the change that we're actually proposing or doing",
        "What becomes easier or more difficult to do because of this change",
        "What becomes easier or more difficult to do and any risks introduced by the change",
        "The issue motivating this decision, and any context that influences or constrains the decision",
        "The change that we're proposing or have agreed to implement",
        "This section describes the forces at play",
        "This section describes our response to these forces",
        "This section describes the resulting context, after applying the decision",
        "Describe the context and problem statement",
        "Context here",
        "Decision here",
        "Consequences here",
        "Contexte ici",
        "Décision ici",
        "Conséquences ici",
        "Inserisci informazioni di contesto qui",
        "Aqui vem o contexto",
        "在这里补充上下文",
        "在这里补充上决策信息",
        "在这里记录结果",
    )
)
_FIRST_WORD = late(r"[\s>*+_#\d.)-]*([^\W\d_]+)")
_BEGINNINGS = frozenset(phrase[:2] for phrase in _PHRASES)
_LOOKED_AT = 400
"""How much of a line is compared with the phrases, which are shorter; lines may be whole paragraphs."""
_ASKED = late(
    r"^(?:short title|title of|list everyone|list of tags|describe|description|option \d|example|argument"
    r"|justification|decision driver|driver \d|name of|positive consequence|negative consequence|yyyy"
    r"|you might|space and/or|link)"
)


def unfilled_title(raw: str) -> bool:
    """Whether a title's raw words are a template's.

    In braces, in square brackets that are no link, or a comment.
    """
    raw = raw.strip()
    lead = _TITLE_LEAD.match(raw)
    return any(_UNFILLED.fullmatch(text) for text in (raw, raw[lead.end() :] if lead else raw))


def template_words(source: Source) -> tuple[tuple[str, Origin], ...]:
    """The words of a template that still stand in a text, in order, with their places; code is left out."""
    found: list[tuple[str, Origin]] = []
    for number, masked in enumerate(source.outline.masked, 1):
        for start, end in _stretches(masked):
            words = masked[start:end].strip()
            found.append((words, Origin(source.path, span=Span(number, start + 1, number, end + 1))))
    return tuple(found)


def _stretches(line: str) -> list[tuple[int, int]]:
    """Where in a line words of a template stand."""
    if not line or line.isspace():
        return []
    found = []
    if "{" in line:
        found = [match.span() for match in _BRACED.finditer(line) if _is_asking(match[0][1:-1])]
    if "[" in line:
        # `[option 2]` is how many refer to an option of theirs, so brackets need other words than braces.
        found += [
            match.span()
            for match in _BRACKETED.finditer(line)
            if _is_asking(match[1]) and not folded(match[1]).startswith("option")
        ]
    if not found and _may_be_a_phrase(line):
        words = folded(plain_words(line[:_LOOKED_AT])).lstrip("> ")
        if words.startswith(_PHRASES):
            start = len(line) - len(line.lstrip())
            found = [(start, len(line.rstrip()))]
    return sorted(found)


def _may_be_a_phrase(line: str) -> bool:
    """Whether a line can begin with a phrase of a template: cheap to ask, since nearly all lines do not."""
    word = _FIRST_WORD.match(line)
    return word is None or folded(word[1])[:2] in _BEGINNINGS


def _is_asking(words: str) -> bool:
    """Whether words in braces ask for something: a path or a formula in braces does not."""
    return bool(_ASKED.match(folded(words)))
