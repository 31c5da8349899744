"""The site's menu: small, whatever the number of decisions."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import escape

from planroom.kinds.contract import Contract
from planroom.kinds.pattern import Pattern
from planroom.kinds.runbook import Runbook
from planroom.render import address
from planroom.render.chapters import chapters
from planroom.render.guides import addresses
from planroom.render.guides.reading import guides, languages
from planroom.render.guides.words import NAMES, say
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
    address.CHECKLISTS,
    address.DELIVERABLES,
    address.DESIGN_FORMAT,
    address.MACROS,
    address.COMMANDS,
}

_MOST = 80
"""So many services and contracts of a system stand in the menu, which every page has, and so many patterns;
more in tables only."""

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
    # What a project does not have is no place to go to; the home page says how it begins.
    if site.model.systems or site.contract_pages or site.unread_pages:
        menu.append({title_of_systems(site): [address.SYSTEMS, *_systems(site, there)]})
    if site.decision_pages:
        menu.append({"Decisions": [path for path in _DECISION_HOMES if path in there]})
    menu.append({"Findings": address.FINDINGS})
    if address.CHECKLISTS in there:
        delivered = [path for path in (address.DELIVERABLES,) if path in there]
        menu.append({"Checklists": [address.CHECKLISTS, *delivered, *_filled(site, there)]})
    menu.extend(_runbooks(site, there))
    menu.extend(_guides(there))
    if len(site.room.of(Pattern)) > _MOST:
        own = [path for path in own if path == address.PATTERNS or not path.startswith("patterns/")]
    menu.extend(_own_pages(own))
    reference = (address.REFERENCE, address.CHECKS, address.DESIGN_FORMAT, address.MACROS, address.COMMANDS)
    more = sorted(path for path in own if path.startswith("reference/"))
    menu.append({"Reference": [path for path in (*reference, *more) if path in there]})
    return menu


def _generated(site: Rendering) -> tuple[str, ...]:
    return (
        "systems/",
        "apis/",
        "findings/",
        "reference/checks/",
        *site.checklist_pages.values(),
        *(addresses.home(each).removesuffix("index.md") for each in languages()),
        *(("runbooks/",) if site.room.of(Runbook) else ()),
        *site.decision_pages.values(),
    )


def _runbooks(site: Rendering, there: set[str]) -> list[Any]:
    """The runbooks with the project's own pages beside them, where there are any."""
    if not site.room.of(Runbook):
        return []
    below = sorted(path for path in there if path.startswith("runbooks/") and path != address.RUNBOOKS)
    return [{"Runbooks": [address.RUNBOOKS, *(below if len(below) <= _MOST else ())]}]


def _guides(there: set[str]) -> list[Any]:
    """The guidance: that of the site's own language, and below it the others under their own names."""
    found = [
        (
            language,
            [
                addresses.home(language),
                *(addresses.of_guide(guide.slug, language) for guide in guides(language)),
            ],
        )
        for language in languages()
        if addresses.home(language) in there
    ]
    if not found:  # a project's own pages may stand in for all of them
        return []
    own, *others = found
    below = [{NAMES[language]: paths} for language, paths in others]
    return [{say("guidance", own[0]): [*own[1], *below]}]


def title_of_systems(site: Rendering) -> str:
    """What the index of systems is called: in a project that has contracts only, by these."""
    known = site.model.systems or site.room.unread_as("design")
    return "Systems" if known or not (site.contract_pages or site.unread_pages) else "APIs"


def _systems(site: Rendering, there: set[str]) -> list[Any]:
    entries: list[Any] = []
    for system in site.model.systems:
        services = [site.service_page(system, service) for service in system.services]
        below: list[Any] = [
            {part.chapter: part.path}
            for part in chapters(site, system).parts
            if part.number == 1 and part.path in there
        ]
        if len(services) + len(system.contracts) <= _MOST:
            below += [path for path in dict.fromkeys(services) if path in there]
            below += _contracts(site, system.contracts, there)
        # A theme puts the names of a menu into its HTML as they are.
        entries.append({escape(printable(system.label)): [site.system_page(system), *below]})
    loose = _contracts(site, site.model.contracts, there)
    loose += [page for page in site.unread_pages.values() if page in there]
    if len(loose) > _MOST:
        return entries
    return [*entries, *([{"Other APIs": loose}] if loose and entries else loose)]


def _filled(site: Rendering, there: set[str]) -> list[Any]:
    """The checklists filled in, under the names of the systems."""
    systems = site.model.systems
    if len(systems) > _MOST:
        return []
    pages = [(system, address.of_filled(site.system_page(system))) for system in systems]
    return [{escape(printable(system.label)): page} for system, page in pages if page in there]


def _contracts(site: Rendering, contracts: Sequence[Contract], there: set[str]) -> list[Any]:
    """The pages of contracts; those of one title with what tells them apart."""
    names = distinct_names(contracts)
    entries: list[Any] = []
    for contract in contracts:
        page = site.contract_pages[contract.path]
        if page in there:
            name = names.get(contract.path)
            entries.append({escape(printable(name)): page} if name else page)
    return entries


def distinct_names(contracts: Iterable[Contract]) -> dict[str, str]:
    """Of contracts with one title each one's title with its version, else its file, by path."""
    alike: dict[str, list[Contract]] = {}
    for contract in contracts:
        alike.setdefault(" ".join(contract.title.split()).casefold(), []).append(contract)
    found = {}
    for held in alike.values():
        if len(held) == 1 or not held[0].title:
            continue
        versions = [contract.api_version for contract in held]
        files = [posixpath.basename(contract.path) for contract in held]
        marks = next(
            (marks for marks in (versions, files) if all(marks) and len(set(marks)) == len(held)),
            [contract.path for contract in held],
        )
        for contract, mark in zip(held, marks, strict=True):
            found[contract.path] = (
                f"{contract.title} {mark}" if marks is versions else f"{contract.title} ({mark})"
            )
    return found


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
