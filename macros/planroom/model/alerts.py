"""From a design to its alerts, and from the names of runbooks to the runbooks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from planroom.kinds.runbook import FOLDER, Runbook
from planroom.model.cursor import Cursor
from planroom.model.parts import Alert, RunbookName
from planroom.patterns import late
from planroom.room import Room, resolve_path

_ADDRESS = late(r"[A-Za-z][A-Za-z0-9+.-]*:|//|(?:[\w-]+\.)+[a-z]{2,}/", re.IGNORECASE)
_FILE = late(r"(?:^\.{0,2}/|/).*\.(?:md|markdown|adoc|rst|txt|html?)$|^[\w.-]+\.(?:md|markdown|adoc|rst)$")
_PROSE = late(r"\s")


def read_alerts(document: Cursor, room: Room) -> Iterator[Alert]:
    """The alerts of a design that are stated as structures."""
    places = document.down("resilience_patterns", "monitoring_and_alerting", "alert_conditions")
    for item in places.items():
        if item.is_structure:
            named = item["runbook"]
            yield Alert(
                origin=item.origin,
                origins=item.origins("metric", "threshold", "severity", "escalation", "runbook"),
                metric=item["metric"].text,
                threshold=item["threshold"].text,
                severity=item["severity"].word,
                escalation=item["escalation"].text,
                runbook=read_runbook(named, room) if named.word else None,
            )


def read_runbook(at: Cursor, room: Room) -> RunbookName:
    """A runbook as a design names it: by its path, from the design or from the root, or by its name."""
    text = at.word
    if _ADDRESS.match(text):
        return RunbookName(text, at.origin, "address")
    path = _path(text, at.design.folder, room)
    artifact = room.artifact(path) if path else None
    runbook = artifact if isinstance(artifact, Runbook) else None
    if not path and (named := room.named(Runbook, text)):
        runbook, path = named[0], named[0].path
    if path or _FILE.search(text):
        return RunbookName(text, at.origin, "file", path, runbook)
    # Whoever keeps no runbook here keeps them somewhere else, where this is a name.
    is_name = bool(room.of(Runbook)) and not _PROSE.search(text)
    return RunbookName(text, at.origin, "name" if is_name else "")


def _path(text: str, folder: str, room: Room) -> str:
    """The file of the room that a text names, `""` where it names none."""
    bare = text.split("#", 1)[0].strip()
    for start in (folder, "", posixpath.dirname(FOLDER)):
        for ending in ("", ".md"):
            path = resolve_path(start, bare.lstrip("/") + ending) if bare else None
            if path and path in room.paths:
                return path
    return ""
