"""Mermaid text: is it a diagram, and if not, where does it stop being one."""

from __future__ import annotations

import atexit
import json
from functools import cache
from typing import Any

from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class MermaidFault:
    """Why a text is no diagram, and the line and column of the fault in it, from 1 (0: not known)."""

    message: str
    line: int = 0
    column: int = 0


@cache
def engine() -> Any:
    """The Mermaid engine, or `None` where there is none for this platform or it is not installed."""
    try:
        from merman import Merman
    except ImportError:
        return None
    # Let go of it while the interpreter still has what its clean-up calls.
    atexit.register(engine.cache_clear)
    return Merman()


def mermaid_fault(text: str) -> MermaidFault | None:
    """What keeps a Mermaid text from being drawn; `None` where nothing does or nobody can say."""
    if engine() is None:
        return None
    try:
        findings = json.loads(engine().analyze_json(text, None)).get("diagnostics", [])
    except Exception as error:  # the engine's own error types are no part of its interface
        return MermaidFault((str(error).splitlines() or ["it cannot be read"])[0])
    for finding in findings:
        if finding.get("severity") == "error":
            span = finding.get("span") or {}
            said = (str(finding.get("message", "")).splitlines() or ["it cannot be read"])[0]
            return MermaidFault(said, int(span.get("line") or 0), int(span.get("column") or 0))
    return None
