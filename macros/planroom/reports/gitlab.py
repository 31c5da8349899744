"""The report as GitLab's code quality takes it: a JSON list, each entry with a fingerprint of its own."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Severity
from planroom.reports.layout import Layout

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(outcome: Outcome, layout: Layout) -> str:
    """The diagnostics as a list; equal ones are counted, for of two with one fingerprint GitLab shows one."""
    seen: Counter[str] = Counter()
    entries = []
    for diagnostic in outcome.diagnostics:
        known = "\0".join((layout.path(diagnostic.location.path), diagnostic.code, diagnostic.fingerprint))
        seen[known] += 1
        entries.append(_entry(diagnostic, f"{known}\0{seen[known]}", layout))
    return json.dumps(entries, indent=2, ensure_ascii=False)


def _entry(diagnostic: Diagnostic, identity: str, layout: Layout) -> dict[str, Any]:
    here = diagnostic.location
    said = f"{diagnostic.message}; {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return {
        "description": said,
        "check_name": f"{diagnostic.code} {diagnostic.name}",
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": layout.path(here.path), "lines": {"begin": here.line, "end": here.end_line}},
    }
