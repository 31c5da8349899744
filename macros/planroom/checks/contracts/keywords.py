"""API034 to API037, API040, API043, API044, API048: keywords that contradict each other or do nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeGuard

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import Fact, contract_check, gathered
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.wording import quoted, shown

_BOUNDS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
)
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_KEYWORDS = {
    "string": ("minLength", "maxLength", "pattern"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("items", "minItems", "maxItems", "uniqueItems", "contains", "prefixItems"),
    "object": (
        *("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
        *("patternProperties", "propertyNames", "unevaluatedProperties"),
    ),
}
"""Keywords that say something of values of one type alone."""
_HOLDERS = frozenset(("properties", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "schema"))
"""Keys below which schemas stand that have no name of their own."""
_SCHEMAS = ("Schema", "Parameter", "Header", "Items")


def is_older(contract: Contract) -> bool:
    """Whether schemas are those of 2.0 or 3.0, where keys beside a `$ref` are ignored."""
    return contract.major_minor in ("2.0", "3.0")


def kinds_of_schemas(contract: Contract) -> tuple[str, ...]:
    """The kinds of objects that hold keywords of schemas."""
    return _SCHEMAS if contract.major_minor == "2.0" else ("Schema",)


def types_of(schema: dict[str, Any]) -> tuple[str, ...]:
    """The types that a schema states, none where it states none."""
    stated = schema.get("type")
    if isinstance(stated, str):
        return (stated,)
    return tuple(kind for kind in stated if isinstance(kind, str)) if isinstance(stated, list) else ()


def schema_name(origin: Origin) -> str:
    """What a schema is called: the nearest key at or above its place that is no keyword of schemas."""
    names = (key for key in reversed(origin.pointer) if isinstance(key, str))
    return next((name for name in names if name not in _HOLDERS), "")


@contract_check("API034", Severity.ERROR)
def contradictory_bounds(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A lower bound is not above the upper one, since no value could meet both."""
    for low, high in _BOUNDS:
        for node in contract.anatomy.holding(low, *kinds_of_schemas(contract)):
            least, most = node.value[low], node.value.get(high)
            if is_number(least) and is_number(most) and least > most:
                say = f"`{low}` is {least}, above `{high}`, which is {most}"
                yield Finding(say, node.origin.at(low), "mend one of the two")
    for low, high in (("exclusiveMinimum", "maximum"), ("exclusiveMinimum", "exclusiveMaximum")):
        for node in contract.anatomy.holding(low, *kinds_of_schemas(contract)):
            yield from _nothing_between(node, low, high)
    for node in contract.anatomy.holding("exclusiveMaximum", *kinds_of_schemas(contract)):
        yield from _nothing_between(node, "minimum", "exclusiveMaximum")


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether a value is a number in JSON, which `true` is not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _nothing_between(node: Node, low: str, high: str) -> Iterator[Finding]:
    """Bounds that are themselves ruled out; up to 3.0 `true` says so of the bound beside it."""
    least, most = node.value.get(low), node.value.get(high)
    if least is True:
        least = node.value.get("minimum")
    if most is True:
        most = node.value.get("maximum")
    told = node.value.get("minimum") == least and node.value.get("maximum") == most and least != most
    if is_number(least) and is_number(most) and least >= most and not told:
        say = f"nothing lies between `{low}` and `{high}`: the bounds are {least} and {most}"
        yield Finding(say, node.origin.at(low), "mend one of the two")


@contract_check("API035", Severity.ERROR)
def read_only_and_write_only(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A property is not both read-only and write-only, since it would stand in no message."""
    for node in contract.anatomy.holding("writeOnly"):
        if node.value.get("readOnly") is True and node.value["writeOnly"] is True:
            say = "`readOnly` and `writeOnly` are both `true`"
            yield Finding(say, node.origin.at("writeOnly"), "remove one of them")


@contract_check("API036", Severity.WARNING)
def nullable_without_effect(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """From OpenAPI 3.1 on, a value that may be null says so in its type, and `nullable` means nothing."""
    if is_older(contract):
        return
    found: dict[str, list[Fact]] = defaultdict(list)
    for node in contract.anatomy.holding("nullable"):
        if node.value["nullable"] is True and "null" not in types_of(node.value):
            kind = node.value.get("type")
            known = isinstance(kind, str) and kind in _TYPES
            hint = f'write `type: [{kind}, "null"]`' if known else 'add `"null"` to its types'
            found[hint].append((schema_name(node.origin), node.origin.at("nullable").key()))
    for hint, facts in found.items():
        yield from gathered(
            facts,
            ("schema", "schemas"),
            f"{{name}} has `nullable`, which means nothing in OpenAPI {contract.major_minor}",
            f"{{count}} have `nullable`, which means nothing in OpenAPI {contract.major_minor}: {{names}}",
            hint,
        )


@contract_check("API037", Severity.WARNING)
def enum_value_of_other_type(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every value of an enumeration is of the type that its schema states."""
    for node in contract.anatomy.holding("enum", *_SCHEMAS):
        values, kinds = node.value["enum"], types_of(node.value)
        if not isinstance(values, list) or not kinds or not _TYPES.keys() >= set(kinds):
            continue
        for index, value in enumerate(values):
            if value is not None and not any(_is_of(value, kind) for kind in kinds):
                stated = " or ".join(kinds)
                say = f"{shown(value)} is listed in the `enum` of a schema with `type: {stated}`"
                hint = "put it in quotes" if kinds == ("string",) else f"write values of type `{stated}`"
                yield Finding(say, node.origin.at("enum", index), hint)


def _is_of(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


@contract_check("API040", Severity.WARNING)
def duplicate_enum_value(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every value of an enumeration is listed once."""
    for node in contract.anatomy.holding("enum", *_SCHEMAS):
        values = node.value["enum"] if isinstance(node.value["enum"], list) else []
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            text = json.dumps(value, sort_keys=True, default=str)
            if first.setdefault(text, index) != index and contract.major_minor != "2.0":
                related = (Related("first here", node.origin.at("enum", first[text])),)
                say = f"{shown(value)} is listed twice in this `enum`"
                yield Finding(say, node.origin.at("enum", index), "remove one of them", related)


@contract_check("API043", Severity.WARNING)
def keyword_of_other_type(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A keyword stands beside the type that it says something of."""
    owners = {key: kind for kind, keys in _KEYWORDS.items() for key in keys}
    seen: dict[int, tuple[Node, list[str]]] = {}
    for key, owner in owners.items():
        kinds = kinds_of_schemas(contract) if owner != "object" else ("Schema",)
        for node in contract.anatomy.holding(key, *kinds):
            if _says_nothing(node.value, key, owner) and not ("$ref" in node.value and is_older(contract)):
                seen.setdefault(id(node.value), (node, []))[1].append(key)
    found: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for node, keys in seen.values():
        stated = node.value.get("name") if node.kind == "Parameter" else None
        name = stated if isinstance(stated, str) else schema_name(node.origin)
        found[(" or ".join(types_of(node.value)), *keys)].append((name, node.origin.at(keys[0]).key()))
    for (kind, *keys), facts in found.items():
        say = f"{quoted(keys)} {'says' if len(keys) == 1 else 'say'} nothing of"
        yield from gathered(
            facts,
            ("schema", "schemas"),
            f"{say} {{name}}, a schema with `type: {kind}`",
            f"{say} {{count}} with `type: {kind}`: {{names}}",
            f"write `type: {owners[keys[0]]}`, or remove {'it' if len(keys) == 1 else 'them'}",
        )


def _says_nothing(schema: dict[str, Any], key: str, owner: str) -> bool:
    stated = types_of(schema)
    if not stated or not _TYPES.keys() >= set(stated) or (key == "required" and schema[key] is True):
        return False
    own = (owner, "integer") if owner == "number" else (owner,)
    return not set(own) & set(stated) and schema[key] not in (False, 0, None, [], {})


@contract_check("API044", Severity.WARNING)
def nullable_without_type(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """In OpenAPI 3.0, `nullable` adds to the type beside it, and without one it does nothing.

    OpenAPI 3.0.3, section 4.7.24.
    """
    if contract.major_minor != "3.0":
        return
    facts: list[Fact] = []
    for node in contract.anatomy.holding("nullable"):
        held = node.value
        stated = held["nullable"] is True and "type" not in held and "$ref" not in held
        if stated and any(key in held for key in ("allOf", "anyOf", "oneOf", "enum")):
            facts.append((schema_name(node.origin), node.origin.at("nullable").key()))
    yield from gathered(
        facts,
        ("schema", "schemas"),
        "{name} has `nullable` without a `type`, so that it does nothing",
        "{count} have `nullable` without a `type`, so that it does nothing: {names}",
        "state the `type` beside it",
    )


@contract_check("API048", Severity.INFO)
def required_read_only(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """What only one side ever sends is not required, since many tools then miss it in the other direction."""
    facts: list[Fact] = []
    for node in contract.anatomy.holding("required"):
        required, properties = node.value["required"], node.value.get("properties")
        if not isinstance(required, list) or not isinstance(properties, dict):
            continue
        for index, name in enumerate(required):
            held = properties.get(name) if isinstance(name, str) else None
            if isinstance(held, dict) and (held.get("readOnly") is True or held.get("writeOnly") is True):
                facts.append((name, node.origin.at("required", index)))
    yield from gathered(
        facts,
        ("property", "properties"),
        "{name} is required, and only one side ever sends it",
        "{count} are required, and only one side ever sends them: {names}",
        "leave out of `required` what one side does not send, or describe requests and responses apart",
    )
