"""ADR: how decisions relate, and whether both sides say the same."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity, Span
from planroom.kinds.decision import Decision, Status
from planroom.model import Model
from planroom.model.decisions import ResolvedRelation

_IN_FORCE_ONCE = (Status.ACCEPTED, Status.SUPERSEDED, Status.DEPRECATED)
_WORDS = {
    "supersedes": "supersedes",
    "superseded-by": "is superseded by",
    "amends": "amends",
    "amended-by": "is amended by",
    "relates-to": "relates to",
}


@check("ADR007", Severity.WARNING, on=Decision)
def superseded_without_successor(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A superseded decision names the one that replaced it, or is named by it."""
    if decision.status is not Status.SUPERSEDED or scope.model.decisions.superseded_by(decision):
        return
    unread = any(other.path in scope.room.unread for other in scope.room.of(Decision))
    if not unread and not any(relation.verb == "superseded-by" for relation in decision.relations):
        hint = "write `superseded by [NNNN](file)`, or name this file under `supersedes` in its replacement"
        yield Finding("`superseded`, but no decision supersedes it", decision.status_origin, hint)


@check("ADR010", Severity.ERROR, on=Decision)
def relation_to_nothing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A relation names a decision that is there."""
    for stated in scope.model.decisions.stated_by(decision):
        if not stated.targets and not stated.elsewhere:
            says = _WORDS[stated.relation.verb]
            say = f"{says} `{_written(decision, stated)}`, which is no decision of this repository"
            yield Finding(
                say, stated.relation.origin, "name a number or file that is there, or remove the relation"
            )


@check("ADR011", Severity.ERROR, on=Decision)
def ambiguous_relation(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A relation names one decision, and not a number that several have."""
    for stated in scope.model.decisions.stated_by(decision):
        if len(stated.targets) > 1:
            say = f"`{_written(decision, stated)}` may be any of {len(stated.targets)} decisions"
            related = tuple(
                Related("this one, for instance", other.title_origin) for other in stated.targets[:5]
            )
            yield Finding(say, stated.relation.origin, "name the file instead of the number", related)


@check("ADR012", Severity.ERROR, on=Decision)
def superseded_but_not_marked(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision that another in force supersedes does not read as if it still held."""
    if decision.status not in (Status.ACCEPTED, Status.PROPOSED):
        return
    newer = [
        other for other in scope.model.decisions.superseded_by(decision) if other.status in _IN_FORCE_ONCE
    ]
    if newer:
        say = f"`{decision.status_text}`, but `{newer[0].path}` supersedes it"
        related = tuple(Related("supersedes it", _place(scope, other, decision)) for other in newer)
        hint = f"write `superseded by [{newer[0].label}]({_link(decision, newer[0])})`"
        yield Finding(say, decision.status_origin, hint, related)


@check("ADR013", Severity.WARNING, on=Decision)
def successors_disagree(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """Where a decision names its successor, no other decision claims to supersede it."""
    graph = scope.model.decisions
    named = {target.path for stated in _stated(scope, decision, "superseded-by") for target in stated.targets}
    for other in graph.superseded_by(decision) if named else ():
        if other.path not in named:
            say = f"names another successor than `{other.path}`, which supersedes it too"
            related = (Related("supersedes it", _place(scope, other, decision)),)
            yield Finding(say, decision.status_origin, "name both, or mend the one that is wrong", related)


@check("ADR014", Severity.INFO, on=Decision)
def one_sided_supersede(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The successor of a decision names it too, so that readers find the way from both sides."""
    for stated in _stated(scope, decision, "superseded-by"):
        target = stated.target
        if target is None or target is decision or target.path in scope.room.unread:
            continue
        if not _says(scope, target, "supersedes", decision):
            say = f"superseded by `{stated.relation.target}`, which does not say so"
            related = (Related("does not name it", target.title_origin),)
            hint = f"write `supersedes: {decision.number or decision.stem}` in `{target.path}`"
            yield Finding(say, stated.relation.origin, hint, related)


@check("ADR015", Severity.ERROR, on=Model)
def supersede_cycle(model: Model, scope: Scope) -> Iterator[Finding]:
    """Decisions do not replace each other in a circle."""
    for circle in model.decisions.cycles:
        first = circle[0]
        if len(circle) == 1:
            yield Finding(
                "this decision supersedes itself", first.status_origin, "name the decision that is meant"
            )
            continue
        names = " → ".join(f"`{decision.label}`" for decision in (*circle, first))
        related = tuple(Related("stands in the circle", decision.status_origin) for decision in circle[1:])
        say = f"superseded in a circle: {names}"
        yield Finding(say, first.status_origin, "remove the relation that is wrong", related)


@check("ADR016", Severity.WARNING, on=Decision)
def undecided_supersedes(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """Only a decision that was accepted supersedes another."""
    if decision.status not in (Status.PROPOSED, Status.REJECTED):
        return
    for older in scope.model.decisions.supersedes(decision):
        if older.status is Status.SUPERSEDED or decision.status is Status.REJECTED:
            say = f"`{decision.status_text}`, but it supersedes `{older.path}`"
            related = (Related("is superseded by it", older.status_origin),)
            hint = "accept it, or let the older one stand until then"
            yield Finding(say, decision.status_origin, hint, related)


def _written(decision: Decision, stated: ResolvedRelation) -> str:
    """A relation's target in the file's own words: of `0007` the value is a number and has lost its zeros."""
    origin = stated.relation.origin
    if origin.span is None and stated.relation.target.isdigit():
        place = decision.source.locate([origin])[origin]
        written = decision.source.excerpt(Span(place.line, place.column, place.end_line, place.end_column))
        return written if written.isdigit() else stated.relation.target
    return stated.relation.target


def _stated(scope: Scope, decision: Decision, verb: str) -> Iterator[ResolvedRelation]:
    for stated in scope.model.decisions.stated_by(decision):
        if stated.relation.verb == verb:
            yield stated


def _says(scope: Scope, decision: Decision, verb: str, other: Decision) -> bool:
    return any(other in stated.targets for stated in _stated(scope, decision, verb))


def _place(scope: Scope, decision: Decision, other: Decision) -> Origin:
    """Where a decision states that it supersedes another; its title where only the other says so."""
    for stated in _stated(scope, decision, "supersedes"):
        if other in stated.targets:
            return stated.relation.origin
    return decision.title_origin


def _link(decision: Decision, target: Decision) -> str:
    return posixpath.relpath(target.path, posixpath.dirname(decision.path) or ".")
