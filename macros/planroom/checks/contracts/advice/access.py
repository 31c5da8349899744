"""API103, API104: what operations answer to callers that may not come in, or that come too often."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check, gathered
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation


def _is_guarded(operation: Operation) -> bool:
    """Whether every way in asks for something."""
    return bool(operation.security) and all(way.schemes for way in operation.security)


def _answers(operation: Operation, *statuses: str) -> bool:
    return not operation.statuses.isdisjoint((*statuses, "4XX", "DEFAULT"))


def _place(operation: Operation) -> Origin:
    return operation.origin.at("responses").key()


@contract_check("API103", Severity.INFO)
def refusal_not_stated(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An operation that asks for credentials says what comes back without them."""
    yield from gathered(
        (
            (operation.name, _place(operation))
            for operation in contract.operations
            if operation.statuses and _is_guarded(operation) and not _answers(operation, "401", "403")
        ),
        ("operation", "operations"),
        "{name} asks for credentials and states neither `401` nor `403`",
        "{count} ask for credentials and state neither `401` nor `403`: {names}",
        "add a `401` response; a shared one under `components/responses` saves repetition",
    )


@contract_check("API104", Severity.INFO)
def limit_not_stated(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An operation that anybody may call says what comes back to those who call too often.

    Only in contracts with security schemes: where there are none, a network or gateway may be the guard.
    """
    if not contract.declared_schemes:
        return
    yield from gathered(
        (
            (operation.name, _place(operation))
            for operation in contract.operations
            if operation.statuses and not _is_guarded(operation) and not _answers(operation, "429")
        ),
        ("operation", "operations"),
        "anybody may call {name}, and it states no `429`",
        "anybody may call {count} that state no `429`: {names}",
        "limit how often one caller may come, and add a `429` response",
    )
