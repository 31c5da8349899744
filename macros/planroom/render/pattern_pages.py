"""Patterns: a page for each, and an index by kind and problem."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from planroom.checks import REGISTRY
from planroom.kinds.pattern import Pattern, PatternKind
from planroom.kinds.runbook import Runbook
from planroom.model import PatternUse, Service
from planroom.records import dataclass
from planroom.render import address
from planroom.render.decision_pages import body_text
from planroom.render.guides.addresses import of_guide
from planroom.render.guides.reading import Guide, guides_naming
from planroom.render.naming import led_back
from planroom.render.page import SitePage, Subject
from planroom.render.rendering import Rendering, folder_of
from planroom.render.stacked import stacked
from planroom.render.values import link, runbook
from planroom.wording import counted

_NAMED = 3
"""So many users of a pattern stand in its facts where it has more; the end of the page has all of them."""


@dataclass(frozen=True)
class PatternRow:
    """A pattern as the index lists it: its page, who uses it, and words it is found by and does not show."""

    pattern: Pattern
    page: str
    users: Markup
    words: str


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index and every pattern's page, in a project that keeps patterns."""
    patterns = site.room.of(Pattern)
    if patterns:
        yield _index(site, patterns)
    for pattern in patterns:
        yield _page(site, pattern)


def _index(site: Rendering, patterns: Sequence[Pattern]) -> SitePage:
    path = address.PATTERNS
    rows = [
        PatternRow(
            pattern,
            site.page_of(pattern.path),
            _some(_users(site, path, site.model.patterns.of(pattern))),
            " ".join((*pattern.also, pattern.summary, pattern.title_it, pattern.summary_it)),
        )
        for pattern in sorted(patterns, key=lambda pattern: (pattern.name.casefold(), pattern.path))
    ]
    kinds = [kind for kind in PatternKind if any(pattern.kind is kind for pattern in patterns)]
    found = site.blocks("patterns.md.jinja", path, rows=rows, kinds=kinds)
    about = Subject("Pattern", ("patterns", "pattern"), weight=0.5)
    return SitePage(path, "Patterns", found, hide=("toc", "footer"), subjects=(about,))


def _page(site: Rendering, pattern: Pattern) -> SitePage:
    path = site.page_of(pattern.path)
    assets: list[str] = []
    prose = site.prose(path, folder_of(pattern.path), assets)
    uses = site.model.patterns.of(pattern)
    users = _users(site, path, uses)
    head = site.blocks(
        "pattern.md.jinja",
        path,
        pattern=pattern,
        problem=prose.line(pattern.problem),
        users=_some(users),
        decisions=_decisions(site, path, pattern),
        use_when=[prose.line(text) for text in pattern.use_when],
        avoid_when=[prose.line(text) for text in pattern.avoid_when],
        findings=site.findings_in(pattern.path),
    )
    foot = site.blocks(
        "pattern_foot.md.jinja",
        path,
        pattern=pattern,
        checks=[REGISTRY[code] for code in pattern.checks if code in REGISTRY],
        related=_related(site, path, pattern),
        runbooks=[_runbook(site, path, name) for name in pattern.runbooks],
        back=[
            link
            for _, links in led_back(site, path, pattern.path, known=_known(site, pattern))
            for link in links
        ],
        guides=[_guide(site, path, guide) for guide in guides_naming(pattern.id)],
        users=users if len(users) > _NAMED + 1 else [],
    )
    return SitePage(
        path,
        pattern.name,
        (*head, *stacked(prose.sections(body_text(pattern.source))), *foot),
        pattern.path,
        pattern.summary or pattern.problem,
        assets=tuple(dict.fromkeys(assets)),
        subjects=(_subject(pattern),),
    )


def _subject(pattern: Pattern) -> Subject:
    """What search finds it by: its names in both languages, and the problem as those say it who have it."""
    told = (pattern.name, pattern.title_it, pattern.problem, *pattern.also, pattern.summary_it)
    kind = pattern.kind.value if pattern.kind else ""
    return Subject("Pattern", tuple(filter(None, (pattern.id, *told))), detail=kind, weight=1.5)


def _users(site: Rendering, page: str, uses: Sequence[PatternUse]) -> list[Markup]:
    """Links to the services and systems that use a pattern."""
    several = len({use.system.design.path for use in uses}) > 1
    found = []
    for use in uses:
        if use.service is None:
            there, label = site.system_page(use.system), use.system.label
        else:
            there = site.service_page(use.system, use.service)
            label = use.service.name
        where = f" ({use.system.label})" if several and use.service is not None else ""
        link = Markup('<a class="pr-name" href="{}">{}</a>').format(site.addresses.href(page, there), label)
        found.append(link + where)
    return found


def _some(users: Sequence[Markup]) -> Markup:
    if len(users) <= _NAMED + 1:
        return Markup(", ").join(users)
    others = counted(len(users) - _NAMED, "other", "others")
    return Markup(", ").join([*users[:_NAMED], escape(others)])


def _decisions(site: Rendering, page: str, pattern: Pattern) -> Markup:
    """Links to the decisions that a pattern names; a name that leads nowhere stays as it is written."""
    found = []
    for name in pattern.decisions:
        decision = site.model.patterns.decision(pattern, name)
        if decision is None:
            found.append(escape(name))
            continue
        there = site.addresses.href(page, site.decision_pages[decision.path])
        label = decision.number or decision.label
        found.append(Markup('<a href="{}" title="{}">{}</a>').format(there, decision.title or label, label))
    return Markup(", ").join(found)


def _related(site: Rendering, page: str, pattern: Pattern) -> list[Markup]:
    found = []
    for name in pattern.related:
        other = site.model.patterns.named(name)
        found.append(pattern_link(site, page, other) if other is not None else escape(name))
    return found


def _guide(site: Rendering, page: str, guide: Guide) -> Markup:
    return link(site.addresses.href(page, of_guide(guide.slug, guide.language)), guide.title)


def _known(site: Rendering, pattern: Pattern) -> set[str]:
    """The files that a pattern's page leads to already."""
    related = (site.model.patterns.named(name) for name in pattern.related)
    return {*pattern.runbooks, *(other.path for other in related if other is not None)}


def pattern_link(site: Rendering, page: str, pattern: Pattern) -> Markup:
    """A pattern's name with a link to its page."""
    there = site.addresses.href(page, site.page_of(pattern.path))
    return Markup('<a href="{}">{}</a>').format(there, pattern.name)


def _runbook(site: Rendering, page: str, name: str) -> Markup:
    there = site.page_of(name) if site.room.has(name) else ""
    if not there:
        return runbook(name)
    held = site.room.artifact(name)
    words = posixpath.basename(there).removesuffix(".md").replace("-", " ").capitalize()
    label = held.label if isinstance(held, Runbook) else words
    return Markup('<a href="{}">{}</a>').format(site.addresses.href(page, there), label)


def patterns_of(site: Rendering, page: str, service: Service) -> list[tuple[Markup, str]]:
    """What a service uses, each linked where a page describes it, with the problem that it solves.

    Of what is used and not described, those that the design names itself are listed.
    """
    found = []
    for use in site.model.patterns.by(service):
        pattern = site.model.patterns.named(use.pattern)
        if pattern is not None:
            found.append((pattern_link(site, page, pattern), pattern.problem))
        elif use.named:
            found.append((escape(use.pattern), "not described here"))
    return found
