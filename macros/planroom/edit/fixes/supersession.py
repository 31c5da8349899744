"""Supersessions that one of two decisions states: the other side, written where its shape keeps it."""

from __future__ import annotations

from collections.abc import Callable

from planroom.diagnostics import Diagnostic
from planroom.edit.fixes.mend import Mend, difference_as_mend
from planroom.edit.status import status_text
from planroom.edit.supersedes import with_supersedes
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision
from planroom.model import Model
from planroom.model.relation_words import link_path, superseded_by


def mark_superseded(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The status that names the successor, where one alone says that it supersedes the decision."""
    older = model.room.artifact(diagnostic.location.path)
    newer = [model.room.artifact(path) for path in {item.location.path for item in diagnostic.related}]
    if not isinstance(older, Decision) or len(newer) != 1 or not isinstance(newer[0], Decision):
        return None
    if model.decisions.stating(newer[0], "supersedes", older) is None:
        return None
    words = superseded_by(older, newer[0].path, newer[0].label, newer[0].title)
    return _written(older, lambda: status_text(older, words, model.room.today))


def name_predecessor(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """The relation by which a successor names the decision that it replaced."""
    older = model.room.artifact(diagnostic.location.path)
    newer = model.room.artifact(diagnostic.related[0].location.path) if diagnostic.related else None
    if not isinstance(older, Decision) or not isinstance(newer, Decision):
        return None
    sure = older.number and model.decisions.named(newer, older.number) == (older,)
    name = older.number if sure else link_path(newer, older.path)
    return _written(newer, lambda: with_supersedes(newer.source, older, name or ""))


def _written(decision: Decision, text: Callable[[], str]) -> Mend | None:
    """The change that makes a decision's text another one; `None` where its file is not ours to write."""
    if decision.source.format != "markdown":
        return None
    try:
        return difference_as_mend(decision.source, text())
    except PlanroomError:
        return None
