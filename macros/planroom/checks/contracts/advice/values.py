"""API102: money as a floating number."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.advice.naming import words_of
from planroom.checks.contracts.keywords import types_of
from planroom.checks.contracts.rule import Fact, contract_check, gathered
from planroom.diagnostics import Finding, Severity
from planroom.kinds.contract import Contract

_MONEY = frozenset(
    ("price", "amount", "cost", "fee", "balance", "subtotal", "salary", "surcharge", "refund", "deposit")
)


@contract_check("API102", Severity.WARNING)
def money_as_float(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Money is no floating number, which cannot hold most amounts exactly."""
    floats: list[Fact] = []
    numbers: list[Fact] = []
    for node in contract.anatomy.holding("type"):
        pointer = node.origin.pointer
        if len(pointer) < 2 or pointer[-2] != "properties" or "number" not in types_of(node.value):
            continue
        words = words_of(str(pointer[-1]))
        if words and words[-1] in _MONEY:
            stated = node.value.get("format") in ("float", "double")
            (floats if stated else numbers).append((str(pointer[-1]), node.origin.at("type")))
    hint = "use a whole number of the smallest unit, or a text with a decimal number"
    nouns = ("property", "properties")
    say = ("{name} is money as a floating number", "{count} are money as floating numbers: {names}")
    yield from gathered(floats, nouns, *say, hint)
    # Without a `format` it is a decimal number by the letter; most clients read a floating one all the same.
    say = (
        "{name} is money as a number that most clients read as a floating one",
        "{count} are money as numbers that most clients read as floating ones: {names}",
    )
    yield from gathered(numbers, nouns, *say, hint, Severity.INFO)
