"""The style sheet that a drawing brings along, without what it does not use or what could load something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planroom.patterns import late

_COMMENT = late(r"/\*.*?\*/", re.DOTALL)
_RULE = late(r"([^{}]+)\{([^{}]*)\}")
_CLASS = late(r"\.([\w-]+)")
_SELECTOR = late(r"#[\w-]+(?:[\w\s.#>*:()\[\]='\"^$-]*)")
_VALUE = late(r"[\w#%.,()\s!+-]*")
_PROPERTIES = frozenset(
    [
        *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "fill-opacity"),
        *("stroke-opacity", "opacity", "font-size", "font-weight", "font-style", "text-anchor"),
        *("dominant-baseline", "display", "visibility"),
    ]
)


def own_sheet(styles: Iterable[str], name: str, classes: frozenset[str]) -> str:
    """A `<style>` for the picture of id `name`; each rule speaks of nothing outside of it."""
    rules = "".join(dict.fromkeys(rule for style in styles for rule in _rules(style, name, classes)))
    return f"<style>{rules}</style>" if rules else ""


def _rules(style: str, name: str, classes: frozenset[str]) -> Iterator[str]:
    for match in _RULE.finditer(_COMMENT.sub("", style)):
        selectors = [
            selector
            for selector in (part.strip() for part in match[1].split(","))
            if selector.startswith(f"#{name}")
            and _SELECTOR.fullmatch(selector)
            and classes.issuperset(_CLASS.findall(selector))
        ]
        kept = [
            f"{key}:{value}"
            for key, value in _declared(match[2])
            if key in _PROPERTIES and _VALUE.fullmatch(value) and "url(" not in value
        ]
        if selectors == [f"#{name}"]:  # the size of letters is the page's
            kept = [declared for declared in kept if not declared.startswith("font-size")]
        if selectors and kept:
            yield f"{','.join(selectors)}{{{';'.join(kept)}}}"


def _declared(body: str) -> Iterator[tuple[str, str]]:
    for part in body.split(";"):
        key, _, value = part.partition(":")
        if value.strip():
            yield key.strip().lower(), value.strip()
