"""The page on which a contract can be tried: Swagger UI, from a package where that is installed.

It is no page of the theme, whose style sheet and Swagger UI's would each restyle the other. All that it loads
lies in the site: it works from a file, and asks no host before its reader presses Execute.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files as resources
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render.bundle import TooLarge, bundle
from planroom.render.page import SiteFile, printable
from planroom.render.rendering import Rendering

_PACKAGE = "mkdocs_swagger_ui_tag"
_HOME = "assets/swagger-ui"
_PARTS = {
    "javascripts/swagger-ui-bundle.js": "swagger-ui-bundle.js",
    "stylesheets/swagger-ui.css": "swagger-ui.css",
    "oauth2-redirect.html": "oauth2-redirect.html",
    "oauth2-redirect.js": "oauth2-redirect.js",
    "LICENSE": "LICENSE.txt",
    "NOTICE": "NOTICE.txt",
}


def files(site: Rendering) -> Iterator[SiteFile]:
    """A page for every contract that can be tried, and once what they share."""
    home = _swagger_ui()
    if home is None:
        return
    any_page = False
    for contract in site.room.of(Contract):
        trial = trial_of(site, contract)
        if not trial.page:
            continue
        any_page = True
        yield SiteFile(trial.page, _page(site, contract, trial.page))
        folder = trial.page.rpartition("/")[0]
        yield SiteFile(f"{folder}/contract.js", f"window.planroomContract = {printable(bundle(contract))}\n")
    if any_page:
        for path, name in _PARTS.items():
            yield SiteFile(f"{_HOME}/{name}", (home / path).read_text("utf-8"))
        for name in ("try.js", "try.css"):
            yield SiteFile(f"{_HOME}/{name}", resources("planroom").joinpath("look", name).read_text("utf-8"))


@dataclass(frozen=True)
class Trial:
    """The page on which a contract can be tried, or why there is none; neither is said without Swagger UI."""

    page: str = ""
    why_not: str = ""


def trial_of(site: Rendering, contract: Contract) -> Trial:
    """Whether and where a contract can be tried."""
    if _swagger_ui() is None or not contract.operations or not contract.major_minor:
        return Trial()
    try:
        bundle(contract)
    except TooLarge:
        return Trial(why_not="too large to be tried in a browser")
    return Trial(site.contract_places(contract).page.removesuffix(".md") + "/try/index.html")


def place_of(operation: Operation) -> str:
    """The part of such a page's address that opens an operation."""
    if not operation.operation_id:
        return ""
    tag = operation.tags[0] if operation.tags else "default"
    return f"/{quote(tag, safe='')}/{quote(operation.operation_id, safe='')}"


@cache
def _swagger_ui() -> Path | None:
    """The folder with Swagger UI's own files. The package is looked for and not imported."""
    found = find_spec(_PACKAGE)
    home = Path(found.origin).parent / "swagger-ui" if found is not None and found.origin else None
    return home if home is not None and all((home / path).is_file() for path in _PARTS) else None


def _page(site: Rendering, contract: Contract, page: str) -> str:
    return printable(
        site.html(
            "try.html.jinja",
            page,
            contract=contract,
            title=contract.title or contract.path,
            back=site.contract_places(contract).page,
            home=_HOME,
            servers=contract.servers[:6],
        )
    )
