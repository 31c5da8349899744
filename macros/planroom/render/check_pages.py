"""The reference of checks: an index, and a page for each that is also its test and its `explain` text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from planroom.checks import REGISTRY, Check
from planroom.checks.pages import Example, Expected, check_page
from planroom.diagnostics import Severity
from planroom.render import address
from planroom.render.brought import BROUGHT
from planroom.render.naming import led_back
from planroom.render.page import LAST, Block, Heading, Html, SitePage, Subject
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
    "GTE": "Checklists and answers",
    "RUN": "Runbooks",
    "PAT": "Patterns",
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
    return site.findings_by_check


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index of checks and the page of each."""
    found_now = counts(site)
    checks = [REGISTRY[code] for code in sorted(REGISTRY)]
    found = site.blocks(
        "checks.md.jinja",
        address.CHECKS,
        checks=checks,
        counts=found_now,
        severities=list(Severity),
        subjects=[
            (code, title) for code, title in SUBJECTS.items() if any(c.code.startswith(code) for c in checks)
        ],
    )
    yield SitePage(
        address.CHECKS, "Checks", found, hide=("toc", "footer"), subjects=(Subject("Reference", weight=LAST),)
    )
    for check in checks:
        yield _page(site, check, found_now[check.code])


def _page(site: Rendering, check: Check, count: int) -> SitePage:
    path = address.of_check(check.code)
    back = led_back(site, path, check.code)

    def make() -> list[Block]:
        kin = [REGISTRY[code] for code in check_page(check.code).see if code in REGISTRY]
        return [
            *site.blocks("check.md.jinja", path, check=check, runs_on=_runs_on(check), count=count),
            *_told(check),
            *site.blocks("check_foot.md.jinja", path, check=check, kin=kin, back=back),
        ]

    # What a room adds is how often it finds something, and what of its own leads here.
    flat = "" if site.addresses.directory_urls else "flat"
    told = make() if count or back else BROUGHT.blocks("check", check.code, flat, make=make)
    about = Subject("Check", (check.code, check.name), weight=LAST, whole=True)
    return SitePage(path, f"{check.code} {check.name}", tuple(told), subjects=(about,))


def _told(check: Check) -> list[Block]:
    """What its own page says of a check, which is the same in every site."""
    page = check_page(check.code)
    prose = Prose()
    found: list[Block] = [Heading(2, "Why", "why"), Html(str(prose.html(page.why)))]
    found += _example("Before", page.before, {})
    found += _example("Bad", page.bad, _found(page.bad))
    found += _example("Good", page.good, _mended(page.bad, page.good))
    found += [Heading(2, "Fix", "fix"), Html(str(prose.html(page.fix)))]
    return found


def _runs_on(check: Check) -> str:
    name = check.on.__name__
    return _RUNS_ON.get(name, name + "s")


def _example(title: str, example: Example, marks: Mapping[str, frozenset[int]]) -> list[Block]:
    """The files of an example with the marked lines, and what `planroom check` says of them."""
    if not example.files:
        return []
    found: list[Block] = [Heading(2, title, title.lower())]
    for file in example.files:
        marked = marks.get(file.path, frozenset())
        found.append(
            Html(highlighted(file.text, file.language, name=file.path, mark=marked, searchable=False))
        )
    if example.expect:
        said = "\n".join(map(_said, example.expect))
        found.append(Html(highlighted(said, "text", name="planroom check", wraps=True)))
    return found


def _said(expected: Expected) -> str:
    """A finding in the words of the command line, its message on a line of its own."""
    severity = REGISTRY[expected.code].severity.value
    return f"{expected.place} {severity} {expected.code}\n  {expected.message}"


def _found(bad: Example) -> dict[str, frozenset[int]]:
    """The lines of each file that the findings are about."""
    lines: dict[str, set[int]] = defaultdict(set)
    for expected in bad.expect:
        lines[expected.path].add(expected.line)
    return {path: frozenset(found) for path, found in lines.items()}


def _mended(bad: Example, good: Example) -> dict[str, frozenset[int]]:
    """The lines of each file of the good example that differ from the bad one's."""
    before = {file.path: file.text.split("\n") for file in bad.files}
    return {
        file.path: frozenset(_changed(before[file.path], file.text.split("\n")))
        for file in good.files
        if file.path in before
    }


def _changed(before: list[str], after: list[str]) -> Iterator[int]:
    """The numbers, from 1, of the lines that were changed or added."""
    for kind, _, _, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from range(start + 1, end + 1)
