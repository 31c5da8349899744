"""Where every page of the site lies: addresses come from paths, so that they stay."""

from __future__ import annotations

import hashlib
import posixpath
import re

from planroom.kinds.decision_place import place_in_log
from planroom.kinds.operations import Operation
from planroom.model import Service, System
from planroom.records import dataclass

HOME = "index.md"
FINDINGS = "findings.md"
FINDING_ROWS = "findings/rows.js"
DECISIONS = "decisions/index.md"
DECISION_GRAPH = "decisions/graph.md"
DECISION_TIMELINE = "decisions/timeline.md"
DECISION_ROWS = "decisions/rows.js"
DECISION_FEED = "decisions/feed.xml"
PATTERNS = "patterns/index.md"
SYSTEMS = "systems/index.md"
CHECKLISTS = "checklists/index.md"
DELIVERABLES = "deliverables.md"
RUNBOOKS = "runbooks/index.md"
REFERENCE = "reference/index.md"
CHECKS = "reference/checks/index.md"
DESIGN_FORMAT = "reference/design-format.md"
MACROS = "reference/macros.md"
COMMANDS = "reference/commands.md"


_LONGEST = 200
"""Bytes of a name in an address; a file system takes 255."""


def slug(text: str) -> str:
    """A text as part of an address: lower case, letters, digits and hyphens, no longer than a file's name."""
    words = re.sub(r"[^\w.-]+", "-", text.lower()).strip("-.") or "unnamed"
    encoded = words.encode("utf-8", "replace")
    if len(encoded) <= _LONGEST:
        return words
    return f"{encoded[:_LONGEST].decode('utf-8', 'ignore')}-{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def free(page: str, name: str, taken: set[str]) -> str:
    """A page's path, with a mark made of `name` where another page of `taken` is served there already.

    Adds it to `taken`. `a.md` and `a/index.md` are served at the same place.
    """
    if place_of(page) in taken:
        stem = page.removesuffix(".md")
        place = stem.removesuffix("/index")
        page = f"{place}-{_digest(name)}" + ("/index.md" if place != stem else ".md")
    taken.add(place_of(page))
    return page


def place_of(page: str) -> str:
    """Where a page is served, the same for two that would take each other's place."""
    return page.removesuffix(".md").removesuffix("/index").casefold()


_BELOW_DECISIONS = ("list", "graph", "timeline")
"""Folders beside the index of decisions that hold pages about many of them."""


def of_decision(path: str) -> str:
    """`adr/0003-x.md` is at `decisions/0003-x`; decisions of other folders keep their folders.

    One below `docs/` stays where it is, so that hand-written pages may link to its file.
    """
    if path.startswith("docs/"):
        return posixpath.splitext(path.removeprefix("docs/"))[0] + ".md"
    parts = [slug(part) for part in place_in_log(path).split("/")]
    if len(parts) > 1 and parts[0] in _BELOW_DECISIONS:
        parts[0] += "-decisions"
    return f"decisions/{'/'.join(parts)}.md"


def of_list(number: int) -> str:
    """`decisions/list/3/`: the third hundred of the decisions, counted from the oldest."""
    return f"decisions/list/{number}.md"


def of_graph(number: int) -> str:
    """The first page of the graph of decisions, or a further one where it is split."""
    return DECISION_GRAPH if number == 1 else f"decisions/graph/{number}.md"


def of_period(name: str) -> str:
    """`decisions/timeline/2026-02/`: the decisions of a part of the timeline."""
    return f"decisions/timeline/{name}.md"


def is_about_decisions(path: str) -> bool:
    """Whether a page is one about many decisions that is reached from their index."""
    return path.startswith(tuple(f"decisions/{name}/" for name in _BELOW_DECISIONS))


def of_system(system: System) -> str:
    """`systems/<name>/`."""
    return f"systems/{slug(system.name)}/index.md"


_BESIDE = ("index", "api", "checklist", "deliverables")
"""What else lies beside the pages of services."""


def of_unread_design(path: str) -> str:
    """`systems/<folder>/` of a design that cannot be read, and so says no name."""
    name = posixpath.basename(posixpath.dirname(path)) or posixpath.splitext(path)[0]
    return f"systems/{slug(name)}/index.md"


def of_service(home: str, service: Service) -> str:
    """`systems/<system>/<service>/`, beside the page of its system, `home`."""
    name = slug(service.name)
    return f"{posixpath.dirname(home)}/{'service-' + name if name in _BESIDE else name}.md"


def of_filled(home: str) -> str:
    """`systems/<system>/checklist/`, the checklists filled in, beside the page of its system, `home`."""
    return f"{posixpath.dirname(home)}/checklist.md"


def of_deliverables(home: str) -> str:
    """`systems/<system>/deliverables/`, what of each deliverable is there, beside the page of its system."""
    return f"{posixpath.dirname(home)}/deliverables.md"


def of_checklist(name: str) -> str:
    """`checklists/<id>/`."""
    return f"checklists/{slug(name)}.md"


CONTRACTS_LISTED = 200
"""So many contracts of no system stand on one page."""


def of_contracts(number: int) -> str:
    """The index of systems, and `apis/page-<number>/` for the contracts that it has no room for."""
    return SYSTEMS if number == 1 else f"apis/page-{number}.md"


def of_contract(path: str, home: str = "") -> str:
    """The page of a contract's file: `systems/<system>/api/<file>/` below the page of its system, `home`.

    Without a system it is `apis/<path>/`.
    """
    if home:
        name = posixpath.basename(path)
        name = re.sub(r"[._-]?(openapi|swagger)?\.(ya?ml|json)$", "", name) or "openapi"
        return f"{posixpath.dirname(home)}/api/{slug(name)}.md"
    return "apis/" + "/".join(slug(part) for part in posixpath.splitext(path)[0].split("/")) + ".md"


def operation_anchor(operation: Operation) -> str:
    """An operation's anchor: its id as written where that can be one, else its method and path."""
    if re.fullmatch(r"[\w./:~-]+", operation.operation_id):
        return operation.operation_id
    return slug(f"{operation.method}-{operation.path}").replace("--", "-")


def of_findings(code: str, number: int = 1) -> str:
    """`findings/<code>/`, and `findings/<code>-2/` for what does not fit there."""
    return f"findings/{code.lower()}{f'-{number}' if number > 1 else ''}.md"


def of_check(code: str) -> str:
    """`reference/checks/<code>/`."""
    return f"reference/checks/{code.lower()}.md"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Turns the Markdown path of a page into the address another page links to.

    With `directory_urls`, `a/b.md` is served as `a/b/`; without, as `a/b.html`.
    """

    directory_urls: bool = True

    def url(self, path: str) -> str:
        """The address of a page or file from the site's root."""
        if not path.endswith(".md"):
            return path
        stem = path[: -len(".md")]
        if stem == "index" or stem.endswith("/index"):
            return stem[: -len("index")] if self.directory_urls else stem + ".html"
        return stem + ("/" if self.directory_urls else ".html")

    def href(self, source: str, target: str, anchor: str = "") -> str:
        """The relative address of page `target` as page `source` links to it."""
        tail = f"#{anchor}" if anchor else ""
        if source == target and anchor:
            return tail
        here, there = self.url(source), self.url(target)
        return _relative(here.split("/")[:-1], there.split("/")) + tail


def _relative(folder: list[str], there: list[str]) -> str:
    """The way from a folder of the site to an address, both in parts; a folder's address ends in none."""
    shared = 0
    while shared < min(len(folder), len(there) - 1) and folder[shared] == there[shared]:
        shared += 1
    return "../" * (len(folder) - shared) + "/".join(there[shared:]) or "./"
