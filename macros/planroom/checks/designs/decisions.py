"""DSN: the reasons behind a design, and the decisions it names."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.decision import Decision, Status
from planroom.model import System
from planroom.wording import quote, quoted

_NOT_IN_FORCE = (Status.REJECTED, Status.DEPRECATED, Status.SUPERSEDED)


@check("DSN050", Severity.INFO, on=System)
def technology_without_reason(system: System, scope: Scope) -> Iterator[Finding]:
    """A technology is chosen for a stated reason, or by a decision."""
    for technology in system.technologies:
        if technology.structured and not technology.rationale and not technology.decision:
            say = f"no reason is stated for `{technology.choice}`"
            yield Finding(say, technology.at("choice"), "add `rationale`, or name the `decision`")


@check("DSN051", Severity.ERROR, on=System)
def decision_not_found(system: System, scope: Scope) -> Iterator[Finding]:
    """A decision that a design names exists, once."""
    for named in system.decision_names:
        found = scope.room.named(Decision, named.text)
        if not found:
            say = f"no decision goes by `{named.text}`"
            near = scope.model.decisions.like(named.text)
            hint = f"write {quote(near)}" if near else "write the number or the file name of a decision"
            yield Finding(say, named.origin, hint)
        elif len(found) > 1:
            related = tuple(Related("a decision of that name", decision.at()) for decision in found)
            say = f"`{named.text}` names {len(found)} decisions"
            yield Finding(say, named.origin, "write the file name of the one that is meant", related)


@check("DSN052", Severity.WARNING, on=System)
def decision_not_in_force(system: System, scope: Scope) -> Iterator[Finding]:
    """A decision that a design rests on is in force: not rejected, deprecated or superseded."""
    for named in system.decision_names:
        found = scope.room.named(Decision, named.text)
        if len(found) == 1 and found[0].status in _NOT_IN_FORCE:
            decision = found[0]
            say = f"the design names the decision `{named.text}`, which is {decision.status.value}"
            related = (Related("its status", decision.status_origin),)
            yield Finding(
                say, named.origin, "name the decision that took its place, or change the design", related
            )


@check("DSN082", Severity.INFO, on=System)
def no_alternatives_stated(system: System, scope: Scope) -> Iterator[Finding]:
    """A technology was chosen among others: the design or its decision says which."""
    bare = [
        technology
        for technology in system.technologies
        if technology.structured and not technology.alternatives and not technology.decision
    ]
    if bare:
        names = quoted(technology.choice for technology in bare)
        say = f"no alternatives are stated for {names}"
        yield Finding(say, bare[0].at("choice"), "add `alternatives`, or name the `decision`")
