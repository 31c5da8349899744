"""The findings page: everything that is wrong, to be worked through from top to bottom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Severity
from planroom.render import address
from planroom.render.decision_index import script_json
from planroom.render.finding_lists import shown_frame
from planroom.render.page import SiteFile, SitePage
from planroom.render.rendering import Rendering
from planroom.wording import counted, listed

_PLACE = ("PATH", 987654321)
"""What stands for the path and the line in the address of a file; the script puts them in."""

_HIDDEN = ("navigation", "toc", "footer")


def pages(site: Rendering) -> Iterator[SitePage]:
    """The page of findings, errors first; of very many it has the worst, and each check has its own list."""
    outcome = site.outcome
    spread = site.finding_lists
    found = site.blocks(
        "findings.md.jinja",
        address.FINDINGS,
        rows=[(item, shown_frame(site, item)) for item in spread.shown],
        count=len(spread.ordered),
        checks=spread.checks,
        script=_script_address(site) if spread.lists else "",
        lede=_lede(site),
        systems=_systems(site),
        severities=[severity for severity in Severity if outcome.count(severity)],
        checked=checked(site),
    )
    yield SitePage(address.FINDINGS, "Findings", found, hide=_HIDDEN)
    for made in spread.lists:
        blocks = site.blocks("finding_list.md.jinja", made.path, made=made, firsts=_firsts(made.findings))
        yield SitePage(made.path, f"{made.code} {made.name}", blocks, hide=_HIDDEN, searchable=False)


def _firsts(items: Sequence[Diagnostic]) -> set[int]:
    """The places of the items that have an anchor: of several of one fingerprint the first."""
    firsts: dict[str, int] = {}
    for place, item in enumerate(items):
        firsts.setdefault(item.fingerprint, place)
    return set(firsts.values())


def _systems(site: Rendering) -> list[tuple[str, str]]:
    """The systems that anything was found in, by name and title."""
    names = {_system(site, item.location.path) for item in site.outcome.diagnostics}
    return [(system.name, system.label) for system in site.model.systems if system.name in names]


def files(site: Rendering) -> Iterator[SiteFile]:
    """The script with all findings, where the page does not hold them."""
    if site.finding_lists.lists:
        yield SiteFile(address.FINDING_ROWS, _script(site))


def _script_address(site: Rendering) -> str:
    """The script's address from the page, with a mark of its content, so that none is stale."""
    mark = hashlib.sha256(_script(site).encode("utf-8")).hexdigest()[:8]
    return f"{site.addresses.href(address.FINDINGS, address.FINDING_ROWS)}?{mark}"


def _script(site: Rendering) -> str:
    """All findings as the filter reads them: what many of them have in common by its place in a list."""
    texts: dict[str, int] = {}

    def place(text: str) -> int:
        return texts.setdefault(text, len(texts))

    rows = [
        [
            place(item.severity.value),
            place(item.code),
            place(item.name),
            place(item.location.path),
            item.location.line,
            item.location.column,
            place(_system(site, item.location.path)),
            place(item.hint),
            item.message,
        ]
        for item in site.finding_lists.ordered
    ]
    value = {
        "texts": list(texts),
        "rows": rows,
        "titles": dict(_systems(site)),
        "checks": site.addresses.href(address.FINDINGS, address.of_check("CODE")),
        "view": site.hosting.view_of(*_PLACE) if site.hosting.kind else "",
    }
    return f"planroom.findings = {script_json(value)}\n"


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
    """What was read, in words: `16 decisions, 3 systems and 9 contracts`; `""` where there was nothing."""
    from planroom.kinds.contract import Contract
    from planroom.kinds.decision import Decision

    counts = (
        (len(site.room.of(Decision)), "decision"),
        (len(site.model.systems), "system"),
        (len(site.room.of(Contract)), "contract"),
    )
    return listed(counted(count, noun) for count, noun in counts if count)
