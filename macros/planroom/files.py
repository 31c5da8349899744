"""Which files a project has: its root folder, what lies below it, and how a file of a name is read."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planroom import git
from planroom.records import dataclass

SETTINGS_FILE = "planroom.yaml"
"""The file in which a project may set things; it marks the root of a room."""

SITE_FILES = ("mkdocs.yml", "mkdocs.yaml")
"""The names under which a site's configuration is found."""

RENDERED_FILE = ".planroom-render"
"""Lists what `planroom render` wrote into a folder: the SHA-256 of each file and its path."""

MAX_BYTES = 32 * 1024 * 1024
"""Files larger than this are not read."""

# fmt: off
_SKIPPED_FOLDERS = frozenset((
    ".git", ".hg", ".svn", "node_modules", "bower_components", ".venv", "venv", "vendor", "site", "dist",
    "__pycache__", ".tox", ".eggs", ".planroom", ".mypy_cache", ".ruff_cache", ".pytest_cache",
))
# fmt: on


@dataclass(frozen=True)
class Files:
    """The files of a folder, before anything is read: its root, and the paths below it."""

    root: Path
    paths: frozenset[str]

    @property
    def folders(self) -> frozenset[str]:
        """Every folder that holds one of them; the root is `""`."""
        return folders_of(self.paths)


def shipped(*keys: str) -> Path:
    """A file or folder that comes with planroom; to import `importlib.resources` for it takes 8 ms."""
    return Path(__file__).parent.joinpath(*keys)


def find_root(start: Path, otherwise: Path | None = None) -> Path:
    """The root of the room that `start` lies in: the closest folder with a `planroom.yaml` or a `.git`.

    Where there is none, it is `otherwise` if `start` lies below that, else the folder of `start`.
    """
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS_FILE).is_file() or (candidate / ".git").exists():
            return candidate
    return otherwise if otherwise is not None and folder.is_relative_to(otherwise) else folder


def list_files(root: Path) -> Iterator[str]:
    """The files below `root` that git tracks or would track; outside git, all but what tools leave behind.

    A folder with a `planroom.yaml` of its own is a room of its own, and left out; so is one that
    `planroom render` wrote.
    """
    listed = _git_files(root)
    yield from own_files(listed if listed is not None else _walk(root))


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """Every folder above these paths; the root is `""`."""
    found = {""}
    for path in paths:
        folder = posixpath.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return frozenset(found)


_MARKS_FOLDER = ("/" + SETTINGS_FILE, "/" + RENDERED_FILE)


def own_files(paths: Sequence[str]) -> Iterator[str]:
    """The paths without those in a folder that is a room of its own, or that was written from one."""
    inner = tuple(os.path.dirname(path) + "/" for path in paths if path.endswith(_MARKS_FOLDER))
    for path in paths:
        if not (inner and path.startswith(inner)):
            yield path


def _git_files(root: Path) -> list[str] | None:
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    said = git.asked(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if said is None:
        return None
    names = dict.fromkeys(said.decode("utf-8", "surrogateescape").split("\0"))
    return [name for name in names if name and os.path.isfile(os.path.join(root, name))]


def _walk(root: Path) -> list[str]:
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        below = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if below == "." else below + "/"
        found.extend(prefix + name for name in names)
    return found


_FORMATS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".rst": "rst",
}


WRITTEN_TEXT = ("markdown", "asciidoc", "rst")
"""The formats of texts that people write, which have headings and links."""


def format_of(path: str) -> str:
    """How a file of this name is read: `yaml`, `json`, `markdown`, `asciidoc`, `rst` or `""`."""
    dot = path.rfind(".")
    return _FORMATS.get(path[dot:].lower(), "") if dot >= 0 else ""
