"""The checks: one module per subject, each a generator of findings, each with its page in `examples/`."""

from __future__ import annotations

from planroom.checks import (
    contracts,
    decisions,
    designs,
    links,
    macro_calls,
    settings_file,
    systems,
    text,
)
from planroom.checks.check import REGISTRY, Check, Scope, page_text
from planroom.checks.run import Outcome, run

MODULES = (text, settings_file, decisions, designs, contracts, systems, links, macro_calls)
"""Every module that declares checks."""

__all__ = ["MODULES", "REGISTRY", "Check", "Outcome", "Scope", "page_text", "run"]
