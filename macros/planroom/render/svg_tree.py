"""A drawn SVG made safe and small: only what is listed here gets through, and nothing that is not needed.

Whatever the engine puts out is not trusted, since the names in it are an author's. Elements and attributes
are taken over by name, values only where they are of a harmless form; there is no element that could run,
load or embed anything, and every reference stays within the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.svg_colours import author_style, ink_style, own_style
from planroom.render.svg_label import as_text, set_labels

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DEEPEST = 100
_ELEMENTS = frozenset(
    [
        *("svg", "g", "a", "defs", "marker", "clipPath", "linearGradient", "stop", "symbol", "use"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
    ]
)
_GEOMETRY = frozenset(
    [
        *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height"),
        *("d", "points", "transform", "refX", "refY", "markerWidth", "markerHeight", "viewBox", "offset"),
        *("stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity", "font-size"),
    ]
)
_WORDS = frozenset(
    [
        *("orient", "markerUnits", "preserveAspectRatio", "clipPathUnits", "gradientUnits", "stop-color"),
        *("fill", "stroke", "stroke-linecap", "stroke-linejoin", "font-weight", "font-style"),
        *("text-anchor", "dominant-baseline", "alignment-baseline", "text-decoration", "rotate"),
    ]
)
_REFERENCES = frozenset(("marker-start", "marker-mid", "marker-end", "clip-path", "fill", "stroke"))
_PLAIN = frozenset(
    (("font-weight", "normal"), ("font-style", "normal"), ("font-weight", "400"), ("opacity", "1"))
)
_WORD = late(r"[\w#%.,() +-]*")
_LOCAL = late(r"""url\(\s*["']?#([^"')\s]+)["']?\s*\)""")
_NUMBER = late(r"-?(?:\d+\.\d+|\.\d+)(?:[eE][-+]?\d+)?")
_GAPS = late(r"\s+")
_FINE = late(r"matrix|scale")
_SCHEME = late(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")


class UnsafeDrawing(ValueError):
    """A picture that cannot be shown safely: it is no XML, or nested too deeply."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is kept of a drawn SVG: its own attributes, and what stands in it as markup.

    `box` is the `viewBox` in px. `styles` are the texts of its style sheets, not yet looked at.
    """

    attributes: Mapping[str, str]
    body: str
    box: tuple[float, float, float, float]
    styles: tuple[str, ...]
    classes: frozenset[str]


@dataclass(slots=True)
class _Pass:
    """One walk: under which name ids are given, which classes stay, and what was met."""

    name: str
    kept_classes: frozenset[str] | None
    own_style: bool
    ids: dict[str, str] = field(default_factory=dict)
    """The new names of what is referred to, by the old ones."""
    styles: list[str] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)

    def new_id(self, old: str) -> str:
        return self.ids.setdefault(old, f"{self.name}-{len(self.ids)}")


def read_picture(svg: str, name: str, kept_classes: frozenset[str] | None, own_style: bool) -> Picture:
    """The safe and small form of an SVG; its ids start with `name`.

    Of classes only `kept_classes` stay, or all where that is `None`. With `own_style` style attributes stay
    as they are but for what could load something; else only an author's colours do, made readable.

    Raises UnsafeDrawing.
    """
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise UnsafeDrawing("its picture cannot be read") from error
    set_labels(root)
    walk = _Pass(name, kept_classes, own_style)
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in _REFERENCES or key == "style":
                for match in _LOCAL.finditer(value):
                    walk.new_id(match[1])
            elif _bare(key) == "href" and value.startswith("#") and element.tag == _SVG + "use":
                walk.new_id(value[1:])
    body = "".join(part for child in root for part in _markup(child, walk, 0))
    numbers = [float(number) for number in (root.get("viewBox") or "").split()]
    x, y, width, height = numbers if len(numbers) == 4 else (0.0, 0.0, 0.0, 0.0)
    return Picture(root.attrib, body, (x, y, width, height), tuple(walk.styles), frozenset(walk.classes))


def _bare(key: str) -> str:
    return key.rpartition("}")[2]


def _markup(element: Any, walk: _Pass, depth: int) -> Iterator[str]:
    """An element as markup; nothing for one that is not listed."""
    if not isinstance(element.tag, str) or not element.tag.startswith(_SVG):
        return
    tag = element.tag[len(_SVG) :]
    if depth > _DEEPEST:
        raise UnsafeDrawing("its picture is nested too deeply")
    if tag == "style":
        walk.styles.append(element.text or "")
    if tag == "foreignObject":
        yield from as_text(element)
        walk.classes.add("pr-label")
    if tag == "switch":  # HTML first, and plain text for those who have none
        plain = [child for child in element if child.tag == _SVG + "text"]
        yield from _markup((plain or list(element))[0], walk, depth + 1) if len(element) else ()
    if tag not in _ELEMENTS or _unseen(tag, element, walk):
        return
    attributes = "".join(_attributes(tag, element, walk))
    inner = "".join(_inner(element, walk, depth))
    if tag == "a" and " href=" not in attributes:  # a link that leads nowhere is none
        tag = "g"
    if not inner and tag in ("g", "defs", "a", "text", "tspan") and " id=" not in attributes:
        return
    if tag in ("g", "tspan") and not attributes:
        yield inner
    elif not inner:
        yield f"<{tag}{attributes}/>"
    else:
        yield f"<{tag}{attributes}>{inner}</{tag}>"


def _inner(element: Any, walk: _Pass, depth: int) -> Iterator[str]:
    from markupsafe import escape

    is_text = element.tag in (_SVG + "text", _SVG + "tspan")
    if is_text and element.text:
        yield str(escape(_GAPS.sub(" ", element.text)))
    for child in element:
        yield from _markup(child, walk, depth + 1)
        if is_text and child.tail:
            yield str(escape(_GAPS.sub(" ", child.tail)))


def _unseen(tag: str, element: Any, walk: _Pass) -> bool:
    """Whether an element shows nothing: a marker nobody refers to, a rectangle without a size."""
    if tag in ("marker", "clipPath", "linearGradient", "symbol"):
        return element.get("id") not in walk.ids
    if tag == "rect":  # the ground of a label is drawn around its letters
        is_ground = not walk.own_style and "background" in (element.get("class") or "")
        return is_ground or not (element.get("width") and element.get("height"))
    if tag == "use":
        href = element.get("href") or element.get(_XLINK) or ""
        return not href.startswith("#")
    return False


def _attributes(tag: str, element: Any, walk: _Pass) -> Iterator[str]:
    for key, value in element.attrib.items():
        name = _bare(key)
        if name == "id":
            if value in walk.ids:
                yield f' id="{walk.ids[value]}"'
        elif name == "class":
            yield _classes(value, walk)
        elif name == "href":
            yield _href(tag, value, walk)
        elif name in _REFERENCES and "url(" in value:
            match = _LOCAL.fullmatch(value.strip())
            if match:
                yield f' {name}="url(#{walk.new_id(match[1])})"'
        elif name in _GEOMETRY:
            yield _geometry(name, value, element)
        elif name in _WORDS and (name, value) not in _PLAIN and _WORD.fullmatch(value) and value:
            yield f' {name}="{value}"'
    style = _style(tag, element, walk)
    if style:
        yield f' style="{style}"'


def _style(tag: str, element: Any, walk: _Pass) -> str:
    """What stays of an element's style; a node with a fill of the author's states the ink for it."""
    given = element.get("style") or ""
    if walk.own_style:
        return own_style(given)
    if tag == "g":
        if not {"node", "cluster"} & set((element.get("class") or "").split()):
            return ""
        parts = [part for part in element.iter() if isinstance(part.tag, str)]
        return ink_style([part.get("style") or "" for part in parts])
    return author_style(tag, given)


def _classes(value: str, walk: _Pass) -> str:
    named = [
        name
        for name in dict.fromkeys(value.split())
        if (walk.kept_classes is None or name in walk.kept_classes) and re.fullmatch(r"[\w-]+", name)
    ]
    walk.classes.update(named)
    return f' class="{" ".join(named)}"' if named else ""


def _href(tag: str, value: str, walk: _Pass) -> str:
    from markupsafe import escape

    if tag == "use":
        return f' href="#{walk.new_id(value[1:])}"' if value.startswith("#") else ""
    target = re.sub(r"[\x00-\x20]", "", value)
    scheme = _SCHEME.match(target)
    if tag != "a" or (scheme and not scheme[0].lower().startswith(_SAFE_SCHEMES)):
        return ""
    return f' href="{escape(target)}"'


def _geometry(name: str, value: str, element: Any) -> str:
    from markupsafe import escape

    digits = 4 if name == "transform" and _FINE.search(value) else 1
    short = _NUMBER.sub(lambda match: _rounded(match, digits), _GAPS.sub(" ", value).strip())
    if name == "transform" and re.fullmatch(r"translate\(0(?:[ ,]+0)?\)", short):
        return ""
    if short == "" or (name, short) in (("opacity", "1"), ("stroke-dasharray", "none")):
        return ""
    return f' {name}="{escape(short)}"'


def _rounded(match: re.Match[str], digits: int) -> str:
    short = f"{float(match[0]):.{digits}f}".rstrip("0").rstrip(".")
    short = "0" if short in ("-0", "") else short
    before = match.string[match.start() - 1 : match.start()]
    is_glued = short[0] != "-" and (before.isdigit() or before == ".")  # `1.5.5` is 1.5 and 0.5
    return f" {short}" if is_glued else short
