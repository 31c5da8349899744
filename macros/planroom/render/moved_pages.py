"""Where pages lay before what they show was moved or renamed, as the settings state it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.design import Design
from planroom.model import System
from planroom.model.moved import moved_to
from planroom.render import address
from planroom.render.chapters import chapters
from planroom.render.rendering import Rendering

_DOCS = "docs/"
_DATA = (".yaml", ".yml", ".json")


def moved_pages(site: Rendering) -> Iterator[tuple[str, str]]:
    """The old pages with the new ones of all redirects that lead to something else than a decision.

    A system takes all of its pages along.
    """
    settings, room, model = site.room.settings, site.room, site.model
    for old in settings.redirects:
        now = settings.redirected(old)
        there = moved_to(room, model, now) if now else None
        if there is None or moved_to(room, model, old) is not None:
            continue
        artifact = room.artifact(there.path)
        if there.kind == "service":
            yield from _service(site, old, there.path, there.name)
        elif isinstance(artifact, Design):
            yield from _system(site, old, there.path)
        elif isinstance(artifact, Contract) and old.endswith(_DATA):
            yield from _contract(site, old, there.path)
        elif not isinstance(artifact, Decision) and old.startswith(_DOCS) and old.endswith(".md"):
            yield old.removeprefix(_DOCS), site.page_of(there.path)


def pages_of(site: Rendering, system: System) -> Iterator[str]:
    """Every page of a system."""
    home = site.system_page(system)
    yield from (home, address.of_filled(home), address.of_deliverables(home))
    yield from (site.service_page(system, service) for service in system.services)
    yield from (part.path for part in chapters(site, system).parts)
    for contract in system.contracts:
        yield from contract_pages(site, contract)


def contract_pages(site: Rendering, contract: Contract) -> Iterator[str]:
    """Every page of a contract."""
    places = site.contract_places(contract)
    yield from dict.fromkeys((places.page, *(part.page for part in places.parts), *places.schema_pages))


def _home(site: Rendering, path: str, name: str = "") -> str:
    """The page of the system of a design that may be gone; without a name it was called as its folder."""
    system = site.model.system_at(path)
    if system is not None and not name:
        return site.system_page(system)
    return f"systems/{address.slug(name)}/index.md" if name else address.of_unread_design(path)


def _system(site: Rendering, old: str, path: str) -> Iterator[tuple[str, str]]:
    system = site.model.system_at(path)
    if system is None:
        return
    file, _, name = old.partition("#")
    homes = (_home(site, file, name), site.system_page(system))
    before, now = (posixpath.dirname(home) + "/" for home in homes)
    for page in pages_of(site, system):
        if page.startswith(now):
            yield before + page.removeprefix(now), page


def _service(site: Rendering, old: str, path: str, name: str) -> Iterator[tuple[str, str]]:
    system = site.model.system_at(path)
    service = system.service(name) if system else None
    file, _, before = old.partition("#")
    if system is not None and service is not None and before:
        folder = posixpath.dirname(_home(site, file))
        yield f"{folder}/{address.slug(before)}.md", site.service_page(system, service)


def _contract(site: Rendering, old: str, path: str) -> Iterator[tuple[str, str]]:
    """Below the system beside which it lay, if that is still there.

    Else where it was if it was of no system; if it is of one now, also below one called as its folder.
    """
    contract = site.room.artifact(path)
    if not isinstance(contract, Contract):
        return
    now = site.contract_pages[path]
    beside = site.model.system_beside(old)
    if beside is not None:
        homes = [site.system_page(beside)]
    else:
        homes = ["", *([_home(site, old)] if now.startswith("systems/") else [])]
    for home in homes:
        before = address.of_contract(old, home)
        for page in contract_pages(site, contract):
            yield before.removesuffix(".md") + page.removeprefix(now.removesuffix(".md")), page
