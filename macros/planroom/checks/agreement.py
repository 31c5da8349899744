"""ADR: whether a decision's file agrees with itself, and says things where they are read."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.decision import Decision, Status
from planroom.kinds.decision_keys import is_read, meant_key
from planroom.kinds.decision_reading import stated_statuses
from planroom.kinds.decision_status import is_placeholder, read_status
from planroom.wording import quote


@check("ADR040", Severity.ERROR, on=Decision)
def conflicting_status(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """Where a decision states its status in two places, both say the same."""
    for place in stated_statuses(decision.source) if decision.status is not Status.UNKNOWN else ():
        known = [(stated, _meaning(stated.text)) for stated in place]
        known = [(stated, status) for stated, status in known if status is not Status.UNKNOWN]
        # A history has had other statuses, and what is superseded is often called deprecated too.
        if not known or any(_agree(status, decision.status) for _, status in known):
            continue
        stated = known[0][0]
        yield Finding(
            f"the status is {quote(stated.text)} here and {quote(decision.status_text)} above",
            stated.origin,
            f"remove it here, or write {quote(decision.status_text)}",
            (Related("this one counts", decision.status_origin),),
        )


def _meaning(text: str) -> Status:
    return Status.UNKNOWN if is_placeholder(text) else read_status(text)


def _agree(one: Status, other: Status) -> bool:
    return one is other or {one, other} == {Status.DEPRECATED, Status.SUPERSEDED}


def misspelt_keys(decision: Decision) -> dict[str, str]:
    """The misspelt keys of a decision's front matter, each with the one that is meant."""
    value = decision.source.value
    if not isinstance(value, dict):
        return {}
    meant = {key: meant_key(key) for key in value if isinstance(key, str)}
    return {key: name for key, name in meant.items() if name and name not in value}


@check("ADR046", Severity.WARNING, on=Decision)
def misspelt_key(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A key of the front matter is spelt as it is read; keys of other tools are left alone."""
    for key, meant in misspelt_keys(decision).items():
        known = is_read(key)
        yield Finding(
            f"{quote(key)} is a misspelling of `{meant}`" + ("" if known else ", so it is not read"),
            decision.at(key).key(),
            f"write `{meant}`",
            severity=Severity.INFO if known else None,
        )
