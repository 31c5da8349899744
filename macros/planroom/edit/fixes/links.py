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

_ORDER = re.compile(r"write `([^`…]+)`")


def write_as_hinted(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The words that the hint tells to write, in place of those that the diagnostic marks."""
    order = _ORDER.fullmatch(diagnostic.hint)
    source = model.room.sources.get(diagnostic.location.path)
    if order is None or source is None:
        return None
    return Mend(source.path, Change(*stretch_of(source, diagnostic.location), order[1]))


def follow_moved_file(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The path of the file that a dead link meant: one that has the name elsewhere, or got another number.

    A path that has little in common with the dead one is for a person to judge.
    """
    mend = write_as_hinted(diagnostic, model)
    if mend is None:
        return None
    dead = model.room.sources[mend.path].text[mend.change.start : mend.change.end]
    old, new = _file_name(dead), _file_name(mend.change.words)
    old_words = read_name(old).slug
    same_words = bool(old_words) and old_words == read_name(new).slug
    return mend if new in (old, old + ".md") or same_words else None


def _file_name(target: str) -> str:
    return posixpath.basename(unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/"))
