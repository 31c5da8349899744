"""What holds at once for a value: a schema with what it refers to and all parts of its `allOf`."""

from __future__ import annotations

from typing import Any

from planroom.checks.contracts.keywords import is_older
from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Resolved
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One of the schemas that a value must meet, and its place."""

    schema: dict[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Conjunction:
    """The parts of a schema, itself first.

    `whole` says that every part could be read, `endless` that the schema is a part of itself.
    """

    parts: tuple[Part, ...]
    whole: bool
    endless: bool


def conjunction(contract: Contract, value: dict[str, Any], origin: Origin) -> Conjunction:
    """The parts of a schema, in no more steps than there are schemas."""
    if "$ref" not in value and "allOf" not in value:
        return Conjunction((Part(value, origin),), whole=True, endless=False)
    older = is_older(contract)
    parts: list[Part] = []
    done: set[int] = set()
    above: set[int] = set()
    whole, endless = True, False
    # A schema is pushed again as `None`, to be left once all below it is done.
    pending: list[tuple[Any, Origin | None]] = [(value, origin)]
    while pending:
        schema, here = pending.pop()
        if here is None:
            above.discard(id(schema))
            continue
        if not isinstance(schema, dict):
            continue
        if id(schema) in done:
            endless = endless or (id(schema) in above and schema is value)
            continue
        done.add(id(schema))
        above.add(id(schema))
        pending.append((schema, None))
        ref = schema.get("$ref")
        if isinstance(ref, str):
            answer = contract.documents.resolve(here.path, ref, here.pointer)
            if isinstance(answer, Resolved):
                pending.append((answer.value, answer.origin))
            else:
                whole = False
            if older:
                continue
        parts.append(Part(schema, here))
        held = schema.get("allOf")
        branches = held if isinstance(held, list) else []
        pending.extend(
            (branch, here.at("allOf", index)) for index, branch in reversed([*enumerate(branches)])
        )
    return Conjunction(tuple(parts), whole, endless)
