"""What every page needs: what was checked, where pages lie, and the templates."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import field, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Location, Origin, Severity, pointer_text, severity_counts
from planroom.gates import Assessed, Delivered, assess, checklists, delivered
from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision, Status
from planroom.kinds.operations import Operation
from planroom.kinds.pattern import Pattern
from planroom.model import Model, Service, System
from planroom.model.history import History
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render import address, words
from planroom.render.address import Addresses
from planroom.render.compiled import COMPILED
from planroom.render.contract_places import Places, places
from planroom.render.figures import relinked, spoken
from planroom.render.hosting import Hosting
from planroom.render.inline import ended, inline_code, links, path_html, unlinked
from planroom.render.kept_pages import KeptPages
from planroom.render.memory import MEMORY
from planroom.render.page import MARK, Block, blocks, heading, printable, scrolling
from planroom.render.prose import Prose, heading_anchors, highlighted
from planroom.render.svg import Drawing, draw, picture_name
from planroom.room import Room, resolve_path
from planroom.wording import counted, listed

if TYPE_CHECKING:
    from planroom.render.chapters import Chapters
    from planroom.render.finding_lists import FindingLists

_HEADING = late(f"{MARK}.*?{MARK}", re.DOTALL)
_DECISION_HOMES = (address.DECISIONS, address.DECISION_GRAPH, address.DECISION_TIMELINE)
_SERVICE_ANCHORS = {
    "api_endpoints": "operations",
    "dependencies": "calls-out",
    "publishes": "events",
    "consumes": "events",
    "data_stores": "stores",
}
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")


class _Templates(Environment):
    """Templates that share one dictionary of what all of them know; a chain of two is slow to look into."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows beside what it is given."""
        return self.globals if d is None else super().make_globals(d)


class _Shown:
    """What a template is rendered for: the page, and which anchors of findings it has by now."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._anchors: set[str] = set()

    def is_first(self, anchor: str) -> bool:
        """Whether nothing so far has this anchor; from now on something has."""
        known = anchor in self._anchors
        self._anchors.add(anchor)
        return not known


@dataclass(frozen=True)
class Rendering:
    """One rendering of a site: the outcome of the checks, the addresses, and what the host offers.

    `title` is the site's name. Pages ask this for links, texts, templates and findings.
    """

    outcome: Outcome
    title: str = "Architecture"
    addresses: Addresses = field(default_factory=Addresses)
    hosting: Hosting = field(default_factory=Hosting)
    has_commands: bool = False
    """Whether the project has a hand-written page of the command line."""
    chapters_made: dict[str, Chapters] = field(default_factory=dict, repr=False)
    """What `chapters` has made so far, by path of the design: several pages ask for it."""
    history: History = field(default_factory=History)
    """What git knows of the decisions."""
    kept: KeptPages = field(default_factory=partial(KeptPages, lasts=False), repr=False)
    """The pages that an earlier rendering has made."""

    @property
    def room(self) -> Room:
        """The room that is rendered."""
        return self.outcome.room

    @property
    def model(self) -> Model:
        """The model of the room."""
        return self.outcome.model

    @property
    def today(self) -> date:
        """The date of the run."""
        return self.room.today

    @cached_property
    def _made_once(self) -> dict[str, str]:
        return {}

    def once(self, name: str, make: Callable[[Rendering], str]) -> str:
        """A long text that is asked for in more than one place, made when it is first asked for."""
        if name not in self._made_once:
            self._made_once[name] = make(self)
        return self._made_once[name]

    # Findings

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in self.outcome.diagnostics:
            found[diagnostic.location.path].append(diagnostic)
        return {path: tuple(items) for path, items in found.items()}

    @cached_property
    def findings_by_check(self) -> Counter[str]:
        """How often each check found something, by its code."""
        return Counter(diagnostic.code for diagnostic in self.outcome.diagnostics)

    def findings_in(self, *paths: str) -> tuple[Diagnostic, ...]:
        """What was found in these files."""
        return tuple(item for path in dict.fromkeys(paths) for item in self._by_path.get(path, ()))

    def findings_at(self, origin: Origin) -> tuple[Diagnostic, ...]:
        """What was found at a place or below it."""
        return tuple(item for item in self._by_path.get(origin.path, ()) if item.location.lies_at(origin))

    def findings_of(self, system: System) -> tuple[Diagnostic, ...]:
        """What was found in a system's design, contracts and decisions."""
        paths = [system.design.path, *(contract.path for contract in system.contracts)]
        paths += [path for path in self.room.unread_as("contract") if self.system_of_path.get(path) is system]
        return self.findings_in(*paths, *(decision.path for decision in system.decisions))

    @cached_property
    def system_of_path(self) -> Mapping[str, System]:
        """The system that a design, contract or decision belongs to, by path."""
        found: dict[str, System] = {}
        for system in self.model.systems:
            for decision in system.decisions:
                found.setdefault(decision.path, system)
            for contract in system.contracts:
                found.setdefault(contract.path, system)
            found[system.design.path] = system
        for path in self.room.unread_as("contract"):
            beside = self.model.system_beside(path)
            if beside is not None:
                found.setdefault(path, beside)
        return found

    @cached_property
    def finding_lists(self) -> FindingLists:
        """All findings over the pages that show them."""
        from planroom.render.finding_lists import finding_lists

        return finding_lists(self)

    @cached_property
    def _finding_pages(self) -> Mapping[str, str]:
        return self.finding_lists.pages()

    def finding_page(self, diagnostic: Diagnostic) -> str:
        """The page of findings that shows one, at the anchor `f-` and its fingerprint.

        It is `""` for one that is not reported, since a baseline has it.
        """
        return self._finding_pages.get(diagnostic.fingerprint, "")

    # Gates

    @cached_property
    def _assessed(self) -> dict[str, Assessed]:
        return {}

    def assessed(self, system: System) -> Assessed:
        """What the checklists say of a system: several pages ask for it."""
        found = self._assessed.get(system.design.path)
        if found is None:
            found = self._assessed[system.design.path] = assess(self.outcome, system)
        return found

    @cached_property
    def _delivered(self) -> dict[str, Delivered]:
        return {}

    def delivered(self, system: System) -> Delivered:
        """Every form of deliverables with its parts, judged for a system."""
        found = self._delivered.get(system.design.path)
        if found is None:
            found = self._delivered[system.design.path] = delivered(self.outcome, system)
        return found

    # Addresses

    @cached_property
    def decision_pages(self) -> Mapping[str, str]:
        """The page of every decision by the decision's path; two files never share one."""
        taken = {home.removesuffix(".md").removesuffix("/index") for home in _DECISION_HOMES}
        return {
            decision.path: address.free(address.of_decision(decision.path), decision.path, taken)
            for decision in self.room.of(Decision)
        }

    @cached_property
    def contract_pages(self) -> Mapping[str, str]:
        """The page of every contract by the contract's path."""
        pages: dict[str, str] = {}
        contracts = self.room.of(Contract)
        lists = range(1, len(contracts) // address.CONTRACTS_LISTED + 2)
        taken = {address.of_contracts(number).removesuffix(".md") for number in lists}
        for contract in contracts:
            system = self.system_of_path.get(contract.path)
            home = self.system_page(system) if system else ""
            pages[contract.path] = address.free(
                address.of_contract(contract.path, home), contract.path, taken
            )
        return pages

    @cached_property
    def unread_pages(self) -> Mapping[str, str]:
        """The page of every design and contract that cannot be read, by path."""
        pages: dict[str, str] = {}
        taken = {
            address.place_of(page) for page in (*self._system_pages.values(), *self.contract_pages.values())
        }
        for path in self.room.unread_as("design"):
            pages[path] = address.free(address.of_unread_design(path), path, taken)
        for path in self.room.unread_as("contract"):
            system = self.model.system_beside(path)
            home = self.system_page(system) if system else ""
            pages[path] = address.free(address.of_contract(path, home), path, taken)
        return pages

    @cached_property
    def _system_pages(self) -> Mapping[str, str]:
        taken = {"systems"}
        return {
            system.design.path: address.free(address.of_system(system), system.design.path, taken)
            for system in self.model.systems
        }

    def system_page(self, system: System) -> str:
        """The page of a system; two systems never share one."""
        return self._system_pages[system.design.path]

    @cached_property
    def checklist_pages(self) -> Mapping[str, str]:
        """The page of every checklist by the checklist's id."""
        taken = {"checklists"}
        return {
            each.id: address.free(address.of_checklist(each.id), each.id, taken)
            for each in checklists(self.room)
        }

    @cached_property
    def _service_pages(self) -> Mapping[tuple[str, str], str]:
        pages: dict[tuple[str, str], str] = {}
        for system in self.model.systems:
            home = self.system_page(system)
            taken: set[str] = set()
            for name, service in {service.name: service for service in system.services}.items():
                pages[system.design.path, name] = address.free(address.of_service(home, service), name, taken)
        return pages

    def service_page(self, system: System, service: Service) -> str:
        """The page of a service; two of different names never share one."""
        return self._service_pages[system.design.path, service.name]

    def operation_address(self, operation: Operation) -> tuple[str, str]:
        """The page and anchor of an operation of a contract."""
        return self.contract_places(operation.contract).of(operation)

    @cached_property
    def _places(self) -> dict[str, Places]:
        return {}

    def contract_places(self, contract: Contract) -> Places:
        """Where the operations and schemas of a contract stand."""
        found = self._places.get(contract.path)
        if found is None:
            taken = frozenset(self.contract_pages.values())
            found = self._places[contract.path] = places(contract, self.contract_pages[contract.path], taken)
        return found

    def page_of(self, path: str) -> str:
        """The page that shows a file of the room, or `""`."""
        if path in self.decision_pages:
            return self.decision_pages[path]
        if path in self.contract_pages:
            return self.contract_pages[path]
        if path in self.unread_pages:
            return self.unread_pages[path]
        system = self.model.system_at(path)
        if system is not None:
            return self.system_page(system)
        if path.startswith("docs/") and path.endswith(".md") and path in self.room.paths:
            return path[len("docs/") :]
        return ""

    def shown_at(self, location: Location) -> tuple[str, str, str]:
        """The page, anchor and words for where a place of the room is shown; `""` where it is not."""
        system = self.system_of_path.get(location.path)
        label = system.label if system else ""
        if system is None or location.path != system.design.path:
            name = _name_of(self.room.artifact(location.path))
            return self.page_of(location.path), "", ", ".join(filter(None, (name, label)))
        keys = location.pointer.split("/")[1:]
        if keys[:2] == ["service_design", "services"] and len(keys) > 2:
            for service in system.services:
                if location.pointer.startswith(pointer_text(service.origin.pointer) + "/"):
                    anchor = _SERVICE_ANCHORS.get(keys[3], "")
                    return self.service_page(system, service), anchor, f"{service.shown_name}, {label}"
        from planroom.render.chapters import chapters

        page, anchor = chapters(self, system).place(keys)
        return page or self.system_page(system), anchor, label

    def prose(self, page: str, folder: str, assets: list[str] | None = None) -> Prose:
        """How texts of a file in `folder` are shown on `page`; pictures they show are added to `assets`."""

        def relink(target: str) -> str | None:
            return self._relink(page, folder, target)

        def image(target: str) -> str | None:
            path = resolve_path(folder, re.split(r"[?#]", target)[0])
            if path is None or path not in self.room.paths or not path.lower().endswith(_IMAGES):
                return None
            if not self.room.holds(path):
                return None
            if assets is not None:
                assets.append(path)
            return self.addresses.href(page, f"assets/room/{path}")

        return Prose(relink, image, lambda text: str(self.author_figure(text, page, folder)))

    def _relink(self, page: str, folder: str, target: str) -> str | None:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#", target):
            return target
        path, _, anchor = target.partition("#")
        resolved = resolve_path(folder, path) if not path.startswith("/") else None
        if resolved is None:
            return None
        there = self.page_of(resolved)
        if there:
            return self.addresses.href(page, there, self._anchor_in(resolved, anchor))
        if self.hosting.kind and self.room.has(resolved):
            return self.hosting.view_of(resolved) + (f"#{anchor}" if anchor else "")
        return None

    def _anchor_in(self, path: str, anchor: str) -> str:
        """The anchor on a file's page for one that is meant for the file; `""` where the page has none."""
        from planroom.render.decision_pages import body_text

        artifact = self.room.artifact(path)
        if isinstance(artifact, Contract) or not anchor:
            return ""
        if not isinstance(artifact, Decision):
            return anchor
        return heading_anchors(body_text(artifact.source)).get(unquote(anchor).lower(), "")

    # Templates

    @cached_property
    def _environment(self) -> Environment:
        environment = _Templates(
            loader=PackageLoader("planroom", "templates/pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=COMPILED,
            auto_reload=False,
        )
        environment.filters.update(
            day=words.day,
            number=words.number,
            percent=words.percent,
            ms=words.milliseconds,
            listed=listed,
            code=inline_code,
            path_html=path_html,
            flat=lambda text: " ".join(str(text).split()),
            sentence=words.sentence,
            ended=ended,
            by_severity=severity_counts,
            unlinked=unlinked,
            links=links,
        )
        environment.globals.update(
            heading=heading,
            highlighted=lambda code, language="", **more: Markup(highlighted(code, language, **more)),
            counted=counted,
            columns=words.columns,
            href=lambda target, anchor="": self.addresses.href(self._shown[-1].page, target, anchor),
            first_with=lambda anchor: self._shown[-1].is_first(anchor),
            site=self,
            address=address,
            Status=Status,
            Severity=Severity,
        )
        return environment

    def blocks(self, template: str, page: str, **values: Any) -> tuple[Block, ...]:
        """Render a template for `page` into headings and HTML. Values are escaped where they are put."""
        return tuple(blocks(self._rendered(template, page, values)))

    def html(self, template: str, page: str, **values: Any) -> Markup:
        """Render a template without headings, to put into another page."""
        text = self._rendered(template, page, values)
        return Markup(scrolling(_HEADING.sub("", text)))  # made by an escaping template

    @cached_property
    def _shown(self) -> list[_Shown]:
        """The templates that are being rendered, the innermost last: one may ask for another."""
        return []

    def _rendered(self, template: str, page: str, values: Mapping[str, Any]) -> str:
        self._shown.append(_Shown(page))
        try:
            return self._environment.get_template(template).render(page=page, **values)
        finally:
            self._shown.pop()

    def figure(
        self, mermaid: str, title: str, description: str = "", legend: str = "", file: str = ""
    ) -> Markup:
        """A diagram with its frame: the SVG, or the text where it cannot be drawn."""
        mermaid, description = printable(mermaid), printable(description)
        return self._framed(mermaid, _drawing(mermaid, title, description), title, legend, file)

    def author_figure(self, mermaid: str, page: str, folder: str | None = None) -> Markup:
        """A diagram that an author wrote into a file in `folder`, as it is shown on `page`.

        Without a folder the file is the hand-written page itself.
        """
        folder = posixpath.join("docs", posixpath.dirname(page)) if folder is None else folder
        mermaid = printable(mermaid.strip("\n"))
        title, description = spoken(mermaid)
        drawing = _drawing(mermaid, title, description)
        svg = relinked(drawing.svg, lambda target: self._relink(page, folder, target))
        return self._framed(mermaid, replace(drawing, svg=svg), title)

    def _framed(self, mermaid: str, drawing: Drawing, title: str, legend: str = "", file: str = "") -> Markup:
        values = {
            "drawing": drawing,
            "text": mermaid,
            "title": title,
            "legend": legend,
            "name": picture_name(mermaid),
            "file": file,
        }
        return self.html("figure.html.jinja", "", **values)


def _drawing(mermaid: str, title: str, description: str) -> Drawing:
    def make() -> list[Any]:
        drawn = draw(mermaid, title, description)
        return [drawn.svg, drawn.fault, drawn.own_style]

    return Drawing(*MEMORY.made("drawing", mermaid, title, description, make=make))


def _name_of(artifact: object) -> str:
    """What a decision or contract is called in a line that leads to it."""
    if isinstance(artifact, Decision):
        return f"Decision {artifact.label}"
    if isinstance(artifact, Contract):
        return artifact.title or posixpath.basename(artifact.path)
    if isinstance(artifact, Pattern):
        return artifact.name
    return "Page"


def folder_of(path: str) -> str:
    """The folder of a file of the room."""
    return posixpath.dirname(path)
