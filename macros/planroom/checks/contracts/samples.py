"""Values against the schemas of a contract, with references followed inside the room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import Any

from planroom.checks.contracts.ecma import is_quick
from planroom.checks.contracts.faults import Fault, narrowed
from planroom.checks.contracts.fits import RULED_BY_NULLABLE, Fits
from planroom.checks.contracts.keywords import is_older
from planroom.checks.contracts.verdict import too_large
from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Answer, Resolved
from planroom.records import dataclass

_Keyword = Callable[[Any, Any, Any, Any], Iterator[Any]]
_MOST_FOLLOWED = 50_000
"""References followed for one contract; one that is made to branch without end stops here."""
_MOST = 3
"""At how many places of one value faults are told."""


class _Unreadable(Exception):
    """The schema asks for something that cannot be read, so that nothing can be said about a value."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Judges values by the schemas of one contract.

    More is let pass than by the letter: a property that its message does not carry may be missing, also where
    another branch of a schema says so, and `format` is not asserted.
    """

    contract: Contract
    one_way: tuple[str, ...] = ("readOnly", "writeOnly")
    """What keeps a property out of these messages: `readOnly` out of requests, `writeOnly` out of answers.

    Both where nobody says which message a value is of.
    """
    _followed: list[None] = field(default_factory=list)

    def faults(self, value: Any, schema: Any, origin: Origin) -> list[Fault]:
        """The first faults of a value that stands at `origin`; none where its schema cannot be read."""
        if not isinstance(schema, dict) or self.surely_fits(value, schema):
            return []
        return self.judged(value, schema, origin)

    def surely_fits(self, value: Any, schema: Any) -> bool:
        """Whether a value has no faults for sure, or none that could be told."""
        return not self.usable or self._quick.surely(value, schema)

    def judged(self, value: Any, schema: dict[str, Any], origin: Origin) -> list[Fault]:
        """The same by the validator alone."""
        try:
            errors = list(self._judge.evolve(schema=schema).iter_errors(value))
        except Exception:
            # The schema is broken, leads nowhere or into itself: other checks say so.
            return []
        found = narrowed(errors, origin, None, self.contract.major_minor)
        return told([fault for fault in found if not _ambiguous(fault.error)])

    @cached_property
    def usable(self) -> bool:
        """Whether the contract can be judged by: its size, and every pattern for names of properties."""
        if not self.contract.major_minor or too_large(self.contract):
            return False
        held = (
            node.value.get("patternProperties")
            for node in self.contract.anatomy.nodes
            if node.kind == "Schema"
        )
        return all(
            is_quick(pattern) for patterns in held if isinstance(patterns, dict) for pattern in patterns
        )

    @cached_property
    def _quick(self) -> Fits:
        return Fits(self._target, self._is_asked, is_older(self.contract))

    def _target(self, schema: dict[str, Any]) -> Any:
        answer = self._answers.get(id(schema))
        return answer.value if isinstance(answer, Resolved) else None

    @cached_property
    def _answers(self) -> dict[int, Answer]:
        return {id(ref.value): ref.answer for ref in self.contract.anatomy.refs}

    @cached_property
    def _left_out(self) -> frozenset[str]:
        """The names of properties that these messages do not carry somewhere in the contract."""
        return frozenset(
            node.origin.pointer[-1]
            for node in self.contract.anatomy.nodes
            if node.kind == "Schema"
            and self._is_left_out(node.value)
            and node.origin.pointer
            and isinstance(node.origin.pointer[-1], str)
        )

    def _is_left_out(self, schema: dict[str, Any]) -> bool:
        return any(schema.get(flag) is True for flag in self.one_way)

    def _is_asked(self, name: Any, schema: Any) -> bool:
        """Whether a message has to carry a property that its schema requires."""
        properties = schema.get("properties")
        own = properties.get(name) if isinstance(properties, dict) else None
        if isinstance(own, dict) and "$ref" not in own:
            return not self._is_left_out(own)
        return name not in self._left_out

    @cached_property
    def _judge(self) -> Any:
        from jsonschema import Draft4Validator, Draft202012Validator, validators
        from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

        older = is_older(self.contract)
        base: Any = Draft4Validator if older else Draft202012Validator
        keywords: dict[str, _Keyword] = {
            "$ref": self._ref,
            "$dynamicRef": _unreadable,
            "required": self._required(base.VALIDATORS["required"]),
            "pattern": _quick(base.VALIDATORS["pattern"]),
            "multipleOf": _multiple_of,
        }
        if older:
            keywords |= {key: _nullable(base.VALIDATORS[key]) for key in RULED_BY_NULLABLE}
            keywords["$ref"] = _nullable(self._ref)
        extend: Any = validators.extend
        return extend(base, keywords)({}, registry=REGISTRY)

    def _ref(self, validator: Any, _: Any, instance: Any, schema: Any) -> Iterator[Any]:
        answer = self._answers.get(id(schema))
        if not isinstance(answer, Resolved) or len(self._followed) >= _MOST_FOLLOWED:
            raise _Unreadable
        self._followed.append(None)
        yield from validator.descend(instance, answer.value)

    def _required(self, plain: Any) -> _Keyword:
        def required(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[Any]:
            if isinstance(names, list):
                asked = [name for name in names if self._is_asked(name, schema)]
                yield from plain(validator, asked, instance, schema) or ()

        return required


def told(faults: list[Fault]) -> list[Fault]:
    """The faults at the first places; of what has the wrong type, nothing else that follows from that."""
    places: dict[Origin, list[Fault]] = {}
    for fault in faults:
        places.setdefault(fault.origin, []).append(fault)
    kept: list[Fault] = []
    for held in list(places.values())[:_MOST]:
        kept += [fault for fault in held if fault.error.validator == "type"][:1] or held
    return kept


def _quick(plain: Any) -> _Keyword:
    def pattern(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if isinstance(instance, str) and len(instance) < 2000 and is_quick(str(stated), instance):
            yield from plain(validator, stated, instance, schema) or ()

    return pattern


def _multiple_of(_: Any, unit: Any, instance: Any, schema: Any) -> Iterator[Any]:
    """The keyword by the numbers as written: 1.2 is a multiple of 0.1, if not in binary fractions."""
    from jsonschema.exceptions import ValidationError

    whole, part = _exact(instance), _exact(unit)
    if whole is not None and part and (whole / part).denominator != 1:
        yield ValidationError(f"{instance!r} is not a multiple of {unit!r}")


def _exact(value: Any) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(repr(value)) if isfinite(value) else None


def _unreadable(*_: Any) -> Iterator[Any]:
    raise _Unreadable


def _nullable(plain: Any) -> _Keyword:
    """A keyword of 3.0 that lets null pass where the schema says so; 2.0 has an extension for it.

    By the letter, `nullable` rules only the `type` beside it (3.0.3); people also mean a reference beside it.
    """

    def keyword(validator: Any, stated: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if stated == "file":
            raise _Unreadable
        if instance is None and (schema.get("nullable") is True or schema.get("x-nullable") is True):
            return
        yield from plain(validator, stated, instance, schema) or ()

    return keyword


def _ambiguous(error: Any) -> bool:
    """Whether a value fits several alternatives: that says more about the schema than about the value."""
    return bool(error.validator == "oneOf" and not error.context)
