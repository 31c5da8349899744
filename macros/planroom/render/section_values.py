"""The blocks that a section of a page is made of."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Title:
    """A heading below the section's own; from level 4 on it is in no table of contents."""

    level: int
    text: str
    anchor: str
    kind: str = "title"


@dataclass(frozen=True)
class Note:
    """A stretch of prose, or a list."""

    html: Markup
    kind: str = "note"


@dataclass(frozen=True)
class Terms:
    """Labels with what stands beside them."""

    pairs: tuple[tuple[str, Markup], ...]
    kind: str = "terms"


@dataclass(frozen=True)
class Table:
    """A table: heads with their class, and rows of cells of which the first heads its row."""

    caption: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Markup, ...], ...]
    kind: str = "table"


@dataclass(frozen=True)
class Figure:
    """A diagram in its frame."""

    html: Markup
    kind: str = "figure"


Block = Title | Note | Terms | Table | Figure
