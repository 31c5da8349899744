"""Whatever a file holds, reading it gives a value and problems with places inside it, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planroom.diagnostics import Span
from planroom.source import Source, decode

MARKS = st.text(
    st.sampled_from("{}[]:,\"'\\\n\t\r -#&*!|>%@`~?.0123abNnu<>=()\u2028\ufeff\x00é😀\ud800"), max_size=40
)


def inside(span: Span, lines: tuple[str, ...]) -> bool:
    """Whether a stretch of text lies within lines of text."""
    ends = ((span.line, span.column), (span.end_line, span.end_column))
    return ends[0] <= ends[1] and all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 for line, column in ends
    )


@pytest.mark.parametrize("format_", ["yaml", "json", "markdown"])
@given(text=MARKS | st.text(max_size=40))
@example(text="[1, 2")
@example(text="}{")
@example(text="a: 'x")
@example(text="---\na: [1\n---")
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(format_: str, text: str) -> None:
    source = Source("file", text, format_)
    origins = [source.origin(), source.origin("a"), source.origin(0, "b").key()]
    places = source.locate(origins).values()
    spans = [Span(place.line, place.column, place.end_line, place.end_column) for place in places]
    for problem in source.problems:
        assert problem.hint
        spans += [problem.span, *(span for _, span in problem.related)]
    if format_ == "markdown":
        outline = source.outline
        spans += [item.span for item in (*outline.headings, *outline.links)]
        assert [len(line) for line in outline.masked if line] == [
            len(raw) for raw, line in zip(source.lines, outline.masked, strict=True) if line
        ]
    assert [span for span in spans if not inside(span, source.lines)] == []


@given(st.binary(max_size=40))
def test_any_bytes_are_decoded(data: bytes) -> None:
    text, problems = decode(data)
    lines = Source("file", text).lines
    assert all(inside(problem.span, lines) for problem in problems)
    assert bool(problems) == (data.decode("utf-8", "ignore").encode() != data)
