"""Where a path of a room leads: to a file or folder as it is written, in another case, or by another way."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from functools import cached_property

from planroom.records import dataclass
from planroom.room import Room


@dataclass(frozen=True, eq=False)
class Places:
    """The files and folders of a room, by the names that people mean."""

    room: Room

    @cached_property
    def _by_folded_path(self) -> dict[str, str]:
        return {
            path.casefold(): path for path in sorted({*self.room.paths, *self.room.folders}, reverse=True)
        }

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.room.paths):
            found[posixpath.basename(path).casefold()].append(path)
        return {name: tuple(paths) for name, paths in found.items()}

    def is_known(self, path: str) -> bool:
        """Whether a path names a file or folder of the room, letter by letter."""
        return path in self.room.paths or path.rstrip("/") in self.room.folders

    def in_other_case(self, path: str) -> str:
        """The path that differs in nothing but capital letters, or `""`."""
        found = self._by_folded_path.get(path.rstrip("/").casefold(), "")
        return found if found != path.rstrip("/") else ""

    def namesake(self, path: str) -> str:
        """The one file of the room that has the same name elsewhere, or `""`."""
        found = self._by_name.get(posixpath.basename(path).casefold(), ())
        return found[0] if len(found) == 1 else ""

    @cached_property
    def is_part(self) -> bool:
        """Whether the room is a folder inside of a repository, so that there is more around it."""
        root = self.room.root
        return not (root / ".git").exists() and any((folder / ".git").exists() for folder in root.parents)
