"""ADR: the sections that a decision's form asks for, and what a template left in them."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_dates import DateForm
from planroom.kinds.decision_status import is_placeholder
from planroom.kinds.decision_template import template_words, unfilled_title
from planroom.kinds.decision_words import heading_words
from planroom.patterns import late
from planroom.source import Heading
from planroom.source.outline import heading_line
from planroom.wording import listed, quote

_OPTION = late(r"^(?:[-*+]|\d+[.)])\s+\S")
_MADR_HEADINGS = frozenset(("context and problem statement", "decision drivers", "decision outcome"))
_REQUIRED = {
    "MADR": {"context": "Context and Problem Statement", "decision": "Decision Outcome"},
    "Nygard": {"context": "Context", "decision": "Decision"},
}
"""The sections that each form asks for, by the part that they are; others have findings of their own."""


def _form(decision: Decision) -> str:
    """The form that a decision's headings show: `MADR`, `Nygard`, or `""` where it has one of its own."""
    words = {heading_words(heading.text) for heading in decision.source.outline.headings}
    if not words.isdisjoint(_MADR_HEADINGS):
        return "MADR"
    parts = [part for part in ("context", "decision", "consequences") if decision.sections(part)]
    return "Nygard" if decision.shape == "nygard" and len(parts) > 1 else ""


def _heading(decision: Decision, level: int, text: str) -> str:
    return quote(heading_line(decision.source.format, level, text))


@check("ADR043", Severity.INFO, on=Decision)
def section_missing(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A decision has the sections that its form, MADR or Nygard's, asks for, and something in them."""
    form = _form(decision)
    required = _REQUIRED.get(form, {})
    missing = [name for part, name in required.items() if not decision.sections(part)]
    if missing:
        yield Finding(
            f"this decision in the form of {form} has no section {listed(map(quote, missing), 'and no')}",
            decision.title_origin,
            f"add {listed(_heading(decision, 2, name) for name in missing)}",
        )
    for part in required:
        headings = decision.sections(part)
        if headings and all(_is_empty(decision, heading) for heading in headings):
            origin = Origin(decision.path, span=headings[0].span)
            say = f"the section {quote(headings[0].text)} is empty"
            yield Finding(say, origin, "write what belongs there, or remove the section")


def _is_empty(decision: Decision, heading: Heading) -> bool:
    lines = decision.source.outline.section(heading)
    return not any(decision.source.lines[number - 1].strip() for number in lines)


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
        hint = f"list the options under {_heading(decision, 2, 'Considered Options')}"
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
        hint = f"say under {_heading(decision, 3, 'Consequences')} what becomes easier and what harder"
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
