"""The theme's own files: found without a look at ten thousand icons, and only those that pages ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from planroom.render.compiled import COMPILED

_LUNR = "assets/javascripts/lunr/"
_BY_LANGUAGE = {"ja": "tinyseg.js", "hi": "wordcut.js", "th": "wordcut.js"}
"""What the theme's search loads for a language beside its stemmer."""


def quicken(config: MkDocsConfig) -> None:
    """Have the theme's templates compiled once, and its hidden folders left out where files are looked for.

    MkDocs takes no file of a hidden folder, but lists them all. The search plugin asks for templates of its
    own too.
    """
    theme = config.theme
    if "get_env" in vars(theme):
        return
    make = theme.get_env

    def get_env() -> Environment:
        env = make()
        env.bytecode_cache = COMPILED
        if type(env.loader) is FileSystemLoader:
            env.loader = _Seen(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


class _Seen(FileSystemLoader):
    """A loader that lists no template of a hidden folder; it loads them like any other."""

    def list_templates(self) -> list[str]:
        """The names of all others."""
        found: set[str] = set()
        for home in self.searchpath:
            for folder, below, names in os.walk(home, followlinks=self.followlinks):
                below[:] = [name for name in below if not name.startswith(".")]
                inside = Path(os.path.relpath(folder, home))
                found.update((inside / name).as_posix() for name in names)
        return sorted(found)


def leave_out_unused(config: MkDocsConfig, files: Files) -> None:
    """Take out what no page of the theme asks for: maps for its developers, and languages of other sites."""
    if config.theme.name != "material":
        return
    import material

    home = os.path.dirname(material.__file__)
    loaded = _loaded_by_search(config)
    for file in list(files):
        if file.generated_by is None and (file.src_dir or "").startswith(home) and _is_unused(file, loaded):
            files.remove(file)


def _is_unused(file: File, loaded: frozenset[str] | None) -> bool:
    path = file.src_uri
    if path.startswith(_LUNR):
        return loaded is not None and path.removeprefix(_LUNR) not in loaded
    return path.startswith("assets/") and path.endswith(".map")


def _loaded_by_search(config: MkDocsConfig) -> frozenset[str] | None:
    """What the theme's search loads for its languages; `None` where these are not known."""
    plugin: Any = config.plugins.get("search") or config.plugins.get("material/search")
    languages = plugin.config.get("lang") if plugin is not None else ()
    if not isinstance(languages, list | tuple):
        return None
    found = {f"min/lunr.{language}.min.js" for language in languages if language != "en"}
    found |= {_BY_LANGUAGE[language] for language in languages if language in _BY_LANGUAGE}
    if len(languages) > 1:
        found.add("min/lunr.multi.min.js")
    return frozenset({*found, "min/lunr.stemmer.support.min.js"} if found else ())
