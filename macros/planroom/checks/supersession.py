"""ADR: how decisions replace each other, and whether both sides say the same."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.decision import Decision, Status
from planroom.model import Model
from planroom.model.decisions import DecisionGraph, ResolvedRelation
from planroom.model.governing import successors
from planroom.model.relation_words import link_path, superseded_by, supersedes
from planroom.wording import listed, quote, quoted

_DECIDED = (Status.ACCEPTED, Status.SUPERSEDED, Status.DEPRECATED)
_LONGEST_WAY = 30
"""How many decisions of a circle are named."""
_UNDECIDED = (Status.PROPOSED, Status.REJECTED)


@check("ADR007", Severity.WARNING, on=Decision)
def superseded_without_successor(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A superseded decision names the one that replaced it, or is named by it."""
    if decision.status is not Status.SUPERSEDED or scope.model.decisions.superseded_by(decision):
        return
    if not scope.model.decisions.is_partly_unread and not any(
        relation.verb == "superseded-by" for relation in decision.relations
    ):
        hint = "write `superseded by [NNNN](file)`, or name this file under `supersedes` in its replacement"
        yield Finding("`superseded`, but no decision supersedes it", decision.status_origin, hint)


@check("ADR012", Severity.ERROR, on=Decision)
def superseded_but_not_marked(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision that another in force supersedes does not read as if it still held."""
    if decision.status not in (Status.ACCEPTED, Status.PROPOSED):
        return
    graph = scope.model.decisions
    newer = [
        other
        for other in graph.superseded_by(decision)
        if other.status in _DECIDED
        and not graph.in_one_circle(decision, other)
        and not graph.stating(decision, "amended-by", other)
    ]
    if newer:
        says = f"`{newer[0].path}` supersedes it"
        if graph.stating(newer[0], "supersedes", decision) is None:
            says = f"its own text says that `{newer[0].path}` supersedes it"
        related = tuple(Related("says so", _place(graph, other, decision)) for other in newer)
        yield Finding(
            f"{quote(decision.status_text)}, but {says}",
            decision.status_origin,
            f"write {quote(_marked(decision, newer), 200)}",
            related,
        )


@check("ADR013", Severity.WARNING, on=Decision)
def successors_disagree(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """Where a decision names its successor, no other decision claims to supersede it."""
    graph = scope.model.decisions
    stated = [item for item in graph.stated_by(decision) if item.relation.verb == "superseded-by"]
    named = {target.path: target for item in stated for target in item.targets}
    for other in graph.superseded_by(decision) if named else ():
        if other.path in named or graph.in_one_circle(decision, other):
            continue
        if any(other in successors(scope.model, target) for target in named.values()):
            continue  # it replaced the one that is named as well
        say = f"superseded by {quoted(named)}, but `{other.path}` supersedes it too"
        related = (Related("supersedes it", _place(graph, other, decision)),)
        both = _marked(decision, [*named.values(), other])
        hint = f"write {quote(both, 200)}, or mend the one that is wrong"
        yield Finding(say, stated[0].relation.origin, hint, related)


@check("ADR014", Severity.INFO, on=Decision)
def one_sided_supersede(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The successor of a decision names it too, so that readers find the way from both sides."""
    if decision.status in (Status.ACCEPTED, Status.PROPOSED):
        return
    graph = scope.model.decisions
    for stated in graph.stated_by(decision):
        target = stated.target
        if stated.relation.verb == "superseded-by" and target and _is_silent(scope, target, decision):
            yield Finding(
                f"superseded by `{target.path}`, which does not say so",
                stated.relation.origin,
                f"{_back(graph, target, decision)} in `{target.path}`",
                (Related("does not name it", target.title_origin),),
            )


def _back(graph: DecisionGraph, newer: Decision, older: Decision) -> str:
    """What to write so that a decision names the one that it supersedes."""
    listed_in_front = any(
        item.relation.verb == "supersedes" and item.relation.origin.span is None
        for item in graph.stated_by(newer)
    )
    if listed_in_front:
        return f"add {quote(older.number or link_path(newer, older.path))} to `supersedes`"
    return f"write {quote(supersedes(newer, older), 200)}"


def _is_silent(scope: Scope, newer: Decision, older: Decision) -> bool:
    """Whether a successor should name what it replaced and does not: a proposal has replaced nothing."""
    graph = scope.model.decisions
    return (
        newer.status not in _UNDECIDED
        and newer.path not in scope.room.unread
        and not graph.in_one_circle(newer, older)
        and not any(graph.stating(newer, verb, older) for verb in ("supersedes", "amends"))
    )


@check("ADR015", Severity.ERROR, on=Model)
def supersede_cycle(model: Model, scope: Scope) -> Iterator[Finding]:
    """Decisions do not replace each other in a circle."""
    graph = model.decisions
    for circle in graph.cycles:
        if len(circle) == 1:
            continue
        labels = [decision.label for decision in circle]
        names = labels if len(set(labels)) == len(labels) else [decision.path for decision in circle]
        left_out = ["…"] if len(names) > _LONGEST_WAY else []
        way = " → ".join([*map(quote, names[:_LONGEST_WAY]), *left_out, quote(names[0])])
        steps = [
            _step(graph, older, newer) for older, newer in zip(circle, (*circle[1:], circle[0]), strict=True)
        ]
        yield Finding(
            f"superseded in a circle: {way}",
            steps[0].origin,
            "remove the relation that is wrong",
            tuple(steps[1:_LONGEST_WAY]),
        )


def _step(graph: DecisionGraph, older: Decision, newer: Decision) -> Related:
    """Where one step of a circle is stated, by the older one if it says it."""
    stated = graph.stating(older, "superseded-by", newer)
    if stated is not None:
        return Related(f"superseded by {quote(newer.label)}", stated.relation.origin)
    return Related(f"supersedes {quote(older.label)}", _place(graph, newer, older))


@check("ADR016", Severity.WARNING, on=Decision)
def undecided_supersedes(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """Only a decision that was accepted supersedes another."""
    if decision.status not in _UNDECIDED:
        return
    graph = scope.model.decisions
    for older in graph.supersedes(decision):
        if graph.in_one_circle(decision, older):
            continue
        own = graph.stating(decision, "supersedes", older)
        stated = own or graph.stating(older, "superseded-by", decision)
        if stated is None:
            continue
        planned = decision.status is Status.PROPOSED and older.status is not Status.SUPERSEDED
        yield Finding(
            f"{quote(decision.status_text)}, but it supersedes `{older.path}`"
            if own
            else f"superseded by `{decision.path}`, which is {quote(decision.status_text)}",
            stated.relation.origin,
            _until_accepted(decision, older, planned),
            (
                Related(f"is {quote(decision.status_text)}", decision.status_origin),
                *(Related(f"is {quote(text)}", older.status_origin) for text in (older.status_text,) if text),
            ),
            Severity.INFO if planned else None,
        )


def _until_accepted(decision: Decision, older: Decision, planned: bool) -> str:
    if decision.status is Status.REJECTED:
        return f"remove the relation, since `{older.path}` was not replaced by a rejected decision"
    if planned:
        words = superseded_by(older, decision.path, decision.label, decision.title)
        return f"let `{older.path}` hold until this is accepted; then write {quote(words)} as its status"
    return f"accept `{decision.path}`, or give `{older.path}` its status back until then"


def _marked(decision: Decision, newer: list[Decision]) -> str:
    """The status that names these successors."""
    first, *others = (superseded_by(decision, other.path, other.label, other.title) for other in newer)
    return listed([first, *(words.removeprefix("superseded by ") for words in others)])


def _place(graph: DecisionGraph, newer: Decision, older: Decision) -> Origin:
    """Where it is stated that one decision supersedes another: by the newer, else by the older one."""
    stated: ResolvedRelation | None = graph.stating(newer, "supersedes", older)
    stated = stated or graph.stating(older, "superseded-by", newer)
    return stated.relation.origin if stated else newer.title_origin
