"""The checklists that come with planroom."""

from __future__ import annotations

from functools import cache

from planroom.files import shipped
from planroom.kinds.checklist import Checklist, parse
from planroom.source import Source

FOLDER = "planroom/checklists"
"""What stands for their folder in messages."""


@cache
def shipped_checklists() -> tuple[Checklist, ...]:
    """Every checklist that comes with planroom, in order."""
    found = []
    for file in sorted(shipped("data", "checklists").glob("*.yaml")):
        made = parse(Source(f"{FOLDER}/{file.name}", file.read_text("utf-8"), "yaml"))
        if isinstance(made, str):
            raise ValueError(f"{file.name}: {made}")
        found.append(made)
    return tuple(sorted(found, key=lambda checklist: (checklist.order, checklist.id)))
