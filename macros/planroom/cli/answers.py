"""What `planroom check` answered before, kept by all that the answer follows from.

An answer follows from the question, from every file of the room, from what was looked up on the disk beyond
them, and from the program itself. Where all of that is the same, the room is neither read nor checked again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from planroom import git
from planroom.cache import Cache, cache_of, digest, program
from planroom.files import MAX_BYTES, format_of, list_files
from planroom.records import dataclass


@dataclass(frozen=True)
class Answer:
    """What a run says on standard output and standard error, and the exit code.

    `looked_up` says which paths beyond the room's files were looked for and whether they were there, `beyond`
    has the digests of those that were read.
    """

    text: str
    notes: str = ""
    code: int = 0
    looked_up: Mapping[str, bool] = field(default_factory=dict)
    beyond: Mapping[str, str] = field(default_factory=dict)

    def holds(self, root: Path) -> bool:
        """Whether what was looked up beyond the room's files would be found as it was."""
        return all((root / path).exists() is there for path, there in self.looked_up.items()) and all(
            _content(root, path) == held for path, held in self.beyond.items()
        )


def answered(root: Path, question: Iterable[str], ask: Callable[[Cache | None], Answer]) -> Answer:
    """The answer to a question about the room at `root`: as kept, or else as asked for, which is then kept.

    `question` says all that the answer depends on beside the room's files. `ask` gets the cache, in which it
    may keep parts of the answer.
    """
    paths = sorted(list_files(root))
    cache = cache_of(root, paths)
    if cache is None:
        return ask(None)
    key = digest("answer", program(), *question, *_history(root, paths), "", *_contents(root, paths))
    kept = _answer(cache.get(key))
    if kept is not None and kept.holds(root):
        return kept
    answer = ask(cache)
    cache.put(key, asdict(answer))
    cache.trim()
    return answer


def cache_at(root: Path) -> Cache | None:
    """The cache of the room at `root`, where it may have one."""
    return cache_of(root, list_files(root))


def read_beyond(root: Path, read: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """The digests of files that were read and are not among those known to be the room's."""
    return {path: _content(root, path) for path in sorted({*read} - {*known})}


def _answer(kept: Any) -> Answer | None:
    try:
        return Answer(**kept)
    except TypeError:
        return None


def _history(root: Path, paths: Iterable[str]) -> Iterator[str]:
    """The commit that is checked out, where answers of people are compared with what was before."""
    if any(path.lower().endswith(("/assessment.yaml", "/assessment.yml")) for path in paths):
        yield git.commit_of(root, "HEAD")
        yield str(git.is_shallow(root))


def _contents(root: Path, paths: Iterable[str]) -> Iterator[str]:
    """Path and content of every file; of one that is never read its path, since it may be linked to."""
    for path in paths:
        yield path
        if format_of(path):
            yield _content(root, path)


def _content(root: Path, path: str) -> str:
    """A digest of a file's content; where a link leads, and what cannot be read, tell themselves apart."""
    file = os.path.join(root, path)
    link = os.readlink(file) if os.path.islink(file) else ""
    if link and not Path(file).resolve().is_relative_to(root):
        return digest(link)  # what lies outside is never read
    try:
        stat = os.stat(file)
        if not S_ISREG(stat.st_mode):
            return digest(link)  # reading a pipe would wait for somebody to write
        if stat.st_size > MAX_BYTES:
            return digest(link, f"{stat.st_size} {stat.st_mtime_ns}")
        with open(file, "rb") as stream:
            return digest(link, stream.read())
    except OSError:
        return digest(link)
