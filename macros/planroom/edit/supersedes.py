"""The side of a supersession that the newer decision states: written where its shape keeps it."""

from __future__ import annotations

from planroom.edit.nodes import whole
from planroom.edit.text import Offsets, front_with, front_without_key, inserted_lines, yaml_scalar
from planroom.kinds.decision import KIND, Decision
from planroom.kinds.decision_fields import Stated, front_parts, section_of
from planroom.model.relation_words import supersedes
from planroom.source import Source


def with_supersedes(source: Source, older: Decision, name: str = "") -> str:
    """The text of a decision with the one that it replaces, by its number or another `name`.

    In the front matter, added to what is there, or in the section or bullets of its shape.
    """
    name = name or older.number or older.stem
    if source.outline.front is not None:
        stated = next((part for part in front_parts(source) if part.part == "supersedes"), None)
        return _added(source, stated, name) if stated else front_without_key(source, "supersedes", name)
    decision = KIND.parse(source)
    if not isinstance(decision, Decision) or decision.status_origin.span is None:
        return front_without_key(source, "supersedes", name)
    words, found = supersedes(decision, older), section_of(source, "status")
    if found is None:
        return inserted_lines(source.text, decision.status_origin.span.end_line + 1, [words])
    heading, lines = found
    last = max(
        (number for number in lines if source.lines[number - 1].strip()), default=heading.span.end_line
    )
    return inserted_lines(source.text, last + 1, ["", words])


def _added(source: Source, stated: Stated, name: str) -> str:
    """The text with one more name in a key of the front matter that holds a name or a list of them."""
    text, value, key = source.text, stated.value, stated.origin.pointer
    if value is None or value == "":
        return front_with(source, str(key[0]), name)
    last = (*key, len(value) - 1) if isinstance(value, list) and value else key
    spans = whole(source, key, last)
    if spans is None:
        return text
    (opening, _), (start, end) = spans
    word = yaml_scalar(name, text[start] if text[start] in "'\"" else "")
    if not isinstance(value, list):
        return f"{text[:start]}[{text[start:end]}, {word}]{text[end:]}"
    if not value:
        return f"{text[:start]}[{word}]{text[end:]}"
    if text[opening] == "[":
        return f"{text[:end]}, {word}{text[end:]}"
    line = Offsets.of(text).line(start)
    mark = text[Offsets.of(text).start(line) : start]
    return inserted_lines(text, line + 1, [mark + word])
