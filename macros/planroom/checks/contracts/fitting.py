"""Which values surely fit their schemas: told by jsonschema-rs, so that the slow judge need not look at them.

It judges by the letter, which is stricter than `Samples` wants it: a yes counts, a no says nothing. It is not
asked where references leave the file, where a schema has an address of its own, or where schemas branch so
much that an answer could take long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planroom.checks.contracts.keywords import is_older
from planroom.checks.contracts.quick import quick_validator
from planroom.diagnostics import Origin, Pointer
from planroom.kinds.anatomy import Anatomy
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Resolved

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
_ADDRESSES = ('"$id"', "$id:", "$anchor", "$dynamic", '"$schema"', "$schema:")
_MOST_STEPS = 1_000_000
_NULLABLE = ("nullable", "x-nullable")


def surely_fitting(contract: Contract, pairs: Sequence[tuple[Any, Origin]]) -> set[int]:
    """The positions of the values, each with the place of its schema, that fit beyond doubt.

    All are judged in one go: as the properties of one object, by a schema that has theirs as properties.
    """
    if not pairs or any(mark in contract.source.text for mark in _ADDRESSES):
        return set()
    targets = _targets(contract)
    if targets is None:
        return set()
    width = _width(contract.anatomy)
    asked = {
        index: schema.pointer
        for index, (value, schema) in enumerate(pairs)
        if isinstance(value, (dict, list))
        and schema.path == contract.path
        and width ** _depth(value) <= _MOST_STEPS
    }
    root = _with_null(contract)
    judged = {key: root[key] for key in ("components", "definitions", *targets) if key in root}
    judged["$schema"] = (
        "http://json-schema.org/draft-04/schema#"
        if is_older(contract)
        else "https://json-schema.org/draft/2020-12/schema"
    )
    judged["properties"] = {str(index): _at(root, pointer) for index, pointer in asked.items()}
    try:
        validator = quick_validator(judged)
        if validator is None:
            return set()
        values = {str(index): pairs[index][0] for index in asked}
        return asked.keys() - {int(error.instance_path[0]) for error in validator.iter_errors(values)}
    except (ValueError, RecursionError):
        return set()


def _targets(contract: Contract) -> set[str] | None:
    """The keys of the document below which references lead; `None` where one leads elsewhere or nowhere."""
    found: set[str] = set()
    for ref in contract.anatomy.refs:
        answer = ref.answer
        if not isinstance(answer, Resolved) or answer.origin.path != contract.path:
            return None
        if not answer.origin.pointer or answer.origin.pointer[0] == "properties":
            return None
        found.add(str(answer.origin.pointer[0]))
    return found


def _at(value: Any, pointer: Pointer) -> Any:
    for key in pointer:
        value = value[key]
    return value


def _with_null(contract: Contract) -> dict[str, Any]:
    """The document with `null` among the types of what may be null; only what leads there is copied."""
    root = dict(contract.value)
    ours = {id(root)}
    for node in (node for key in _NULLABLE for node in contract.anatomy.holding(key)):
        if not any(node.value.get(key) is True for key in _NULLABLE) or node.origin.path != contract.path:
            continue
        held: Any = root
        for key in node.origin.pointer:
            if id(held[key]) not in ours:
                held[key] = held[key].copy()
                ours.add(id(held[key]))
            held = held[key]
        if isinstance(held.get("type"), str):
            held["type"] = [held["type"], "null"]
        if isinstance(held.get("enum"), list) and None not in held["enum"]:
            held["enum"] = [*held["enum"], None]
    return root


def _width(anatomy: Anatomy) -> int:
    """The most schemas that one value may be held against, alternatives and references included."""
    widths: dict[int, int] = {}

    def width(schema: Any) -> int:
        if not isinstance(schema, dict):
            return 1
        if id(schema) not in widths:
            widths[id(schema)] = _MOST_STEPS  # what leads back to itself is not to be asked
            below = [item for key in _LISTS if isinstance(schema.get(key), list) for item in schema[key]]
            below += [schema[key] for key in _SINGLE if key in schema]
            ref = anatomy.answers.get(id(schema))
            if ref is not None and isinstance(ref.answer, Resolved):
                below.append(ref.answer.value)
            widths[id(schema)] = min(_MOST_STEPS, max(1, sum(width(item) for item in below)))
        return widths[id(schema)]

    branching = (node for key in (*_LISTS, *_SINGLE) for node in anatomy.holding(key))
    return max((width(node.value) for node in branching), default=1)


def _depth(value: Any) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(item) for item in below if isinstance(item, (dict, list))), default=0)
