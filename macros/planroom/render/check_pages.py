"""The reference of checks: an index, and a page for each that is also its test and its `explain` text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planroom.checks import REGISTRY, Check
from planroom.checks.pages import CheckPage, Example, check_page
from planroom.diagnostics import Severity
from planroom.render import address
from planroom.render.page import Block, Heading, Html, SitePage
from planroom.render.prose import Prose, highlighted
from planroom.render.rendering import Rendering

SUBJECTS = {
    "SRC": "Text of files",
    "CFG": "Settings and suppressions",
    "ADR": "Decisions",
    "DSN": "Designs",
    "API": "Contracts",
    "SYS": "Design against contract",
    "LNK": "Links",
    "MAC": "Macro calls",
    "DIA": "Diagrams",
}
_RUNS_ON = {
    "Source": "Files",
    "Settings": "Settings",
    "Room": "The whole repository",
    "Model": "All systems",
    "Acceptance": "Suppressions",
}


def counts(site: Rendering) -> Counter[str]:
    """How often each check found something in this room."""
    return Counter(diagnostic.code for diagnostic in site.outcome.diagnostics)


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index of checks and the page of each."""
    checks = [REGISTRY[code] for code in sorted(REGISTRY)]
    found = site.blocks(
        "checks.md.jinja",
        address.CHECKS,
        checks=checks,
        counts=counts(site),
        severities=list(Severity),
        subjects=[
            (code, title) for code, title in SUBJECTS.items() if any(c.code.startswith(code) for c in checks)
        ],
    )
    yield SitePage(address.CHECKS, "Checks", found, hide=("toc", "footer"))
    for check in checks:
        yield _page(site, check)


def _page(site: Rendering, check: Check) -> SitePage:
    path = address.of_check(check.code)
    page = check_page(check.code)
    prose = Prose()
    found: list[Block] = list(
        site.blocks(
            "check.md.jinja", path, check=check, runs_on=_runs_on(check), count=counts(site)[check.code]
        )
    )
    found += [Heading(2, "Why", "why"), Html(str(prose.html(page.why)))]
    found += _example("Before", page.before, page)
    found += _example("Bad", page.bad, page)
    found += _example("Good", page.good, page)
    found += [Heading(2, "Fix", "fix"), Html(str(prose.html(page.fix)))]
    kin = [REGISTRY[code] for code in page.see if code in REGISTRY]
    found += site.blocks("check_foot.md.jinja", path, check=check, kin=kin)
    return SitePage(path, f"{check.code} {check.name}", tuple(found))


def _runs_on(check: Check) -> str:
    name = check.on.__name__
    return _RUNS_ON.get(name, name + "s")


def _example(title: str, example: Example, page: CheckPage) -> list[Block]:
    """The files of an example with the marked lines, and what `planroom check` says of them."""
    if not example.files:
        return []
    found: list[Block] = [Heading(2, title, title.lower())]
    for file in example.files:
        marked = _marked(page) if title != "Before" else ()
        lines = frozenset(line for path, line in marked if path == file.path)
        found.append(Html(highlighted(file.text, file.language, name=file.path, mark=lines)))
    if example.expect:
        said = "\n".join(example.expect)
        found.append(Html(highlighted(said, "text", name="planroom check")))
    return found


def _marked(page: CheckPage) -> Iterator[tuple[str, int]]:
    for line in page.bad.expect:
        place = line.split(" ")[0].rsplit(":", 2)
        if len(place) == 3 and place[1].isdigit():
            yield place[0], int(place[1])
