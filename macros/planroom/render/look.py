"""The look and the behaviour of pages: one style sheet and one script, each written in parts by subject."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from planroom.render.page import SiteFile

if TYPE_CHECKING:
    from planroom.render.rendering import Rendering

STYLE = "assets/planroom.css"
SCRIPT = "assets/planroom.js"

STYLES = (
    "tokens",
    "material",
    "type",
    "code",
    "tables",
    "components",
    "operations",
    "findings",
    "charts",
    "decisions",
    "diagrams",
    "search",
    "guides",
    "gates",
    "layouts",
)
"""The parts of the style sheet. Later ones outrank earlier ones, so that layouts come last."""

SCRIPTS = (
    "first",
    "filter",
    "sort",
    "long_list",
    "rows",
    "operations",
    "findings",
    "diagrams",
    "places",
    "scroll",
    "tasks",
    "headings",
    "drawer",
    "answers",
    "search",
    "from_file",
    "last",
)
"""The parts of the script: what they share first, the start last."""


def style() -> str:
    """The whole style sheet."""
    return "\n".join(part(f"{name}.css") for name in STYLES)


def script() -> str:
    """The whole script; without the semicolons, each part would be called with the next one."""
    return ";\n".join(part(f"{name}.js").rstrip() for name in SCRIPTS) + "\n"


def files(site: Rendering) -> Iterator[SiteFile]:
    """The style sheet and the script."""
    yield SiteFile(STYLE, style())
    yield SiteFile(SCRIPT, script())


def part(name: str) -> str:
    """One part of the style sheet or the script, by the name of its file."""
    return resources("planroom").joinpath("look", name).read_text("utf-8")
