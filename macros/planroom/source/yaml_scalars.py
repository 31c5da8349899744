"""What a scalar of YAML is: a text, a number, a truth value, or nothing."""

from __future__ import annotations

from typing import Any

from planroom.patterns import late
from planroom.source.problem import whole

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SPECIAL = frozenset("0123456789+-.~nNtTfF")
_INT = late(r"[-+]?[0-9]+\Z")
_OCT = late(r"0o[0-7]{1,4000}\Z")
_HEX = late(r"0x[0-9a-fA-F]{1,4000}\Z")
_FLOAT = late(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_INF = late(r"([-+]?)\.(?:inf|Inf|INF)\Z")
_NAN = frozenset((".nan", ".NaN", ".NAN"))
_YAML_TAG = "tag:yaml.org,2002:"
_TAGGED = frozenset(_YAML_TAG + name for name in ("int", "float", "bool", "null"))


def plain(text: str) -> Any:
    """The value of an unquoted scalar by the core schema (YAML 1.2.2, section 10.3.2)."""
    if text and text[0] not in _SPECIAL:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.match(text):
        return whole(text)
    if _FLOAT.match(text):
        return float(text)
    if _OCT.match(text):
        return int(text.removeprefix("0o"), 8)
    if _HEX.match(text):
        return int(text.removeprefix("0x"), 16)
    if sign := _INF.match(text):
        return float(sign[1] + "inf")
    if text in _NAN:
        return float("nan")
    return text


def tagged(tag: str | None, text: str) -> Any:
    """The value of a quoted or tagged scalar: a text, unless its tag says otherwise."""
    if tag not in _TAGGED:
        return text
    value = plain(text)
    if tag.endswith("float") and type(value) is int:
        return float(value)
    return value
