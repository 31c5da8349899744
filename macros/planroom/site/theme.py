"""What pages need of the theme and of Markdown, given to a site's configuration."""

from __future__ import annotations

from importlib.resources import files as resources
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from planroom.render import look
from planroom.render.material import EXTENSIONS, FEATURES, PALETTE, SEPARATOR, SETTINGS


def set_theme(config: MkDocsConfig) -> None:
    """Put the look in front of the theme's own, with defaults for what the project leaves open."""
    theme = config.theme
    folder = str(resources("planroom").joinpath("theme"))
    if folder not in theme.dirs:
        own = 1 if theme.custom_dir else 0
        theme.dirs.insert(own, folder)
    if theme.name != "material":
        return
    theme["font"] = False
    if not theme.get("features"):
        theme["features"] = list(FEATURES)
    if not theme.get("palette") or theme["palette"] == {}:
        theme["palette"] = [dict(scheme) for scheme in PALETTE]
    if theme.get("favicon") in (None, "assets/images/favicon.png"):
        theme["favicon"] = "assets/planroom.svg"
    config.extra_css.insert(0, look.STYLE)
    config.extra_javascript.insert(0, look.SCRIPT)


def set_extensions(config: MkDocsConfig, fence: Any) -> None:
    """Turn on the Markdown extensions that pages need, with the project's own settings left as they are."""
    for name in EXTENSIONS:
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
    settings = config.mdx_configs
    for name, told in SETTINGS.items():
        settings[name] = {**told, **(settings.get(name) or {})}
    fences = settings.setdefault("pymdownx.superfences", {}).setdefault("custom_fences", [])
    if not any(entry.get("name") == "mermaid" for entry in fences):
        fences.append({"name": "mermaid", "class": "mermaid", "format": fence})


def set_search(config: MkDocsConfig) -> None:
    """Part words at punctuation too, so that search offers no word with a comma behind it."""
    search: Any = config.plugins.get("search") or config.plugins.get("material/search")
    if search is not None and search.config.get("separator") in (None, r"[\s\-]+"):
        search.config["separator"] = SEPARATOR
