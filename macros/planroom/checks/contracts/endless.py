"""API039: schemas that no finite value can meet, because they hold themselves without a way out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.conjunction import conjunction
from planroom.checks.contracts.keywords import is_older, types_of
from planroom.checks.contracts.rule import contract_check
from planroom.diagnostics import AND_HERE, Finding, Origin, Related, Severity
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Resolved
from planroom.records import dataclass
from planroom.wording import listed, quote


@dataclass(frozen=True, slots=True)
class _Need:
    """One thing that a value of a schema cannot do without: a value of one of some other schemas.

    `place` is where the need is stated, `word` what it is called there.
    """

    anyone: tuple[int, ...]
    place: Origin
    word: str


@contract_check("API039", Severity.ERROR)
def endless_schema(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A schema that holds itself can come to an end: by a list, an option or an alternative."""
    needs = _Needs(contract)
    told: set[int] = set()
    for start in needs.endless():
        circle = _circle(start, needs, told)
        if circle:
            first = min(circle, key=lambda need: (need.place.path, [str(key) for key in need.place.pointer]))
            words = listed(dict.fromkeys(quote(need.word) for need in circle))
            say = f"no value can meet this schema: it holds itself without end, by way of {words}"
            related = tuple(Related(AND_HERE, need.place) for need in circle if need is not first)
            hint = "let it be left out, or be `null`"
            if {need.word for need in circle} <= {"allOf", "anyOf", "oneOf"}:
                hint = "add an alternative that ends, or remove the reference to itself"
            yield Finding(say, first.place, hint, related[:5])


def _circle(start: int, needs: _Needs, told: set[int]) -> list[_Need]:
    """The needs around the circle that a schema leads into; none where that circle is told already."""
    passed: dict[int, int] = {}
    steps: list[_Need] = []
    here = start
    while here not in passed:
        if here in told:
            told.update(passed)
            return []
        passed[here] = len(steps)
        need = next(need for need in needs.of[here] if needs.unmet(need))
        steps.append(need)
        here = need.anyone[0]
    told.update(passed)
    # What is only on the way is no fault of its own, and a reference is none at all.
    return [need for need in steps[passed[here] :] if need.word]


class _Needs:
    """What every schema of a contract needs, and which of them can come to an end."""

    def __init__(self, contract: Contract) -> None:
        self.of: dict[int, list[_Need]] = {}
        self._contract = contract
        self._older = is_older(contract)
        self._finite: set[int] = set()

    def endless(self) -> list[int]:
        """The schemas that cannot come to an end, in the order of the walk."""
        pending: list[tuple[Any, Origin]] = [
            (node.value, node.origin) for node in _candidates(self._contract) if node.kind == "Schema"
        ]
        while pending:
            schema, origin = pending.pop()
            if isinstance(schema, dict) and id(schema) not in self.of:
                self.of[id(schema)] = found = []
                for need, below in self._stated(schema, origin):
                    found.append(need)
                    pending.extend(below)
        self._settle()
        return [schema for schema, needs in self.of.items() if needs and schema not in self._finite]

    def unmet(self, need: _Need) -> bool:
        """Whether no schema of those that would do can come to an end."""
        return self._finite.isdisjoint(need.anyone)

    def _settle(self) -> None:
        """Find what can come to an end, from what needs nothing upwards; each need is met once."""
        left = {schema: len(needs) for schema, needs in self.of.items()}
        users: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for schema, needs in self.of.items():
            for index, need in enumerate(needs):
                for other in need.anyone:
                    users[other].append((schema, index))
        met: set[tuple[int, int]] = set()
        pending = [schema for schema, count in left.items() if not count]
        while pending:
            schema = pending.pop()
            self._finite.add(schema)
            for use in users[schema]:
                if use not in met:
                    met.add(use)
                    left[use[0]] -= 1
                    if not left[use[0]]:
                        pending.append(use[0])

    def _stated(
        self, schema: dict[str, Any], origin: Origin
    ) -> Iterator[tuple[_Need, list[tuple[Any, Origin]]]]:
        ref = schema.get("$ref")
        if isinstance(ref, str):
            answer = self._contract.documents.resolve(origin.path, ref, origin.pointer)
            if isinstance(answer, Resolved) and isinstance(answer.value, dict):
                yield _Need((id(answer.value),), origin, ""), [(answer.value, answer.origin)]
            if self._older:
                return
        if "enum" in schema or "const" in schema:
            return
        whole = conjunction(self._contract, schema, origin)
        if whole.endless and "allOf" in schema:
            yield _Need((id(schema),), origin.at("allOf"), "allOf"), []
            return
        parts = whole.parts
        for part in parts:
            for key in ("anyOf", "oneOf"):
                yield from _one_of(part.schema.get(key), part.origin.at(key))
        kinds = [set(types_of(part.schema)) for part in parts if types_of(part.schema)]
        if any(_lets_null_pass(part.schema) for part in parts):
            return
        if any(held == {"object"} for held in kinds):
            yield from self._required([(part.schema, part.origin) for part in parts])
        if types_of(schema) == ("array",) and _is_positive(schema.get("minItems")):
            items = schema.get("items")
            if isinstance(items, dict) and "prefixItems" not in schema:
                place = origin.at("minItems")
                yield _Need((id(items),), place, "minItems"), [(items, origin.at("items"))]

    def _required(
        self, parts: list[tuple[dict[str, Any], Origin]]
    ) -> Iterator[tuple[_Need, list[tuple[Any, Origin]]]]:
        asked: dict[str, Origin] = {}
        for schema, origin in parts:
            required = schema.get("required")
            for index, name in enumerate(required if isinstance(required, list) else ()):
                if isinstance(name, str):
                    asked.setdefault(name, origin.at("required", index))
        for schema, origin in parts if asked else ():
            properties = schema.get("properties")
            described = properties if isinstance(properties, dict) else {}
            for name in asked:
                held = described.get(name)
                # What only one side sends is missing in the other direction.
                if isinstance(held, dict) and not (held.get("readOnly") or held.get("writeOnly")):
                    place, here = origin.at("properties", name), asked[name]
                    # A part that requires it and is shared with others is not at fault.
                    same = (here.path, here.pointer[:-2]) == (origin.path, origin.pointer)
                    yield _Need((id(held),), here if same else place, name), [(held, place)]


def _candidates(contract: Contract) -> Iterator[Node]:
    """The schemas that may be endless at all: those that need something, but for plain references."""
    for key in ("required", "allOf", "anyOf", "oneOf", "minItems"):
        yield from contract.anatomy.holding(key)


def _one_of(branches: Any, origin: Origin) -> Iterator[tuple[_Need, list[tuple[Any, Origin]]]]:
    if isinstance(branches, list) and branches and all(isinstance(branch, dict) for branch in branches):
        below = [(branch, origin.at(index)) for index, branch in enumerate(branches)]
        yield _Need(tuple(map(id, branches)), origin, str(origin.pointer[-1])), below


def _lets_null_pass(schema: dict[str, Any]) -> bool:
    return "type" in schema and (schema.get("nullable") is True or schema.get("x-nullable") is True)


def _is_positive(value: Any) -> bool:
    return isinstance(value, int) and value >= 1
