"""A folder that a command fills, and fills again: it replaces and removes what it wrote itself alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from planroom.edit.plan import Edit, apply
from planroom.errors import PlanroomError
from planroom.files import RENDERED_FILE


def fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Have the folder hold these files by path; what an earlier run wrote and this one does not is removed.

    Raises `PlanroomError`, and touches nothing, where the folder holds other things than an earlier run
    wrote, or where somebody has changed one of its files since.
    """
    known = _known(folder)
    if known is None and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlanroomError(f"`{folder}` holds other things than planroom wrote", "name a new folder")
    known = known or {}
    before: dict[str, bytes] = {}
    for path in (*known, *contents):
        file = folder / path
        if path not in before and file.is_file() and not file.is_symlink():
            before[path] = file.read_bytes()
    touched = sorted(path for path, data in before.items() if known.get(path) != _digest(data))
    if touched:
        more = f", and {len(touched) - 1} more" if len(touched) > 1 else ""
        raise PlanroomError(
            f"`{folder / touched[0]}` is not as planroom wrote it{more}",
            "name a new folder, or move aside what is yours",
        )
    wanted = dict(contents) | {RENDERED_FILE: _listed(contents)}
    if RENDERED_FILE in known or (folder / RENDERED_FILE).is_file():
        before[RENDERED_FILE] = (folder / RENDERED_FILE).read_bytes()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        say = f"`{folder}` cannot be made: {error.strerror or error}"
        raise PlanroomError(say, "name another folder") from error
    paths = sorted({*before, *wanted})
    apply(folder, [Edit(path, before.get(path), wanted.get(path)) for path in paths])


def _known(folder: Path) -> dict[str, str] | None:
    """What an earlier run wrote, by path; `None` where none did."""
    file = folder / RENDERED_FILE
    if not file.is_file():
        return None
    lines = file.read_text("utf-8", "surrogateescape").splitlines()
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines) if path}


def _listed(contents: Mapping[str, bytes]) -> bytes:
    lines = (f"{_digest(data)}  {path}\n" for path, data in sorted(contents.items()))
    return "".join(lines).encode("utf-8", "surrogateescape")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
