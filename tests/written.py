"""The same text as editors and systems write it: line ends, byte order marks, alphabets."""

from __future__ import annotations

from collections.abc import Callable

BOM = b"\xef\xbb\xbf"


def crlf(text: str) -> bytes:
    """The text with the line ends of Windows."""
    return text.replace("\n", "\r\n").encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "LF": str.encode,
    "CRLF and no final newline": lambda text: crlf(text.rstrip("\n")),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "byte order mark, CRLF and other alphabets": lambda text: (
        BOM + crlf(text.replace("Use ", "Use — 决策 🙂 é"))
    ),
}
"""From a text to its bytes; whatever `Use` stands before becomes a stranger name."""
