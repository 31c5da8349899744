"""All artifact kinds in a table, apart from their package, so that one can be read without the others."""

from __future__ import annotations

from planroom.kinds.assessment import KIND as ASSESSMENT
from planroom.kinds.checklist import KIND as CHECKLIST
from planroom.kinds.contract import KIND as CONTRACT
from planroom.kinds.decision import KIND as DECISION
from planroom.kinds.design import KIND as DESIGN
from planroom.kinds.kind import Kind
from planroom.kinds.page import KIND as PAGE
from planroom.kinds.pattern import KIND as PATTERN
from planroom.kinds.runbook import KIND as RUNBOOK

KINDS: tuple[Kind, ...] = (DECISION, CONTRACT, DESIGN, ASSESSMENT, CHECKLIST, PATTERN, RUNBOOK, PAGE)
"""Every kind, in the order in which they are asked whether a file is theirs."""

__all__ = ["KINDS", "Kind"]
