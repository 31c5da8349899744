"""The report for programs: one JSON object with `diagnostics` and `summary`."""

from __future__ import annotations

import json
from typing import Any

from planroom.checks import Comparison, Outcome, Suppressed
from planroom.diagnostics import Severity
from planroom.edit.fixes import mendable
from planroom.reports.layout import Layout
from planroom.reports.summary import kind_counts


def summary(outcome: Outcome) -> dict[str, Any]:
    """Counts by severity, what was read, and the date the run counted as today."""
    return {
        "errors": outcome.count(Severity.ERROR),
        "warnings": outcome.count(Severity.WARNING),
        "infos": outcome.count(Severity.INFO),
        "suppressed": len(outcome.suppressed),
        "baseline": len(outcome.baselined),
        "checked": kind_counts(outcome),
        "today": outcome.room.today.isoformat(),
    }


def report(outcome: Outcome, layout: Layout) -> str:
    """The outcome as JSON, indented by two spaces."""
    can_mend = mendable(outcome.diagnostics, outcome.model)
    value: dict[str, Any] = {
        "diagnostics": [
            {**diagnostic.as_json(), "fixable": diagnostic in can_mend} for diagnostic in outcome.diagnostics
        ],
        "suppressed": [_suppressed(item) for item in outcome.suppressed],
        "summary": summary(outcome),
    }
    if outcome.mended:
        value["mended"] = [diagnostic.as_json() for diagnostic in outcome.mended]
    if outcome.comparison is not None:
        value["since"] = _since(outcome.comparison)
    if layout.verbose:
        value["files"] = [
            {"path": reading.path, "kind": reading.kind or None, "reason": reading.reason}
            for reading in outcome.room.readings
        ]
    return json.dumps(value, indent=2, ensure_ascii=False)


def _suppressed(item: Suppressed) -> dict[str, Any]:
    by = {"reason": item.reason, "path": item.by.path, "line": item.by.line}
    return {**item.diagnostic.as_json(), "suppression": by}


def _since(comparison: Comparison) -> dict[str, Any]:
    return {
        "revision": comparison.revision,
        "commit": comparison.commit,
        "known": len(comparison.known),
        "cured": [diagnostic.as_json() for diagnostic in comparison.cured],
    }
