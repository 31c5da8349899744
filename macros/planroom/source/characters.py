"""Characters that nobody sees: what they are called in messages."""

from __future__ import annotations

import unicodedata

_NAMES = {
    "\ufeff": "a byte order mark",
    "\u00a0": "a no-break space",
    "\u200b": "a zero-width space",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\t": "a tab",
}
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")


def invisible(sign: str) -> str:
    """What an invisible character is called, with its number; `""` for one that shows and for a space."""
    if len(sign) != 1 or sign in " \r\n" or unicodedata.category(sign) not in _UNSEEN:
        return ""
    kind = unicodedata.category(sign)
    other = "a control character" if kind == "Cc" else "a space" if kind == "Zs" else "an invisible character"
    return f"{_NAMES.get(sign, other)} (U+{ord(sign):04X})"
