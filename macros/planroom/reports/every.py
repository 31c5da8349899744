"""Every format of reports in a table, apart from their package, so that a table of rows needs no checks."""

from __future__ import annotations

from collections.abc import Callable

from planroom.checks import Outcome
from planroom.reports import github, gitlab, json, junit, markdown, sarif, text
from planroom.reports.layout import Layout

REPORTS: dict[str, Callable[[Outcome, Layout], str]] = {
    "text": text.report,
    "json": json.report,
    "github": github.report,
    "gitlab": gitlab.report,
    "sarif": sarif.report,
    "junit": junit.report,
    "markdown": markdown.report,
}
"""Every format by its name on the command line; each takes an outcome and gives the whole text."""

__all__ = ["REPORTS"]
