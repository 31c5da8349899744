"""API031 to API033, API058, API060, API064: what schemas describe, and how alternatives are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.conjunction import conjunction
from planroom.checks.contracts.keywords import is_older
from planroom.checks.contracts.rule import contract_check, gathered
from planroom.diagnostics import Finding, Origin, Pointer, Related, Severity
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Dangling, Documents, Resolved, is_ref
from planroom.wording import nearest, quote


@contract_check("API031", Severity.ERROR)
def array_without_items(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Up to OpenAPI 3.0, a list says what its items are."""
    kinds = ("Schema", "Parameter", "Header", "Items") if contract.major_minor == "2.0" else ("Schema",)
    for node in contract.anatomy.holding("type", *kinds) if is_older(contract) else ():
        if node.value["type"] == "array" and "items" not in node.value and "$ref" not in node.value:
            hint = "add `items`; `items: {}` stands for anything"
            yield Finding("this list has no `items`", node.origin.at("type"), hint)


@contract_check("API032", Severity.WARNING)
def undefined_required_property(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every required property of a schema is described by it."""
    for node in contract.anatomy.holding("required"):
        required = node.value["required"]
        if not isinstance(required, list) or not _stands_alone(node.origin.pointer):
            continue
        known = described_properties(node.value, node.origin, contract.documents)
        if not known:  # none described, or something that cannot be read may describe them
            continue
        for index, name in enumerate(required):
            if isinstance(name, str) and name not in known:
                near = nearest(name, sorted(known - {held for held in required if isinstance(held, str)}))
                hint = (
                    f"write {quote(near)}" if near else "describe it under `properties`, or do not require it"
                )
                say = f"{quote(name)} is required, but is no property of this schema"
                yield Finding(say, node.origin.at("required", index), hint)


def _stands_alone(pointer: Pointer) -> bool:
    """Whether a schema is no branch of another, in which the properties may be described."""
    branch = pointer[-2:-1] in (("allOf",), ("anyOf",), ("oneOf",), ("dependentSchemas",))
    return not branch and pointer[-1:] not in (("not",), ("if",), ("then",), ("else",))


def described_properties(value: Any, origin: Origin, documents: Documents) -> set[str] | None:
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
        if "patternProperties" in schema or "$dynamicRef" in schema or is_ref(properties):
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


def _branches(schema: dict[str, Any], here: Origin) -> Iterator[tuple[Any, Origin]]:
    for key in ("allOf", "anyOf", "oneOf"):
        held = schema.get(key)
        for index, branch in enumerate(held if isinstance(held, list) else ()):
            yield branch, here.at(key, index)
    for key in ("then", "else"):
        yield schema.get(key), here.at(key)


@contract_check("API033", Severity.WARNING)
def missing_discriminator_property(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The property that tells alternatives apart is described in each of them."""
    for node in contract.anatomy.holding("discriminator"):
        held = node.value["discriminator"]
        name = held.get("propertyName") if isinstance(held, dict) else held
        if not isinstance(name, str):
            continue
        place = (
            node.origin.at("discriminator", "propertyName")
            if isinstance(held, dict)
            else node.origin.at("discriminator")
        )
        own = described_properties({**node.value, "oneOf": [], "anyOf": []}, node.origin, contract.documents)
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
    if not isinstance(branch, dict) or branch.get("type") == "null":
        return False
    known = described_properties(branch, there, contract.documents)
    return known is not None and name not in known


@contract_check("API060", Severity.INFO)
def optional_discriminator(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The property that tells alternatives apart is required in each of them.

    OpenAPI 2.0 demands it of the schema with the discriminator; by 3.0.4 and 3.1.1 a value without it is read
    in no defined way.
    """
    facts = []
    for node in contract.anatomy.holding("discriminator"):
        held = node.value["discriminator"]
        name = held.get("propertyName") if isinstance(held, dict) else held
        if not isinstance(name, str) or (isinstance(held, dict) and "defaultMapping" in held):
            continue
        place = node.origin.at("discriminator", *(("propertyName",) if isinstance(held, dict) else ()))
        if _is_optional(contract, node.value, node.origin, name):
            facts.append((name, place))
    yield from gathered(
        facts,
        ("discriminator", "discriminators"),
        "the discriminator {name} is not required",
        "{count} are not required: {names}",
        "add it to `required` wherever it is described",
        Severity.WARNING if contract.major_minor == "2.0" else None,
    )


def _is_optional(contract: Contract, schema: dict[str, Any], origin: Origin, name: str) -> bool:
    """Whether a schema, or one of its alternatives, describes a property without requiring it."""
    whole = conjunction(contract, schema, origin)
    if not whole.whole or any(name in _names(part.schema.get("required")) for part in whole.parts):
        return False
    if any(name in _names(part.schema.get("properties")) for part in whole.parts):
        return True
    return any(
        isinstance(branch, dict) and _is_optional(contract, branch, origin.at(key, index), name)
        for key in ("oneOf", "anyOf")
        for index, branch in enumerate(_items(schema.get(key)))
        if "discriminator" not in branch
    )


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _names(value: Any) -> list[str]:
    return list(value) if isinstance(value, (list, dict)) else []


@contract_check("API058", Severity.ERROR)
def dangling_dynamic_ref(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A `$dynamicRef` leads to a schema at least where it stands (JSON Schema 2020-12, section 8.2.3.2)."""
    for node in contract.anatomy.holding("$dynamicRef"):
        ref = node.value["$dynamicRef"]
        if is_older(contract) or not isinstance(ref, str):
            continue
        answer = contract.documents.resolve(node.origin.path, ref, node.origin.pointer)
        if isinstance(answer, Dangling) and answer.missing in ("file", "value"):
            hint = "declare it by `$dynamicAnchor`, or mend the reference"
            yield Finding(f"{quote(ref)} {answer.reason}", node.origin.at("$dynamicRef"), hint)


@contract_check("API064", Severity.WARNING)
def nameless_alternative(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The alternatives that a discriminator tells apart have names (OpenAPI 3.1, section 4.8.25)."""
    for node in contract.anatomy.holding("discriminator"):
        places = [
            node.origin.at(key, index)
            for key in ("oneOf", "anyOf")
            for index, branch in enumerate(_items(node.value.get(key)))
            if isinstance(branch, dict) and "$ref" not in branch and branch.get("type") != "null"
        ]
        if places:
            say = "an alternative beside a `discriminator` has no name that a value could state"
            hint = "move it to `components/schemas` and refer to it"
            related = tuple(Related("and this one", place) for place in places[1:6])
            yield Finding(say, places[0], hint, related)
