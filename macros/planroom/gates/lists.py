"""Which checklists hold in a room: those of planroom that it keeps, and its own."""

from __future__ import annotations

from dataclasses import replace

from planroom.kinds.checklist import Checklist
from planroom.kinds.shipped_checklists import shipped_checklists
from planroom.room import Room

__all__ = ["checklists", "shipped_checklists"]


def checklists(room: Room) -> tuple[Checklist, ...]:
    """The checklists of a room in order; its own take the place of shipped ones of the same id.

    What `checklists_off` in `planroom.yaml` names, lists or single items, is left out.
    """
    found = {checklist.id: checklist for checklist in shipped_checklists()}
    found.update({checklist.id: checklist for checklist in room.of(Checklist)})
    off = frozenset(room.settings.checklists_off)
    kept = (
        replace(each, items=tuple(item for item in each.items if item.id not in off))
        for each in found.values()
        if each.id not in off
    )
    return tuple(sorted(kept, key=lambda each: (each.order, each.id)))
