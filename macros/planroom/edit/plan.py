"""Planned edits and how they are carried out: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from planroom.errors import PlanroomError
from planroom.records import dataclass


@dataclass(frozen=True)
class Edit:
    """What a file is to hold.

    `path` from the room's root, its bytes now (`None`: there is none) and afterwards (`None`: it is removed).
    A new file gets the permissions of the one at `like`.
    """

    path: str
    before: bytes | None
    after: bytes | None
    like: str = ""


def apply(root: Path, edits: Iterable[Edit]) -> tuple[str, ...]:
    """Carry out all edits and return their paths; if one cannot be carried out, none is.

    New texts are first written beside their files, then moved into place. Raises `PlanroomError` where a
    file is there that should not be, has changed since it was read, or cannot be written.
    """
    wanted = tuple(edit for edit in edits if edit.before != edit.after)
    if len({edit.path for edit in wanted}) != len(wanted):
        raise PlanroomError("one file would be written twice", "run the command for one file at a time")
    for edit in wanted:
        _refuse(root, edit)
    carried = _Carried()
    try:
        staged = [
            (edit, carried.stage(root / edit.path, edit.after, root / (edit.like or edit.path)))
            for edit in wanted
            if edit.after is not None
        ]
        for edit, written in staged:
            carried.move(root / edit.path, written, edit)
        for edit in wanted:
            if edit.before is not None and edit.after is None:
                carried.remove(root, root / edit.path, edit.before)
    except OSError as error:
        carried.undo()
        raise PlanroomError(
            f"nothing was written: {error.strerror or error}", "mend that and run it again"
        ) from error
    except BaseException:
        carried.undo()
        raise
    return tuple(edit.path for edit in wanted)


def _refuse(root: Path, edit: Edit) -> None:
    file = root / edit.path
    if not file.parent.resolve().is_relative_to(root.resolve()):
        raise PlanroomError(f"`{edit.path}` lies outside of the repository", "name a place inside of it")
    if edit.before is None:
        if os.path.lexists(file):
            raise PlanroomError(f"`{edit.path}` is there already", "choose another title or name")
    elif file.is_symlink() or not file.is_file() or file.read_bytes() != edit.before:
        raise PlanroomError(f"`{edit.path}` has changed since it was read", "run the command again")


class _Carried:
    """What has been done so far, so that it can be undone."""

    def __init__(self) -> None:
        self._staged: list[Path] = []
        self._folders: list[Path] = []
        self._moved: list[tuple[Path, bytes | None]] = []
        self._emptied: list[Path] = []

    def stage(self, file: Path, content: bytes, like: Path) -> Path:
        """Write the new bytes beside the file, with the permissions of another; missing folders are made."""
        import tempfile

        missing = [folder for folder in (file.parent, *file.parent.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir()
            self._folders.append(folder)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
        self._staged.append(Path(name))
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).chmod(like.stat().st_mode & 0o7777 if like.exists() else 0o666 & ~_umask())
        return Path(name)

    def move(self, file: Path, staged: Path, edit: Edit) -> None:
        """Put the staged bytes in place; a new file never replaces one that has appeared meanwhile."""
        if edit.before is None:
            try:
                os.link(staged, file)
            except FileExistsError:
                raise
            except OSError:  # a file system without hard links
                with file.open("xb") as stream:
                    stream.write(edit.after or b"")
            self._moved.append((file, None))
            staged.unlink()
        else:
            os.replace(staged, file)
            self._moved.append((file, edit.before))
        self._staged.remove(staged)

    def remove(self, root: Path, file: Path, before: bytes) -> None:
        """Remove a file, and the folders that it leaves empty."""
        file.unlink()
        self._moved.append((file, before))
        for folder in file.parents:
            if folder == root or any(folder.iterdir()):
                break
            folder.rmdir()
            self._emptied.append(folder)

    def undo(self) -> None:
        """Bring everything back to how it was."""
        for folder in reversed(self._emptied):
            folder.mkdir()
        for file, before in reversed(self._moved):
            if before is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(before)
        for staged in self._staged:
            staged.unlink(missing_ok=True)
        for folder in reversed(self._folders):
            if not any(folder.iterdir()):
                folder.rmdir()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
