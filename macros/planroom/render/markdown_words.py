"""Small pieces of Markdown that texts of other notations become."""

from __future__ import annotations

import re
from collections.abc import Callable

from planroom.patterns import late

_INNER_LINK = late(r"(?<!!)\[([^\[\]]*)\]\(#[^()]*\)")


def fenced(text: str, info: str = "") -> tuple[str, ...]:
    """A text as a block of code that nothing in it can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return ("", fence + info, text, fence, "")


def without_inner_links(text: str) -> str:
    """Words without links to their own page, whose anchors are not those of the other notation."""
    return _INNER_LINK.sub(r"\1", text)


def outside_code(text: str, code: re.Pattern[str], words: Callable[[str], str], marks: str = "") -> str:
    """A text with `words` made of what stands outside of its code.

    `code` is what code in a line looks like in the other notation; its last group is the code itself,
    without the `marks` around it.
    """
    pieces, at = [], 0
    for match in code.finditer(text):
        pieces += [words(text[at : match.start()]), f"`{match[code.groups].strip(marks)}`"]
        at = match.end()
    return "".join([*pieces, words(text[at:])])
