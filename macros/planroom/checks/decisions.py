"""ADR: what a decision states about itself."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_dates import DateForm
from planroom.kinds.decision_status import is_placeholder
from planroom.kinds.decision_template import template_words, unfilled_title
from planroom.kinds.decision_words import heading_words
from planroom.source import Heading
from planroom.wording import quote, quoted

_STATUS_WORDS = "`proposed`, `accepted`, `rejected`, `deprecated` or `superseded by [NNNN](file)`"
_OPTION = re.compile(r"^(?:[-*+]|\d+[.)])\s+\S")
_MADR_HEADINGS = frozenset(("context and problem statement", "decision drivers", "decision outcome"))


@check("ADR001", Severity.WARNING, on=Decision)
def untitled_decision(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision has a title: its first heading."""
    if not decision.title:
        yield Finding(
            "this decision has no title", decision.title_origin, "write `# ` and the decision in a few words"
        )


@check("ADR002", Severity.WARNING, on=Decision)
def status_missing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision says whether it is proposed, accepted, rejected, deprecated or superseded."""
    if not decision.status_text and decision.path not in scope.room.unread:
        yield Finding("this decision states no status", decision.status_origin, f"state {_STATUS_WORDS}")


@check("ADR003", Severity.WARNING, on=Decision)
def unknown_status(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The status begins with a word that is known, in any of the languages that are read."""
    text = decision.status_text
    if text and decision.status is Status.UNKNOWN and not is_placeholder(text):
        yield Finding(
            f"{quote(text)} is no known status", decision.status_origin, f"begin it with {_STATUS_WORDS}"
        )


@check("ADR004", Severity.INFO, on=Decision)
def date_missing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision says when it was made or last changed."""
    if not decision.date_text and decision.path not in scope.room.unread:
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


@check("ADR008", Severity.ERROR, on=Decision)
def number_used_twice(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A number belongs to one decision of a folder."""
    others = scope.model.decisions.sharing_number(decision)
    if any(other.path < decision.path for other in others):
        related = tuple(Related("has the number too", other.title_origin) for other in others)
        say = f"the number `{decision.number}` is also that of `{others[0].path}`"
        hint = f"give the newer one the next free number: `planroom renumber {shlex.quote(decision.path)}`"
        yield Finding(say, decision.title_origin, hint, related)


@check("ADR009", Severity.WARNING, on=Decision)
def number_differs_in_title(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The number in the title is that of the file name."""
    if decision.title_number and decision.number and int(decision.title_number) != int(decision.number):
        say = f"the title has the number `{decision.title_number}`, the file name `{decision.number}`"
        yield Finding(say, decision.title_origin, f"write `{decision.number}` in the title, or none")


@check("ADR017", Severity.INFO, on=Decision)
def no_alternative(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision in the MADR form names at least two options; a choice of one is none."""
    if decision.status not in (Status.PROPOSED, Status.ACCEPTED):
        return
    headings = decision.sections("options")
    words = {heading_words(heading.text) for heading in decision.source.outline.headings}
    if not headings and words.isdisjoint(_MADR_HEADINGS):
        return
    if not headings:
        hint = "list the options under `## Considered Options`"
        yield Finding("this decision names no considered options", decision.title_origin, hint)
    elif all(_options(decision, heading) == 1 for heading in headings):
        origin = Origin(decision.path, span=headings[0].span)
        yield Finding(
            "this decision considers one option only", origin, "add the options that were turned down"
        )


def _options(decision: Decision, heading: Heading) -> int:
    """How many options a section lists, as list items at its margin or as headings; 2 where it is prose."""
    outline = decision.source.outline
    lines = outline.section(heading)
    below = sum(
        1 for other in outline.headings if other.span.line in lines and other.level == heading.level + 1
    )
    items = sum(1 for number in lines if _OPTION.match(outline.masked[number - 1]))
    return max(below, items) or 2


@check("ADR018", Severity.INFO, on=Decision)
def no_consequences(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision that holds says what follows from it."""
    if decision.status in (Status.PROPOSED, Status.ACCEPTED) and not decision.sections("consequences"):
        hint = "say under `### Consequences` what becomes easier and what harder"
        yield Finding("this decision states no consequences", decision.title_origin, hint)


@check("ADR019", Severity.WARNING, on=Decision)
def template_text_left(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """Nothing of the template is left to fill in; one finding for a file, at its first place."""
    found = list(_unfilled(decision))
    if not found:
        return
    words, origin = found[0]
    more = f", and {len(found) - 1} more below" if len(found) > 1 else ""
    yield Finding(
        f"{quote(words)} is text of the template{more}", origin, "replace it, or remove the section"
    )


def _unfilled(decision: Decision) -> Iterator[tuple[str, Origin]]:
    if decision.status_text and is_placeholder(decision.status_text):
        yield decision.status_text, decision.status_origin
    if decision.date_form is DateForm.PLACEHOLDER:
        yield decision.date_text, decision.date_origin
    headings = decision.source.outline.headings
    title = next(
        (heading for heading in headings if heading.level == 1 and unfilled_title(heading.text)), None
    )
    if title is not None:
        yield title.text, Origin(decision.path, span=title.span)
    taken = {title.span.line} if title else set()
    taken.update(line for line in _lines(decision.status_origin, decision.date_origin))
    for words, origin in template_words(decision.source):
        if origin.span is not None and origin.span.line not in taken:
            yield words, origin


def _lines(*origins: Origin) -> Iterator[int]:
    for origin in origins:
        if origin.span is not None:
            yield from range(origin.span.line, origin.span.end_line + 1)


@check("ADR020", Severity.WARNING, on=Decision)
def unknown_system(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The systems that a decision names are described by a design; without any design nothing is said."""
    if not scope.model.systems or scope.room.names_are_missing or decision.path in scope.room.unread:
        return
    for reference in decision.system_references:
        if scope.model.system(reference.text) is None:
            known = quoted((system.name for system in scope.model.systems), "or", 5)
            yield Finding(
                f"`{reference.text}` is no system of this repository",
                reference.origin,
                f"name {known}",
            )


@check("ADR021", Severity.ERROR, on=Decision)
def applies_to_nothing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """What a decision applies to is there: a file, an operation, a service, a system, an event."""
    for binding in scope.model.decisions.bindings_of(decision):
        if not binding.bound and not binding.open:
            hint = "name a path, a pattern, `file#operationId`, a service, a system or an event that is there"
            yield Finding(f"`{binding.reference.text}` matches nothing", binding.reference.origin, hint)


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
