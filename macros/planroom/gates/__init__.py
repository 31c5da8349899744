"""Gates: what a system is asked, how each question is judged, and how that adds up to scores."""

from __future__ import annotations

from planroom.gates.assess import Assessed, assess
from planroom.gates.judge import Judged, Verdict
from planroom.gates.lists import checklists, shipped_checklists
from planroom.gates.principles import Principle, overall_target, principles
from planroom.gates.scores import Score

__all__ = [
    "Assessed",
    "Judged",
    "Principle",
    "Score",
    "Verdict",
    "assess",
    "checklists",
    "overall_target",
    "principles",
    "shipped_checklists",
]
