"""What no page may hold is replaced, whichever characters stand beside it."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from planroom.render.page import printable

UNSEEN = [
    *(chr(code) for code in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)),
    *("\u202a", "\u202e", "\u2066", "\u2069", "\ud800", "\udfff", "\ufffe", "\uffff"),
]


@pytest.mark.parametrize("beside", ["", "word", "w\u00f6rd", "\u65e5\u672c"])
@pytest.mark.parametrize("unseen", UNSEEN, ids=[f"{ord(char):04x}" for char in UNSEEN])
def test_what_cannot_be_shown_is_replaced(unseen: str, beside: str) -> None:
    assert printable(f"{beside}{unseen}{beside}") == f"{beside}\ufffd{beside}"


@pytest.mark.parametrize("text", ["", "a\tb\r\nc ~", "w\u00f6rd \u2029 \ue000", Markup("<b>&amp;</b>")])
def test_all_else_stays_as_plain_text(text: str) -> None:
    """Plain also where it was markup, which would be joined with other texts in another way."""
    assert printable(text) == str(text)
    assert type(printable(text)) is str
