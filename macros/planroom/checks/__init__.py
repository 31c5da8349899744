"""The checks: one module per subject, each a generator of findings, each with its page in `examples/`."""

from __future__ import annotations

from planroom.checks import (
    acceptance_faults,
    accepted_text,
    agreement,
    collisions,
    contracts,
    decisions,
    designs,
    diagrams,
    forms,
    gates,
    links,
    macro_calls,
    numbers,
    outdated_answers,
    pattern_memory,
    relations,
    runbooks,
    settings_file,
    supersession,
    systems,
    text,
)
from planroom.checks.acceptance import Acceptance, Suppressed
from planroom.checks.baseline import baseline_text
from planroom.checks.check import REGISTRY, Check, Scope, page_body, page_text
from planroom.checks.choice import chosen
from planroom.checks.comparison import Comparison, compare
from planroom.checks.run import Outcome, run

MODULES = (
    text,
    settings_file,
    acceptance_faults,
    decisions,
    agreement,
    numbers,
    forms,
    relations,
    supersession,
    collisions,
    accepted_text,
    designs,
    contracts,
    systems,
    links,
    macro_calls,
    diagrams,
    gates,
    outdated_answers,
    runbooks,
    pattern_memory,
)
"""Every module that declares checks."""

__all__ = [
    "MODULES",
    "REGISTRY",
    "Acceptance",
    "Check",
    "Comparison",
    "Outcome",
    "Scope",
    "Suppressed",
    "baseline_text",
    "chosen",
    "compare",
    "page_body",
    "page_text",
    "run",
]
