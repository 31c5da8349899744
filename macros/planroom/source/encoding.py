"""Bytes to text: UTF-8, and what the bytes are where they are something else."""

from __future__ import annotations

from planroom.diagnostics import Span
from planroom.source.lines import split_lines
from planroom.source.problem import Problem

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
"""Byte order marks, the longer ones first (Unicode 16.0, section 23.8)."""

_SAMPLE = 400


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file's bytes; what is no UTF-8 is reported at its place.

    A file in UTF-16 or UTF-32 is read as such, so that nothing but its encoding is a finding.
    """
    if other := _other_encoding(data):
        return _decoded(data, *other)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        above = split_lines(before)
        line, column = len(above), len(above[-1]) + 1
        at = Span(line, column, line, column + 1)
        say = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        hint = (
            "save the file as UTF-8" if b"\x00" not in data else "remove the file; it seems to hold no text"
        )
        return data.decode("utf-8", "replace"), (Problem("encoding", say, at, hint),)


def _other_encoding(data: bytes) -> tuple[str, str] | None:
    """The codec and name of the encoding that a byte order mark, or zeros in every second byte, show."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return codec, name
    if len(data) < 8 or b"\x00" not in data[:2]:
        return None
    sample = data[: _SAMPLE - _SAMPLE % 4]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd * 5 > len(sample) * 2 and not even:
        return "utf-16-le", "UTF-16"
    if even * 5 > len(sample) * 2 and not odd:
        return "utf-16-be", "UTF-16"
    return None


def _decoded(data: bytes, codec: str, name: str) -> tuple[str, tuple[Problem, ...]]:
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    first = split_lines(text)[0]
    say, hint = f"the file is {name}, not UTF-8", "save the file as UTF-8"
    return text, (Problem("encoding", say, Span(1, 1, 1, min(2, len(first) + 1)), hint),)
