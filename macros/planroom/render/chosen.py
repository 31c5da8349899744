"""The chosen option of a decision, marked where the options are listed."""

from __future__ import annotations

import html
import re

from planroom.patterns import late
from planroom.render.page import Block, Heading, Html

_CHOSEN = late(r"Chosen option:?\s*(?:<\w+>)*\s*[\"“”'‘’]([^<\"“”]+?)[\"“”'‘’]", re.IGNORECASE)
_PLACE = late(r"(<(?:li|td|th)[^>]*>)(\s*(?:<p>)?\s*)(.*?)(\s*(?:</p>)?\s*</(?:li|td|th)>)", re.DOTALL)
_CHIP = ' <span class="pr-chip pr-chip--chosen">Chosen</span>'


def mark_chosen(blocks: list[Block]) -> list[Block]:
    """Put a chip behind the option that the outcome names, where it is listed.

    MADR writes `Chosen option: "…"`; of other shapes nothing is guessed.
    """
    wanted = next(filter(None, map(_named, blocks)), "")
    if not wanted:
        return blocks
    found: list[Block] = []
    listed = marked = False
    for block in blocks:
        if isinstance(block, Heading):
            listed = "option" in block.text.lower() and "pros" not in block.text.lower()
        elif listed and not marked:
            text = _PLACE.sub(lambda match: _marked(match, wanted), block.text)
            marked = text != block.text
            block = Html(text)
        found.append(block)
    return found


def _named(block: Block) -> str:
    match = _CHOSEN.search(html.unescape(block.text)) if isinstance(block, Html) else None
    return _bare(match[1]) if match else ""


def _marked(match: re.Match[str], wanted: str) -> str:
    if _bare(match[3]) != wanted:
        return match[0]
    return match[1] + match[2] + match[3] + _CHIP + match[4]


def _bare(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split()).casefold()
