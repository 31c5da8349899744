"""Diagnostics as people and programs read them: one module per format, listed once."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planroom.checks import Outcome
    from planroom.reports.layout import Layout

Report = Callable[["Outcome", "Layout"], str]

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")
"""Every format by its name on the command line, which is that of its module."""


def _late(name: str) -> Report:
    """The report of a module that is imported when it is called: one run needs one format."""

    def report(outcome: Outcome, layout: Layout) -> str:
        text: str = import_module(f"planroom.reports.{name}").report(outcome, layout)
        return text

    return report


REPORTS: dict[str, Report] = {name: _late(name) for name in FORMATS}
"""Every format; each takes an outcome and gives the whole text."""

__all__ = ["FORMATS", "REPORTS"]
