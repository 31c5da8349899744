"""What of a system, beside the keys of its design, a question may need to be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from planroom.kinds.checklist import FACTS
from planroom.model import System
from planroom.model.pattern_uses import uses_in

Missing = Callable[[System], str]


def _contracts(system: System) -> str:
    lacking = [service.name for service in system.services if service.endpoints and not service.contracts]
    if lacking:
        return f"`{lacking[0]}` has endpoints and no contract"
    return "" if system.contracts else "it has no contract"


def _decisions(system: System) -> str:
    return "" if system.decisions else "no decision belongs to it"


def _options(system: System) -> str:
    if any(decision.sections("options") for decision in system.decisions):
        return ""
    return "no decision of it names the alternatives that were looked at"


def _services(system: System) -> str:
    lacking = [service.name for service in system.services if not service.responsibility]
    if lacking:
        return f"`{lacking[0]}` states no responsibility"
    return "" if system.services else "it states no service"


def _calls(system: System) -> str:
    return "" if system.calls else "it states no call"


def _events(system: System) -> str:
    return "" if system.events else "it states no event"


def _tables(system: System) -> str:
    return "" if system.database else "its tables are neither designed nor delegated"


def _evidence(system: System) -> str:
    lacking = [
        target.name for target in system.targets if target.measured is not None and not target.evidence
    ]
    if lacking:
        return f"`{lacking[0]}` is measured without evidence"
    measured = any(target.measured is not None for target in system.targets)
    return "" if measured else "nothing of it is measured"


def _review(system: System) -> str:
    return "" if system.review and system.review.date else "nobody has reviewed it"


def _runbooks(system: System) -> str:
    for alert in system.alerts:
        if alert.runbook is not None and not alert.runbook.leads:
            return f"the alert on `{alert.metric}` leads to no runbook that is there"
    named = (name for service in system.services for name in service.runbook_names)
    if any(alert.runbook for alert in system.alerts) or any(name.leads for name in named):
        return ""
    return "neither an alert nor a service names a runbook"


def _patterns(system: System) -> str:
    return "" if any(uses_in(system)) else "it states no pattern"


_MISSING: Mapping[str, Missing] = {
    "contracts": _contracts,
    "decisions": _decisions,
    "options": _options,
    "services": _services,
    "calls": _calls,
    "events": _events,
    "tables": _tables,
    "evidence": _evidence,
    "review": _review,
    "runbooks": _runbooks,
    "patterns": _patterns,
}


def lacking(needs: tuple[str, ...], system: System) -> Iterator[tuple[str, str]]:
    """Of what a question needs, what is not there: its name in `FACTS`, and what to say of it."""
    for name in needs:
        assert name in FACTS
        said = _MISSING[name](system)
        if said:
            yield name, said
