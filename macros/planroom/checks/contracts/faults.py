"""What the validator found, narrowed down to where it really is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from planroom.checks.contracts.published import known_keys, matches
from planroom.diagnostics import Origin
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of the verdict, narrowed down to where it really is, with the validator's own record."""

    origin: Origin
    error: Any
    referrer: Origin | None
    version: str

    def known_keys(self) -> tuple[set[str], set[str]]:
        """The names and the patterns of names that the schema of the object knows, conditions put aside."""
        return known_keys(self.error.schema, self.version)

    def unknown_keys(self) -> list[str]:
        """The keys of the object that its schema names nowhere."""
        names, patterns = self.known_keys()
        held = self.error.instance
        return [key for key in held if key not in names and not matches(key, patterns)]


def narrowed(errors: Iterable[Any], base: Origin, referrer: Origin | None, version: str) -> Iterator[Fault]:
    """The errors of a validator as faults of what stands at `base`."""
    for error in errors:
        for leaf in _leaves(error):
            yield Fault(base.at(*leaf.absolute_path), leaf, referrer, version)


def _leaves(error: Any) -> Iterator[Any]:
    """The errors that say what is wrong: of alternatives, those of the one that was most likely meant."""
    if error.validator not in ("anyOf", "oneOf") or not error.context or _only_required(error):
        yield error
        return
    branches: dict[int, list[Any]] = {}
    for below in error.context:
        branches.setdefault(int(below.schema_path[0]), []).append(below)
    meant = min(branches.values(), key=_distance)
    for below in meant:
        yield from _leaves(below)


def _only_required(error: Any) -> bool:
    """Whether the alternatives differ only in which keys they ask for."""
    branches = error.validator_value
    return all(
        isinstance(branch, dict) and "required" in branch and len(branch) <= 2 for branch in branches
    ) and all(below.validator == "required" and not below.path for below in error.context)


def _distance(branch: list[Any]) -> tuple[int, int, int]:
    """How far a value is from an alternative: by what tells alternatives apart, then by its errors."""
    far = 0
    near = 0
    for below in branch:
        depth = len(below.path)
        if below.validator == "type" and depth == 0:
            far += 4
        elif below.validator in ("enum", "const") and list(below.path) in (["in"], ["type"], ["scheme"]):
            far += 2
        elif below.validator in ("anyOf", "oneOf") and below.context and depth == 0:
            inner: dict[int, list[Any]] = {}
            for held in below.context:
                inner.setdefault(int(held.schema_path[0]), []).append(held)
            far += min(_distance(held)[0] for held in inner.values())
        near += depth == 0
    return far, near, len(branch)
