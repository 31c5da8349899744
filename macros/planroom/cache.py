"""What earlier runs found out, kept in a room's `.planroom/cache` by the content that it follows from.

A cache only saves time. Whatever is missing, damaged or unreadable in it counts as not kept, and what cannot
be written is not. Its files hold plain JSON, so that reading one runs nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from planroom.records import dataclass

FOLDER = ".planroom"
MAX_BYTES = 128 * 2**20
"""How much a cache may hold before its oldest files are removed."""

_DIGEST_BYTES = 20
_LIBRARIES = (
    *("jsonschema", "jsonschema_rs", "jsonschema_specifications", "markdown_it_py", "mdit_py_plugins"),
    *("merman", "nh3"),
    *("openapi_schema_validator", "openapi_spec_validator", "pygments", "pyyaml", "referencing", "regress"),
)
"""The libraries whose version, or presence, what is found or made may depend on."""


def digest(*parts: str | bytes) -> str:
    """A short name for some content: the same for the same parts, in hexadecimal digits (BLAKE2b)."""
    made = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


@cache
def program() -> str:
    """What tells this program from any other that might have written a cache: its files and libraries."""
    package = Path(__file__).parent
    stated = [f"{name} {size} {changed}" for name, size, changed in sorted(_files(str(package)))]
    return digest(sys.version, *stated, *sorted(_installed()))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry.path)
        elif entry.is_file():
            stat = entry.stat()
            yield entry.path, stat.st_size, stat.st_mtime_ns


def _installed() -> Iterator[str]:
    """The libraries as they lie on the path: `jsonschema-4.26.0.dist-info`; asking their metadata is slow."""
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info") and name.partition("-")[0].lower() in _LIBRARIES:
                yield name


@dataclass(eq=False)
class Cache:
    """Values kept by key in one folder, each in a file of its own that says its own digest."""

    folder: Path
    _wrote: bool = field(default=False, init=False)

    def get(self, key: str) -> Any:
        """What is kept under a key; `None` where nothing is, or what is there is damaged."""
        file = self.folder / f"{key}.json"
        try:
            stated, _, data = file.read_bytes().partition(b"\n")
            if stated.decode("ascii") != digest(data):
                return None
            os.utime(file)
            return json.loads(data)
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value of plain JSON types under a key, if the folder can be written."""
        import tempfile

        data = json.dumps(value, separators=(",", ":")).encode("ascii")
        try:
            self._make_folder()
            descriptor, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(digest(data).encode("ascii") + b"\n" + data)
            os.replace(name, self.folder / f"{key}.json")
            self._wrote = True
        except OSError:
            return

    def _make_folder(self) -> None:
        if self._wrote:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        ignored = self.folder.parent / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", "ascii")

    def trim(self) -> None:
        """Remove what was longest not used, if something was written and there is too much."""
        if not self._wrote:
            return
        try:
            kept = [(entry.stat(), entry.path) for entry in os.scandir(self.folder) if entry.is_file()]
            total = sum(stat.st_size for stat, _ in kept)
            for stat, path in sorted(kept, key=lambda item: (item[0].st_mtime_ns, item[1])):
                if total <= MAX_BYTES:
                    return
                os.unlink(path)
                total -= stat.st_size
        except OSError:
            return


def cache_of(root: Path, paths: Iterable[str]) -> Cache | None:
    """The cache of the room at `root`, whose files are `paths`; `None` where there may be none.

    What git tracks came with the repository and not from a run of ours: a cache in it is not believed.
    """
    folder = root / FOLDER
    tracked = any(path == FOLDER or path.startswith(FOLDER + "/") for path in paths)
    linked = folder.is_symlink() or (folder / "cache").is_symlink()
    return None if tracked or linked else Cache(folder / "cache")
