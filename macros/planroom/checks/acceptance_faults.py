"""CFG: what is wrong with suppressions and the baseline. These findings can't be suppressed themselves."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.acceptance import Acceptance
from planroom.checks.check import Scope, check
from planroom.checks.choice import codes_of, instead_of
from planroom.diagnostics import Finding, Severity
from planroom.wording import counted, quote, quoted


@check("CFG003", Severity.ERROR, on=Acceptance)
def suppression_without_reason(accepted: Acceptance, scope: Scope) -> Iterator[Finding]:
    """A suppression says why, and does not apply until it does."""
    for item in accepted.suppressions:
        if item.fault is None and not item.reason:
            say = f"{quoted(item.words)} is to be ignored for no reason"
            yield Finding(say, item.origin, "write the reason behind the code, or remove the suppression")


@check("CFG004", Severity.WARNING, on=Acceptance)
def unknown_check_in_suppression(accepted: Acceptance, scope: Scope) -> Iterator[Finding]:
    """A suppression names checks that exist."""
    for item in accepted.suppressions:
        for word in item.words:
            if not codes_of(word):
                near = instead_of(word)
                hint = f"write `{near}`" if near else "name a check by its code; `planroom explain` lists all"
                yield Finding(f"{quote(word)} is no check", item.origin, hint)


@check("CFG005", Severity.ERROR, on=Acceptance)
def malformed_suppression(accepted: Acceptance, scope: Scope) -> Iterator[Finding]:
    """A suppression has a form that can be followed."""
    yield from (item.fault for item in accepted.suppressions if item.fault is not None)


@check("CFG006", Severity.WARNING, on=Acceptance)
def stale_suppression(accepted: Acceptance, scope: Scope) -> Iterator[Finding]:
    """A suppression covers something; one that does not would hide the next fault unseen."""
    for item in accepted.suppressions:
        in_doubt = item.codes - accepted.made or not item.codes
        if item.holds(scope.today) and item not in accepted.used and not in_doubt:
            say = f"nothing is found here that {quoted(item.words, 'or')} would report"
            yield Finding(say, item.origin, "remove the suppression")


@check("CFG007", Severity.WARNING, on=Acceptance)
def expired_suppression(accepted: Acceptance, scope: Scope) -> Iterator[Finding]:
    """A suppression applies until its day of expiry."""
    for item in accepted.suppressions:
        if item.expires is not None and item.expired(scope.today):
            say = f"{quoted(item.words)} was to be ignored until {item.expires}"
            yield Finding(say, item.origin, "mend what it hid, or give a later day and the reason")


@check("CFG008", Severity.ERROR, on=Acceptance)
def unusable_baseline(accepted: Acceptance, scope: Scope) -> Iterator[Finding]:
    """A baseline is as `planroom check --write-baseline` writes it."""
    if accepted.baseline is not None and accepted.baseline.fault is not None:
        yield accepted.baseline.fault


@check("CFG009", Severity.INFO, on=Acceptance)
def stale_baseline(accepted: Acceptance, scope: Scope) -> Iterator[Finding]:
    """A baseline holds only what is still found."""
    baseline = accepted.baseline
    if baseline is None or not baseline.stale:
        return
    first = baseline.stale[0]
    entry = baseline.entries[first]
    many = counted(len(baseline.stale), "entry of the baseline matches", "entries of the baseline match")
    say = f"{many} nothing any more, first `{entry.code}` in {quote(entry.path)}"
    yield Finding(say, baseline.source.origin("findings", first), "run `planroom check --write-baseline`")
