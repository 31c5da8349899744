"""The site's menu: small, whatever the number of decisions."""

from __future__ import annotations

import posixpath
from typing import Any

from markupsafe import escape

from planroom.render import address
from planroom.render.chapters import chapters
from planroom.render.page import printable
from planroom.render.rendering import Rendering
from planroom.render.words import sentence

_OWN = {
    address.HOME,
    address.FINDINGS,
    address.DECISIONS,
    address.DECISION_GRAPH,
    address.DECISION_TIMELINE,
    address.SYSTEMS,
    address.REFERENCE,
    address.CHECKS,
    address.DESIGN_FORMAT,
    address.MACROS,
    address.COMMANDS,
}


_DECISION_HOMES = (address.DECISIONS, address.DECISION_TIMELINE, address.DECISION_GRAPH)


def navigation(site: Rendering, paths: list[str]) -> list[Any]:
    """The menu as MkDocs takes it: home, systems, decisions, findings, the project's own pages, reference.

    `paths` are all pages below the site's sources. Decisions and checks are reached from their indexes.
    """
    there = set(paths)
    made = _generated(site)
    own = [
        path
        for path in paths
        if path not in _OWN and not path.startswith(made) and not address.is_about_decisions(path)
    ]
    menu: list[Any] = [{"Home": address.HOME}]
    menu.append({"Systems": [address.SYSTEMS, *_systems(site, there)]})
    menu.append({"Decisions": [path for path in _DECISION_HOMES if path in there]})
    menu.append({"Findings": address.FINDINGS})
    menu.extend(_own_pages(own))
    reference = (address.REFERENCE, address.CHECKS, address.DESIGN_FORMAT, address.MACROS, address.COMMANDS)
    more = sorted(path for path in own if path.startswith("reference/"))
    menu.append({"Reference": [path for path in (*reference, *more) if path in there]})
    return menu


def _generated(site: Rendering) -> tuple[str, ...]:
    return ("systems/", "apis/", "findings/", "reference/checks/", *site.decision_pages.values())


def _systems(site: Rendering, there: set[str]) -> list[Any]:
    entries: list[Any] = []
    for system in site.model.systems:
        services = [site.service_page(system, service) for service in system.services]
        contracts = [site.contract_pages[contract.path] for contract in system.contracts]
        below: list[Any] = [
            {part.chapter: part.path}
            for part in chapters(site, system).parts
            if part.number == 1 and part.path in there
        ]
        below += [path for path in dict.fromkeys((*services, *contracts)) if path in there]
        # A theme puts the names of a menu into its HTML as they are.
        entries.append({escape(printable(system.label)): [site.system_page(system), *below]})
    loose = [path for path in site.contract_pages.values() if path.startswith("apis/") and path in there]
    return [*entries, *([{"Other APIs": loose}] if loose else [])]


def _own_pages(paths: list[str]) -> list[Any]:
    """The project's own pages: those of a folder under its name, an index first."""
    folders: dict[str, list[str]] = {}
    single: list[str] = []
    for path in paths:
        if path.startswith("reference/"):
            continue
        top, _, rest = path.partition("/")
        if rest:
            folders.setdefault(top, []).append(path)
        else:
            single.append(path)
    entries: list[Any] = [
        {
            escape(sentence(folder.replace("-", " "))): sorted(
                found, key=lambda path: (posixpath.basename(path) != "index.md", path)
            )
        }
        for folder, found in folders.items()
    ]
    return [*single, *entries]
