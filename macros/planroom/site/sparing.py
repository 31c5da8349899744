"""Generated pages are kept from handlers of other plugins that find nothing to do in them, and take long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from planroom.patterns import late
from planroom.site.made_page import MadePage

_WEIGHED = late(r'data-search-\w+="')
"""What Material's search takes out of pages: how much a part of one weighs."""

Needless = Callable[[Any, MadePage], bool]
"""Whether a plugin leaves a page as it is."""


def spare(config: MkDocsConfig) -> None:
    """Stand in for the handlers of Material's search and of macros, which go on to get all other pages."""
    for event, module, needless in (
        ("page_context", "material.plugins.search.plugin", _has_nothing_to_search),
        ("page_markdown", "mkdocs_macros.plugin", _has_no_macros),
    ):
        handlers = config.plugins.events[event]
        for place, handler in enumerate(handlers):
            plugin = getattr(handler, "__self__", None)
            if plugin is not None and type(plugin).__module__ == module:
                handlers[place] = _sparing(handler, plugin, needless)


def _sparing(handler: Callable[..., Any], plugin: Any, needless: Needless) -> Callable[..., Any]:
    def handle(item: Any, **more: Any) -> Any:
        page = more["page"]
        return None if isinstance(page, MadePage) and needless(plugin, page) else handler(item, **more)

    return handle


def _has_nothing_to_search(search: Any, page: MadePage) -> bool:
    left_out = (page.meta.get("search") or {}).get("exclude")
    return bool(left_out) and _WEIGHED.search(page.content or "") is None


def _has_no_macros(macros: Any, page: MadePage) -> bool:
    hooks = macros.pre_macro_functions or macros.post_macro_functions
    return page.meta.get("render_macros") is False and not hooks
