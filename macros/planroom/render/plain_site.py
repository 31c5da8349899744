"""The whole site as a folder that MkDocs, ProperDocs and Zensical build without planroom."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from planroom.records import dataclass
from planroom.render import files, look, pages
from planroom.render.build_line import build_line
from planroom.render.configuration import Configuration, Tagged, written
from planroom.render.material import EXTENSIONS, FEATURES, PALETTE, SEPARATOR, SETTINGS
from planroom.render.navigation import navigation
from planroom.render.own_pages import Resolved, files_below, relinked, resolved
from planroom.render.page import SiteFile, SitePage
from planroom.render.rendering import Rendering

DOCS = "docs"
THEME = "theme"
CONFIGURATION = "mkdocs.yml"
_OURS = frozenset(("planroom", "macros"))
"""Plugins whose work is done in what is written."""
_HEAD = """\
# Written by `planroom render`. Any of these builds it, and none of them needs planroom:
#   mkdocs build       with mkdocs and mkdocs-material installed
#   properdocs build   with properdocs and mkdocs-material installed
#   zensical build     with zensical installed
"""
_DROPPED = ("docs_dir", "site_dir", "watch", "hooks", "plugins", "dev_addr")
_HOME = ("index", "README")


@dataclass(frozen=True)
class PlainSite:
    """What is written: every file, how many of them are pages, and what could not be done, one line each."""

    files: tuple[SiteFile, ...]
    pages: int
    remarks: tuple[str, ...]


def plain_site(site: Rendering, configuration: Configuration) -> PlainSite:
    """A site as files of a folder: Markdown below `docs/`, partials of the theme, and a configuration.

    A page lies where it is served, `a/b/index.md` for `a/b/`, so that the addresses in its HTML are right
    whether a generator reads them from the page or from its file.
    """
    root = site.room.root
    own = list(files_below(root, configuration.docs))
    made = _made(site, frozenset(own))
    shown = _shown(site, configuration, [path for path in own if path.endswith(".md") and path not in made])
    moves = {path: path for path in own} | {path: _place(site, path) for path in made}
    moves |= {path: _place(site, path) for path, page in shown.items() if page.is_tied}
    found: dict[str, SiteFile] = {}
    for path, page in made.items():
        _add(found, f"{DOCS}/{moves[path]}", page.markdown())
    for path in own:
        if path in made:
            continue
        text = shown[path].text if path in shown else None
        content: str | bytes = (
            (root / configuration.docs / path).read_bytes()
            if text is None
            else relinked(text, path, moves[path], moves)
        )
        _add(found, f"{DOCS}/{moves[path]}", content)
    for asset in sorted({asset for page in made.values() for asset in page.assets}):
        _add(found, f"{DOCS}/assets/room/{asset}", (root / asset).read_bytes())
    for file in files(site):
        _add(found, f"{DOCS}/{file.path}", file.content)
    for path, data in _theme(root, configuration):
        _add(found, path, data)
    remarks = [f"{configuration.docs}/{path}: {page.fault}" for path, page in shown.items() if page.fault]
    values = _values(site, configuration, [*made, *shown], moves)
    _add(found, CONFIGURATION, _HEAD + "\n" + written(values))
    return PlainSite(tuple(found.values()), len(made) + len(shown), (*remarks, *_left_out(configuration)))


def _add(found: dict[str, SiteFile], path: str, content: str | bytes) -> None:
    """Add a file where none lies yet: what a project wrote itself comes before what is made."""
    found.setdefault(path, SiteFile(path, content))


def _made(site: Rendering, own: frozenset[str]) -> dict[str, SitePage]:
    """The generated pages by path, without those that a hand-written page stands in for."""
    return {
        page.path: page for page in pages(site) if page.path not in own or page.origin == f"docs/{page.path}"
    }


def _shown(site: Rendering, configuration: Configuration, paths: list[str]) -> dict[str, Resolved]:
    """The hand-written pages, resolved."""
    plugins = _plugins(configuration)
    called = "macros" in plugins or not configuration.values
    variables = {**configuration.section("extra"), "config": configuration.values} if called else None
    fences = configuration.section("markdown_extensions")
    draw = "mermaid" not in str(fences or configuration.values.get("markdown_extensions"))
    found = {}
    for path in paths:
        text = (site.room.root / configuration.docs / path).read_text("utf-8-sig", "replace")
        found[path] = resolved(site, path, text, variables=variables, draw=draw)
    return found


def _place(site: Rendering, path: str) -> str:
    """Where the file of a page has to lie, so that its folder is the one that it is served from."""
    stem = path.removesuffix(".md")
    if not site.addresses.directory_urls or posixpath.basename(stem) in _HOME:
        return path
    return f"{stem}/index.md"


def _theme(root: Path, configuration: Configuration) -> Iterator[tuple[str, bytes]]:
    """The partials of the project's own theme, then ours, and the pictures that ours show."""
    custom = configuration.section("theme").get("custom_dir")
    if isinstance(custom, str):
        for path in files_below(root, custom):
            yield f"{THEME}/{path}", (root / custom / path).read_bytes()
    if _material(configuration):
        for path, file in _below(resources("planroom").joinpath("theme")):
            if path.startswith("assets/"):
                yield f"{DOCS}/{path}", file.read_bytes()
            elif path.endswith(".html"):
                yield f"{THEME}/{path}", file.read_bytes()


def _below(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _below(entry, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry


def _material(configuration: Configuration) -> bool:
    theme = configuration.values.get("theme")
    name = theme.get("name", "material") if isinstance(theme, dict) else theme
    return name is None or name == "material"


# The configuration


def _values(
    site: Rendering, configuration: Configuration, paths: list[str], moves: Mapping[str, str]
) -> dict[str, Any]:
    values = {key: value for key, value in configuration.values.items() if key not in _DROPPED}
    front: dict[str, Any] = {"site_name": configuration.text("site_name") or site.title}
    if site.room.settings.site_url:
        front["site_url"] = site.room.settings.site_url
    if site.room.settings.description and not configuration.text("site_description"):
        front["site_description"] = site.room.settings.description
    found = {**front, **values}
    found["use_directory_urls"] = site.addresses.directory_urls
    found["theme"] = _theme_values(configuration)
    if _material(configuration):
        found["extra_css"] = [look.STYLE, *_list(values.get("extra_css"))]
        found["extra_javascript"] = [look.SCRIPT, *_list(values.get("extra_javascript"))]
    found["extra"] = {**configuration.section("extra"), "planroom": {"build_line": build_line(site)}}
    found["plugins"] = _plugin_entries(configuration)
    found["markdown_extensions"] = _extensions(values.get("markdown_extensions"))
    nav = values.get("nav")
    found["nav"] = _moved(nav if isinstance(nav, list) else navigation(site, sorted(paths)), moves)
    tops = sorted({f"/{moves[path].split('/')[0]}" for path in paths})
    unlisted = [line for line in configuration.text("not_in_nav").splitlines() if line.strip()]
    found["not_in_nav"] = "\n".join(dict.fromkeys((*unlisted, *tops))) + "\n"
    return found


def _theme_values(configuration: Configuration) -> dict[str, Any]:
    stated = configuration.values.get("theme")
    theme: dict[str, Any] = {"name": stated} if isinstance(stated, str) else configuration.section("theme")
    theme.setdefault("name", "material")
    if theme["name"] != "material":
        return theme
    theme |= {"custom_dir": THEME, "font": False}
    theme.setdefault("variant", "classic")  # Zensical's word for the look of Material
    theme.setdefault("favicon", "assets/planroom.svg")
    theme["features"] = theme.get("features") or list(FEATURES)
    theme["palette"] = theme.get("palette") or [dict(scheme) for scheme in PALETTE]
    return theme


def _plugins(configuration: Configuration) -> dict[str, Any]:
    """The plugins of the project with their options; the search alone where it names none."""
    return _options(configuration.values.get("plugins", ["search"]))


def _plugin_entries(configuration: Configuration) -> list[Any]:
    plugins = {name: options for name, options in _plugins(configuration).items() if name not in _OURS}
    for name in ("search", "material/search"):
        if name in plugins:
            plugins[name] = {"separator": SEPARATOR, **(plugins[name] or {})}
    return [{name: options} if options else name for name, options in plugins.items()]


def _extensions(stated: Any) -> list[Any]:
    extensions = _options(stated)
    for name in ("toc", *EXTENSIONS):
        extensions.setdefault(name, None)
    for name, settings in SETTINGS.items():
        own = extensions[name]
        extensions[name] = {**settings, **(own if isinstance(own, dict) else {})}
    return [{name: options} if options else name for name, options in extensions.items()]


def _options(stated: Any) -> dict[str, Any]:
    """Plugins or extensions by name, however they are listed."""
    if isinstance(stated, dict):
        return dict(stated)
    found: dict[str, Any] = {}
    for entry in _list(stated):
        found |= entry if isinstance(entry, dict) else {str(entry): None}
    return found


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def _moved(menu: Any, moves: Mapping[str, str]) -> Any:
    """A menu with every page where it lies now, and plain texts for those that are marked as safe HTML."""
    if isinstance(menu, list):
        return [_moved(entry, moves) for entry in menu]
    if isinstance(menu, dict):
        return {"".join(str(key)): _moved(entry, moves) for key, entry in menu.items()}
    return moves.get(menu, menu) if isinstance(menu, str) else menu


def _left_out(configuration: Configuration) -> Iterator[str]:
    """What a configuration asks for that is not written."""
    if configuration.values.get("hooks"):
        yield f"{configuration.name}: `hooks` are left out, for they are not part of the pages"
    tagged = [key for key, value in configuration.values.items() if isinstance(value, Tagged)]
    if tagged:
        yield f"{configuration.name}: `{tagged[0]}` is written as it stands"
