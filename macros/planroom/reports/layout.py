"""How a report is laid out for whom."""

from __future__ import annotations

from planroom.diagnostics import Severity
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """The width of the reader's lines in columns, and whether colour can be shown and it is a terminal.

    `verbose` asks for what was read, and for what was found and is not to be reported. `fail_on` is the least
    severity that makes the check fail. `folder` is the room's folder in its repository and `source_url` the
    address below which the repository's files are shown, both `""` where they are not known.
    """

    width: int = 80
    colour: bool = False
    terminal: bool = False
    verbose: bool = False
    fail_on: Severity = Severity.ERROR
    folder: str = ""
    source_url: str = ""

    def path(self, path: str) -> str:
        """A path of the room as one of the repository."""
        return f"{self.folder}/{path}" if self.folder else path
