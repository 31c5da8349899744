"""What a user asks of `planroom check`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from planroom import git
from planroom.files import find_root
from planroom.records import dataclass
from planroom.reports.layout import Layout


@dataclass(frozen=True)
class Question:
    """A question to the room at `root`: about which `paths` (from the root; none: all), by which checks.

    `select` and `ignore` are words for checks, `against` and `since` git revisions; `format`, `fail_on` and
    `layout` say how to answer, `today` which day it is.
    """

    root: Path
    paths: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    against: tuple[str, ...]
    since: str | None
    fail_on: str | None
    format: str
    layout: Layout
    today: date

    def words(self) -> Iterator[str]:
        """All that the answer depends on beside the room's files, the commits of revisions included."""
        yield repr(self)
        revisions = [*self.against, *((self.since,) if self.since else ())]
        if revisions:
            yield str(git.is_shallow(self.root))
            for revision in ("HEAD", *revisions):
                yield git.commit_of(self.root, revision)


_PARTS = frozenset(
    ("adr", "adrs", "api", "apis", "decisions", "design", "designs", "doc", "docs", "openapi", "specs")
)
"""Folders that are a part of a project rather than a project."""


def root_of(paths: tuple[str, ...]) -> Path:
    """The root of the room; where nothing marks one, a single folder that is no part of a project."""
    start = Path(paths[0] if paths else ".").resolve()
    is_project = len(paths) == 1 and start.is_dir() and start.name.lower() not in _PARTS
    return find_root(start, otherwise=None if is_project else Path.cwd().resolve())
