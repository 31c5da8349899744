"""`renumber`: another number for a decision, in its file and in everything that names it."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator

from planroom.edit.changes import make
from planroom.edit.inbound import Inbound, Mention
from planroom.edit.naming import Renaming
from planroom.edit.numbers import wanted_number
from planroom.edit.plan import Edit
from planroom.edit.redirects import with_redirect
from planroom.errors import PlanroomError
from planroom.files import MAX_BYTES, SETTINGS_FILE
from planroom.kinds.decision import Decision
from planroom.kinds.decision_numbers import log_path
from planroom.model import Model
from planroom.records import dataclass
from planroom.room import Room


@dataclass(frozen=True)
class Renumbered:
    """What giving a decision another number comes down to.

    `old` and `new` are its file, or its folder where it has one; `edits` the whole plan; `changed` how
    many names each other file has to change; `left` the places that a person has to look at.
    """

    old: str
    new: str
    edits: tuple[Edit, ...]
    changed: dict[str, int]
    left: tuple[Mention, ...]
    redirected: bool = False
    """Whether the settings now lead from the old address of the decision's page to the new one."""


def renumber(
    model: Model, decision: Decision, to: int | None = None, *, elsewhere: Iterable[str] = ()
) -> Renumbered:
    """The plan that gives a decision the number `to`, or the next free one.

    `elsewhere` are the paths of another branch whose numbers are taken too. If the decision is among them,
    its page has an address that readers may know, and the settings are made to lead on from it. Raises where
    the number is taken, where the file name has none, and where something lies at the new place.
    """
    room = model.room
    elsewhere = frozenset(elsewhere)
    number = wanted_number(room, decision, to, elsewhere)
    renaming = _renaming(room, decision, number)
    if (room.root / renaming.new_entry).exists():
        raise PlanroomError(f"`{renaming.new_entry}` is there already", "name another number with `--to`")
    inbound = Inbound(model, decision, renaming)
    edits: list[Edit] = []
    changed: dict[str, int] = {}
    left: list[Mention] = []
    moved = tuple(_entry_files(room, renaming.entry))
    for path, data in _texts(room, moved):
        text, ok = _decoded(data)
        changes, unsure = inbound.in_text(path, text) if ok else ((), ())
        after, made = make(text, changes)
        left += unsure
        if path in moved:
            edits += _move(renaming, path, data, after.encode() if ok else data)
        elif made:
            edits.append(Edit(path, data, after.encode()))
        if made:
            changed[path] = len(made)
    redirected = decision.path in elsewhere and _redirect(room, renaming, decision, edits)
    return Renumbered(renaming.entry, renaming.new_entry, tuple(edits), changed, tuple(left), redirected)


def _redirect(room: Room, renaming: Renaming, decision: Decision, edits: list[Edit]) -> bool:
    """Add to the edits that the settings lead from the old path to the new one; whether they can."""
    file = room.root / SETTINGS_FILE
    before = file.read_bytes() if file.is_file() else None
    held = next((edit for edit in edits if edit.path == SETTINGS_FILE), None)
    text, ok = _decoded((held.after if held else before) or b"")
    new = renaming.new_entry + decision.path.removeprefix(renaming.entry)
    after = with_redirect(text if before is not None else None, decision.path, new) if ok else text
    if after == text:
        return False
    edits[:] = [edit for edit in edits if edit is not held]
    edits.append(Edit(SETTINGS_FILE, before, after.encode()))
    return True


def _renaming(room: Room, decision: Decision, number: int) -> Renaming:
    entry = log_path(decision.path)
    folder, name = posixpath.split(entry)
    digits = decision.number or ""
    written = str(number).zfill(len(digits))
    new_name = re.sub(rf"(?<!\d){digits}(?=[-_. ]|$)", written, name, count=1)
    is_folder = entry != decision.path
    ending = "" if is_folder else posixpath.splitext(name)[1]
    stem = name.removesuffix(ending)
    others = {part for path in room.paths for part in path.split("/")[-1 - is_folder :] if part != name}
    shared = any(other.startswith(stem + ".") or other == stem for other in others)
    twins = [path for path in (room.folders if is_folder else room.paths) if posixpath.basename(path) == name]
    return Renaming(
        entry,
        posixpath.join(folder, new_name),
        digits,
        written,
        ending,
        decision.prefix,
        alone=not shared and len(twins) == 1,
    )


def _entry_files(room: Room, entry: str) -> Iterator[str]:
    """The files that move: the decision's own, or all in its folder, those that git ignores included."""
    whole = room.root / entry
    if not whole.is_dir():
        yield entry
        return
    for folder, folders, names in os.walk(whole):
        folders.sort()
        for name in sorted(names):
            file = os.path.join(folder, name)
            path = os.path.relpath(file, room.root).replace(os.sep, "/")
            if os.path.islink(file):
                raise PlanroomError(
                    f"`{path}` is a link, which cannot be moved along", "move it by hand first"
                )
            yield path


def _texts(room: Room, moved: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The files that may name a decision, with their bytes: all of the room that it does not exclude."""
    for path in sorted({*room.paths, *moved}):
        file = room.root / path
        if path not in moved and (room.settings.excludes(path) or not room.holds(path)):
            continue
        try:
            if path in moved or (not file.is_symlink() and file.stat().st_size <= MAX_BYTES):
                yield path, file.read_bytes()
        except OSError as error:
            raise PlanroomError(f"`{path}` cannot be read: {error.strerror}", "mend that first") from error


def _decoded(data: bytes) -> tuple[str, bool]:
    """A file's text, and whether it is one: UTF-8 without zero bytes."""
    try:
        return data.decode("utf-8"), b"\0" not in data
    except UnicodeDecodeError:
        return "", False


def _move(renaming: Renaming, path: str, before: bytes, after: bytes) -> Iterator[Edit]:
    yield Edit(renaming.new_entry + path.removeprefix(renaming.entry), None, after, like=path)
    yield Edit(path, before, None)
