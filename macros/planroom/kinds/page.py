"""Hand-written pages: Markdown below docs/ that calls planroom's macros."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from planroom.diagnostics import Origin, Span
from planroom.kinds.kind import Kind
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Source

OBJECT = "planroom"
"""The one name through which pages reach the macros."""

_CALL = late(r"\bplanroom\b")
FENCE = late(
    r"^([ \t]*(?:>[ \t]?)*)(`{3,}|~{3,})[^\n]*\n.*?(?:^\1?[ \t]*\2[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)
_SPAN = late(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class MacroCall:
    """A call of a macro: its name, the arguments that are plain values, and where the name stands.

    `open_ended` says that the call passes something that only rendering can know.
    """

    name: str
    positional: tuple[Any, ...]
    keyword: tuple[tuple[str, Any], ...]
    origin: Origin
    open_ended: bool


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """A place where a page is no template: Jinja's words and the line."""

    message: str
    origin: Origin


@dataclass(frozen=True, eq=False)
class Page(Artifact):
    """A hand-written page."""

    @cached_property
    def _read(self) -> tuple[tuple[MacroCall, ...], TemplateFault | None]:
        from jinja2 import Environment, TemplateSyntaxError

        try:
            tree = Environment(extensions=["jinja2.ext.do"]).parse(shield(self.source.text))
        except TemplateSyntaxError as error:
            line = self.source.lines[error.lineno - 1] if error.lineno <= len(self.source.lines) else ""
            here = Span(error.lineno, 1, error.lineno, len(line) + 1)
            return (), TemplateFault(error.message or "syntax error", Origin(self.path, span=here))
        return tuple(_calls(tree, self.source)), None

    @property
    def calls(self) -> tuple[MacroCall, ...]:
        """The macro calls of the page, in order."""
        return self._read[0]

    @property
    def fault(self) -> TemplateFault | None:
        """Why the page cannot be rendered, if it cannot."""
        return self._read[1]


def shield(text: str) -> str:
    """The page's text with its code kept from being read as a template: braces in code are code.

    Lines keep their numbers. A fence or code span that says `{% raw %}` itself is left as it is.
    """
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return text
    pieces, at = [], 0
    for fence in FENCE.finditer(text):
        pieces.append(_SPAN.sub(_raw, text[at : fence.start()]))
        pieces.append(_raw(fence))
        at = fence.end()
    pieces.append(_SPAN.sub(_raw, text[at:]))
    return "".join(pieces)


def _raw(match: re.Match[str]) -> str:
    code = match[0]
    if not any(mark in code for mark in ("{{", "{%", "{#")) or "raw %}" in code:
        return code
    return "{% raw %}" + code + "{% endraw %}"


def _calls(tree: Any, source: Source) -> list[MacroCall]:
    from jinja2 import nodes

    taken: dict[tuple[int, str], int] = {}
    found = []
    for call in tree.find_all(nodes.Call):
        target = call.node
        if (
            not isinstance(target, nodes.Getattr)
            or not isinstance(target.node, nodes.Name)
            or target.node.name != OBJECT
        ):
            continue
        span = _place(source, target.lineno, target.attr, taken)
        found.append(_call(call, target.attr, Origin(source.path, span=span)))
    return sorted(found, key=lambda call: call.origin.span or Span(1, 1, 1, 1))


def _call(call: Any, name: str, origin: Origin) -> MacroCall:
    from jinja2 import nodes

    plain = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
    named = tuple((kw.key, kw.value.value) for kw in call.kwargs if isinstance(kw.value, nodes.Const))
    open_ended = (
        len(plain) < len(call.args)
        or len(named) < len(call.kwargs)
        or bool(call.dyn_args)
        or bool(call.dyn_kwargs)
    )
    return MacroCall(name, tuple(plain), named, origin, open_ended)


def _place(source: Source, line: int, name: str, taken: dict[tuple[int, str], int]) -> Span:
    """The span of a macro's name; Jinja knows only the line, so the text is searched from there."""
    for number in range(line, min(line + 5, len(source.lines) + 1)):
        text = source.lines[number - 1]
        start = taken.get((number, name), 0)
        match = re.compile(rf"\b{OBJECT}\s*\.\s*({re.escape(name)})\b").search(text, start)
        if match:
            taken[number, name] = match.end()
            return Span(number, match.start(1) + 1, number, match.end(1) + 1)
    return Span(line, 1, line, 2)


def calls_macros(source: Source) -> bool:
    """Whether a text speaks of macros in the marks of a template."""
    return ("{{" in source.text or "{%" in source.text) and _CALL.search(source.text) is not None


def _claims(source: Source) -> str:
    if source.format != "markdown" or not source.path.startswith("docs/"):
        return ""
    return "a page below docs/ that calls macros" if calls_macros(source) else ""


KIND = Kind("page", Page, ("markdown",), _claims, Page, lambda path: False)
