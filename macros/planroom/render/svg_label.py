"""Labels in a drawing: where they stand, and HTML ones as SVG text, since HTML could do anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from planroom.patterns import late
from planroom.source.mermaid_settings import MEASURED_PX

_LEFTWARD = late(r"\s*translate\((-[\d.]+)[ ,]+(-?[\d.]+)")
_ROW_EM = 1.1
_EM = late(r"(-?[\d.]+)em")
_UP_PX = 1.5
"""How far the lines of a label move up, since their letters are smaller than what was measured."""

_ROW_PX = 24.0
"""What the engine gives to a row of an HTML label."""

_LINE_PX = 18.0
_NARROW, _BROAD = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMW@%")


def as_text(element: Any) -> Iterator[str]:
    """A `foreignObject` as text that is centred in its place, in as many rows as its place was made for."""
    from markupsafe import escape

    try:
        x, y, width, height = (float(element.get(key) or 0) for key in ("x", "y", "width", "height"))
    except ValueError:
        return
    said = [" ".join(line.split()) for line in _said(element).split("\n")]
    stated = [line for line in said if line]
    is_wrapped = height > _ROW_PX * max(1, len(stated)) + 1
    rows = [row for line in stated for row in (wrapped(line, width) if is_wrapped else [line])]
    if not rows:
        return
    first = y + height / 2 - (len(rows) - 1) * _LINE_PX / 2
    spans = "".join(
        f'<tspan x="{x + width / 2:.0f}" y="{first + index * _LINE_PX:.1f}">{escape(row)}</tspan>'
        for index, row in enumerate(rows)
    )
    yield f'<text class="pr-label" text-anchor="middle" dominant-baseline="central">{spans}</text>'


def _said(element: Any) -> str:
    """The words of an HTML label, with a line break where it has one."""
    parts = [element.text or ""]
    for child in element:
        if _bare(child) in ("br", "p", "div", "li") and "".join(parts).strip():
            parts.append("\n")
        parts += [_said(child), child.tail or ""]
    return "".join(parts)


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines of about `width` px at most, at 14 px; a word that is longer than a line is broken."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in text.split():
        length = sum(advance(char) for char in word)
        if line and used + advance(" ") + length <= width:
            line, used = f"{line} {word}", used + advance(" ") + length
            continue
        if line:
            lines.append(line)
        line, used = "", 0.0
        for char in word:
            if line and used + advance(char) > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + advance(char)
    return [*lines, line] if line else lines


def advance(char: str) -> float:
    """About how wide a character is at 14 px."""
    if unicodedata.combining(char):
        return 0.0
    if char in _NARROW:
        return 5.0
    return 14.0 if char in _BROAD or unicodedata.east_asian_width(char) in "WF" else 8.2


def set_labels(root: Any) -> None:
    """Give the lines of labels their places in px, and put those that stand to the left into the middle.

    The engine places lines by the size of their letters, which the page makes smaller than the boxes are
    made for.
    """
    for element in list(root.iter()):
        if _bare(element) == "g" and _centred(element):
            for label in element:
                shift = _LEFTWARD.match(label.get("transform") or "")
                placed = any(part.get("transform") for part in label.iter() if part is not label)
                if shift and not placed and "label" in (label.get("class") or "").split():
                    _break(label, -float(shift[1]), -float(shift[2]))
                    _centre(label, f"{-float(shift[1]):.1f}")
    for element in root.iter():
        if _bare(element) == "tspan":
            _place(element)
        if element.get("font-size") == "4ex":
            element.set("font-size", "18px")


def _place(row: Any) -> None:
    """Give a row its place in px, where the engine states it by the size of letters."""
    y, dy = (_EM.fullmatch(row.get(key) or "") for key in ("y", "dy"))
    if dy and y:
        row.set("y", f"{(float(y[1]) + float(dy[1])) * MEASURED_PX - _UP_PX:.1f}")
        del row.attrib["dy"]
    elif dy:
        row.set("dy", f"{float(dy[1]) * MEASURED_PX:.1f}")


def _bare(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _centred(group: Any) -> bool:
    return bool({"edgeLabel", "statediagram-state"} & set((group.get("class") or "").split()))


def _break(label: Any, half_width: float, half_height: float) -> None:
    """Break a label that was measured in several rows and came out in one."""
    spans = [element for element in label.iter() if "row" in (element.get("class") or "").split()]
    measured = round(2 * half_height / (_ROW_EM * MEASURED_PX))
    if len(spans) != 1 or measured < 2:
        return
    said = " ".join("".join(spans[0].itertext()).split())
    parent = next(element for element in label.iter() if spans[0] in list(element))
    parent.remove(spans[0])
    for index, row in enumerate(wrapped(said, 2 * half_width)):
        span = parent.makeelement(
            spans[0].tag, {"x": "0", "y": f"{index * _ROW_EM - 0.1:.1f}em", "dy": "1.1em"}
        )
        span.text = row
        parent.append(span)


def _centre(label: Any, middle: str) -> None:
    for element in label.iter():
        if _bare(element) == "text":
            element.set("text-anchor", "middle")
        elif _bare(element) == "tspan" and element.get("x") == "0":
            element.set("x", middle)
