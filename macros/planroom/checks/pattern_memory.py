"""PAT: patterns, and the designs that name them."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import REGISTRY, Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.pattern import HOME, Pattern, as_id
from planroom.model import System
from planroom.room import Room
from planroom.wording import nearest, quote

_SURE = 0.85
"""How alike a name must be to a pattern's to be taken for it: those of two sagas are not."""


@check("PAT001", Severity.WARNING, on=Pattern)
def malformed_pattern_page(pattern: Pattern, scope: Scope) -> Iterator[Finding]:
    """A pattern has a name, a problem and a kind, under keys and in values that can be read."""
    yield from pattern.problems


@check("PAT002", Severity.WARNING, on=Pattern)
def pattern_leads_nowhere(pattern: Pattern, scope: Scope) -> Iterator[Finding]:
    """The patterns, decisions, checks and runbooks that a pattern names are there."""
    room, patterns = scope.room, scope.model.patterns
    if any(path.endswith(".md") for path in room.unread):
        return
    for index, name in enumerate(pattern.related):
        if patterns.named(name) is None:
            near = nearest(as_id(name), (other.id for other in room.of(Pattern)), _SURE)
            hint = f"write `{near}`" if near else f"write that pattern in `{HOME}`, or remove the name"
            yield Finding(f"no pattern is called {quote(name)}", pattern.at("related", index), hint)
    for index, name in enumerate(pattern.decisions):
        if patterns.decision(pattern, name) is None:
            hint = "write the number or the path of a decision"
            yield Finding(f"there is no decision {quote(name)}", pattern.at("decisions", index), hint)
    for index, name in enumerate(pattern.checks):
        if name not in REGISTRY:
            near = nearest(name, REGISTRY)
            hint = f"write `{near}`" if near else "name a check; `planroom explain` lists all"
            yield Finding(f"there is no check {quote(name)}", pattern.at("checks", index), hint)
    for index, name in enumerate(pattern.runbooks):
        if "://" not in name and not room.has(name):
            hint = "write its path from the root of the repository, or an address"
            yield Finding(f"there is no file {quote(name)}", pattern.at("runbooks", index), hint)


@check("PAT003", Severity.WARNING, on=Pattern)
def pattern_review_overdue(pattern: Pattern, scope: Scope) -> Iterator[Finding]:
    """A pattern is looked at again by the day it names."""
    due = pattern.review_by
    if due is not None and due < scope.today:
        say = f"the review was due on {due.isoformat()}; today is {scope.today.isoformat()}"
        hint = "see whether its numbers still hold, then move `review-by`"
        yield Finding(say, pattern.at("review-by"), hint)


@check("PAT004", Severity.INFO, on=System)
def pattern_not_described(system: System, scope: Scope) -> Iterator[Finding]:
    """A pattern that a design names has a page, in a project that keeps patterns."""
    known = scope.room.of(Pattern)
    for service in system.services if known else ():
        for name, origin in service.patterns:
            if scope.model.patterns.named(name) is None:
                near = nearest(as_id(name), (pattern.id for pattern in known), _SURE)
                hint = f"write `{near}`" if near else f"describe it in `{HOME}{as_id(name)}.md`"
                yield Finding(f"no pattern is called {quote(name)}", origin, hint)


@check("PAT005", Severity.WARNING, on=Room)
def two_patterns_of_one_name(room: Room, scope: Scope) -> Iterator[Finding]:
    """What is named in a design or a pattern is one pattern, by its file's name and by its own."""
    first: dict[str, Pattern] = {}
    for pattern in room.of(Pattern):
        taken = next((name for name in pattern.names if name in first), None)
        if taken is not None:
            related = (Related("the other one", first[taken].at("name")),)
            say = f"two patterns go by the name `{taken}`"
            yield Finding(say, pattern.at("name"), "give one of them another name, or join them", related)
        for name in pattern.names:
            first.setdefault(name, pattern)
