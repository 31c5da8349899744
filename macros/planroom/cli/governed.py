"""What `explain` says of a place: the decisions that govern it, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planroom.kinds.decision import Decision, Status
from planroom.model import Model
from planroom.model.governing import Governing
from planroom.reports.characters import visible
from planroom.reports.layout import Layout
from planroom.reports.table import labelled
from planroom.wording import quoted


def place_of(model: Model, what: str) -> str:
    """What the user named, with a path of the current folder as one from the room's root."""
    path, mark, fragment = what.partition("#")
    absolute = Path(path).absolute() if path else Path.cwd()
    named = "/" in path or "." in path or absolute.exists()
    if not named or path.partition(" ")[2].startswith("/"):
        return what
    try:
        below = absolute.resolve().relative_to(model.room.root).as_posix()
    except ValueError:
        return what
    return ("" if below == "." else below) + mark + fragment


def as_text(place: str, found: Sequence[Governing], layout: Layout) -> str:
    """The decisions that govern a place, one paragraph each."""
    if not found:
        return f"No decision governs `{place or '.'}`."
    return "\n\n".join(_paragraph(item, layout) for item in found)


def _paragraph(item: Governing, layout: Layout) -> str:
    decision = item.decision
    facts = {
        "  status": [decision.status_text or "not stated"],
        "  applies to": [quoted(reference.text for reference in item.references)],
    }
    if item.successors:
        facts["  replaced by"] = [_successor(other) for other in item.successors]
    return "\n".join((visible(f"{decision.path}  {decision.title}"), labelled(facts, layout)))


def _successor(decision: Decision) -> str:
    standing = "in force" if decision.status is Status.ACCEPTED else decision.status.value
    return f"{decision.path}  {decision.title}, {standing}"


def as_json(place: str, found: Sequence[Governing]) -> str:
    """The same for programs: one object with `place` and `decisions`."""
    value = {"place": place, "decisions": [_governing(item) for item in found]}
    return json.dumps(value, indent=2, ensure_ascii=False)


def _governing(item: Governing) -> dict[str, Any]:
    return {
        **_decision(item.decision),
        "applies_to": [reference.text for reference in item.references],
        "replaced_by": [_decision(other) for other in item.successors],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "path": decision.path,
        "number": decision.number,
        "title": decision.title,
        "status": decision.status.value,
        "in_force": decision.status is Status.ACCEPTED,
        "date": decision.date.isoformat() if decision.date else None,
    }
