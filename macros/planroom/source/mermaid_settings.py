"""How the engine is to draw: sizes that leave room for any font, and calm colours where it keeps its own."""

from __future__ import annotations

from typing import Any

MEASURED_PX = 16
"""The size of letters that boxes are made for; the page sets them at 14 px, in whatever font it has."""

_INK, _GROUND, _WASH, _CODE = "#191d23", "#ffffff", "#f5f7f9", "#eceff3"
_EDGE, _QUIET = "#7d8793", "#48515c"
_TINTS = (
    *("#cfe0f5", "#cdebd8", "#f6dfb4", "#f5cdc8", "#ddd3ee", "#c9e9ec"),
    *("#e6e2cf", "#f2d0e4", "#d7dde4", "#dcedb9", "#fbd9c2", "#c8d3f2"),
)
"""Fills that dark letters can be read on."""

_STROKES = ("#17509f", "#17673a", "#9a6200", "#ab2318", "#5b3a9b", "#0f6b75", "#6b5b1f", "#9c2c72")
"""Lines that can be seen on the ground."""


def _numbered(prefix: str, colours: tuple[str, ...], first: int = 0, count: int = 12) -> dict[str, str]:
    return {f"{prefix}{first + index}": colours[index % len(colours)] for index in range(count)}


SETTINGS: dict[str, Any] = {
    "htmlLabels": False,
    "securityLevel": "strict",
    "look": "classic",
    "theme": "base",
    "fontFamily": "sans-serif",
    "fontSize": MEASURED_PX,
    "flowchart": {"htmlLabels": False, "minNodeWidth": 40, "wrappingWidth": 180, "padding": 10},
    "state": {"minNodeWidth": 40, "wrappingWidth": 180},
    "sequence": {"wrap": True, "mirrorActors": False, "actorMargin": 40, "labelBoxWidth": 70},
    "journey": {"textPlacement": "tspan", "titleFontSize": "18px"},
    "timeline": {"textPlacement": "tspan"},
    "gantt": {"fontSize": 12, "sectionFontSize": 12, "barHeight": 22},
    "pie": {"useWidth": 640},
    "quadrantChart": {"chartWidth": 560, "chartHeight": 480},
    "xyChart": {"width": 640, "height": 400},
    "radar": {"width": 400, "height": 400, "marginTop": 70, "marginLeft": 130, "marginRight": 130},
    "packet": {"bitWidth": 24, "rowHeight": 36},
    "c4": {"c4ShapeInRow": 3},
    "themeVariables": {
        "fontSize": f"{MEASURED_PX}px",
        "background": _GROUND,
        "primaryColor": _WASH,
        "primaryTextColor": _INK,
        "primaryBorderColor": _EDGE,
        "secondaryColor": _CODE,
        "secondaryTextColor": _INK,
        "secondaryBorderColor": _EDGE,
        "tertiaryColor": _WASH,
        "tertiaryTextColor": _INK,
        "tertiaryBorderColor": _EDGE,
        "lineColor": _QUIET,
        "textColor": _INK,
        "titleColor": _INK,
        "noteBkgColor": "#f6dfb4",
        "noteTextColor": _INK,
        **_numbered("cScale", _TINTS),
        **_numbered("cScaleLabel", (_INK,)),
        **_numbered("cScalePeer", (_EDGE,)),
        **_numbered("cScaleInv", (_EDGE,)),
        **_numbered("fillType", _TINTS, count=8),
        **_numbered("pie", _TINTS, first=1),
        "pieTitleTextSize": "18px",
        "pieSectionTextSize": "14px",
        "pieLegendTextSize": "16px",
        "pieStrokeColor": _EDGE,
        "pieOuterStrokeColor": _EDGE,
        "pieStrokeWidth": "1px",
        "pieOuterStrokeWidth": "1px",
        "pieOpacity": "1",
        **_numbered("git", _STROKES, count=8),
        **_numbered("gitBranchLabel", (_GROUND,), count=8),
        **_numbered("gitInv", _STROKES, count=8),
        "commitLabelColor": _INK,
        "commitLabelBackground": _CODE,
        "tagLabelColor": _INK,
        "tagLabelBackground": "#f6dfb4",
        "tagLabelBorder": _EDGE,
        "quadrant1Fill": "#cfe0f5",
        "quadrant2Fill": "#cdebd8",
        "quadrant3Fill": _CODE,
        "quadrant4Fill": _WASH,
        "quadrantPointFill": "#17509f",
        "xyChart": {"plotColorPalette": ", ".join(("#7ba6dd", *_STROKES[3:], *_STROKES[:3]))},
        "radar": {"graticuleOpacity": "0.3", "curveOpacity": "0.25"},
        "taskBkgColor": "#cfe0f5",
        "taskBorderColor": "#17509f",
        "taskTextColor": _INK,
        "taskTextDarkColor": _INK,
        "taskTextLightColor": _INK,
        "taskTextOutsideColor": _INK,
        "activeTaskBkgColor": "#f6dfb4",
        "activeTaskBorderColor": "#855000",
        "doneTaskBkgColor": "#d7dde4",
        "doneTaskBorderColor": _EDGE,
        "critBkgColor": "#f5cdc8",
        "critBorderColor": "#ab2318",
        "sectionBkgColor": _CODE,
        "sectionBkgColor2": _CODE,
        "altSectionBkgColor": _GROUND,
        "gridColor": "#dde2e8",
        "todayLineColor": "#ab2318",
        "archEdgeColor": _QUIET,
        "archEdgeArrowColor": _QUIET,
        "archGroupBorderColor": _EDGE,
    },
}
