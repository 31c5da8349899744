"""Gates: what a system is asked, how each question is judged, and how that adds up to scores."""

from __future__ import annotations

from planroom.gates.assess import Assessed, assess
from planroom.gates.deliverables import Delivered, Profile, delivered, profiles
from planroom.gates.judge import NOBODY, Judged, Verdict
from planroom.gates.lists import checklists, shipped_checklists
from planroom.gates.principles import Principle, overall_target, principles
from planroom.gates.scores import Score

__all__ = [
    "NOBODY",
    "Assessed",
    "Delivered",
    "Judged",
    "Principle",
    "Profile",
    "Score",
    "Verdict",
    "assess",
    "checklists",
    "delivered",
    "overall_target",
    "principles",
    "profiles",
    "shipped_checklists",
]
