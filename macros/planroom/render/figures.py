"""Diagrams on a page: what an author says of one, where its links lead, and ids that are unique there."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence

from planroom.patterns import late

_FIGURE = late(r'<figure class="pr-diagram.*?</figure>', re.DOTALL)
_NAME = late(r'<b id="d-([0-9a-f]+)">')
_LINK = late(r'<a href="([^"]*)"')
_FRONT_TITLE = late(r'\A\s*---[ \t]*\n(?:.*\n)*?title:[ \t]*"?([^"\n]+?)"?[ \t]*\n(?:.*\n)*?\s*---')
_SPOKEN_TITLE = late(r"^[ \t]*accTitle[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_SPOKEN_WORDS = late(r"^[ \t]*accDescr[ \t]*(?::[ \t]*(\S.*?)[ \t]*$|\{([^}]*)\})", re.MULTILINE)
_FIRST = late(r"^[ \t]*([A-Za-z][\w-]*)", re.MULTILINE)
_ASIDE = late(r"%%\{.*?\}%%|^[ \t]*%%[^\n]*|\A\s*---[ \t]*\n.*?\n[ \t]*---[ \t]*$", re.DOTALL | re.MULTILINE)
_KINDS = {
    "flowchart": "Flowchart",
    "graph": "Flowchart",
    "sequencediagram": "Sequence",
    "classdiagram": "Classes",
    "statediagram": "States",
    "erdiagram": "Entities",
    "gantt": "Schedule",
    "pie": "Pie chart",
    "mindmap": "Mind map",
    "timeline": "Timeline",
    "gitgraph": "Branches",
    "journey": "Journey",
    "quadrantchart": "Quadrants",
    "requirementdiagram": "Requirements",
    "sankey": "Flows",
    "xychart": "Chart",
    "kanban": "Board",
    "architecture": "Architecture",
    "packet": "Packet",
    "radar": "Radar chart",
    "treemap": "Treemap",
    "block": "Blocks",
}


def spoken(text: str) -> tuple[str, str]:
    """The title and the description of a Mermaid text: as it states them, else by its kind and empty."""
    title = _SPOKEN_TITLE.search(text) or _FRONT_TITLE.match(text)
    words = _SPOKEN_WORDS.search(text)
    said = " ".join((words[1] or words[2] or "").split()) if words else ""
    if title:
        return title[1], said
    first = _FIRST.search(_ASIDE.sub("", text))
    kind = first[1].lower().partition("-")[0] if first else ""
    return _KINDS.get(kind, "C4" if kind.startswith("c4") else "Diagram"), said


def relinked(svg: str, relink: Callable[[str], str | None]) -> str:
    """A drawing whose links lead to where the site has things; those that lead nowhere are none."""

    def link(match: re.Match[str]) -> str:
        target = relink(html.unescape(match[1]))
        return "<a" if target is None else f'<a href="{html.escape(target)}"'

    return _LINK.sub(link, svg)


def unique_figures(parts: Sequence[str]) -> list[str]:
    """Stretches of one page's HTML in which no two diagrams share an id, though they be the same diagram."""
    if sum(part.count('<figure class="pr-diagram') for part in parts) < 2:
        return list(parts)
    seen: Counter[str] = Counter()

    def renamed(match: re.Match[str]) -> str:
        name = _NAME.search(match[0])
        if name is None:
            return match[0]
        seen[name[1]] += 1
        return match[0] if seen[name[1]] == 1 else match[0].replace(name[1], f"{name[1]}-{seen[name[1]]}")

    return [_FIGURE.sub(renamed, part) for part in parts]
