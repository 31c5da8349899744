"""The checklists that come with planroom."""

from __future__ import annotations

from functools import cache

from planroom.kinds.checklist import Checklist, parse
from planroom.source.shipped import each_shipped


@cache
def shipped_checklists() -> tuple[Checklist, ...]:
    """Every checklist that comes with planroom, in order."""
    found = []
    for source in each_shipped("checklists"):
        made = parse(source)
        if isinstance(made, str):
            raise ValueError(f"{source.path}: {made}")
        found.append(made)
    return tuple(sorted(found, key=lambda checklist: (checklist.order, checklist.id)))
