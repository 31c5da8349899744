"""What the schema found wrong with a design, in our words: the value, and what would do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from planroom.wording import TYPES, listed, nearest, quoted, shown

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def words_for(error: ValidationError, whole: str = "the design") -> tuple[str, str]:
    """Message and hint for one error; `whole` is what to call the document itself."""
    keys = [key for key in error.absolute_path if isinstance(key, str)]
    label = f"`{keys[-1]}`" if keys else whole
    made = _WORDS.get(str(error.validator))
    if made is not None:
        return made(error, label)
    return f"{label} does not fit `{error.validator}` of the schema", "change it to fit"


def _held(value: Any) -> Any:
    """A part of an error, whose library types say that it may be unset; of a raised error it never is."""
    return value


def _type(error: ValidationError, label: str) -> tuple[str, str]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    names = listed((TYPES.get(str(name), str(name)) for name in wanted), "or")
    return f"{label} is {shown(error.instance)}", _type_hint(error, names)


def _type_hint(error: ValidationError, names: str) -> str:
    if error.instance is None:
        return "fill it in, or remove the key"
    schema = _held(error.schema)
    if "ms|s|m|h|d" in str(schema.get("pattern")) and isinstance(error.instance, int | float):
        return f'write the unit too, such as `"{error.instance}ms"` or `"{error.instance}h"`'
    examples = (json.dumps(example, ensure_ascii=False) for example in schema.get("examples", ()))
    short = next((text for text in examples if len(text) <= _SHORT and "`" not in text), "")
    return f"write {names}{f', such as `{short}`' if short else ''}"


def _format(error: ValidationError, label: str) -> tuple[str, str]:
    return f"{label} is `{error.instance}`, which is no day of the calendar", "write a day that there is"


def _required(error: ValidationError, label: str) -> tuple[str, str]:
    missing = [key for key in _held(error.validator_value) if key not in _held(error.instance)]
    # The library reports each missing key by itself; its message names the one in question first.
    key = next((name for name in missing if f"'{name}'" in error.message), missing[0])
    return f"an entry of {label} has no `{key}`" if _in_list(
        error
    ) else f"{label} has no `{key}`", f"add `{key}`"


def _in_list(error: ValidationError) -> bool:
    return bool(error.absolute_path) and isinstance(error.absolute_path[-1], int)


def _enum(error: ValidationError, label: str) -> tuple[str, str]:
    allowed = [str(name) for name in _held(error.validator_value)]
    near = nearest(str(error.instance), allowed)
    return (
        f"{label} is {shown(error.instance)}, which is none of its values",
        f"write `{near}`" if near else f"write {quoted(allowed, 'or')}",
    )


def _const(error: ValidationError, label: str) -> tuple[str, str]:
    return f"{label} is {shown(error.instance)}", f"write `{json.dumps(error.validator_value)}`"


def _bounds(error: ValidationError, label: str) -> tuple[str, str]:
    least = error.validator == "minimum"
    side = "less" if least else "more"
    limit = error.validator_value
    hint = f"write a number of at {'least' if least else 'most'} {limit}"
    return f"{label} is `{error.instance}`, {side} than {limit}", hint


def _pattern(error: ValidationError, label: str) -> tuple[str, str]:
    pattern = str(error.validator_value)
    if "ms|s|m|h|d" in pattern:
        return (
            f"{label} is `{error.instance}`, which is no duration",
            'write a number and one of ms, s, m, h, d, such as `"300ms"`',
        )
    if "[0-9]{4}-" in pattern:
        return (
            f"{label} is `{error.instance}`, which is no date",
            'write year, month and day: `"2026-02-12"`',
        )
    if pattern.endswith("%$"):
        return f"{label} is `{error.instance}`", 'write a whole number or a share such as `"50%"`'
    return f"{label} is `{error.instance}`, which does not fit", f"write it to fit `{pattern}`"


def _length(error: ValidationError, label: str) -> tuple[str, str]:
    least = str(error.validator).startswith("min")
    what = "characters" if isinstance(error.instance, str) else "entries"
    size, limit = len(_held(error.instance)), error.validator_value
    side = "fewer than" if least else "more than"
    return (
        f"{label} has {size} {what}, {side} {limit}",
        f"write {'at least' if least else 'at most'} {limit}",
    )


_SHORT = 90
"""How long an example may be that a hint shows."""

_WORDS: dict[str, Callable[[ValidationError, str], tuple[str, str]]] = {
    "type": _type,
    "required": _required,
    "enum": _enum,
    "const": _const,
    "minimum": _bounds,
    "maximum": _bounds,
    "pattern": _pattern,
    "format": _format,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
}
