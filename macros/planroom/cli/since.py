"""`check --since REV`: the room as it was where this branch began, read from git."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from planroom import git
from planroom.cli.against import unknown_revision
from planroom.errors import PlanroomError
from planroom.files import MAX_BYTES, format_of
from planroom.load import load
from planroom.records import dataclass
from planroom.room import Room


@dataclass(frozen=True)
class Base:
    """The room at a commit: where the branch that is checked out and a revision part.

    `commit` is `""`, and the room empty, where there is no commit yet.
    """

    revision: str
    commit: str
    room: Room


@contextmanager
def base_of(root: Path, revision: str, today: date) -> Iterator[Base]:
    """The base of a revision, with its files in a folder that is gone when the block ends.

    Raises `PlanroomError` where git does not know the revision, or not where the two part.
    """
    import tempfile

    commit = _parting(root, revision)
    with tempfile.TemporaryDirectory(prefix="planroom-") as folder:
        paths = _write(root, commit, Path(folder)) if commit else ()
        yield Base(revision, commit, load(Path(folder), paths=paths, today=today))


def _parting(root: Path, revision: str) -> str:
    other = git.commit_of(root, revision)
    if not other and revision == "HEAD" and git.answer(root, "rev-parse", "--git-dir"):
        return ""  # nothing is committed yet: a hook looks at the first commit
    if not other:
        raise unknown_revision(root, revision, "--since")
    if git.answer(root, "rev-parse", "--is-inside-work-tree") == "false":
        raise PlanroomError("this repository is bare: it has no files to check", "run it in a clone")
    commit = git.common_ancestor(root, other)
    if commit:
        return commit
    if git.is_shallow(root):
        say = f"the history at hand does not reach to where this branch and `{revision}` part"
        raise PlanroomError(say, "run `git fetch --unshallow`, or let the job fetch the whole history")
    say = f"this branch and `{revision}` have no commit in common"
    raise PlanroomError(say, "name a revision that this branch comes from")


def _write(root: Path, commit: str, folder: Path) -> tuple[str, ...]:
    """Write those files of a commit that may be read into a folder; returns the paths of all of them."""
    files, links = git.files_at(root, commit), git.links_at(root, commit)
    wanted = {path: blob for path, blob in files.items() if format_of(path)}
    small = {blob for blob, size in git.sizes_of(root, wanted.values()).items() if size <= MAX_BYTES}
    texts = git.texts_of(root, [*links.values(), *(blob for blob in wanted.values() if blob in small)])
    for path, blob in wanted.items():
        file = _place(folder, path)
        file.write_bytes(texts.get(blob, b""))
        if blob not in texts:
            os.truncate(file, MAX_BYTES + 1)  # too large to be read, and empty on disk
    for path, blob in links.items():
        if blob in texts:
            with suppress(OSError):  # Windows lets few people make links
                _place(folder, path).symlink_to(os.fsdecode(texts[blob]))
    return (*files, *(path for path in links if (folder / path).is_file()))


def _place(folder: Path, path: str) -> Path:
    """Where a file goes, with the folders above it."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
