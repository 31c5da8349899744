"""ADR: whether what a decision says about others can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity, Span
from planroom.kinds.decision import Decision
from planroom.kinds.decision_place import read_name
from planroom.model.decisions import DecisionGraph, ResolvedRelation
from planroom.model.relation_words import link_path
from planroom.patterns import late
from planroom.wording import quote, quoted

_WORDS = {
    "supersedes": "supersedes",
    "superseded-by": "is superseded by",
    "amends": "amends",
    "amended-by": "is amended by",
    "relates-to": "relates to",
}
_REPLACING = {"supersedes": "superseded-by", "superseded-by": "supersedes"}
_NUMBER = late(r"(?:m?adr)?[-\s#]*\d+", re.IGNORECASE)


@check("ADR010", Severity.ERROR, on=Decision)
def relation_to_nothing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A relation names a decision that is there."""
    graph = scope.model.decisions
    for stated in graph.stated_by(decision):
        if not stated.targets and not stated.elsewhere:
            written = _written(decision, stated)
            yield Finding(
                f"{_WORDS[stated.relation.verb]} {quote(written)}, which is no decision of this repository",
                stated.relation.origin,
                _instead(graph, decision, written),
            )


def _instead(graph: DecisionGraph, decision: Decision, written: str) -> str:
    """What to write for a name that no decision has: one much like it, or the numbers that there are."""
    number = read_name(written).number or _NUMBER.fullmatch(written)
    near = "" if written.isdigit() else graph.like(written, decision)
    if near:
        return f"write {quote(link_path(decision, near))}"
    numbers = graph.numbers_beside(decision)
    if numbers and number:
        if len(numbers) == 1:
            return f"the only number here is {numbers[0]}: name it, or remove the relation"
        known = f"{numbers[0]} to {numbers[-1]}"
        return f"the numbers here are {known}: name one of them, or remove the relation"
    return "name a number or file that is there, or remove the relation"


@check("ADR011", Severity.ERROR, on=Decision)
def ambiguous_relation(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A relation names one decision, and not a number that several have."""
    for stated in scope.model.decisions.stated_by(decision):
        if len(stated.targets) > 1:
            paths = [link_path(decision, other.path) for other in stated.targets]
            yield Finding(
                f"{quote(_written(decision, stated))} may be {quoted(paths, 'or', 5)}",
                stated.relation.origin,
                f"name the file that is meant, such as {quote(paths[0])}",
                tuple(Related("may be meant", other.title_origin) for other in stated.targets[:5]),
            )


@check("ADR045", Severity.ERROR, on=Decision)
def relation_to_itself(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision relates to others, not to itself."""
    for stated in scope.model.decisions.stated_by(decision):
        if stated.target is decision:
            says = f"{_WORDS[stated.relation.verb]} {quote(_written(decision, stated))}"
            yield Finding(
                f"{says}, which is this decision itself",
                stated.relation.origin,
                "name the decision that is meant, or remove the relation",
                severity=Severity.WARNING if stated.relation.verb == "relates-to" else None,
            )


@check("ADR048", Severity.WARNING, on=Decision)
def relations_disagree(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """Two decisions do not say of each other that one replaces the other and that it only amends it."""
    graph = scope.model.decisions
    for stated in graph.stated_by(decision):
        other, verb = stated.target, stated.relation.verb
        if other is None or other is decision or verb not in _REPLACING:
            continue
        if graph.stating(other, _REPLACING[verb], decision):
            continue
        amending = {"supersedes": "amended-by", "superseded-by": "amends"}[verb]
        against = graph.stating(other, amending, decision)
        if against is not None:
            yield Finding(
                f"{_WORDS[verb]} `{other.path}`, which says that it {_WORDS[amending]} this one",
                stated.relation.origin,
                "let both say the same: one that is amended stays in force, one that is superseded does not",
                (Related(f"says `{amending}`", against.relation.origin),),
            )


def _written(decision: Decision, stated: ResolvedRelation) -> str:
    """A relation's target in the file's own words: of `0007` the value is a number and has lost its zeros."""
    origin = stated.relation.origin
    if origin.span is None and stated.relation.target.isdigit():
        place = decision.source.locate([origin])[origin]
        written = decision.source.excerpt(Span(place.line, place.column, place.end_line, place.end_column))
        return written if written.isdigit() else stated.relation.target
    return stated.relation.target
