"""A loaded project: its files, the artifacts they hold, and the indexes that keep every check linear."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from planroom.diagnostics import Location, Origin
from planroom.files import folders_of
from planroom.patterns import late
from planroom.records import dataclass
from planroom.settings import Settings
from planroom.source import Source

_NOT_IN_A_LINK = late("[ %()<>\udc80-\udcff]")
"""What ends a link early or is read otherwise in it; and bytes that are no UTF-8."""


@dataclass(frozen=True, eq=False)
class Artifact:
    """Anything planroom reads as one thing; its identity is the path of its file."""

    source: Source

    @property
    def path(self) -> str:
        """The path of its file from the room's root."""
        return self.source.path

    @property
    def names(self) -> tuple[str, ...]:
        """What others may call it: number, file name, title. Two artifacts may share one."""
        return ()

    def at(self, *keys: str | int) -> Origin:
        """The origin of a value in its file."""
        return self.source.origin(*keys)


A = TypeVar("A", bound=Artifact)

BASELINE_FILE = "planroom-baseline.json"
"""The file at the root that holds the findings which need not be reported again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: the kind it was read as, or `""` where it was passed over, and why.

    `meant` is the kind that it says it is, where its text cannot be read as that.
    """

    path: str
    kind: str
    reason: str
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """What another branch of the repository holds, to be compared before the two are merged.

    `paths` are its files; `base` those of the commit at which it and this one part, `None` where that is not
    known. `texts` has the files by path that a comparison asks for.
    """

    name: str
    paths: frozenset[str]
    base: frozenset[str] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Room:
    """Everything loaded of one project.

    `root` is its folder, `paths` every file in it, `today` the date of the run.
    `sources` are the files that were read, artifacts or parts that artifacts refer to.
    """

    root: Path
    settings: Settings
    sources: Mapping[str, Source]
    artifacts: tuple[Artifact, ...]
    readings: tuple[Reading, ...]
    paths: frozenset[str]
    today: date
    reported: tuple[Source, ...] = field(default=())
    """The sources whose text's own problems are the room's business."""
    branches: tuple[Branch, ...] = field(default=())
    """The branches that the user compares this one with."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Where files that are gone lie now, as far as git was asked."""
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The files that each contract and each part of one refers to, whether or not they are there."""
    looked_up: dict[str, bool] = field(default_factory=dict)
    """What was looked for on the disk beyond `paths`, and whether it was there: it grows as checks ask."""
    asked: frozenset[str] = field(default=frozenset())
    """The files that the user asked for by name."""

    @cached_property
    def _by_type(self) -> dict[type, tuple[Artifact, ...]]:
        found: dict[type, list[Artifact]] = defaultdict(list)
        for artifact in self.artifacts:
            found[type(artifact)].append(artifact)
        return {kind: tuple(sorted(items, key=lambda item: item.path)) for kind, items in found.items()}

    def of(self, kind: type[A]) -> tuple[A, ...]:
        """All artifacts of a kind, by path."""
        return cast("tuple[A, ...]", self._by_type.get(kind, ()))

    @cached_property
    def _by_path(self) -> dict[str, Artifact]:
        return {artifact.path: artifact for artifact in self.artifacts}

    def artifact(self, path: str) -> Artifact | None:
        """The artifact of a file."""
        return self._by_path.get(path)

    @cached_property
    def _by_name(self) -> dict[tuple[type, str], tuple[Artifact, ...]]:
        found: dict[tuple[type, str], list[Artifact]] = defaultdict(list)
        for artifact in self.artifacts:
            for name in dict.fromkeys(artifact.names):
                found[type(artifact), name].append(artifact)
        return {key: tuple(items) for key, items in found.items()}

    def named(self, kind: type[A], name: str) -> tuple[A, ...]:
        """The artifacts of a kind that go by a name: none, one, or several where the name is ambiguous."""
        return cast("tuple[A, ...]", self._by_name.get((kind, name), ()))

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file of the room; the root is `""`."""
        return folders_of(self.paths)

    def has(self, path: str) -> bool:
        """Whether a path names a file or folder of the room, or one on disk that git ignores."""
        if path in self.paths or path.rstrip("/") in self.folders:
            return True
        inside = not path.startswith(("../", "/")) and path != ".."
        there = inside and os.path.exists(self.root / path)  # unlike `Path`, for a name of any length
        if inside:
            self.looked_up[path] = there
        return there

    def holds(self, path: str) -> bool:
        """Whether a path names a file that really lies in the room, and not behind a link out of it."""
        file = self.root / path
        return os.path.isfile(file) and file.resolve().is_relative_to(self.root)

    @cached_property
    def unread(self) -> frozenset[str]:
        """The files that are ours and whose value cannot be read: what they would say is not known."""
        return frozenset(source.path for source in self.reported if source.problems and source.value is None)

    def unread_as(self, kind: str) -> tuple[str, ...]:
        """The paths of the files that say they are of a kind, and cannot be read."""
        return tuple(reading.path for reading in self.readings if reading.meant == kind)

    @cached_property
    def names_are_missing(self) -> bool:
        """Whether a design or contract cannot be read, so that a name which nothing has may be in it."""
        return any(self.sources[path].format in ("yaml", "json") for path in self.unread)

    def locate(self, origins: Iterable[Origin]) -> dict[Origin, Location]:
        """Where the origins stand; each file is read through once, and only if one of them is in it."""
        by_path: dict[str, list[Origin]] = defaultdict(list)
        for origin in origins:
            by_path[origin.path].append(origin)
        located: dict[Origin, Location] = {}
        for path, wanted in by_path.items():
            source = self.sources.get(path)
            if source is None:
                located.update({origin: Location(path, 1, 1, 1, 1) for origin in wanted})
            else:
                located.update(source.locate(wanted))
        return located


def resolve_path(folder: str, target: str) -> str | None:
    """A path relative to a folder of the room, as a path from the root; `None` where it leads out of it."""
    joined = posixpath.normpath(posixpath.join(folder, target))
    if joined == ".." or joined.startswith(("../", "/")):
        return None
    return "" if joined == "." else joined


def link_target(folder: str, path: str) -> str:
    """How a file of a folder writes a link to a path from the root."""
    relative = posixpath.relpath(path, folder or ".")
    return _NOT_IN_A_LINK.sub(lambda match: f"%{ord(match[0]) & 0xFF:02X}", relative)
