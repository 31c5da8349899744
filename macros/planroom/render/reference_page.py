"""The door to the reference: what there is to look up."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks import REGISTRY
from planroom.kinds.macro import MACROS
from planroom.render import address
from planroom.render.page import LAST, SitePage, Subject
from planroom.render.rendering import Rendering


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index of the reference."""
    rows = [
        (
            address.CHECKS,
            "Checks",
            f"{len(REGISTRY)} checks: why each matters, a bad and a good example, the mend.",
        ),
        (
            address.DESIGN_FORMAT,
            "Design format",
            "Every key of a design document, what it means and an example.",
        ),
        (address.MACROS, "Macros", f"{len(MACROS)} macros for hand-written pages."),
    ]
    if site.has_commands:
        rows.append((address.COMMANDS, "Commands", "Every verb of the command line with its options."))
    found = site.blocks("reference.md.jinja", address.REFERENCE, rows=rows)
    yield SitePage(
        address.REFERENCE,
        "Reference",
        found,
        hide=("toc", "footer"),
        subjects=(Subject("Reference", weight=LAST),),
    )
