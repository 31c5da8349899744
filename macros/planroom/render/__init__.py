"""From what was checked to pages: one module per page type, listed once; and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planroom.render import (
    check_pages,
    checklist_pages,
    contract_page,
    decision_feed,
    decision_index,
    decision_pages,
    deliverable_pages,
    findings_page,
    format_page,
    guides,
    home,
    look,
    macro_page,
    pattern_pages,
    redirects,
    reference_page,
    runbook_pages,
    service_page,
    system_page,
    try_page,
    unread_pages,
)
from planroom.render.page import SiteFile, SitePage
from planroom.render.rendering import Rendering

PAGES: tuple[Callable[[Rendering], Iterator[SitePage]], ...] = (
    home.pages,
    system_page.pages,
    service_page.pages,
    contract_page.pages,
    unread_pages.pages,
    decision_pages.pages,
    runbook_pages.pages,
    findings_page.pages,
    checklist_pages.pages,
    deliverable_pages.pages,
    guides.pages,
    pattern_pages.pages,
    reference_page.pages,
    check_pages.pages,
    format_page.pages,
    macro_page.pages,
)
"""Every maker of pages, in the order of the site."""

FILES: tuple[Callable[[Rendering], Iterator[SiteFile]], ...] = (
    look.files,
    decision_index.files,
    decision_feed.files,
    findings_page.files,
    try_page.files,
    redirects.files,
)
"""Every maker of files that are no pages."""


def pages(site: Rendering) -> Iterator[SitePage]:
    """Every generated page of a site."""
    for make in PAGES:
        yield from make(site)


def files(site: Rendering) -> Iterator[SiteFile]:
    """Every generated file of a site that is no page."""
    for make in FILES:
        yield from make(site)


__all__ = ["FILES", "PAGES", "Rendering", "SiteFile", "SitePage", "files", "pages"]
