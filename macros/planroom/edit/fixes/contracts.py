"""What a contract states in a type that it must not have, with one way to write it."""

from __future__ import annotations

from planroom.diagnostics import Diagnostic
from planroom.edit.changes import Change
from planroom.edit.fixes.mend import Mend, stretch_of
from planroom.model import Model


def quote_version(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The number of `swagger: 2.0` as the text that the specification asks for."""
    source = model.room.sources.get(diagnostic.location.path)
    if source is None or diagnostic.location.pointer != "/swagger":
        return None
    start, end = stretch_of(source, diagnostic.location)
    return Mend(source.path, Change(start, end, '"2.0"')) if source.text[start:end] == "2.0" else None
