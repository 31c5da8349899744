"""Mermaid text to SVG that fits the page: no style of its own, unique ids, nothing that could run."""

from __future__ import annotations

import hashlib
import json
import re

from planroom.patterns import late
from planroom.records import dataclass
from planroom.source.mermaid_text import engine, mermaid_fault

_OPTIONS = {
    "htmlLabels": False,
    "flowchart": {"htmlLabels": False},
    "securityLevel": "strict",
    "fontFamily": "system-ui, 'Noto Sans', sans-serif",
}
_STYLE = late(r"<style\b[^>]*>.*?</style>", re.DOTALL)
_STYLE_ATTRIBUTE = late(r' style="([^"]*)"')
_COLOUR = late(r"\s*(?:fill|stroke|color|background|background-color|filter)\s*:", re.IGNORECASE)
_KIND = late(r'aria-roledescription="([\w-]+)"')
_COLOURED = frozenset(
    ("flowchart-v2", "flowchart", "sequence", "stateDiagram", "classDiagram", "class", "er")
)
_MARKER = late(r'<marker id="([^"]+)".*?</marker>', re.DOTALL)
_TAG = late(r"<[^>]*>")
_QUOTED = late(r'"[^"]*"')
_RUNS = late(r"<(?:script|foreignObject|iframe|image|use)\b|\son\w+\s*=", re.IGNORECASE)
_SCRIPT_LINK = late(r'href="\s*(?:javascript|data|vbscript)\s*:', re.IGNORECASE)
_OPENING = late(r"<svg\b[^>]*>")
_VIEW = late(r'viewBox="([-\d.eE ]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """What became of a diagram's text: the SVG, or why there is none.

    `fault` is what the engine says of a text that is no diagram; both are empty where no engine is installed.
    `own_style` says that the theme has no colours for this kind of diagram, and that it keeps its own.
    """

    svg: str = ""
    fault: str = ""
    own_style: bool = False


def draw(text: str, title: str = "", description: str = "") -> Drawing:
    """Render a Mermaid text to an SVG with a title and a description for those who hear it."""
    if engine() is None:
        return Drawing()
    name = "pr-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    options = json.dumps({"site_config": _OPTIONS, "svg": {"diagram_id": name}})
    try:
        svg = engine().render_svg(_without_directives(text), options)
    except Exception as error:  # the engine's own error types are no part of its interface
        fault = mermaid_fault(text)
        return Drawing(
            fault=fault.message if fault else (str(error).splitlines() or ["it cannot be drawn"])[0]
        )
    if any(_RUNS.search(_QUOTED.sub('""', tag)) for tag in _TAG.findall(svg)) or _SCRIPT_LINK.search(svg):
        return Drawing(fault="the diagram holds a script or an event handler")
    kind = _KIND.search(svg)
    own_style = kind is None or kind[1] not in _COLOURED
    if not own_style:
        svg = _STYLE_ATTRIBUTE.sub(_without_colours, _STYLE.sub("", svg))
    return Drawing(_fitted(svg, name, title, description), own_style=own_style)


def _without_colours(match: re.Match[str]) -> str:
    """A style attribute without its colours: those are the page's, in both schemes."""
    kept = [part for part in match[1].split(";") if part.strip() and not _COLOUR.match(part)]
    return f' style="{";".join(kept)}"' if kept else ""


def _without_directives(text: str) -> str:
    """The text without `%%{init}%%` directives: colours and fonts are the page's."""
    return re.sub(r"%%\{.*?\}%%", "", text, flags=re.DOTALL)


def _fitted(svg: str, name: str, title: str, description: str) -> str:
    """The SVG without unused markers, with its size, a title and a description."""
    from markupsafe import escape

    svg = _MARKER.sub(lambda match: match[0] if f"#{match[1]})" in svg else "", svg)
    svg = svg.replace("url(#drop-shadow)", "none")
    view = _VIEW.search(svg)
    size = ""
    if view:
        _, _, width, height = (float(number) for number in view[1].split())
        size = f' width="{width:.0f}" height="{height:.0f}"'
    words = f'<title id="{name}-title">{escape(title)}</title>' if title else ""
    words += f'<desc id="{name}-desc">{escape(description)}</desc>' if description else ""
    labels = f' aria-labelledby="{name}-title"' if title else ""
    labels += f' aria-describedby="{name}-desc"' if description else ""
    box = f' viewBox="{view[1]}"' if view else ""
    kind = _KIND.search(svg)
    style = f'class="pr-svg pr-svg--{kind[1] if kind else "diagram"}" role="img"'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    opening = f'<svg id="{name}" {style}{size}{box}{labels} {names}>{words}'
    return _OPENING.sub(lambda _: opening, svg, count=1)
