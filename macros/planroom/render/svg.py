"""Mermaid text to SVG that fits the page: small, coloured by it, unique ids, nothing that could run."""

from __future__ import annotations

import hashlib

from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.svg_sheet import own_sheet
from planroom.render.svg_tree import UnsafeDrawing, read_picture
from planroom.source.mermaid_text import TOO_LARGE, MermaidFault, engine, mermaid_fault, mermaid_svg

_MARGIN_PX = 6
_KIND = late(r'aria-roledescription="([\w-]+)"')
_THEMED = frozenset(("flowchart-v2", "flowchart", "sequence", "stateDiagram", "classDiagram", "class", "er"))
_CLASSES = frozenset(
    [
        *(
            "node",
            "cluster",
            "cluster-label",
            "label",
            "edgeLabel",
            "edgeLabels",
            "edgePaths",
            "edgeTerminals",
        ),
        *("flowchart-link", "transition", "relation", "relationshipLine", "edge-pattern-dotted"),
        *("edge-pattern-dashed", "edge-thickness-thick", "ext", "old", "now", "bad", "outer-path"),
        *(
            "state-start",
            "state-end",
            "statediagram-cluster",
            "outer",
            "inner",
            "statediagram-state",
            "statediagram-note",
            "note",
            "noteText",
        ),
        *("divider", "row-rect-odd", "row-rect-even", "er", "extension", "aggregation", "composition"),
        *("dependency", "lollipop", "actor", "actor-man", "actor-line", "messageLine0", "messageLine1"),
        *("messageText", "loopLine", "loopText", "labelBox", "labelText", "sequenceNumber", "rect"),
        *("activation0", "activation1", "activation2", "fork-join", "name", "pr-label", "title"),
    ]
)
"""The classes that the page's style sheet for diagrams speaks of."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What became of a diagram's text: the SVG, or why there is none.

    `fault` is what the engine says of a text that is no diagram; both are empty where no engine is installed.
    `own_style` says that the theme has no colours for this kind of diagram, and that it keeps its own.
    """

    svg: str = ""
    fault: str = ""
    own_style: bool = False


def picture_name(text: str) -> str:
    """A short name for a diagram, the same for the same text; all its ids hold it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def draw(text: str, title: str = "", description: str = "") -> Drawing:
    """Render a Mermaid text to an SVG with a title and a description for those who hear it.

    The same text, title and description give the same SVG: what is drawn may be kept.
    """
    if engine() is None:
        return Drawing()
    name = f"pr-{picture_name(text)}"
    svg = mermaid_svg(text, name)
    if isinstance(svg, MermaidFault):
        is_large = (
            svg.message == TOO_LARGE
        )  # of what it cannot read the engine knows more than its first word
        return Drawing(fault=(svg if is_large else mermaid_fault(text) or svg).message)
    named = _KIND.search(svg)
    kind = named[1] if named else "diagram"
    own_style = kind not in _THEMED
    try:
        picture = read_picture(svg, name, None if own_style else _CLASSES, own_style)
    except UnsafeDrawing as error:
        return Drawing(fault=str(error))
    sheet = own_sheet(picture.styles, name, picture.classes) if own_style else ""
    # Whoever hears a page is told of no links within what is said to be a picture.
    role = "group" if ' href="' in picture.body else "img"
    body = picture.body
    if role == "group" and description:  # which says in sentences what stands at the lines
        body = body.replace(' class="edgeLabels"', ' class="edgeLabels" aria-hidden="true"')
    opening = _opening(name, kind, role, picture.box, title, description)
    return Drawing(f"{opening}{sheet}{body}</svg>", own_style=own_style)


def _opening(
    name: str, kind: str, role: str, box: tuple[float, float, float, float], title: str, description: str
) -> str:
    """The start of the SVG with its size, a title and a description."""
    from markupsafe import escape

    words = f'<title id="{name}-title">{escape(title)}</title>' if title else ""
    words += f'<desc id="{name}-desc">{escape(description)}</desc>' if description else ""
    labels = f' aria-labelledby="{name}-title"' if title else ""
    labels += f' aria-describedby="{name}-desc"' if description else ""
    classes = f"pr-svg pr-svg--{kind}" + (" pr-drawn" if kind in _THEMED else "")
    x, y = (start - _MARGIN_PX for start in box[:2])
    width, height = (length + 2 * _MARGIN_PX for length in box[2:])
    size = f' width="{width:.0f}" height="{height:.0f}" viewBox="{x:.0f} {y:.0f} {width:.0f} {height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" class="{classes}" role="{role}"'
        f"{size if box[2] and box[3] else ''}{labels}>{words}"
    )
