"""Runtime expressions, by which callbacks and links take values from a request or its response."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.diagnostics import parse_pointer
from planroom.patterns import late
from planroom.records import dataclass

_EXPRESSION = late(
    r"\$(?:url|method|statusCode|self"
    r"|(?P<message>request|response)\.(?:"
    r"header\.(?P<header>[!#$%&'*+\-.^_`|~0-9A-Za-z]+)"
    r"|query\.(?P<query>.+)|path\.(?P<path>.+)"
    r"|body(?:#(?P<body>(?:/(?:[^/~]|~[01])*)*))?))\Z",
    re.DOTALL,
)
"""The ABNF of OpenAPI 3.1, section 4.8.20.2.2; `$self` is of 3.2."""
_EMBEDDED = late(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Expression:
    """A well-formed expression: the message it reads (`""` for none), the part of it, and the name there.

    `part` is header, query, path or body; of a body, `name` is a pointer.
    """

    text: str
    message: str
    part: str
    name: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the pointer into a body."""
        return parse_pointer(self.name)


def read_expression(text: str) -> Expression | None:
    """An expression, or `None` for what is none."""
    match = _EXPRESSION.match(text)
    if match is None:
        return None
    for part in ("header", "query", "path"):
        if match[part] is not None:
            return Expression(text, match["message"], part, match[part])
    return Expression(text, match["message"] or "", "body" if match["message"] else "", match["body"] or "")


def expressions(text: str) -> Iterator[str]:
    """What is meant as an expression in a text: all of it where it begins with `$`, else its `{…}`."""
    if text.startswith("$"):
        yield text
    else:
        yield from _EMBEDDED.findall(text)
