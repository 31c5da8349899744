"""Writing files.

Every function plans the bytes of whole files, and `apply` carries plans out or leaves all as it was.
"""

from __future__ import annotations

from planroom.edit.new_decision import NewDecision, decision_folder, new_decision, slug
from planroom.edit.new_files import new_api, new_design
from planroom.edit.plan import Edit, apply
from planroom.edit.renumber import renumber
from planroom.edit.status import set_status
from planroom.edit.supersede import supersede

__all__ = [
    "Edit",
    "NewDecision",
    "apply",
    "decision_folder",
    "new_api",
    "new_decision",
    "new_design",
    "renumber",
    "set_status",
    "slug",
    "supersede",
]
