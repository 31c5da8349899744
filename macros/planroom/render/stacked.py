"""Tables of an author's text as the site's own: on a phone each row folds into a heading and its facts."""

from __future__ import annotations

import html
import re

from planroom.patterns import late
from planroom.render.page import Block, Html

_TABLE = late(r'<table class="pr-table">(.*?)</table>', re.DOTALL)
_ROW = late(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = late(r"<(t[hd])((?: [^<>]*)?)>(.*?)</\1>", re.DOTALL)
_TAG = late(r"<[^<>]*>")


def stacked(blocks: list[Block]) -> list[Block]:
    """Blocks with their tables made ready for a phone; a table whose rows differ in length stays as it is."""
    return [
        Html(_TABLE.sub(_table, block.text)) if isinstance(block, Html) and "<table" in block.text else block
        for block in blocks
    ]


def _table(match: re.Match[str]) -> str:
    rows = [_CELL.findall(row) for row in _ROW.findall(match[1])]
    if len(rows) < 2 or len({len(row) for row in rows}) != 1 or "<table" in match[1]:
        return match[0]
    heads = [_TAG.sub("", text).strip() for _, _, text in rows[0]]
    head = "".join(
        f'<th role="columnheader" scope="col"{attributes}>{text}</th>' for _, attributes, text in rows[0]
    )
    body = "\n".join(f'<tr role="row">{_cells(row, heads)}</tr>' for row in rows[1:])
    return (
        '<table class="pr-table pr-table--stack" role="table">\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{body}\n</tbody>\n</table>'
    )


def _cells(row: list[tuple[str, str, str]], heads: list[str]) -> str:
    (_, attributes, first), *others = row
    found = [f'<th role="rowheader" scope="row"{attributes}>{first}</th>']
    for (_, attributes, text), head in zip(others, heads[1:], strict=True):
        label = html.escape(html.unescape(head))
        found.append(f'<td role="cell" data-label="{label}"{attributes}>{text}</td>')
    return " ".join(found)
