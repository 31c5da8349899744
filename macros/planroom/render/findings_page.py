"""The findings page: everything that is wrong, to be worked through from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks import Outcome
from planroom.diagnostics import Severity
from planroom.render import address
from planroom.render.frame import frame
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering
from planroom.wording import counted, listed


def pages(site: Rendering) -> Iterator[SitePage]:
    """The page of all findings, errors first."""
    outcome = site.outcome
    ordered = sorted(outcome.diagnostics, key=lambda item: (-item.severity.rank, item.sort_key))
    rows = [(item, frame(item, site.room) if item.severity is Severity.ERROR else "") for item in ordered]
    systems = sorted({name for item in ordered if (name := _system(site, item.location.path))})
    found = site.blocks(
        "findings.md.jinja",
        address.FINDINGS,
        rows=rows,
        lede=_lede(site),
        systems=[(system.name, system.label) for system in site.model.systems if system.name in systems],
        severities=[severity for severity in Severity if outcome.count(severity)],
        checked=checked(site),
    )
    yield SitePage(address.FINDINGS, "Findings", found, hide=("navigation", "toc", "footer"))


def _system(site: Rendering, path: str) -> str:
    system = site.system_of_path.get(path)
    return system.name if system else ""


def _lede(site: Rendering) -> str:
    return " ".join(filter(None, (_reported(site), _accepted(site.outcome))))


def _accepted(outcome: Outcome) -> str:
    """What was found and need not be reported: nobody should take it for mended."""
    counts = ((len(outcome.suppressed), "suppressed"), (len(outcome.baselined), "in the baseline"))
    said = listed(f"{count:,} {where}" for count, where in counts if count)
    return f"Not reported: {said}." if said else ""


def _reported(site: Rendering) -> str:
    outcome = site.outcome
    if not outcome.diagnostics:
        return "Nothing is wrong."
    stops = site.room.settings.fail_on
    stopping = [s for s in Severity if s.reaches(stops) and outcome.count(s)]
    rest = [s for s in Severity if not s.reaches(stops) and outcome.count(s)]
    parts = [counted(len(outcome.diagnostics), "finding") + "."]
    if stopping:
        many = sum(outcome.count(s) for s in stopping)
        stop = "stop" if many > 1 else "stops"
        parts.append(f"The {_counts(outcome, stopping)} {stop} the build.")
    if rest:
        many = sum(outcome.count(s) for s in rest)
        does = "do" if many > 1 else "does"
        said = _counts(outcome, rest)
        parts.append(f"{said} {does} not stop the build." if not stopping else f"{said} {does} not.")
    return " ".join(parts)


def _counts(outcome: Outcome, severities: list[Severity]) -> str:
    return listed(counted(outcome.count(severity), severity.value) for severity in severities)


def checked(site: Rendering) -> str:
    """What was read, in words: `16 decisions, 3 systems and 9 contracts`."""
    from planroom.kinds.contract import Contract
    from planroom.kinds.decision import Decision

    counts = (
        (len(site.room.of(Decision)), "decision"),
        (len(site.model.systems), "system"),
        (len(site.room.of(Contract)), "contract"),
    )
    return listed(counted(count, noun) for count, noun in counts)
