"""What git says of a folder."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from planroom.records import dataclass

_SET_BY_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""What a calling git hook sets: it would name another repository."""


def asked(root: Path, *words: str, given: bytes | None = None) -> bytes | None:
    """What git prints when it is asked in a folder; `None` where there is no git, or it refuses.

    `given` is what it reads from standard input.
    """
    environment = {key: value for key, value in os.environ.items() if key not in _SET_BY_HOOKS}
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, input=given or b"", capture_output=True, check=False, env=environment)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def answer(root: Path, *words: str) -> str:
    """The one line that git answers in a folder, or `""`."""
    return (asked(root, *words) or b"").decode("utf-8", "replace").strip()


def folder_in_repository(root: Path) -> str:
    """The room's folder in its git repository, `""` for the whole."""
    return answer(root, "rev-parse", "--show-prefix").strip("/")


def main_branch(root: Path) -> str:
    """The branch that the remote calls its main one; `main` where git does not know."""
    known = answer(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return known.removeprefix("origin/") or "main"


def commit(root: Path) -> str:
    """The short name of the commit that is checked out, `""` outside of git."""
    return answer(root, "rev-parse", "--short", "HEAD")


def commit_of(root: Path, revision: str) -> str:
    """The full name of the commit that a revision means (a branch, a tag, `HEAD~2`), or `""`."""
    return answer(root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")


def default_branch(root: Path) -> str:
    """The remote's default branch as it was last fetched, `origin/main` say, or `""`; asks no network."""
    known = answer(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    for name in filter(None, (known, "origin/main", "origin/master")):
        if commit_of(root, f"refs/remotes/{name}"):
            return name
    return ""


def common_ancestor(root: Path, commit: str) -> str:
    """The commit at which another one and what is checked out part, or `""` where it is not known."""
    return answer(root, "merge-base", "HEAD", commit)


def is_shallow(root: Path) -> bool:
    """Whether a part of the history was not fetched."""
    return answer(root, "rev-parse", "--is-shallow-repository") == "true"


def is_partial(root: Path) -> bool:
    """Whether git would have to fetch older files before it could compare them."""
    return bool(answer(root, "config", "--get", "extensions.partialClone"))


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full name, whether it is the first of a history, its author and when it was written."""

    name: str
    is_first: bool
    author: str
    time: str
    """As ISO 8601 writes it, in the author's own time zone."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a commit did to a file: `A` for added, `M` changed, `D` removed, `R` moved here from `before`."""

    commit: Commit
    kind: str
    path: str
    before: str
    blob: str


_HEAD = "\x1e"
"""Begins what `log` says of a commit, so that it cannot be taken for a file's line."""


def log(root: Path, paths: Iterable[str]) -> str | None:
    """What git says of every commit that touched these files or folders, for `file_changes`.

    One question for all of them. `None` where there is no history.
    """
    asking = (
        *("--literal-pathspecs", "-c", "log.showSignature=false", "log", "--date-order", "--raw", "-z"),
        *("--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv", "--relative", "--no-color"),
        f"--format={_HEAD}%H%n%P%n%aI%n%aN",
    )
    said = asked(root, *asking, "--", *paths)
    return None if said is None else said.decode("utf-8", "surrogateescape")


def file_changes(said: str) -> Iterator[FileChange]:
    """The changes of files that a `log` tells of, the newest first; paths are from the folder."""
    words = iter(said.split("\0"))
    commit: Commit | None = None
    for word in words:
        if word.startswith(_HEAD):
            name, parents, time, author = (*word[1:].split("\n"), "", "", "", "")[:4]
            commit = Commit(name, not parents, author, time)
        elif (about := word.lstrip("\n")).startswith(":") and commit is not None:
            *_, blob, kind = about.split(" ")
            path = next(words, "")
            before = path
            if kind[:1] in "RC":
                path = next(words, "")
            yield FileChange(commit, kind[:1], path, before, blob)


_LINK = "120000"
"""The mode of a symbolic link; its blob is the path that it leads to."""


def files_at(root: Path, commit: str) -> dict[str, str]:
    """The files of a folder as they are in a commit: path from the folder to the name of its blob.

    Links and submodules are no files.
    """
    return {path: blob for path, mode, blob in _entries_at(root, commit) if mode != _LINK}


def links_at(root: Path, commit: str) -> dict[str, str]:
    """The symbolic links of a folder as they are in a commit: path to the blob with the target."""
    return {path: blob for path, mode, blob in _entries_at(root, commit) if mode == _LINK}


def _entries_at(root: Path, commit: str) -> Iterator[tuple[str, str, str]]:
    """What a commit has in a folder: path, mode and blob."""
    for entry in (asked(root, "ls-tree", "-r", "-z", commit) or b"").split(b"\0"):
        about, _, path = entry.partition(b"\t")
        mode, _, blob = about.decode("ascii", "replace").partition(" blob ")
        if blob:
            yield path.decode("utf-8", "surrogateescape"), mode, blob


def sizes_of(root: Path, blobs: Iterable[str]) -> dict[str, int]:
    """The sizes of blobs in bytes, by their names."""
    given = "".join(f"{name}\n" for name in dict.fromkeys(blobs)).encode()
    said = (asked(root, "cat-file", "--batch-check", given=given) or b"").decode("ascii", "replace")
    lines = (line.split(" ") for line in said.splitlines())
    return {words[0]: int(words[2]) for words in lines if len(words) == 3}


def texts_of(root: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    """The bytes of blobs by their names, all read by one process."""
    names = tuple(dict.fromkeys(blobs))
    said = asked(root, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
    found: dict[str, bytes] = {}
    at, said = 0, said or b""
    while (end := said.find(b"\n", at)) >= 0:
        name, *about = said[at:end].decode("ascii", "replace").split(" ")
        if len(about) != 2 or not about[1].isdigit():  # `NAME missing`: a clone may leave blobs out
            at = end + 1
            continue
        found[name] = said[end + 1 : end + 1 + int(about[1])]
        at = end + 2 + int(about[1])
    return found


def moved_files(root: Path, paths: Iterable[str], steps: int = 4) -> dict[str, str]:
    """Where files that are gone lie now, as far as git saw them move; paths are from the folder.

    Two questions to git for all of them, and again for those that have moved once more since.
    """
    gone = tuple(dict.fromkeys(path for path in paths if "\0" not in path))
    if not gone or not steps:
        return {}
    asking = ("--literal-pathspecs", "log", "--format=%H", "--no-renames", "--diff-filter=D", "--", *gone)
    commits = (asked(root, *asking) or b"").decode("ascii", "replace").split()
    if not commits:
        return {}
    showing = ("show", "--find-renames", "--diff-filter=R", "--name-status", "-z", "--format=", "--relative")
    said = (asked(root, *showing, *dict.fromkeys(commits)) or b"").decode("utf-8", "surrogateescape")
    words = said.replace("\n", "").split("\0")
    moves: dict[str, str] = {}
    for old, new in zip(words[1::3], words[2::3], strict=False):
        moves.setdefault(old, new)
    found = {path: moves[path] for path in gone if path in moves}
    on = {new for new in found.values() if not (root / new).is_file()} - set(gone)
    later = moved_files(root, sorted(on), steps - 1)
    return {path: later.get(new, new) for path, new in found.items()}
