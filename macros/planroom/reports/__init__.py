"""Diagnostics as people and programs read them: one module per format, listed once."""

from __future__ import annotations

from planroom.reports import json, text

REPORTS = {"text": text.report, "json": json.report}
"""Every format by its name on the command line; each takes an outcome and gives the whole text."""

__all__ = ["REPORTS"]
