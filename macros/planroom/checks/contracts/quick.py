"""The quick half of the schema verdict: jsonschema-rs says whether a value is valid, and if not, whereabouts.

It is an optional package. Without it the slow half judges alone, and to the same result.
"""

from __future__ import annotations

from functools import cache
from typing import Any

_SHALLOW = frozenset(
    (
        *("type", "enum", "const", "pattern", "format", "required", "dependentRequired"),
        *("additionalProperties", "unevaluatedProperties", "minProperties", "maxProperties"),
        *("minItems", "maxItems", "uniqueItems", "minLength", "maxLength"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    )
)
"""The keywords whose errors are about a value itself; all others may have their reason anywhere below it."""


@cache
def library() -> Any:
    """The package jsonschema-rs, or `None` where it is not installed."""
    try:
        import jsonschema_rs
    except ImportError:
        return None
    return jsonschema_rs


def quick_validator(schema: dict[str, Any]) -> Any:
    """A compiled validator for a schema that refers to nothing outside of it; `None` without the package."""
    found = library()
    return None if found is None else found.validator_for(schema, validate_formats=False)


def suspects(validator: Any, value: Any) -> set[int] | None:
    """The identities of the mappings and lists of a value in which errors may be; none where it is valid.

    `None` where the package cannot tell: it is not installed, or refuses the value.
    """
    if validator is None:
        return None
    try:
        if validator.is_valid(value):
            return set()
        found: set[int] = set()
        whole: set[int] = set()
        for error in validator.iter_errors(value):
            held, exact = _walk(value, error.instance_path, found)
            if not exact or error.kind.name not in _SHALLOW:
                _add_below(whole, held)
    except ValueError:
        return None
    return found | whole


def _walk(value: Any, path: list[str | int], found: set[int]) -> tuple[Any, bool]:
    """Add what lies on a path; returns the value at its end, or the last before a key that is not there."""
    held = value
    found.add(id(held))
    for key in path:
        # The package gives a key that looks like a number as a number: `"200"` as 200, and `"007"` as 7.
        name = str(key) if isinstance(held, dict) else key
        if isinstance(held, dict) and name not in held:
            return held, False
        held = held[name]
        found.add(id(held))
    return held, True


def _add_below(found: set[int], value: Any) -> None:
    pending = [value]
    while pending:
        held = pending.pop()
        if isinstance(held, (dict, list)) and id(held) not in found:
            found.add(id(held))
            pending.extend(held.values() if isinstance(held, dict) else held)
