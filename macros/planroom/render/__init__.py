"""From what was checked to pages: one module per page type, listed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planroom.render import (
    check_pages,
    contract_page,
    decision_pages,
    findings_page,
    format_page,
    home,
    macro_page,
    reference_page,
    service_page,
    system_page,
)
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering

PAGES: tuple[Callable[[Rendering], Iterator[SitePage]], ...] = (
    home.pages,
    system_page.pages,
    service_page.pages,
    contract_page.pages,
    decision_pages.pages,
    findings_page.pages,
    reference_page.pages,
    check_pages.pages,
    format_page.pages,
    macro_page.pages,
)
"""Every maker of pages, in the order of the site."""


def pages(site: Rendering) -> Iterator[SitePage]:
    """Every generated page of a site."""
    for make in PAGES:
        yield from make(site)


__all__ = ["PAGES", "Rendering", "SitePage", "pages"]
