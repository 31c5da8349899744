"""MAC: macro calls on hand-written pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from planroom.checks.check import REGISTRY, Scope, check
from planroom.diagnostics import Finding, Severity
from planroom.kinds.decision import Decision, Status
from planroom.kinds.macro import MACROS, Macro, Parameter
from planroom.kinds.page import MacroCall, Page
from planroom.wording import nearest, quoted

_BY_NAME = {macro.name: macro for macro in MACROS}


@check("MAC001", Severity.ERROR, on=Page)
def unreadable_template(page: Page, scope: Scope) -> Iterator[Finding]:
    """A page with macros is a readable Jinja template."""
    if page.fault is not None:
        hint = "mend the braces, or put the text in a code span or fence"
        yield Finding(f"this page is no template: {page.fault.message}", page.fault.origin, hint)


@check("MAC002", Severity.ERROR, on=Page)
def unknown_macro(page: Page, scope: Scope) -> Iterator[Finding]:
    """A page calls macros that exist."""
    for call in page.calls:
        if call.name not in _BY_NAME:
            known = quoted(_BY_NAME, "or")
            yield Finding(
                f"`planroom.{call.name}` is no macro",
                call.origin,
                _instead(call.name, _BY_NAME, f"use {known}"),
            )


@check("MAC003", Severity.ERROR, on=Page)
def wrong_macro_arguments(page: Page, scope: Scope) -> Iterator[Finding]:
    """A macro is called with the arguments it takes."""
    for call in page.calls:
        macro = _BY_NAME.get(call.name)
        if macro is not None:
            yield from _misfits(call, macro)


def _misfits(call: MacroCall, macro: Macro) -> Iterator[Finding]:
    names = [parameter.name for parameter in macro.parameters]
    hint = f"write `planroom.{macro.example}`"
    for name, _ in call.keyword:
        if name not in names:
            yield Finding(
                f"`{macro.name}` takes no argument `{name}`", call.origin, _instead(name, names, hint)
            )
    if len(call.positional) > len(names):
        yield Finding(
            f"`{macro.name}` takes {len(names)} arguments and is given {len(call.positional)}",
            call.origin,
            hint,
        )
    if call.open_ended:
        return
    given = {*names[: len(call.positional)], *(name for name, _ in call.keyword)}
    for parameter in macro.parameters:
        if parameter.default is None and parameter.name not in given:
            yield Finding(f"`{macro.name}` is called without `{parameter.name}`", call.origin, hint)


@check("MAC004", Severity.ERROR, on=Page)
def macro_matches_nothing(page: Page, scope: Scope) -> Iterator[Finding]:
    """What a macro's argument names exists."""
    for call in page.calls:
        macro = _BY_NAME.get(call.name)
        if macro is None or call.open_ended:
            continue
        values = _values(call, macro)
        for parameter in macro.parameters:
            value = values.get(parameter.name)
            if value in (None, ""):
                continue
            known = list(_KNOWN[parameter.names](scope, values))
            if str(value) not in known and not _may_be_unread(scope, parameter.names, values):
                say = f"`{value}` is no {_WORDS.get(parameter.names, parameter.names)}"
                yield Finding(say, call.origin, _instead(str(value), known, "name one that exists"))


def _may_be_unread(scope: Scope, names: str, values: dict[str, Any]) -> bool:
    """Whether a file that cannot be read may hold the name, or the system that would hold it is not there."""
    if names in ("system", "operation") and scope.room.names_are_missing:
        return True
    if names == "operation":
        return scope.model.system(str(values.get("system"))) is None
    return names == "tag" and any(decision.path in scope.room.unread for decision in scope.room.of(Decision))


def _values(call: MacroCall, macro: Macro) -> dict[str, Any]:
    named: list[Parameter] = list(macro.parameters)
    values: dict[str, Any] = dict(zip((parameter.name for parameter in named), call.positional, strict=False))
    values.update(call.keyword)
    return values


def _instead(word: str, known: Iterable[str], otherwise: str) -> str:
    near = nearest(word, known)
    return f"write `{near}`" if near else otherwise


def _systems(scope: Scope, values: dict[str, Any]) -> Iterator[str]:
    for system in scope.model.systems:
        yield system.name


def _operations(scope: Scope, values: dict[str, Any]) -> Iterator[str]:
    for system in scope.model.systems:
        if system.name == values.get("system"):
            for contract in system.contracts:
                for operation in contract.operations:
                    yield operation.operation_id


def _decisions(scope: Scope, values: dict[str, Any]) -> Iterator[str]:
    for decision in scope.room.of(Decision):
        yield from decision.names


def _tags(scope: Scope, values: dict[str, Any]) -> Iterator[str]:
    for decision in scope.room.of(Decision):
        yield from decision.tags


_KNOWN: dict[str, Callable[[Scope, dict[str, Any]], Iterable[str]]] = {
    "system": _systems,
    "operation": _operations,
    "decision": _decisions,
    "tag": _tags,
    "status": lambda scope, values: [status.value for status in Status],
    "check": lambda scope, values: REGISTRY,
    "subject": lambda scope, values: {code[:3] for code in REGISTRY},
}
_WORDS = {
    "operation": "operation of that system",
    "subject": "subject of a check",
    "tag": "tag of any decision",
}
