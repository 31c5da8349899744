"""ADR: what a decision states about itself."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.agreement import misspelt_keys
from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_dates import DateForm
from planroom.kinds.decision_status import is_placeholder, is_status_word
from planroom.source.outline import heading_line
from planroom.wording import nearest, quote, quoted

_STATUS_WORDS = "`proposed`, `accepted`, `rejected`, `deprecated` or `superseded by [NNNN](file)`"


@check("ADR001", Severity.WARNING, on=Decision)
def untitled_decision(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision has a title: its first heading."""
    if not decision.title:
        mark = heading_line(decision.source.format, 1, "…").removesuffix("…")
        hint = f"write `{mark}` and the decision in a few words"
        if not mark:
            hint = "write the decision in a few words, and a line of `=` below them"
        yield Finding("this decision has no title", decision.title_origin, hint)


@check("ADR002", Severity.WARNING, on=Decision)
def status_missing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision says whether it is proposed, accepted, rejected, deprecated or superseded."""
    if decision.status_text or decision.path in scope.room.unread:
        return
    if "status" not in misspelt_keys(decision).values():
        yield Finding("this decision states no status", decision.status_origin, f"state {_STATUS_WORDS}")


@check("ADR003", Severity.WARNING, on=Decision)
def unknown_status(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The status begins with a word that is known, in any of the languages that are read."""
    text = decision.status_text
    if text and decision.status is Status.UNKNOWN and not is_placeholder(text):
        first = text.split()[0]
        hint = f"begin it with {_STATUS_WORDS}"
        if is_status_word(first):
            hint = f"write {quote(first)}, and what follows in brackets or on a line of its own"
        yield Finding(f"{quote(text)} is no known status", decision.status_origin, hint)


@check("ADR004", Severity.INFO, on=Decision)
def date_missing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision says when it was made or last changed."""
    if decision.date_text or decision.path in scope.room.unread:
        return
    if "date" not in misspelt_keys(decision).values():
        yield Finding("this decision states no date", decision.date_origin, "state it as `YYYY-MM-DD`")


@check("ADR005", Severity.WARNING, on=Decision)
def impossible_date(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A date is a day that the calendar has."""
    if decision.date_form is DateForm.IMPOSSIBLE:
        yield Finding(
            f"{quote(decision.date_text)} is no day", decision.date_origin, "write the day it was made"
        )
    if (
        decision.review_text
        and decision.review.day is None
        and decision.review.form is not DateForm.PLACEHOLDER
    ):
        say = f"`review-by` is {quote(decision.review_text)}, which is no day"
        yield Finding(say, decision.review_origin, "write it as `YYYY-MM-DD`")


@check("ADR006", Severity.WARNING, on=Decision)
def date_in_the_future(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision is not dated later than today."""
    if decision.date is not None and decision.date > scope.today:
        say = f"the date {quote(decision.date_text)} is later than today, {scope.today.isoformat()}"
        yield Finding(say, decision.date_origin, "write the day it was made; a plan goes into `review-by`")


@check("ADR020", Severity.WARNING, on=Decision)
def unknown_system(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The systems that a decision names are described by a design; without any design nothing is said."""
    if not scope.model.systems or scope.room.names_are_missing or decision.path in scope.room.unread:
        return
    for reference in decision.system_references:
        if scope.model.system(reference.text) is None:
            names = [system.name for system in scope.model.systems]
            near = nearest(reference.text, names)
            yield Finding(
                f"{quote(reference.text)} is no system of this repository",
                reference.origin,
                f"write {quote(near)}" if near else f"name {quoted(names, 'or', 5)}",
            )


@check("ADR021", Severity.ERROR, on=Decision)
def applies_to_nothing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """What a decision applies to is there: a file, an operation, a schema, a service, an event, a table."""
    graph = scope.model.decisions
    for binding in graph.bindings_of(decision):
        if not binding.bound and not binding.open:
            near = graph.targets.alternatives(decision, binding.reference.text)
            hint = "name a path, a pattern, `file#operationId`, a service, a system, an event or a table"
            yield Finding(
                f"{quote(binding.reference.text)} matches nothing",
                binding.reference.origin,
                f"write {quoted(near, 'or')}" if near else hint,
            )


@check("ADR047", Severity.WARNING, on=Decision)
def ambiguous_applies_to(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A name under `applies-to` means one thing; until it does, the decision stands on the pages of all."""
    for binding in scope.model.decisions.bindings_of(decision):
        named = [bound.reference for bound in binding.candidates]
        if named:
            yield Finding(
                f"{quote(binding.reference.text)} may be {quoted(named, 'or', 5)}",
                binding.reference.origin,
                f"write the one that is meant, such as {quote(named[0])}, or all of them",
            )


@check("ADR022", Severity.WARNING, on=Decision)
def review_overdue(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision in force is looked at again by the day it names."""
    due = decision.review_by
    if (
        due is not None
        and due < scope.today
        and decision.status in (Status.PROPOSED, Status.ACCEPTED, Status.UNKNOWN)
    ):
        say = f"the review was due on {due.isoformat()}; today is {scope.today.isoformat()}"
        yield Finding(
            say, decision.review_origin, "look at it again, then move `review-by` or supersede the decision"
        )


@check("ADR044", Severity.INFO, on=Decision)
def proposed_for_too_long(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A proposal is decided within 90 days of its date, or within `proposed_days` of the settings."""
    limit, made = scope.room.settings.proposed_days, decision.date
    if decision.status is not Status.PROPOSED or made is None or decision.review_by is not None:
        return
    days = (scope.today - made).days
    if days > limit:
        yield Finding(
            f"{quote(decision.status_text)} since {made.isoformat()}, {days:,} days before"
            f" {scope.today.isoformat()}; {limit:,} are allowed",
            decision.status_origin,
            "accept or reject it, or name the day to look at it again under `review-by`",
        )


@check("ADR062", Severity.INFO, on=Decision)
def tag_given_twice(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A tag stands once in the front matter."""
    value = decision.source.value
    for key, tags in value.items() if isinstance(value, dict) else ():
        if str(key).lower() not in ("tags", "tag") or not isinstance(tags, list):
            continue
        first: dict[str, int] = {}
        for position, tag in enumerate(tags):
            if isinstance(tag, str) and first.setdefault(tag, position) != position:
                related = (Related("first here", decision.at(key, first[tag])),)
                say = f"the tag {quote(tag)} is given twice"
                yield Finding(say, decision.at(key, position), "remove one of them", related)


@check("ADR023", Severity.INFO, on=Decision)
def date_in_another_form(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A date reads `YYYY-MM-DD`, which sorts and means one day everywhere."""
    reason = {
        DateForm.AMBIGUOUS: "could be two days",
        DateForm.MONTH: "is a month, not a day",
        DateForm.WORDS: "cannot be read as a day",
        DateForm.OTHER: "is not in the form `YYYY-MM-DD`",
    }.get(decision.date_form)
    if reason:
        hint = f"write `{decision.date.isoformat()}`" if decision.date else "write it as `YYYY-MM-DD`"
        yield Finding(f"the date {quote(decision.date_text)} {reason}", decision.date_origin, hint)
