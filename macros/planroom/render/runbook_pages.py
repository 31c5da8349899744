"""Runbooks: an index that says which were exercised and when, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from planroom.kinds.runbook import Runbook
from planroom.model import Alert, System
from planroom.records import dataclass
from planroom.render import address, words
from planroom.render.decision_pages import body_text
from planroom.render.naming import led_back
from planroom.render.page import Block, SitePage, Subject
from planroom.render.rendering import Rendering, folder_of
from planroom.render.values import link


@dataclass(frozen=True)
class RunbookRow:
    """A runbook in a list: what it is for, and whether it is time to exercise it."""

    runbook: Runbook
    page: str
    alerts: tuple[str, ...]
    services: Markup
    is_overdue: bool


def pages(site: Rendering) -> Iterator[SitePage]:
    """The index of runbooks and the page of each, where there are any."""
    runbooks = site.model.runbooks.all
    if runbooks:
        yield _index(site, runbooks)
    for runbook in runbooks:
        yield _page(site, runbook)


def _index(site: Rendering, runbooks: Sequence[Runbook]) -> SitePage:
    page = address.RUNBOOKS
    groups: dict[System | None, list[Runbook]] = {system: [] for system in site.model.systems}
    groups[None] = []
    for runbook in runbooks:
        for system in site.model.runbooks.systems_of(runbook) or (None,):
            groups[system].append(runbook)
    found = site.blocks(
        "runbooks.md.jinja",
        page,
        groups=[
            (system, _about(site, system), [_row(site, runbook) for runbook in held])
            for system, held in groups.items()
            if held
        ],
        never=sum(1 for runbook in runbooks if runbook.exercised is None),
        overdue=sum(1 for runbook in runbooks if runbook.is_overdue(site.today)),
        count=len(runbooks),
    )
    return SitePage(page, "Runbooks", found, hide=("toc",), subjects=(Subject("Runbooks"),))


def _about(site: Rendering, system: System | None) -> Markup:
    """What a system says of itself, above its runbooks."""
    if system is None or not system.description:
        return Markup()
    return site.prose(address.RUNBOOKS, system.folder).line(system.description)


def _row(site: Rendering, runbook: Runbook) -> RunbookRow:
    return RunbookRow(
        runbook,
        site.page_of(runbook.path),
        tuple(dict.fromkeys(_metrics(site, runbook))),
        _services(site, address.RUNBOOKS, runbook),
        runbook.is_overdue(site.today),
    )


def _metrics(site: Rendering, runbook: Runbook) -> Iterator[str]:
    """The metrics of the alerts that a runbook is for: those that lead to it, then those that it names."""
    for _, alert in site.model.runbooks.alerts_of(runbook):
        if alert.metric:
            yield alert.metric
    for reference in runbook.alerts:
        yield reference.text


def _services(site: Rendering, page: str, runbook: Runbook) -> Markup:
    """The services of a runbook, each linked to its page; those that no design has by their names."""
    found = site.model.runbooks.services_of(runbook)
    links = [
        link(site.addresses.href(page, site.service_page(system, service)), service.name)
        for system, service in found
    ]
    runbooks = site.model.runbooks
    links += [escape(each.text) for each in runbook.services if not runbooks.service_named(each.text)]
    return Markup(", ").join(links)


def _page(site: Rendering, runbook: Runbook) -> SitePage:
    path = site.page_of(runbook.path)
    assets: list[str] = []
    prose = site.prose(path, folder_of(runbook.path), assets)
    systems = site.model.runbooks.systems_of(runbook)
    alerts = site.model.runbooks.alerts_of(runbook)
    italian = tuple(words_.texts.get("it", "") for words_ in (runbook.title, runbook.summary))
    head = site.blocks(
        "runbook.md.jinja",
        path,
        runbook=runbook,
        systems=systems,
        severity=runbook.severity or next((alert.severity for _, alert in alerts if alert.severity), ""),
        facts=_facts(site, path, runbook, alerts),
        is_overdue=runbook.is_overdue(site.today),
        findings=site.findings_in(runbook.path),
        italian=italian,
        lede=prose.inline(str(runbook.summary)) if runbook.summary else Markup(),
    )
    back = led_back(site, path, runbook.path)
    foot = site.blocks("runbook_foot.md.jinja", path, runbook=runbook, back=back)
    body: list[Block] = prose.sections(body_text(runbook.source))
    about = Subject(
        "Runbook",
        (*dict.fromkeys(_metrics(site, runbook)), *filter(None, (runbook.stem, *italian, *runbook.also))),
        detail=systems[0].label if systems else "",
        weight=1.2,
        whole=True,
    )
    return SitePage(
        path,
        runbook.label,
        (*head, *body, *foot),
        runbook.path,
        words.first_sentence(str(runbook.summary)),
        assets=tuple(dict.fromkeys(assets)),
        subjects=(about,),
    )


def _facts(
    site: Rendering, page: str, runbook: Runbook, alerts: Sequence[tuple[System, Alert]]
) -> list[tuple[str, Markup]]:
    """The facts bar of a runbook: what is not known is left out, but for the exercise."""
    shown = [_alert(site, page, alert) for _, alert in alerts if alert.metric]
    met = {alert.metric.casefold() for _, alert in alerts}
    shown += [_code(each.text) for each in runbook.alerts if each.text.casefold() not in met]
    services = _services(site, page, runbook)
    escalation = dict.fromkeys(alert.escalation for _, alert in alerts if alert.escalation)
    pairs = [
        ("Alert" if len(shown) == 1 else "Alerts", Markup("<br>").join(shown)),
        ("Service" if services.count("<a") == 1 else "Services", services),
        ("Last exercised", _exercised(runbook)),
        ("Escalation", escape("; ".join(escalation))),
    ]
    return [(label, value) for label, value in pairs if value]


def _exercised(runbook: Runbook) -> Markup:
    if runbook.exercised is None:
        return escape(runbook.exercised_text or "never")
    day = Markup('<time datetime="{}">{}</time>').format(
        runbook.exercised.isoformat(), words.day(runbook.exercised)
    )
    return Markup("{} by {}").format(day, runbook.exercised_by) if runbook.exercised_by else day


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _alert(site: Rendering, page: str, alert: Alert) -> Markup:
    """An alert as a link to where the design states it, and from when on it goes off."""
    target, anchor, _ = site.shown_at(site.room.locate([alert.origin])[alert.origin])
    there = site.addresses.href(page, target, anchor)
    return Markup('<a href="{}">{}</a> {}').format(there, _code(alert.metric), alert.threshold)
