"""DSN: the document itself: its keys, its values, its shape."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from planroom.checks.check import Scope, check
from planroom.checks.designs.schema_words import words_for
from planroom.diagnostics import Finding, Pointer, Related, Severity
from planroom.files import shipped
from planroom.kinds.design import Design
from planroom.kinds.design_schema import design_schema, unknown_keys
from planroom.patterns import late
from planroom.wording import quote

FEW = 3
"""Up to this many texts of the template in one section are pointed out each by itself."""

_SLASHES = late(r"\s*/\s*")
_DATE = late(r"\d{4}-\d{2}-\d{2}\Z")
_CHOICES = frozenset(
    (
        *("monolith", "modular-monolith", "microservices", "serverless", "hybrid", "jwt", "oauth2", "http"),
        *("get", "post", "put", "patch", "delete", "grpc", "websocket", "redis", "memcached", "cdn"),
    )
)


@check("DSN001", Severity.ERROR, on=Design)
def schema_violation(design: Design, scope: Scope) -> Iterator[Finding]:
    """Every value of a design is of the kind that its key asks for."""
    if design.problem:
        hint = "write a mapping with sections such as `service_design`"
        yield Finding(design.problem, design.at(), hint)
        return
    from jsonschema import Draft202012Validator, FormatChecker

    validator = Draft202012Validator(design_schema(), format_checker=FormatChecker(["date"]))
    for error in validator.iter_errors(design.document):
        if error.validator == "format" and not _DATE.match(str(error.instance)):
            continue  # its pattern says so already
        message, hint = words_for(error)
        yield Finding(message, design.origin_of(*error.absolute_path), hint)


@check("DSN002", Severity.WARNING, on=Design)
def unknown_key(design: Design, scope: Scope) -> Iterator[Finding]:
    """Every key of a design is one that the format knows; others are shown and never computed with."""
    for found in design.misspelt:
        say = f"`{found.key}` is no key of a design here, and is read as `{found.meant}`"
        yield Finding(say, found.origin, f"write `{found.meant}`")
    for pointer, near, home in unknown_keys(design.document):
        key = str(pointer[-1])
        hint = f"write `{near}`" if near else "remove it, or put what it says into `note`"
        if home:
            hint = f"move it into `{home}`"
        severity = None if near or home else Severity.INFO
        say = f"`{key}` is no key of a design here"
        yield Finding(say, design.origin_of(*pointer).key(), hint, severity=severity)


@check("DSN003", Severity.WARNING, on=Design)
def placeholder_left_in(design: Design, scope: Scope) -> Iterator[Finding]:
    """A text says something of this system: it is not the template's own."""
    by_section: dict[str, list[tuple[Pointer, str]]] = defaultdict(list)
    for pointer, text in _texts(design.document, ()):
        if is_placeholder(text):
            by_section[str(pointer[0]) if pointer else ""].append((pointer, text))
    hint = "say how it is in this system, or remove the key"
    for section, found in by_section.items():
        if len(found) <= FEW:
            for pointer, text in found:
                yield Finding(f"{quote(text)} is the template's own text", design.origin_of(*pointer), hint)
            continue
        related = tuple(Related(quote(text), design.origin_of(*pointer)) for pointer, text in found[:9])
        say = f"{len(found)} texts of `{section}` are the template's own"
        yield Finding(say, design.origin_of(section).key(), hint, related)


@check("DSN004", Severity.INFO, on=Design)
def written_in_another_shape(design: Design, scope: Scope) -> Iterator[Finding]:
    """A design is written in the shape of the format; other shapes are read, and said to be so."""
    yield from design.notes


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*pointer, index))


def is_placeholder(text: str) -> bool:
    """Whether a text is one that the format's template holds, or a slash list of what one could choose."""
    parts = _SLASHES.split(text.strip().lower())
    if len(parts) > 2 and all(part in _CHOICES for part in parts):
        return True
    letters = re.sub(r"[^a-z0-9]", "", text.lower())
    return hashlib.sha256(letters.encode()).hexdigest()[:12] in _digests()


@cache
def _digests() -> frozenset[str]:
    """What the template's texts come to; their letters and digits alone count, in lower case."""
    lines = shipped("data", "placeholder_digests.txt").read_text("utf-8")
    return frozenset(lines.split())
