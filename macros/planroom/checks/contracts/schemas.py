"""API031 to API038: schemas that contradict themselves, or say less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope, check
from planroom.checks.contracts.patterns import pattern_fault
from planroom.diagnostics import Finding, Origin, Pointer, Related, Severity
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Documents, Resolved
from planroom.wording import nearest, quote, shown

_BOUNDS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def _schemas(contract: Contract, *others: str) -> Iterator[Node]:
    for node in contract.anatomy.nodes:
        if node.kind == "Schema" or node.kind in others:
            yield node


def _related(node: Node) -> tuple[Related, ...]:
    return (Related("referred to here", node.referrer),) if node.referrer else ()


@check("API031", Severity.ERROR, on=Contract)
def array_without_items(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Up to OpenAPI 3.0, a list says what its items are."""
    if contract.major_minor not in ("2.0", "3.0"):
        return
    others = ("Parameter", "Header", "Items") if contract.major_minor == "2.0" else ()
    for node in _schemas(contract, *others):
        if node.value.get("type") == "array" and "items" not in node.value and "$ref" not in node.value:
            hint = "add `items`; `items: {}` stands for anything"
            yield Finding("this list has no `items`", node.origin.at("type"), hint, _related(node))


@check("API032", Severity.WARNING, on=Contract)
def undefined_required_property(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every required property of a schema is described by it."""
    for node in _schemas(contract):
        required = node.value.get("required")
        if not isinstance(required, list) or not _stands_alone(node.origin.pointer):
            continue
        known = _properties(node.value, node.origin, contract.documents)
        if not known:  # none described, or something that cannot be read may describe them
            continue
        for index, name in enumerate(required):
            if isinstance(name, str) and name not in known:
                near = nearest(name, sorted(known))
                hint = (
                    f"write {quote(near)}" if near else "describe it under `properties`, or do not require it"
                )
                say = f"{quote(name)} is required, but is no property of this schema"
                yield Finding(say, node.origin.at("required", index), hint, _related(node))


def _stands_alone(pointer: Pointer) -> bool:
    """Whether a schema is no branch of another, in which the properties may be described."""
    branch = pointer[-2:-1] in (("allOf",), ("anyOf",), ("oneOf",), ("dependentSchemas",))
    return not branch and pointer[-1:] not in (("not",), ("if",), ("then",), ("else",))


def _properties(value: Any, origin: Origin, documents: Documents) -> set[str] | None:
    """The properties that a schema and its branches describe; `None` where one of them cannot be read."""
    found: set[str] = set()
    seen: set[int] = set()
    pending: list[tuple[Any, Origin]] = [(value, origin)]
    while pending:
        schema, here = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        properties = schema.get("properties")
        if "patternProperties" in schema or "$dynamicRef" in schema or _is_ref(properties):
            return None
        found.update(properties if isinstance(properties, dict) else ())
        ref = schema.get("$ref")
        if isinstance(ref, str):
            answer = documents.resolve(here.path, ref, here.pointer)
            if not isinstance(answer, Resolved):
                return None
            pending.append((answer.value, answer.origin))
        pending += [(held, there) for held, there in _branches(schema, here)]
    return found


def _is_ref(value: Any) -> bool:
    """Whether a map of schemas is a reference, which OpenAPI does not have but some tools follow."""
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)


def _branches(schema: dict[str, Any], here: Origin) -> Iterator[tuple[Any, Origin]]:
    for key in ("allOf", "anyOf", "oneOf"):
        held = schema.get(key)
        for index, branch in enumerate(held if isinstance(held, list) else ()):
            yield branch, here.at(key, index)
    for key in ("then", "else"):
        yield schema.get(key), here.at(key)


@check("API033", Severity.WARNING, on=Contract)
def missing_discriminator_property(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The property that tells alternatives apart is described in each of them."""
    for node in _schemas(contract):
        held = node.value.get("discriminator")
        name = held.get("propertyName") if isinstance(held, dict) else held
        if not isinstance(name, str):
            continue
        place = (
            node.origin.at("discriminator", "propertyName")
            if isinstance(held, dict)
            else node.origin.at("discriminator")
        )
        own = _properties({**node.value, "oneOf": [], "anyOf": []}, node.origin, contract.documents)
        if own is None or name in own:
            continue
        alternatives = [(key, i) for key in ("oneOf", "anyOf") for i in range(_length(node.value.get(key)))]
        lacking = [
            there
            for there in (node.origin.at(*at) for at in alternatives)
            if _lacks(contract, node, there, name)
        ]
        if alternatives and not lacking:
            continue
        related = tuple(Related("this one lacks it", there) for there in lacking[:5])
        say = f"the discriminator {quote(name)} is no property of "
        say += _lacking(len(lacking), len(alternatives))
        yield Finding(say, place, f"describe {quote(name)} under `properties` and require it", related)


def _lacking(few: int, all_of_them: int) -> str:
    if not all_of_them:
        return "this schema"
    return "any alternative" if few == all_of_them else f"{few} of {all_of_them} alternatives"


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0


def _lacks(contract: Contract, node: Node, there: Origin, name: str) -> bool:
    key, index = there.pointer[-2:]
    branch = node.value[str(key)][int(index)]
    known = _properties(branch, there, contract.documents)
    return isinstance(branch, dict) and known is not None and name not in known


@check("API034", Severity.ERROR, on=Contract)
def contradictory_bounds(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A lower bound is not above the upper one, since no value could meet both."""
    for node in _schemas(contract, "Parameter", "Header", "Items"):
        for low, high in _BOUNDS:
            least, most = node.value.get(low), node.value.get(high)
            if _is_above(least, most):
                say = f"`{low}` is {least}, above `{high}`, which is {most}"
                yield Finding(say, node.origin.at(low), "mend one of the two", _related(node))


def _is_above(least: Any, most: Any) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (least, most))
    return bool(numbers and least > most)


@check("API035", Severity.ERROR, on=Contract)
def read_only_and_write_only(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A property is not both read-only and write-only, since it would stand in no message."""
    for node in _schemas(contract):
        if node.value.get("readOnly") is True and node.value.get("writeOnly") is True:
            say = "`readOnly` and `writeOnly` are both `true`"
            yield Finding(say, node.origin.at("writeOnly"), "remove one of them", _related(node))


@check("API036", Severity.WARNING, on=Contract)
def nullable_without_effect(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """From OpenAPI 3.1 on, a value that may be null says so in its type, and `nullable` means nothing."""
    if contract.major_minor not in ("3.1", "3.2"):
        return
    for node in _schemas(contract):
        if node.value.get("nullable") is True:
            kind = node.value.get("type")
            hint = f'write `type: [{kind}, "null"]`' if isinstance(kind, str) else 'add `"null"` to its types'
            say = f"`nullable` means nothing in OpenAPI {contract.major_minor}"
            yield Finding(say, node.origin.at("nullable").key(), hint, _related(node))


@check("API037", Severity.WARNING, on=Contract)
def enum_value_of_other_type(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every value of an enumeration is of the type that its schema states."""
    for node in _schemas(contract, "Parameter", "Header", "Items"):
        values, kind = node.value.get("enum"), node.value.get("type")
        if not isinstance(values, list) or not isinstance(kind, str) or kind not in _TYPES:
            continue
        for index, value in enumerate(values):
            is_bool = isinstance(value, bool) and kind != "boolean"
            if value is not None and (is_bool or not isinstance(value, _TYPES[kind])):
                say = f"{shown(value)} is listed in the `enum` of a schema with `type: {kind}`"
                hint = "put it in quotes" if kind == "string" else f"write values of type `{kind}`"
                yield Finding(say, node.origin.at("enum", index), hint, _related(node))


@check("API038", Severity.ERROR, on=Contract)
def malformed_pattern(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every pattern is a regular expression."""
    for node in _schemas(contract, "Parameter", "Header", "Items"):
        pattern = node.value.get("pattern")
        if isinstance(pattern, str) and (fault := pattern_fault(pattern)):
            say = f"{quote(pattern)} is no regular expression: {fault}"
            yield Finding(
                say,
                node.origin.at("pattern"),
                "mend it, or write a backslash before the sign",
                _related(node),
            )
