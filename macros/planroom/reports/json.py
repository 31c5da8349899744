"""The report for programs: one JSON object with `diagnostics` and `summary`."""

from __future__ import annotations

import json
from typing import Any

from planroom.checks import Outcome
from planroom.diagnostics import Severity
from planroom.reports.layout import Layout
from planroom.reports.summary import kind_counts


def summary(outcome: Outcome) -> dict[str, Any]:
    """Counts by severity, what was read, and the date the run counted as today."""
    return {
        "errors": outcome.count(Severity.ERROR),
        "warnings": outcome.count(Severity.WARNING),
        "infos": outcome.count(Severity.INFO),
        "checked": kind_counts(outcome),
        "today": outcome.room.today.isoformat(),
    }


def report(outcome: Outcome, layout: Layout) -> str:
    """The outcome as JSON, indented by two spaces."""
    value = {
        "diagnostics": [diagnostic.as_json() for diagnostic in outcome.diagnostics],
        "summary": summary(outcome),
    }
    return json.dumps(value, indent=2, ensure_ascii=False)
