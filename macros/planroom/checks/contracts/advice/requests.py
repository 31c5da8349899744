"""API106, API107: requests that cannot be repeated safely, and requests without a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.advice.naming import joined
from planroom.checks.contracts.keywords import schema_name, types_of
from planroom.checks.contracts.rule import Fact, contract_check, gathered
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.kinds.refs import Resolved

_BOUNDED = frozenset(("maxLength", "enum", "const", "pattern", "format"))
_BELOW = ("properties", "items", "additionalProperties", "allOf", "anyOf", "oneOf")


@contract_check("API106", Severity.INFO)
def unsafe_retry(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A request that creates something can be sent again after a lost answer without creating it twice."""
    yield from gathered(
        (
            (operation.name, operation.origin.key())
            for operation in contract.operations
            if operation.method == "POST" and "201" in operation.statuses and not _can_be_repeated(operation)
        ),
        ("operation", "operations"),
        "{name} creates something, and sent twice it creates two",
        "{count} create something, and sent twice they create two: {names}",
        "take an `Idempotency-Key` header, or let the client choose the id and use `PUT`",
    )


def _can_be_repeated(operation: Operation) -> bool:
    headers = [joined(held.name) for held in operation.parameters if held.where == "header"]
    return any("idempot" in name or "requestid" in name or name == "ifnonematch" for name in headers)


@contract_check("API107", Severity.INFO)
def unbounded_request(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """What a request may hold has a limit, so that nobody sends more than the service can bear."""
    yield from gathered(
        _unlimited(contract),
        ("text or list", "texts and lists"),
        "{name} in requests has no limit",
        "{count} in requests have no limit: {names}",
        "state `maxLength` for texts and `maxItems` for lists",
    )


def _unlimited(contract: Contract) -> Iterator[Fact]:
    for schema, origin in _sent(contract):
        kinds = types_of(schema)
        if "string" in kinds:
            if _BOUNDED.isdisjoint(schema):
                yield _name(schema, origin), origin
        elif "array" in kinds and "maxItems" not in schema:
            yield _name(schema, origin), origin


def _name(schema: dict[str, Any], origin: Origin) -> str:
    """What a schema is called, which in OpenAPI 2.0 may be a field of a form."""
    if "in" in schema and isinstance(schema.get("name"), str):
        return str(schema["name"])
    return schema_name(origin)


def _sent(contract: Contract) -> Iterator[tuple[dict[str, Any], Origin]]:
    """Every schema that a request is made of, each once, with its place."""
    pending: list[tuple[Any, Origin]] = []
    for operation in contract.operations:
        if contract.version_key == "swagger":
            pending.extend(_sent_by_2(operation))
            continue
        content = operation.body.content if operation.body else ()
        pending.extend((media.schema, media.schema_origin) for media in content)
    pending.reverse()
    seen: set[int] = set()
    while pending:
        schema, origin = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen or schema.get("readOnly") is True:
            continue
        seen.add(id(schema))
        ref = schema.get("$ref")
        if isinstance(ref, str):
            answer = contract.documents.resolve(origin.path, ref, origin.pointer)
            if isinstance(answer, Resolved):
                pending.append((answer.value, answer.origin))
        yield schema, origin
        pending.extend(reversed([*_below(schema, origin)]))


def _sent_by_2(operation: Operation) -> Iterator[tuple[Any, Origin]]:
    """The schema of a body of OpenAPI 2.0, and the fields of a form, which are schemas of their own."""
    for place in operation.parameter_places:
        held = place.followed()
        if held.text("in") == "body":
            yield held.at("schema").value, held.origin.at("schema")
        elif held.text("in") == "formData":
            yield held.value, held.origin


def _below(schema: dict[str, Any], origin: Origin) -> Iterator[tuple[Any, Origin]]:
    for key in _BELOW:
        held = schema.get(key)
        if isinstance(held, list):
            yield from ((item, origin.at(key, index)) for index, item in enumerate(held))
        elif key == "properties" and isinstance(held, dict):
            yield from ((item, origin.at(key, name)) for name, item in held.items())
        elif isinstance(held, dict):
            yield held, origin.at(key)
