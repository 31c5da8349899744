"""What a table of systems shows of each: objective, size, and what is wrong."""

from __future__ import annotations

from planroom.diagnostics import Diagnostic, Severity, severity_counts
from planroom.gates import Score
from planroom.model import Objective, System
from planroom.model.quantities import allowed_downtime_minutes
from planroom.records import dataclass
from planroom.render import units, words
from planroom.render.rendering import Rendering


@dataclass(frozen=True)
class SystemRow:
    """One system as a row: `percent` and `allowed` are `""` where no objective is stated."""

    system: System
    percent: str
    allowed: str
    services: int
    decisions: int
    counts: tuple[tuple[Severity, int], ...]
    gates: Score


def system_rows(site: Rendering) -> list[SystemRow]:
    """A row for each system, by the label that people read."""
    rows = [
        SystemRow(
            system,
            *objective_words(system.objective),
            len(system.services),
            len(system.decisions),
            open_counts(site.findings_of(system)),
            site.assessed(system).overall,
        )
        for system in site.model.systems
    ]
    return sorted(rows, key=lambda row: (row.system.label.lower(), row.system.design.path))


def objective_words(objective: Objective | None) -> tuple[str, str]:
    """An objective as `99.9 %` and what it leaves: `43.2 min in 30 days`; each `""` where it is not known."""
    if objective is None or objective.percent is None:
        return "", ""
    if objective.window_days is None:
        return words.percent(objective.percent), ""
    minutes = round(allowed_downtime_minutes(objective.percent, objective.window_days), 2)
    window = units.days(objective.window_days)
    return words.percent(objective.percent), f"{words.number(minutes)}{words.NARROW}min in {window}"


def open_counts(diagnostics: tuple[Diagnostic, ...]) -> tuple[tuple[Severity, int], ...]:
    """How many errors and warnings; what is only said for information counts where there is nothing worse."""
    counts = tuple(severity_counts(diagnostics))
    return tuple(pair for pair in counts if pair[0] is not Severity.INFO) or counts
