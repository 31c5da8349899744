"""API038: the patterns that schemas state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.ecma import is_of_python, misread_escape, pattern_fault
from planroom.checks.contracts.keywords import is_older, kinds_of_schemas
from planroom.checks.contracts.rule import contract_check
from planroom.diagnostics import Finding, Severity
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.patterns import late
from planroom.wording import quote

_DELIMITED = late(r"/(?:\^.*|.*[^\\]\$)/[a-z]*\Z", re.DOTALL)
"""A pattern as JavaScript writes it: its anchors stand where no text begins or ends."""


@contract_check("API038", Severity.ERROR)
def malformed_pattern(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every pattern is a regular expression, and one of ECMAScript (OpenAPI 3.1, section 4.8.24)."""
    for node in contract.anatomy.holding("pattern", *kinds_of_schemas(contract)):
        if isinstance(node.value["pattern"], str):
            yield from _pattern(node.value["pattern"], node, "pattern")
    for node in contract.anatomy.holding("patternProperties"):
        held = node.value["patternProperties"]
        for pattern in held if isinstance(held, dict) and not is_older(contract) else ():
            yield from _pattern(pattern, node, "patternProperties", pattern)


def _pattern(pattern: str, node: Node, *at: str) -> Iterator[Finding]:
    here = node.origin.at(*at).key() if len(at) > 1 else node.origin.at(*at)
    fault = pattern_fault(pattern)
    escape = misread_escape(pattern)
    if fault:
        # OpenAPI only recommends the dialect: what another one reads may work for those who agreed on it.
        elsewhere = is_of_python(pattern)
        what = "no regular expression of ECMAScript" if elsewhere else "no regular expression"
        hint = (
            "write it in the dialect of ECMAScript"
            if elsewhere
            else "mend it, or write a backslash before the sign"
        )
        severity = Severity.WARNING if elsewhere else None
        yield Finding(f"{quote(pattern)} is {what}: {fault}", here, hint, severity=severity)
    elif escape:
        anchor = "^" if escape == "\\A" else "$"
        say = f"`{escape}` in {quote(pattern)} is no anchor in ECMAScript, but the letter `{escape[1]}`"
        yield Finding(say, here, f"write `{anchor}`", severity=Severity.WARNING)
    elif _DELIMITED.match(pattern):
        say = f"the slashes around {quote(pattern)} are part of the pattern, so nothing matches it"
        yield Finding(say, here, "remove them", severity=Severity.WARNING)
