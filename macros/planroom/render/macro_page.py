"""The reference of the macros that hand-written pages may call."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.kinds.macro import MACROS
from planroom.render import address
from planroom.render.page import LAST, SitePage, Subject
from planroom.render.rendering import Rendering


def pages(site: Rendering) -> Iterator[SitePage]:
    """The page of macros."""
    found = site.blocks("macros.md.jinja", address.MACROS, macros=MACROS)
    yield SitePage(address.MACROS, "Macros", found, subjects=(Subject("Reference", weight=LAST),))
