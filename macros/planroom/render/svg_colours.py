"""Colours of a drawing: which of an author's can stay, and in what ink the text on them is readable.

Contrast is that of WCAG 2.2, section 1.4.3 and 1.4.11: 4.5 for text, 3 for lines.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from functools import lru_cache

from planroom.patterns import late

_GROUNDS = ("#ffffff", "#14181d")
"""The ground of the page in the light and in the dark scheme."""

_INKS = ("#191d23", "#ffffff")
_TEXT_CONTRAST = 4.5
_LINE_CONTRAST = 2.0
_HARMLESS = late(r"[\w#%.,()\s+-]*")
_HEX = late(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = late(r"(rgba?|hsla?)\(([^()]*)\)")
_DASHES = late(r"[\d., ]{1,40}")
_WIDTH = late(r"\d{1,2}(?:\.\d+)?(?:px)?")
_OWN = frozenset(
    [
        *("fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity", "opacity"),
        *("font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "color"),
        *("text-decoration", "display", "visibility", "alignment-baseline"),
    ]
)
_NAMED = {
    "black": "#000000",
    "white": "#ffffff",
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "yellow": "#ffff00",
    "orange": "#ffa500",
    "pink": "#ffc0cb",
    "purple": "#800080",
    "grey": "#808080",
    "gray": "#808080",
    "lightgrey": "#d3d3d3",
    "lightgray": "#d3d3d3",
    "darkgrey": "#a9a9a9",
    "darkgray": "#a9a9a9",
    "lightblue": "#add8e6",
    "lightgreen": "#90ee90",
    "lightyellow": "#ffffe0",
    "lightpink": "#ffb6c1",
    "lightcyan": "#e0ffff",
    "skyblue": "#87ceeb",
    "steelblue": "#4682b4",
    "navy": "#000080",
    "teal": "#008080",
    "cyan": "#00ffff",
    "aqua": "#00ffff",
    "magenta": "#ff00ff",
    "fuchsia": "#ff00ff",
    "lime": "#00ff00",
    "maroon": "#800000",
    "olive": "#808000",
    "silver": "#c0c0c0",
    "brown": "#a52a2a",
    "gold": "#ffd700",
    "salmon": "#fa8072",
    "tomato": "#ff6347",
    "coral": "#ff7f50",
    "crimson": "#dc143c",
    "violet": "#ee82ee",
    "indigo": "#4b0082",
    "beige": "#f5f5dc",
    "ivory": "#fffff0",
    "khaki": "#f0e68c",
    "lavender": "#e6e6fa",
    "plum": "#dda0dd",
    "orchid": "#da70d6",
    "turquoise": "#40e0d0",
    "tan": "#d2b48c",
    "wheat": "#f5deb3",
    "darkred": "#8b0000",
    "darkgreen": "#006400",
    "darkblue": "#00008b",
    "darkorange": "#ff8c00",
}


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute whose values can do no harm, the last of each name."""
    found = {}
    for part in style.lower().split(";"):
        name, _, value = part.partition(":")
        value = value.replace("!important", "").strip()
        if value and _HARMLESS.fullmatch(value) and "url(" not in value:
            found[name.strip()] = value
    return found


def own_style(style: str) -> str:
    """A style attribute of a picture that brings its own colours, without what could load something."""
    return ";".join(f"{name}:{value}" for name, value in declarations(style).items() if name in _OWN)


def author_style(tag: str, style: str) -> str:
    """Of a style attribute what an author asked for, where it can be seen in both schemes."""
    given = declarations(style)
    if tag in ("text", "tspan"):
        return ";".join(
            f"{name}:{value}"
            for name, value in given.items()
            if (name == "text-anchor" and value != "start")
            or (name == "font-weight" and value not in ("normal", "400"))
        )
    kept = []
    fill, stroke = given.get("fill", ""), given.get("stroke", "")
    if rgb(fill):
        kept.append(f"fill:{fill}!important")
    if rgb(stroke) and (rgb(fill) or all(contrast(stroke, ground) >= _LINE_CONTRAST for ground in _GROUNDS)):
        kept.append(f"stroke:{stroke}!important")
    if stroke and _WIDTH.fullmatch(given.get("stroke-width", "")):
        kept.append(f"stroke-width:{given['stroke-width']}!important")
    dashes = given.get("stroke-dasharray", "")
    if stroke and _DASHES.fullmatch(dashes) and not dashes.startswith("0"):
        kept.append(f"stroke-dasharray:{dashes}!important")
    return ";".join(kept)


def ink_style(styles: Iterable[str]) -> str:
    """For a node with these style attributes in it: the ink that can be read on the fill among them."""
    given = [declarations(style) for style in styles]
    paper = next((style["fill"] for style in given if rgb(style.get("fill", ""))), "")
    wanted = next((style["color"] for style in given if "color" in style), "")
    ink = ink_on(paper, wanted)
    return f"--pr-ink:{ink};--pr-link:{ink}" if ink else ""


def ink_on(paper: str, wanted: str | None = None) -> str:
    """A colour for text on `paper`: the wanted one if it can be read, else dark or light; "" if unknown."""
    if not rgb(paper):
        return ""
    if wanted and rgb(wanted) and contrast(wanted, paper) >= _TEXT_CONTRAST:
        return wanted
    return max(_INKS, key=lambda ink: contrast(ink, paper))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2); 1 where one of them is not known."""
    first, second = rgb(one), rgb(other)
    if first is None or second is None:
        return 1.0
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def rgb(colour: str) -> tuple[float, float, float] | None:
    """Red, green and blue from 0 to 1 of a CSS colour; `None` for one that is no full colour."""
    colour = _NAMED.get(colour, colour)
    if _HEX.fullmatch(colour):
        digits = colour[1:]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits)
        if len(digits) == 8 and int(digits[6:], 16) < 128:
            return None
        red, green, blue = (int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4))
        return red, green, blue
    function = _FUNCTION.fullmatch(colour)
    if not function:
        return None
    parts = [part for part in re.split(r"[\s,/]+", function[2].strip()) if part]
    try:
        numbers = [float(part.rstrip("%deg")) for part in parts]
    except ValueError:
        return None
    if len(numbers) not in (3, 4) or (len(numbers) == 4 and numbers[3] < 0.5):
        return None
    if function[1].startswith("hsl"):
        return colorsys.hls_to_rgb(numbers[0] % 360 / 360, min(numbers[2] / 100, 1), min(numbers[1] / 100, 1))
    scale = [100 if part.endswith("%") else 255 for part in parts]
    red, green, blue = (min(1.0, max(0.0, numbers[index] / scale[index])) for index in range(3))
    return red, green, blue
