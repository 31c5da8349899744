"""What pages need of Material and of Markdown, where a project does not say otherwise."""

from __future__ import annotations

FEATURES = (
    "navigation.tabs",
    "navigation.indexes",
    "navigation.prune",
    "navigation.path",
    "navigation.footer",
    "navigation.top",
    "search.suggest",
    "search.highlight",
    "content.code.copy",
    "toc.follow",
)
PALETTE = (
    {
        "media": "(prefers-color-scheme)",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/brightness-auto", "name": "Switch to the light scheme"},
    },
    {
        "media": "(prefers-color-scheme: light)",
        "scheme": "default",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-sunny", "name": "Switch to the dark scheme"},
    },
    {
        "media": "(prefers-color-scheme: dark)",
        "scheme": "slate",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-night", "name": "Switch to the scheme of the system"},
    },
)
"""Colours follow the system, now and later, until the reader chooses; a third press goes back to that."""

SEPARATOR = r"[\s\-,:;!?=\[\]{}()\"/`]+|\.(?!\d)|&[lg]t;"
EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.superfences",
    "pymdownx.tasklist",
)
SETTINGS: dict[str, dict[str, object]] = {
    "toc": {"permalink": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}
"""What extensions are told, unless the project tells them otherwise."""
