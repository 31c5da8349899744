"""What the checks of contracts share: how one is declared, and how many equal facts become one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import wraps

from planroom.checks.check import Scope, check
from planroom.checks.gathering import gather
from planroom.diagnostics import Fact, Finding, Gathering, Related, Severity
from planroom.kinds.contract import Contract

__all__ = ["Fact", "contract_check", "gathered"]

Find = Callable[[Contract, Scope], Iterator[Finding]]


def contract_check(code: str, severity: Severity) -> Callable[[Find], Find]:
    """Declare a check on contracts; what it finds in another file gives the reference that leads there."""

    def declare(find: Find) -> Find:
        @wraps(find)
        def found(contract: Contract, scope: Scope) -> Iterator[Finding]:
            for finding in find(contract, scope):
                yield _with_referrer(contract, finding)

        return check(code, severity, on=Contract)(found)

    return declare


def _with_referrer(contract: Contract, finding: Finding) -> Finding:
    if finding.origin.path == contract.path:
        return finding
    referrer = contract.anatomy.referrer(finding.origin)
    if referrer is None or any(held.origin == referrer for held in finding.related):
        return finding
    return replace(finding, related=(*finding.related, Related("referred to here", referrer)))


def gathered(
    facts: Iterable[Fact],
    nouns: tuple[str, str],
    one: str,
    many: str,
    hint: str,
    severity: Severity | None = None,
) -> Iterator[Finding]:
    """One finding for all facts of a kind, at the first of them, so that a first run can be read.

    `one` words it for a single `{name}`; `many` has `{count}` (with the noun, one and many of them) and the
    first `{names}`.
    """
    held = tuple(dict.fromkeys(facts))
    if held:
        yield gather(Gathering(held, nouns, one, many), hint, severity)
