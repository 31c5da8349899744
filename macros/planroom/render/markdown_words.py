"""Small pieces of Markdown that texts of other notations become."""

from __future__ import annotations

import re

_INNER_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(#[^()]*\)")


def fenced(text: str, info: str = "") -> tuple[str, ...]:
    """A text as a block of code that nothing in it can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return ("", fence + info, text, fence, "")


def without_inner_links(text: str) -> str:
    """Words without links to their own page, whose anchors are not those of the other notation."""
    return _INNER_LINK.sub(r"\1", text)
