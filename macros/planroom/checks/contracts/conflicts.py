"""API049: parts of an `allOf` that no value can meet together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.conjunction import Part, conjunction
from planroom.checks.contracts.keywords import is_number, schema_name, types_of
from planroom.checks.contracts.rule import contract_check, gathered
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.records import dataclass
from planroom.wording import listed, quote, quoted, shown

_DEEPEST = 3
"""How deep properties are compared with one another."""
_MOST = 400
"""How many parts of one schema are compared; more are left alone."""
_BOUNDS = (
    ("minimum", "maximum", ("number", "integer")),
    ("minLength", "maxLength", ("string",)),
    ("minItems", "maxItems", ("array",)),
    ("minProperties", "maxProperties", ("object",)),
)
_ANY = frozenset(("string", "number", "integer", "boolean", "array", "object", "null"))


@dataclass(frozen=True, slots=True)
class _Conflict:
    """Two places that rule each other out, in words.

    `fatal` says that it leaves no value at all, `closing` that one part admits no properties but its own.
    """

    say: str
    one: Origin
    two: Origin
    fatal: bool = True
    closing: bool = False


@contract_check("API049", Severity.ERROR)
def impossible_all_of(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The parts of an `allOf` leave a value that meets them all."""
    told: set[tuple[Origin, Origin]] = set()
    closed: dict[Origin, list[tuple[str, Finding]]] = defaultdict(list)
    for node in contract.anatomy.holding("allOf"):
        whole = conjunction(contract, node.value, node.origin)
        if len(whole.parts) < 2 or len(whole.parts) > _MOST:
            continue
        for conflict in _conflicts(contract, whole.parts, _DEEPEST):
            pair = (conflict.one, conflict.two)
            if pair not in told:
                told.add(pair)
                related = [Related("the other part", conflict.one)]
                if conflict.two.pointer[: len(node.origin.pointer)] != node.origin.pointer:
                    related.append(Related("both are parts of this", node.origin.at("allOf")))
                hint = "let the parts agree, or use `oneOf` where a value meets one of them"
                severity = None if conflict.fatal else Severity.WARNING
                finding = Finding(conflict.say, conflict.two, hint, tuple(related), severity)
                if conflict.closing:
                    closed[conflict.one].append((schema_name(node.origin), finding))
                else:
                    yield finding
    for closing, several in closed.items():
        yield from _closed_to_many(closing, several)


def _closed_to_many(closing: Origin, several: list[tuple[str, Finding]]) -> Iterator[Finding]:
    """What one part rules out of many that refer to it is one fault of that part."""
    if len({name for name, _ in several}) == 1:
        yield from (finding for _, finding in several)
        return
    for finding in gathered(
        [(name, finding.origin) for name, finding in several],
        ("schema", "schemas"),
        "{name} adds what `additionalProperties: false` in a shared part of `allOf` rules out",
        "{count} add what `additionalProperties: false` in a shared part of `allOf` rules out: {names}",
        "remove it from the shared part; from 3.1 on, each whole may say `unevaluatedProperties: false`",
        Severity.WARNING,
    ):
        yield replace(finding, related=(*finding.related, Related("the shared part", closing)))


def _conflicts(contract: Contract, parts: tuple[Part, ...], depth: int) -> Iterator[_Conflict]:
    """What is wrong with the parts together; the first fault alone where they leave no value."""
    clash = _types(parts) or _values(parts) or _bounds(parts) or _closed(parts)
    if clash:
        yield clash
        return
    if depth:
        yield from _properties(contract, parts, depth)


def _allowed(schema: dict[str, Any]) -> frozenset[str]:
    stated = types_of(schema)
    if not stated or not _ANY.issuperset(stated):
        return _ANY
    allowed = set(stated)
    if "number" in allowed:
        allowed.add("integer")
    if schema.get("nullable") is True:
        allowed.add("null")
    return frozenset(allowed)


def _types(parts: tuple[Part, ...]) -> _Conflict | None:
    left, first = _ANY, parts[0]
    for part in parts:
        allowed = _allowed(part.schema)
        if not left & allowed:
            # What stands in the schema itself is nearer to the cause than what it refers to.
            own = _is_inside(first, parts[0]) and not _is_inside(part, parts[0])
            there, here = (part, first) if own else (first, part)
            one, two = (listed(types_of(held.schema), "or") for held in (there, here))
            say = f"`type: {two}` here and `type: {one}` in another part of `allOf` rule each other out"
            return _Conflict(say, there.origin.at("type"), here.origin.at("type"))
        if allowed != _ANY and (left == _ANY or allowed < left):
            first = part
        left &= allowed
    return None


def _is_inside(part: Part, whole: Part) -> bool:
    outer = whole.origin.pointer
    return part.origin.path == whole.origin.path and part.origin.pointer[: len(outer)] == outer


def _listed(part: Part) -> tuple[str, list[Any]] | None:
    """The values that a part lists, and the keyword that does."""
    if "const" in part.schema:
        return "const", [part.schema["const"]]
    held = part.schema.get("enum")
    return ("enum", held) if isinstance(held, list) and held else None


def _values(parts: tuple[Part, ...]) -> _Conflict | None:
    left: set[str] | None = None
    first: Origin | None = None
    for part in parts:
        stated = _listed(part)
        if stated is None:
            continue
        keyword, values = stated
        texts = {json.dumps(value, sort_keys=True, default=str) for value in values}
        here = part.origin.at(keyword)
        if left is not None and first is not None and left.isdisjoint(texts):
            few = shown(values[0]) if len(values) == 1 else f"`{keyword}`"
            return _Conflict(f"{few} is ruled out by another part of `allOf`", first, here)
        left = texts if left is None else left & texts
        first = first or here
    return None


def _bounds(parts: tuple[Part, ...]) -> _Conflict | None:
    stated = frozenset.intersection(*(_allowed(part.schema) for part in parts))
    for low, high, kinds in _BOUNDS:
        # A bound says nothing of values of other types.
        if not stated <= frozenset(kinds):
            continue
        lows = [(part.schema[low], part) for part in parts if is_number(part.schema.get(low))]
        highs = [(part.schema[high], part) for part in parts if is_number(part.schema.get(high))]
        if lows and highs:
            least, lower = max(lows, key=lambda held: held[0])
            most, upper = min(highs, key=lambda held: held[0])
            if least > most and lower is not upper:
                say = f"`{low}` is {least}, where another part of `allOf` has {most} as `{high}`"
                return _Conflict(say, upper.origin.at(high), lower.origin.at(low))
    return None


def _described(part: Part) -> dict[str, Any]:
    held = part.schema.get("properties")
    return held if isinstance(held, dict) else {}


def _closed(parts: tuple[Part, ...]) -> _Conflict | None:
    """A part that admits no properties but its own, beside one that requires another."""
    for part in parts:
        if part.schema.get("additionalProperties") is not False or "patternProperties" in part.schema:
            continue
        own = _described(part)
        for other in parts:
            required = other.schema.get("required")
            for index, name in enumerate(required if isinstance(required, list) else ()):
                if (
                    isinstance(name, str)
                    and name not in own
                    and any(name in _described(held) for held in parts)
                ):
                    say = f"{quote(name)} is required here, and ruled out by another part of `allOf`"
                    there = part.origin.at("additionalProperties")
                    return _Conflict(say, there, other.origin.at("required", index))
    return None


def _properties(contract: Contract, parts: tuple[Part, ...], depth: int) -> Iterator[_Conflict]:
    described: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        for name, held in _described(part).items():
            if isinstance(held, dict):
                described[name].append(Part(held, part.origin.at("properties", name)))
    lists = [held for part in parts if isinstance(held := part.schema.get("required"), list)]
    required = {name for held in lists for name in held if isinstance(name, str)}
    for name, several in described.items():
        if len(several) < 2 or all(held.schema is several[0].schema for held in several):
            continue
        wholes = [conjunction(contract, held.schema, held.origin) for held in several]
        below = tuple({id(part.schema): part for whole in wholes for part in whole.parts}.values())
        if len(below) < 2 or len(below) > _MOST:
            continue
        for conflict in _conflicts(contract, below, depth - 1):
            say = f"{quote(name)} can have no value: {conflict.say}"
            fatal = conflict.fatal and name in required
            yield _Conflict(say if conflict.fatal else conflict.say, conflict.one, conflict.two, fatal)
    yield from _never(parts)


def _never(parts: tuple[Part, ...]) -> Iterator[_Conflict]:
    """Properties that may stand nowhere, since another part admits none but its own."""
    for part in parts:
        if part.schema.get("additionalProperties") is not False or "patternProperties" in part.schema:
            continue
        own = _described(part)
        for other in parts:
            lost = [name for name in _described(other) if name not in own]
            if lost:
                say = f"another part of `allOf` rules out {quoted(lost)} by `additionalProperties: false`"
                there = part.origin.at("additionalProperties")
                here = other.origin.at("properties")
                yield _Conflict(say, there, here, fatal=False, closing=True)
                return
