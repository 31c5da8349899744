"""Decisions as rows: in which order they are listed, and what a row shows of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planroom.kinds.decision import Decision
from planroom.records import dataclass
from planroom.render.rendering import Rendering


@dataclass(frozen=True)
class Row:
    """What a list shows of a decision, ready to be filtered and sorted."""

    decision: Decision
    systems: tuple[tuple[str, str], ...]
    """The names of its systems as it writes them, each with how the system is called."""
    successors: tuple[Decision, ...]

    @property
    def words(self) -> str:
        """Words that a reader may look for and the row does not show."""
        return " ".join((*self.decision.names, *self.decision.deciders))


def newest_first(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions by number, the highest first; those without one by date and path behind them."""

    def key(decision: Decision) -> tuple[int, date, str]:
        return (int(decision.number) if decision.number else -1, decision.date or date.min, decision.path)

    return sorted(decisions, key=key, reverse=True)


def row(site: Rendering, decision: Decision) -> Row:
    """The row of a decision."""
    named = tuple(
        (name, system.label if (system := site.model.system(name)) else name) for name in decision.systems
    )
    return Row(decision, named, site.model.decisions.superseded_by(decision))


def status_word(decision: Decision) -> str:
    """How a status is shown: the author's own word where it is none that we know."""
    if decision.status.value != "unknown":
        return decision.status.value.capitalize()
    text = decision.status_text
    return (text if len(text) <= 40 else text[:37] + "...") if text else "Status not stated"
