"""Writing a site over the one that stands: what is the same is left alone, and what is left over is removed.

MkDocs empties the folder of a site and writes every file anew. With thousands of pages, of which few have
changed, the folders and files that go and come again are a quarter of a build.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mkdocs import utils

_State = tuple[int, int]
"""By what a file is told from one that was written since: its number, and when it changed (ns)."""


class InPlace:
    """One folder while it is written: what stood in it, and what of that has been left or written.

    What MkDocs does not write itself, such as the files of other plugins, goes before anything is written, as
    if the folder had been emptied.
    """

    def __init__(self) -> None:
        self._folder = ""
        self._standing: dict[str, _State] = {}
        self._seen: set[str] = set()

    def begin(self, folder: str) -> None:
        """Note what stands in a folder; links are taken away, so that nothing is written through them."""
        self._folder, self._seen = os.path.abspath(folder), set()
        self._standing = dict(_files(self._folder))

    def keep(self, paths: Iterable[str]) -> None:
        """Remove what stands there but for files of these paths, which MkDocs itself is about to write."""
        kept = set(paths)
        for path in [path for path in self._standing if path not in kept]:
            self._remove(path)

    def write(self, content: bytes, path: str, write: Callable[[bytes, str], None]) -> None:
        """Write a file unless it stands there with this very content."""
        if path in self._standing:
            self._seen.add(path)
            if _has(path, content):
                return
        self._make_way(path)
        write(content, path)

    def copy(self, source: str, path: str, copy: Callable[[str, str], None]) -> None:
        """Copy a file over the one that stands there."""
        if path in self._standing:
            self._seen.add(path)
        self._make_way(path)
        copy(source, path)

    def end(self) -> None:
        """Remove what stood there and was not written again; nothing where no writing has begun."""
        for path in [path for path in self._standing if path not in self._seen]:
            self._remove(path)
        self._standing = {}

    def _remove(self, path: str) -> None:
        """Remove a file, unless it was written since, and the folders that it leaves empty."""
        if self._standing.pop(path) != _state(path):
            return
        os.unlink(path)
        folder = os.path.dirname(path)
        while folder != self._folder:
            try:
                os.rmdir(folder)
            except OSError:
                return
            folder = os.path.dirname(folder)

    def _make_way(self, path: str) -> None:
        """Take away what stands where a file comes: a new one shares nothing with the old."""
        if path in self._standing:
            with suppress(FileNotFoundError):
                os.unlink(path)


def _has(path: str, content: bytes) -> bool:
    """Whether a file has this content."""
    try:
        with open(path, "rb") as file:
            return os.fstat(file.fileno()).st_size == len(content) and file.read() == content
    except FileNotFoundError:
        return False


def _files(folder: str) -> Iterator[tuple[str, _State]]:
    """The files of a folder but for what is hidden in it, which MkDocs leaves alone too."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = list(os.scandir(here))
        except FileNotFoundError:
            continue
        for entry in entries:
            if here == folder and entry.name.startswith("."):
                continue
            if entry.is_symlink():
                os.unlink(entry.path)
            elif entry.is_dir():
                waiting.append(entry.path)
            else:
                found = entry.stat()
                yield entry.path, (found.st_ino, found.st_ctime_ns)


def _state(path: str) -> _State | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns


IN_PLACE = InPlace()
"""The site that this process writes; a plugin says when it has been written."""


@contextmanager
def written_in_place(site: Path | None) -> Iterator[None]:
    """While MkDocs builds a site, have it written over the one that stands in its folder.

    `None` stands for whichever folder is emptied first. Where a system does not tell when a file was changed,
    as Windows, MkDocs goes on as ever.
    """
    if os.name != "posix":
        yield
        return
    cleaned, wrote, copied = utils.clean_directory, utils.write_file, utils.copy_file
    wanted = os.path.abspath(site) if site else None

    def clean(directory: str) -> None:
        if wanted in (None, os.path.abspath(directory)):
            IN_PLACE.begin(directory)
        else:
            cleaned(directory)

    def write(content: bytes, output_path: str) -> None:
        IN_PLACE.write(content, output_path, wrote)

    def copy(source_path: str, output_path: str) -> None:
        IN_PLACE.copy(source_path, output_path, copied)

    utils.clean_directory, utils.write_file, utils.copy_file = clean, write, copy
    try:
        yield
    finally:
        utils.clean_directory, utils.write_file, utils.copy_file = cleaned, wrote, copied
