"""API027, API056, API057, API059: links, callbacks, and the expressions by which they take values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check
from planroom.checks.contracts.runtime import Expression, expressions, read_expression
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.anatomy import NAMES
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Place
from planroom.kinds.operations import Operation
from planroom.kinds.refs import Dangling, Resolved
from planroom.patterns import late
from planroom.wording import nearest, quote, quoted

_EXPRESSION = late(r"\$[A-Za-z]")
"""How an expression begins; a price of `$5` is none."""
_FORMS = "such as `$request.body#/url`, `$request.query.url` or `$response.header.Location`"


@contract_check("API027", Severity.ERROR)
def unknown_link_operation(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A link names an operation that exists."""
    anatomy = contract.anatomy
    known = [held.value["operationId"] for held in anatomy.holding("operationId", "Operation")]
    names = dict.fromkeys(name for name in known if isinstance(name, str))
    for node in anatomy.holding("operationId", "Link"):
        name = node.value["operationId"]
        if isinstance(name, str) and name not in names:
            near = nearest(name, names)
            hint = (
                f"write {quote(near)}" if near else "name the `operationId` of an operation in this contract"
            )
            say = f"{quote(name)} is no operation of this contract"
            yield Finding(say, node.origin.at("operationId"), hint)
    for node in anatomy.holding("operationRef", "Link"):
        ref, here = node.value["operationRef"], node.origin.at("operationRef")
        if not isinstance(ref, str):
            continue
        answer = contract.documents.resolve(here.path, ref, node.origin.pointer)
        hint = "refer to an operation, such as `#/paths/~1orders/get`"
        if isinstance(answer, Dangling) and answer.missing in ("file", "value"):
            yield Finding(f"{quote(ref)} {answer.reason}", here, hint)
        elif isinstance(answer, Resolved):
            kind = anatomy.kind_at(answer.origin)
            if kind not in ("", "Operation"):
                say = f"{quote(ref)} leads to a {NAMES.get(kind, kind.lower())}, where an operation belongs"
                yield Finding(say, here, hint, (Related("it is this", answer.origin),))


def _callbacks(contract: Contract) -> Iterator[tuple[str, Origin]]:
    """The keys of every callback that are meant as expressions, with their places."""
    for node in contract.anatomy.of("Callback"):
        for key, item in node.value.items():
            if not key.startswith("x-") and key != "$ref" and isinstance(item, dict):
                yield key, node.origin.at(key).key()


@contract_check("API056", Severity.ERROR)
def malformed_expression(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """What callbacks and links take from a message is told by a well-formed runtime expression."""
    for key, origin in _callbacks(contract):
        yield from _malformed(key, origin)
    for node in contract.anatomy.of("Link"):
        parameters = node.value.get("parameters")
        for name, value in parameters.items() if isinstance(parameters, dict) else ():
            yield from _malformed(value, node.origin.at("parameters", name), constants=True)
        yield from _malformed(node.value.get("requestBody"), node.origin.at("requestBody"), constants=True)


def _malformed(value: Any, origin: Origin, *, constants: bool = False) -> Iterator[Finding]:
    """What is wrong with the expressions in a text; in links, a text without `$` is a constant."""
    for text in expressions(value) if isinstance(value, str) else ():
        if read_expression(text) is not None or (constants and not _EXPRESSION.match(text)):
            continue
        if text.startswith("$"):
            yield Finding(f"{quote(text)} is no runtime expression", origin, f"write one {_FORMS}")
        elif read_expression("$" + text) is not None:
            say = f"{quote('{' + text + '}')} is no runtime expression: it lacks its `$`"
            yield Finding(say, origin, f"write {quote('{$' + text + '}')}")
        else:
            # Other tools take such a name for a parameter; nothing says what its value is.
            say = f"{quote('{' + text + '}')} is no runtime expression, so nothing tells its value"
            yield Finding(say, origin, f"write one {_FORMS}", severity=Severity.WARNING)


@contract_check("API057", Severity.WARNING)
def unknown_link_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A link sets parameters that the operation it leads to has."""
    by_name = {held.operation_id: held for held in contract.operations if held.operation_id}
    by_place = {(held.origin.path, held.origin.pointer): held for held in contract.operations}
    for node in contract.anatomy.holding("parameters", "Link"):
        held = node.value
        target = by_name.get(held["operationId"]) if isinstance(held.get("operationId"), str) else None
        if target is None and isinstance(held.get("operationRef"), str):
            answer = contract.documents.resolve(node.origin.path, held["operationRef"], node.origin.pointer)
            if isinstance(answer, Resolved):
                target = by_place.get((answer.origin.path, answer.origin.pointer))
        if target is None or not isinstance(held["parameters"], dict) or not target.parameters_are_known:
            continue
        known = [parameter.name for parameter in target.parameters]
        known += [f"{parameter.where}.{parameter.name}" for parameter in target.parameters]
        for name in held["parameters"]:
            if name not in known:
                near = nearest(name, known)
                hint = f"write {quote(near)}" if near else f"name a parameter of {quote(target.name)}"
                say = f"{quote(name)} is no parameter of {quote(target.name)}"
                related = (Related("the operation", target.origin),)
                yield Finding(say, node.origin.at("parameters", name).key(), hint, related)


@contract_check("API059", Severity.WARNING)
def expression_without_source(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """What an expression takes from a request is declared by the operation.

    OpenAPI 3.1, section 4.8.20.2.1: parameters must be declared, or they cannot be evaluated.
    """
    for operation in contract.operations:
        place = Place(operation.value, operation.origin, contract.documents)
        for text, origin in (*_of_callbacks(place), *_of_links(place)):
            for held in filter(None, map(read_expression, expressions(text))):
                asked = held.message == "request" and held.part in ("query", "path")
                if asked and operation.parameters_are_known:
                    yield from _undeclared(held, operation, origin)


def _of_callbacks(place: Place) -> Iterator[tuple[str, Origin]]:
    for _, entry in place.at("callbacks").entries():
        callback = entry.followed()
        yield from ((key, item.origin.key()) for key, item in callback.entries())


def _of_links(place: Place) -> Iterator[tuple[str, Origin]]:
    for _, response in place.at("responses").entries():
        for _, entry in response.followed().at("links").entries():
            link = entry.followed()
            values = [value for _, value in link.at("parameters").entries()]
            for value in (*values, link.at("requestBody")):
                if isinstance(value.value, str):
                    yield value.value, value.origin


def _undeclared(held: Expression, operation: Operation, origin: Origin) -> Iterator[Finding]:
    known = [parameter.name for parameter in operation.parameters if parameter.where == held.part]
    if held.name not in known:
        near = nearest(held.name, known)
        hint = f"write {quote(near)}" if near else f"declare {quote(held.name)} with `in: {held.part}`"
        others = f"; it has {quoted(known)}" if known else ""
        say = f"{quote(operation.name)} has no {held.part} parameter {quote(held.name)}{others}"
        yield Finding(say, origin, hint, (Related("the operation", operation.origin),))
