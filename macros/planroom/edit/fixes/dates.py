"""Dates in another form that mean one day, written as `YYYY-MM-DD`."""

from __future__ import annotations

from planroom.diagnostics import Diagnostic
from planroom.edit.changes import Change
from planroom.edit.fixes.mend import Mend, stretch_of
from planroom.kinds.decision import Decision
from planroom.kinds.decision_dates import DateForm, read_date
from planroom.model import Model


def write_iso(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The day in place of the words that state it; what stands before and behind them stays."""
    decision = model.room.artifact(diagnostic.location.path)
    if not isinstance(decision, Decision) or decision.date is None:
        return None
    start, end = stretch_of(decision.source, diagnostic.location)
    text = decision.source.text[start:end]
    stated = read_date(text)
    if stated.form is not DateForm.OTHER or stated.day != decision.date:
        return None
    first = start + len(text) - len(text.lstrip(" \t*_`'\""))
    return Mend(decision.path, Change(first, first + stated.length, decision.date.isoformat()))
