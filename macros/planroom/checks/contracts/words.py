"""The schema verdict in words: one error of the validator as one finding that a person can act on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from planroom.checks.contracts.faults import Fault
from planroom.diagnostics import Finding, Origin, Pointer, Related
from planroom.kinds.anatomy import NAMES
from planroom.kinds.contract import Contract
from planroom.wording import TYPES, nearest, quote, quoted, shown

_REMEDIES = {
    "object": "write `key: value` lines below it, or `{…}` in JSON",
    "array": "write a list: an item after each `- `, or `[…]` in JSON",
    "string": "write a text, in quotes if it looks like a number",
    "number": "write a number without quotes",
    "integer": "write a whole number without quotes",
    "boolean": "write `true` or `false` without quotes",
}
_NEWER = {
    "const": "`enum` with one value",
    "examples": "`example`",
    "if": "`oneOf`",
    "$defs": "`components/schemas`",
    "patternProperties": "`additionalProperties`",
}
"""Keywords of schemas that came with 3.1, and what 3.0 has in their place."""


def words(fault: Fault, contract: Contract) -> Iterator[Finding]:
    """The findings of one fault: most often one, several where one object has several unknown keys."""
    error = fault.error
    related = (Related("referred to here", fault.referrer),) if fault.referrer else ()
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        for key, message, hint in _unknown_keys(fault, contract):
            yield Finding(message, fault.origin.at(key).key(), hint, related)
        return
    if error.validator == "required":
        missing = _missing(fault)
        if missing is None:
            return
        message, hint = _required(fault, contract, missing)
    else:
        message, hint = _WORDS.get(str(error.validator), _other)(fault, contract)
    yield Finding(message, fault.origin, hint, related)


def sentences(faults: Iterable[Fault], contract: Contract) -> Iterator[Finding]:
    """The findings of several faults; what one object lacks is one of them."""
    lacking: dict[Origin, list[str]] = {}
    others: list[Fault | Origin] = []
    for fault in faults:
        missing = _missing(fault) if fault.error.validator == "required" else None
        if missing is None:
            others.append(fault)
        elif fault.origin not in lacking:
            lacking[fault.origin] = []
            others.append(fault.origin)
        if missing is not None:
            lacking[fault.origin].append(missing)
    for held in others:
        if isinstance(held, Fault):
            yield from words(held, contract)
        else:
            names = lacking[held]
            say = f"{subject(held, contract)} has no {quoted(names, 'and no', limit=5)}"
            yield Finding(say, held, f"add {quoted(names, limit=5)}")


def subject(origin: Origin, contract: Contract) -> str:
    """What stands at a place: `the parameter` where its kind is known, else the key that holds it."""
    kind = contract.anatomy.kind_at(origin)
    last = origin.pointer[-1] if origin.pointer else None
    if kind == "Root" or (last is None and not kind):
        return "the document"
    if kind:
        return f"the {NAMES.get(kind, kind.lower())}" + (f" {quote(last)}" if isinstance(last, str) else "")
    return _key(origin.pointer)


def _key(pointer: Pointer) -> str:
    last = pointer[-1]
    if isinstance(last, str):
        return quote(last)
    named = next((key for key in reversed(pointer) if isinstance(key, str)), None)
    return f"item {last + 1} of `{named}`" if named else f"item {last + 1}"


def _missing(fault: Fault) -> str | None:
    """The key that is missing: the validator reports each on its own, and names it in its message."""
    named = re.match(r"'(.*)' is a required property", fault.error.message)
    return named[1] if named else None


def _required(fault: Fault, contract: Contract, missing: str) -> tuple[str, str]:
    near = nearest(missing, [key for key in fault.error.instance if key not in fault.known_keys()[0]])
    say = f"{subject(fault.origin, contract)} has no {quote(missing)}"
    if near:
        return say, f"write {quote(missing)} in place of {quote(near)}"
    if missing == "default" and fault.origin.pointer[-1:] == ("responses",):
        return f"{subject(fault.origin, contract)} states no response", "add one such as `200`, or `default`"
    if missing == "required":
        return say, "add `required: true`; a path parameter is always there"
    expected = fault.error.schema.get("properties", {}).get(missing, {})
    if isinstance(expected, dict) and "enum" in expected:
        return say, f"add {quote(missing)}: {quoted([str(value) for value in expected['enum']], 'or')}"
    kind = expected.get("type") if isinstance(expected, dict) else None
    return say, f"add {quote(missing)}" + (
        f", {TYPES[kind]}" if isinstance(kind, str) and kind in TYPES else ""
    )


def _unknown_keys(fault: Fault, contract: Contract) -> Iterator[tuple[str, str, str]]:
    names, _ = fault.known_keys()
    unknown = fault.unknown_keys()
    holder = subject(fault.origin, contract)
    for key in unknown or _named_in(fault.error.message, fault.error.instance):
        if fault.origin.pointer == ("paths",):
            yield key, f"the path {quote(key)} does not begin with `/`", f"write {quote('/' + key)}"
        elif fault.origin.pointer[-1:] == ("responses",) and "default" in names:
            say = f"{quote(key)} is no status code"
            yield key, say, "write three digits such as `404`, a range such as `4XX`, or `default`"
        elif key not in names:
            yield key, f"{quote(key)} is no field of {holder}", _other_key(fault, key, sorted(names))
        else:
            say = f"{quote(key)} does not go with the other fields of {holder}"
            yield key, say, "remove it, or mend the field that rules it out"


def _other_key(fault: Fault, key: str, names: list[str]) -> str:
    near = nearest(key, [name for name in names if name not in fault.error.instance])
    if near:
        return f"write {quote(near)}"
    if fault.version == "3.0" and "nullable" in names and key in _NEWER:
        return f"write {_NEWER[key]}, or state `openapi: 3.1.1`, which has `{key}`"
    if " " in key and fault.error.instance[key] is None:
        return "put the text that it belongs to in quotes, or remove it"
    return f"remove it, or call it {quote('x-' + key)}"


def _named_in(message: str, instance: Any) -> list[str]:
    quoted = re.findall(r"'([^']*)'", message)
    return [key for key in instance if key in quoted]


def _type(fault: Fault, contract: Contract) -> tuple[str, str]:
    expected = fault.error.validator_value
    if fault.origin.pointer[-1:] == ("$ref",) and isinstance(fault.error.instance, str):
        return (
            f"`$ref` stands in {_key(fault.origin.pointer[:-1])}, where OpenAPI has none",
            "write the entries themselves",
        )
    kinds = [expected] if isinstance(expected, str) else list(expected)
    due = " or ".join(TYPES.get(kind, str(kind)) for kind in kinds) or "of any type"
    say = f"{_place(fault, contract)} is {shown(fault.error.instance)}, not {due}"
    if fault.error.instance is None and len(kinds) == 1:
        return (
            say,
            f"fill it in, or remove {quote(str(fault.origin.pointer[-1]))}"
            if fault.origin.pointer
            else "fill it in",
        )
    hint = _other_version(fault)
    if hint:
        return say, hint
    if fault.origin.pointer[-1:] == ("items",) and isinstance(fault.error.instance, list):
        if fault.version not in ("2.0", "3.0"):
            return say, "write `prefixItems` in place of `items`"
        return say, "write one schema that all items meet"
    return say, _REMEDIES.get(kinds[0] if kinds else "", "write it so")


def _other_version(fault: Fault) -> str:
    """What to write for a keyword in the form that another version of OpenAPI has; `""` for other values."""
    key, value = (fault.origin.pointer or ("",))[-1], fault.error.instance
    if key == "type" and isinstance(value, list) and fault.version == "3.0":
        kinds = [kind for kind in value if isinstance(kind, str) and kind != "null"]
        if len(kinds) == 1 < len(value):
            return f"write {quote(f'type: {kinds[0]}')} and `nullable: true`"
        return "write a schema for each type under `anyOf`"
    if key in ("exclusiveMinimum", "exclusiveMaximum"):
        bound = str(key).removeprefix("exclusive").lower()
        if isinstance(value, bool):
            return f"write the number itself, and remove `{bound}`"
        if isinstance(value, int | float):
            return f"write {quote(f'{bound}: {value}')} and `{key}: true`"
    return ""


def _place(fault: Fault, contract: Contract) -> str:
    pointer = fault.origin.pointer
    return _key(pointer) if pointer and isinstance(pointer[-1], str) else subject(fault.origin, contract)


def _enum(fault: Fault, contract: Contract) -> tuple[str, str]:
    known = list(dict.fromkeys(_plain(item) for item in _allowed(fault.error)))
    instance = fault.error.instance
    none = "none of " if len(known) > 1 else "not "
    say = f"{_place(fault, contract)} is {shown(instance)}, {none}{quoted(known)}"
    if fault.origin.pointer[-1:] == ("type",) and instance == "null" and fault.version == "3.0":
        return say, "write the type of the value and `nullable: true`"
    if instance is None and "null" in known:
        return say, 'write `"null"`, in quotes'
    near = nearest(instance, known) if isinstance(instance, str) else ""
    if near or len(known) == 1:
        return say, f"write {quote(near or known[0])}"
    return say, f"write {quoted(known, 'or')}"


def _allowed(error: Any) -> Iterator[Any]:
    """The values allowed at a place, in all alternatives if it stands in alternatives."""
    above = error
    while isinstance(above.parent, type(error)) and above.parent.validator in ("anyOf", "oneOf"):
        above = above.parent
    place = list(error.absolute_path)
    pending = [above]
    while pending:
        held = pending.pop(0)
        pending += held.context
        if held.validator in ("enum", "const") and list(held.absolute_path) == place:
            yield from held.validator_value if held.validator == "enum" else [held.validator_value]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _pattern(fault: Fault, contract: Contract) -> tuple[str, str]:
    error = fault.error
    pattern = error.validator_value
    if "propertyNames" in error.schema_path:
        place = _place(fault, contract)
        say = f"the name {quote(error.instance)} in {place} has a character that names may not have"
        return say, "use letters, digits, `.`, `-` and `_` alone"
    say = f"{_place(fault, contract)} is {shown(error.instance)}, which does not match {quote(pattern)}"
    return say, "write a text that matches"


def _size(fault: Fault, contract: Contract) -> tuple[str, str]:
    error = fault.error
    held, limit = len(error.instance), error.validator_value
    place = _place(fault, contract)
    if str(error.validator).startswith("min"):
        return (
            (f"{place} is empty", "add an entry, or remove it")
            if not held
            else (
                f"{place} has {held} entries, where at least {limit} are needed",
                "add what is missing",
            )
        )
    return f"{place} has {held} entries, where at most {limit} may be", "remove what is too many"


def _bound(fault: Fault, contract: Contract) -> tuple[str, str]:
    error = fault.error
    bounds = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "exclusiveMaximum": "less than",
        "multipleOf": "a multiple of",
    }
    limit = 0 if isinstance(error.validator_value, bool) else error.validator_value
    due = f"{bounds[str(error.validator)]} {limit}"
    return f"{_place(fault, contract)} is {shown(error.instance)}, not {due}", f"write a number that is {due}"


def _unique(fault: Fault, contract: Contract) -> tuple[str, str]:
    items = fault.error.instance
    twice = next((item for index, item in enumerate(items) if item in items[:index]), None)
    what = shown(twice) if isinstance(twice, (str, int, float)) else "the same entry"
    return f"{_place(fault, contract)} holds {what} twice", "remove one of them"


def _alternatives(fault: Fault, contract: Contract) -> tuple[str, str]:
    """Alternatives that differ in the keys they ask for: either none of them is there, or too many are."""
    keys = [key for branch in fault.error.validator_value for key in branch.get("required", ())]
    present = (
        [key for key in keys if key in fault.error.instance] if isinstance(fault.error.instance, dict) else []
    )
    holder = subject(fault.origin, contract)
    if len(present) > 1:
        return f"{holder} has {quoted(present)} at once", "keep one of them"
    if keys and not present:
        neither = " nor ".join(quote(key) for key in keys)
        return f"{holder} has neither {neither}", f"add {quoted(keys, 'or')}"
    return f"{holder} fits several of the forms it may have", "make it one of them"


def _not(fault: Fault, contract: Contract) -> tuple[str, str]:
    ruled_out = fault.error.validator_value
    holder = subject(fault.origin, contract)
    if "propertyNames" in fault.error.schema_path:
        name = quote(str(fault.error.instance))
        return f"{name} may not stand under {_place(fault, contract)}", "move it to the field of that name"
    keys = ruled_out.get("required") if isinstance(ruled_out, dict) else None
    if keys:
        if len(keys) == 1:
            return f"`{keys[0]}` does not go with the other fields of {holder}", f"remove `{keys[0]}`"
        return f"{holder} has {quoted(keys)} at once", "keep one of them"
    return (
        f"{_place(fault, contract)} is {shown(fault.error.instance)}, which is not allowed here",
        "change it",
    )


def _depends(fault: Fault, contract: Contract) -> tuple[str, str]:
    held = fault.error.instance
    needs = fault.error.validator_value
    for key, wanted in needs.items() if isinstance(needs, dict) else ():
        missing = [name for name in wanted if name not in held] if isinstance(wanted, list) else []
        if key in held and missing:
            say = f"{subject(fault.origin, contract)} has {quote(key)} without {quoted(missing)}"
            return say, f"add {quoted(missing)}"
    return _other(fault, contract)


def _other(fault: Fault, contract: Contract) -> tuple[str, str]:
    return (
        f"{_place(fault, contract)} is {shown(fault.error.instance)}, which is not allowed here",
        "change or remove it",
    )


_WORDS = {
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern,
    **dict.fromkeys(("minItems", "maxItems", "minProperties", "maxProperties"), _size),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), _bound),
    "uniqueItems": _unique,
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    "not": _not,
    "dependentRequired": _depends,
}
