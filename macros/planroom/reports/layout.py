"""How a report is laid out for whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """The width of the reader's lines in columns, and whether colour can be shown and it is a terminal.

    `verbose` asks for what was read, and for what was found and is not to be reported.
    """

    width: int = 80
    colour: bool = False
    terminal: bool = False
    verbose: bool = False
