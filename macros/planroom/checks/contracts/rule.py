"""What the checks of contracts share: how one is declared, and how many equal facts become one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import wraps

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.wording import counted, quote, quoted

Find = Callable[[Contract, Scope], Iterator[Finding]]
_SHOWN = 5
"""How many further places of a gathered finding are given, and how many of its names are told."""


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


Fact = tuple[str, Origin]
"""What a fact is said of, in words of the contract, and its place."""


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
    held = list(dict.fromkeys(facts))
    names = list(dict.fromkeys(name for name, _ in held))
    if not held:
        return
    if len(names) == 1:
        say = one.format(name=quote(names[0]))
    else:
        say = many.format(count=counted(len(names), *nouns), names=quoted(names, limit=_SHOWN))
    related = tuple(Related("and here", origin) for _, origin in held[1 : _SHOWN + 1])
    yield Finding(say, held[0][1], hint, related, severity)
