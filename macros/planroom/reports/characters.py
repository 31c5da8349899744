"""Texts of files on a terminal: what can be shown, how wide it is, and where it has to be cut."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """The text on one line, with control characters written out: a file's words must not steer a terminal."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\t\r":
        return " "
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"\\u{ord(char):04x}"
    return char


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def clipped(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it takes more than `width` columns."""
    if cells(text) <= width:
        return text
    room = max(width, 1) - 1
    taken = ""
    for char in text:
        if cells(taken + char) > room:
            break
        taken += char
    return taken.rstrip() + "…"


def padded(text: str, width: int) -> str:
    """The text, filled up with spaces to `width` columns."""
    return text + " " * (width - cells(text))
