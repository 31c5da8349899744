"""Links whose file has moved or is written otherwise, where one file alone is meant."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from planroom.diagnostics import Diagnostic
from planroom.edit.changes import Change
from planroom.edit.fixes.mend import Mend, stretch_of
from planroom.kinds.decision_place import read_name
from planroom.model import Model
from planroom.patterns import late
from planroom.room import link_target, resolve_path

_ORDER = late(r"write `([^`…]+)`")


def write_as_hinted(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The words that the hint tells to write, in place of those that the diagnostic marks."""
    order = _ORDER.fullmatch(diagnostic.hint)
    source = model.room.sources.get(diagnostic.location.path)
    if order is None or source is None:
        return None
    return Mend(source.path, Change(*stretch_of(source, diagnostic.location), order[1]))


def follow_moved_file(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The path of the file that a dead link meant: where git saw it go, else the one that has its name.

    A path that has little in common with the dead one is for a person to judge.
    """
    moved = _where_git_saw_it_go(diagnostic, model)
    mend = moved or write_as_hinted(diagnostic, model)
    if mend is None or moved:
        return moved
    dead = model.room.sources[mend.path].text[mend.change.start : mend.change.end]
    old, new = _file_name(dead), _file_name(mend.change.words)
    old_words = read_name(old).slug
    same_words = bool(old_words) and old_words == read_name(new).slug
    return mend if new in (old, old + ".md") or same_words else None


def dead_path(diagnostic: Diagnostic, model: Model) -> str | None:
    """The path, from the root, that the target of a dead link names; `None` where it leads out of it."""
    source = model.room.sources.get(diagnostic.location.path)
    if source is None:
        return None
    start, end = stretch_of(source, diagnostic.location)
    path = unquote(source.text[start:end].partition("#")[0].partition("?")[0])
    return resolve_path(posixpath.dirname(source.path), path)


def _where_git_saw_it_go(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The path to which git saw the file of a dead link move, with what stands behind `#` or `?`."""
    source = model.room.sources.get(diagnostic.location.path)
    new = model.room.moved.get(dead_path(diagnostic, model) or "")
    if source is None or new is None or new not in model.room.paths:
        return None
    start, end = stretch_of(source, diagnostic.location)
    rest = re.sub(r"\A[^#?]*", "", source.text[start:end])
    return Mend(source.path, Change(start, end, link_target(posixpath.dirname(source.path), new) + rest))


def _file_name(target: str) -> str:
    return posixpath.basename(unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/"))
