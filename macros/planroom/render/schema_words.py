"""Types, limits and values of schemas as people say them: `string, 3 to 40 characters`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from planroom.kinds.messages import Parameter
from planroom.render.deprecation_words import deprecation
from planroom.render.outside_links import docs
from planroom.render.schema_shape import Shape, discriminated
from planroom.render.words import number

_SHORT_LIST = 6
_MOST_EXAMPLES = 5
_SHORT_TEXT = 48
_LONG_LIST = 60
_LONGEST = 160


def plain_type(shape: Shape) -> str:
    """The types of a schema with its format: `string, uuid`, `integer or null`; `""` where none is said."""
    types = list(shape.types)
    if not types and ("enum" in shape.value or "const" in shape.value):
        types = list(dict.fromkeys(_type_of(item) for item in values(shape)))
    said = " or ".join(types)
    form = shape.text("format")
    return f"{said}, {form}" if said and form else said or form


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "any value")


def limits(shape: Shape) -> Iterator[str]:
    """The limits of a schema in words."""
    value = shape.value
    yield from _between(_count(value, "minLength"), _count(value, "maxLength"), "character")
    yield from _range(value)
    yield from _between(_count(value, "minItems"), _count(value, "maxItems"), "item")
    yield from _between(
        _count(value, "minProperties"), _count(value, "maxProperties"), "property", "properties"
    )
    if value.get("uniqueItems") is True:
        yield "each once"
    for key in ("contentEncoding", "contentMediaType"):
        if shape.text(key):
            yield shape.text(key)
    if _is_number(value.get("multipleOf")):
        yield f"a multiple of {number(value['multipleOf'])}"


def _count(value: dict[str, Any], key: str) -> int | None:
    held = value.get(key)
    return held if isinstance(held, int) and not isinstance(held, bool) else None


def _between(low: int | None, high: int | None, noun: str, nouns: str = "") -> Iterator[str]:
    nouns = nouns or noun + "s"
    if low is not None and low == high:
        yield f"exactly {low:,} {noun if low == 1 else nouns}"
    elif low and high is not None:
        yield f"{low:,} to {high:,} {nouns}"
    elif high is not None:
        yield f"at most {high:,} {noun if high == 1 else nouns}"
    elif low:
        yield f"at least {low:,} {noun if low == 1 else nouns}"


def contained(shape: Shape) -> str:
    """How many of a list's items are what its `contains` says; one at least, where nothing else is said."""
    low, high = _count(shape.value, "minContains"), _count(shape.value, "maxContains")
    said = next(_between(1 if low is None else low, high, "of its items", "of its items"), "")
    return said or "any of its items"


def _range(value: dict[str, Any]) -> Iterator[str]:
    low, high = value.get("minimum"), value.get("maximum")
    # 3.0 says with a flag what 3.1 says with a figure of its own.
    above, below = value.get("exclusiveMinimum"), value.get("exclusiveMaximum")
    if above is True:
        low, above = None, low
    if below is True:
        high, below = None, high
    if _is_number(low) and _is_number(high):
        yield f"{_figure(low)} to {_figure(high)}"
    else:
        if _is_number(low):
            yield f"at least {_figure(low)}"
        if _is_number(high):
            yield f"at most {_figure(high)}"
    if _is_number(above):
        yield f"more than {_figure(above)}"
    if _is_number(below):
        yield f"less than {_figure(below)}"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def _figure(value: Any) -> str:
    return number(value) if abs(value) < (10**24 if isinstance(value, int) else 1e15) else f"{value:g}"


def values(shape: Shape) -> list[Any]:
    """The values that a schema allows by name."""
    if "const" in shape.value:
        return [shape.value["const"]]
    listed = shape.value.get("enum")
    return listed if isinstance(listed, list) else []


def short_values(shape: Shape) -> str:
    """`one of card, transfer, invoice`, where the list is short enough to stand in a line; else `""`."""
    allowed = values(shape)
    words = [literal(item) if not isinstance(item, str) or not item.strip() else item for item in allowed]
    if (
        not allowed
        or len(allowed) > _SHORT_LIST
        or sum(map(len, words)) > _SHORT_TEXT
        or any("," in s for s in words)
    ):
        return ""
    return f"always {words[0]}" if len(words) == 1 else "one of " + ", ".join(words)


def notes(shape: Shape, stated: Sequence[tuple[str, Any]] = ()) -> Iterator[Markup]:
    """What else a schema says of its value, a phrase each.

    `stated` are examples from beside the schema, each with a word about it or `""`.
    """
    value = shape.value
    allowed = values(shape)
    if allowed and not short_values(shape):
        yield listed_values(allowed)
    yield from _meanings(value)
    if "default" in value:
        yield Markup("Default {}.").format(shown(literal(value["default"])))
    if shape.text("pattern"):
        yield Markup("Pattern {}.").format(shown(shape.text("pattern")))
    if len(allowed) != 1:
        yield from _examples(stated or _stated_examples(value))
    if "prefixItems" in shape.places and value.get("items") is False:
        yield Markup("No further items.")
    yield from _names(value.get("propertyNames"))
    if shape.properties and False in (value.get("additionalProperties"), value.get("unevaluatedProperties")):
        yield Markup("No other names.")
    undescribed = sorted(shape.required - shape.properties.keys())
    if undescribed:
        names = Markup(", ").join(map(shown, undescribed[:_LONG_LIST]))
        yield Markup("Also required: {}.").format(names)
    dependent = value.get("dependentRequired")
    for name, others in dependent.items() if isinstance(dependent, dict) else ():
        if isinstance(others, list) and others:
            named = Markup(", ").join(shown(str(other)) for other in others)
            yield Markup("With {} also {}.").format(shown(str(name)), named)
    more = docs(value.get("externalDocs"))
    if more:
        yield Markup("See {}.").format(more)
    for verb, said in deprecation(value):
        yield Markup("{} {}.").format(verb, said.rstrip("."))
    told = teller(shape)
    if told and shape.branches:
        yield Markup("{} tells which.").format(shown(told))


def teller(shape: Shape) -> str:
    """The property by which a discriminator tells schemas apart, `""` where there is none."""
    held = shape.value.get("discriminator")
    told = held.get("propertyName") if isinstance(held, dict) else held
    return told if isinstance(told, str) else ""


def listed_values(allowed: list[Any]) -> Markup:
    """`One of a, b, c.`, the rest of a long list counted."""
    listed = Markup(", ").join(shown(literal(item, bare=True)) for item in allowed[:_LONG_LIST])
    rest = f" and {len(allowed) - _LONG_LIST:,} more" if len(allowed) > _LONG_LIST else ""
    return Markup("One of {}{}.").format(listed, rest)


def _meanings(value: dict[str, Any]) -> Iterator[Markup]:
    """What the values of an `enum` mean, by the extensions that tools agree on; a list is in their order."""
    allowed = value.get("enum")
    if not isinstance(allowed, list):
        return
    for key in ("x-enumDescriptions", "x-enum-descriptions", "x-enum-varnames"):
        held = value.get(key)
        if isinstance(held, dict):
            pairs = [(item, held.get(str(item))) for item in allowed]
        else:
            pairs = list(zip(allowed, held if isinstance(held, list) else (), strict=False))
        told = [(item, said) for item, said in pairs if isinstance(said, str) and said.strip()]
        for item, said in told[:_LONG_LIST]:
            yield Markup("{} is {}.").format(
                shown(literal(item, bare=True)), literal(said, bare=True).rstrip(".")
            )
        if told:
            return


_JOINTS = {
    "pipeDelimited": "|",
    "spaceDelimited": "spaces",
    "pipes": "|",
    "ssv": "spaces",
    "tsv": "tabs",
    "csv": "commas",
}


def written(parameter: Parameter) -> Iterator[Markup]:
    """How the value of a parameter is written, where that is not the usual way (OpenAPI 3.2, 4.12.3)."""
    value = parameter.value
    style = value.get("style", value.get("collectionFormat"))
    joint = _JOINTS.get(style) if isinstance(style, str) else None
    is_joined = style == "form" or ("style" not in value and parameter.where in ("query", "cookie"))
    if is_joined and value.get("explode") is False:
        joint = "commas"
    if joint:
        yield Markup("Parted by {}.").format(shown(joint) if len(joint) == 1 else joint)
    if style == "deepObject":
        yield Markup("Written as {}.").format(shown(f"{parameter.name}[key]=value"))
    content = value.get("content")
    if isinstance(content, dict) and content:
        yield Markup("Written as {}.").format(shown(str(next(iter(content)))))
    if value.get("allowEmptyValue") is True:
        yield Markup("May be empty.")


def told_by(shape: Shape, branch: Shape) -> str:
    """`where kind is cat`: the value by which a discriminator tells one of several schemas, `""` for none."""
    told = discriminated(shape, branch)
    return f"where {told[0]} is {' or '.join(told[1][:4])}" if told else ""


def _stated_examples(value: dict[str, Any]) -> list[tuple[str, Any]]:
    if "example" in value:
        return [("", value["example"])]
    examples = value.get("examples")
    return [("", item) for item in examples] if isinstance(examples, list) else []


def _examples(stated: Sequence[tuple[str, Any]]) -> Iterator[Markup]:
    """`Example a.`, or the first of several, each with what it is an example of."""
    plain = [(said, item) for said, item in stated if item is not None and not isinstance(item, (dict, list))]
    told = [
        shown(literal(item, bare=True)) + (f" ({said})" if said and len(plain) > 1 else "")
        for said, item in plain[:_MOST_EXAMPLES]
    ]
    if told:
        yield Markup("{} {}.").format("Example" if len(told) == 1 else "Examples", Markup(", ").join(told))


def _names(value: Any) -> Iterator[Markup]:
    """What the names in a map must look like."""
    if isinstance(value, dict) and isinstance(value.get("pattern"), str):
        yield Markup("Names like {}.").format(shown(value["pattern"]))
    if isinstance(value, dict) and isinstance(value.get("enum"), list) and value["enum"]:
        yield Markup("Names: {}").format(listed_values(value["enum"]))


def marks(shape: Shape) -> Iterator[str]:
    """`read-only` and `write-only`."""
    if shape.value.get("readOnly") is True:
        yield "read-only"
    if shape.value.get("writeOnly") is True:
        yield "write-only"


def literal(value: Any, *, bare: bool = False) -> str:
    """A value as JSON on one line, cut where it is long; with `bare`, a text without its quotes."""
    if bare and isinstance(value, str) and value.strip():
        text = " ".join(value.split())
    else:
        try:
            text = json.dumps(value, ensure_ascii=False, default=str)
        except (ValueError, RecursionError):  # an alias of YAML may hold itself
            text = "…"
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def shown(text: str) -> Markup:
    """A value as it is written."""
    return Markup("<samp>{}</samp>").format(text)
