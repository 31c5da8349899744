"""The way back from what patterns and runbooks name: links to them, for its page."""

from __future__ import annotations

from collections.abc import Collection

from markupsafe import Markup

from planroom.kinds.pattern import Pattern
from planroom.model.naming import Naming
from planroom.render.rendering import Rendering
from planroom.render.values import link

Led = list[tuple[str, list[Markup]]]
"""Links below a word for what they lead to."""


def led_back(site: Rendering, page: str, named: str, *, known: Collection[str] = ()) -> Led:
    """The patterns and runbooks that name a file or check, but for those that the page has already."""
    found = [text for text in site.model.named_by.of(named) if text.path not in known]
    patterns = [_link(site, page, text) for text in found if isinstance(text, Pattern)]
    runbooks = [_link(site, page, text) for text in found if not isinstance(text, Pattern)]
    kinds = (("Pattern", patterns), ("Runbook", runbooks))
    return [(word if len(links) == 1 else f"{word}s", links) for word, links in kinds if links]


def _link(site: Rendering, page: str, text: Naming) -> Markup:
    label = text.name if isinstance(text, Pattern) else text.label
    return link(site.addresses.href(page, site.page_of(text.path)), label)
