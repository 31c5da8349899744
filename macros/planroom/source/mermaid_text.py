"""Mermaid text: is it a diagram, and if not, where does it stop being one."""

from __future__ import annotations

import atexit
import json
import re
from functools import cache
from typing import Any

from planroom.patterns import late
from planroom.records import dataclass
from planroom.source.mermaid_settings import SETTINGS

TOO_LARGE = "it is too large to be drawn"

_SURE_BYTES = 2_000
"""A text up to this length is within the engine's limits whatever it draws."""

_MOST_CHARACTERS = 50_000
"""The longest text that Mermaid itself draws, unless told otherwise (`maxTextSize`)."""

_MOST_JOINED = 60
"""How many nodes a line may join with `&`: `a & b --> c & d` has four edges, and so on."""

_LIMITS = {"limits": {"max_model_items": 3_000, "max_svg_elements": 20_000, "max_svg_bytes": 3_000_000}}
_MOST_DRAWN_BYTES = 250_000
"""The largest picture that is shown, as the engine puts it out; a page gets about a third of that."""

_PARSE_PREFIX = late(r"^(?:Diagram parse error|Parse error)(?: \([^)]*\))?:\s*")


@dataclass(frozen=True, slots=True)
class MermaidFault:
    """Why a text is no diagram, and the line and column of the fault in it, from 1 (0: not known)."""

    message: str
    line: int = 0
    column: int = 0


@cache
def engine() -> Any:
    """The Mermaid engine, or `None` where there is none for this platform or it is not installed.

    A wheel that cannot be loaded, since the system's C library is another or too old, counts as none.
    """
    try:
        from merman import MermanEngine
    except (ImportError, OSError):
        return None
    # Let go of it while the interpreter still has what its clean-up calls.
    atexit.register(engine.cache_clear)
    return MermanEngine("{}", None)


def mermaid_fault(text: str) -> MermaidFault | None:
    """What keeps a Mermaid text from being drawn; `None` where nothing does or nobody can say."""
    if engine() is None:
        return None
    if _is_boundless(text):
        return MermaidFault(TOO_LARGE, 1, 1)
    try:
        findings = json.loads(engine().analyze_json(text, None)).get("diagnostics", [])
    except Exception as error:  # the engine's own error types are no part of its interface
        return MermaidFault(_said(error))
    for finding in findings:
        if finding.get("severity") == "error":
            span = finding.get("span") or {}
            words = _plain(str(finding.get("message", "")))
            return MermaidFault(words, int(span.get("line") or 0), int(span.get("column") or 0))
    drawn = mermaid_svg(text) if len(text) > _SURE_BYTES or "&" in text else ""
    return drawn if isinstance(drawn, MermaidFault) else None


def mermaid_svg(text: str, name: str = "picture") -> str | MermaidFault:
    """A Mermaid text as the engine draws it, with ids that start with `name`, or what keeps it from it.

    The engine bounds its own work, by counting it and not by the clock, and so gives the same for the same
    text on every machine. Where giving each edge a lane of its own is too much, edges take the shortest way.
    """
    if _is_boundless(text):
        return MermaidFault(TOO_LARGE, 1, 1)
    for settings in (SETTINGS, SETTINGS | {"layout": "dagre"}):
        options = json.dumps({"site_config": settings, "svg": {"diagram_id": name}, "resources": _LIMITS})
        try:
            svg = str(engine().render_svg(settled(text), options))
        except Exception as error:  # the engine's own error types are no part of its interface
            if getattr(error, "resource", None) is None:
                return MermaidFault(_said(error))
        else:
            return svg if len(svg) <= _MOST_DRAWN_BYTES else MermaidFault(TOO_LARGE, 1, 1)
    return MermaidFault(TOO_LARGE, 1, 1)


def _is_boundless(text: str) -> bool:
    """Whether even reading a text could take more time and memory than any picture is worth."""
    joined = "&" in text and any(line.count("&") > _MOST_JOINED for line in text.splitlines())
    return joined or len(text) > _MOST_CHARACTERS


def _said(error: Exception) -> str:
    """What the engine says of a text that it cannot do anything with, in one line."""
    return _plain(str(getattr(error, "message", "") or error))


def _plain(message: str) -> str:
    lines = message.strip().splitlines()
    return _PARSE_PREFIX.sub("", lines[0]) if lines else "it cannot be read"


# Settings in a text -----------------------------------------------------------------------------------------

_DIRECTIVE = late(r"%%\{(.*?)\}%%", re.DOTALL)
_FRONT_MATTER = late(r"\A\s*---[ \t]*\n(.*?)\n\s*---[ \t]*(?:\n|\Z)", re.DOTALL)
_ICON = late(r"\bfa[bklrsdt]?:fa-[\w-]+ *")
"""An icon of a font that no page has; a label without it says the same."""

_OURS = frozenset(
    ("theme", "themevariables", "themecss", "fontfamily", "fontsize", "look", "htmllabels", "securitylevel")
)
"""What the page decides, and no diagram: its colours, its letters, and what is safe."""


def settled(text: str) -> str:
    """A Mermaid text without what it says about colours, fonts and safety: the page decides these.

    Other settings stay, such as the order of branches in a `gitGraph`.
    """
    settings: dict[str, Any] = {}
    title = ""

    def directive(match: re.Match[str]) -> str:
        name, _, value = match[1].strip().partition(":")
        if name.strip() in ("init", "initialize"):
            _merge(settings, _read(value))
        return "\n" * match[0].count("\n")

    front = _FRONT_MATTER.match(text)
    if front:
        stated = _read(front[1])
        if isinstance(stated, dict):
            title = stated["title"] if isinstance(stated.get("title"), str) else ""
            _merge(settings, stated.get("config"))
        text = text[front.end() :]
    body = _ICON.sub("", _DIRECTIVE.sub(directive, text))
    kept: dict[str, Any] = {"title": title} if title else {}
    kept |= {"config": settings} if settings else {}
    lines = [f"{key}: {json.dumps(value)}" for key, value in kept.items()]
    return "\n".join(["---", *lines, "---", body.lstrip("\n")]) if lines else body


def _read(text: str) -> Any:
    import yaml

    try:
        return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _merge(settings: dict[str, Any], given: Any) -> None:
    if isinstance(given, dict):
        settings.update({str(key): _without_ours(value) for key, value in given.items() if _stays(key)})


def _stays(key: Any) -> bool:
    return isinstance(key, str) and key.lower() not in _OURS


def _without_ours(value: Any, depth: int = 0) -> Any:
    if isinstance(value, dict) and depth < 8:
        return {key: _without_ours(held, depth + 1) for key, held in value.items() if _stays(key)}
    return value if isinstance(value, (str, int, float, bool)) else None
