"""What was made of the texts that planroom brings, kept beside its compiled modules for all rooms.

Guides and pages of checks are the same in every site but for addresses and counts. As with compiled
templates, what is kept lies in a folder `__pycache__` of this package (or below `PYTHONPYCACHEPREFIX`), is
written only where Python may write there (`PYTHONDONTWRITEBYTECODE`), and holds for this very program alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from planroom.cache import program
from planroom.render.kept_beside import read_beside, write_beside
from planroom.render.memory import Memory
from planroom.render.page import Block, Heading, Html

_HOME = Path(__file__).parent.parent / "templates"
_MAX_BYTES = 16 * 2**20


class Brought:
    """Values by what they were made of, from a file that is read when the first is asked for."""

    def __init__(self, home: Path = _HOME) -> None:
        self._source = home / "brought.py"
        self._memory: Memory | None = None
        self._before: frozenset[str] = frozenset()

    @property
    def memory(self) -> Memory:
        """What is known, and notes what is used."""
        if self._memory is None:
            self._memory = Memory()
            known = self._read()
            self._before = frozenset(known)
            self._memory.begin(known)
        return self._memory

    def blocks(self, kind: str, *texts: str, make: Callable[[], Iterable[Block]]) -> list[Block]:
        """The parts of a page that follow from these texts and from what planroom brings."""

        def packed() -> list[Any]:
            return [
                [block.level, block.text, block.anchor] if isinstance(block, Heading) else block.text
                for block in make()
            ]

        found: list[Any] = self.memory.made(kind, *texts, make=packed)
        return [Html(part) if isinstance(part, str) else Heading(*part) for part in found]

    def write(self) -> None:
        """Keep what is known, if this process has made something; of too much, only what it has used."""
        if self._memory is None or sys.dont_write_bytecode:
            return
        known = self._memory.known
        if known.keys() <= self._before:
            return
        data = _written(known)
        if len(data) > _MAX_BYTES:
            data = _written(self._memory.end())
            self._memory.begin({})
        self._before = frozenset(known)
        write_beside(self._source, program(), data)

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(read_beside(self._source, program()) or b"{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _written(known: dict[str, Any]) -> bytes:
    return json.dumps(known, separators=(",", ":")).encode("ascii")


BROUGHT = Brought()
"""What this process has made, and what earlier ones have."""
