"""Services: a page for each, with what it offers, whom it calls, what it keeps and what binds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from planroom.diagnostics import Severity
from planroom.kinds.operations import Operation
from planroom.model import Endpoint, Service, System
from planroom.model.matching import paths_of
from planroom.records import dataclass
from planroom.render import words
from planroom.render.binders import Binders
from planroom.render.frame import frame
from planroom.render.page import SitePage, Subject
from planroom.render.pattern_pages import patterns_of
from planroom.render.rendering import Rendering
from planroom.render.service_facts import Facts
from planroom.render.service_rows import findings_of, p95, responsibility
from planroom.render.system_page import objective_fact
from planroom.render.system_rows import objective_words
from planroom.render.values import Values, link, title_of

_FINDINGS_SHOWN = 20
_KINDS = {"bff": "Backend for a front end", "job": "Job", "gateway": "Gateway"}
_SHOWN = (
    "service_name",
    "title",
    "kind",
    "owner",
    "domain_responsibility",
    "public",
    "stateless",
    "instances",
    "slo",
    "contracts",
    "api_endpoints",
    "dependencies",
    "publishes",
    "consumes",
    "data_stores",
    "runbooks",
    "patterns",
    "links",
    "note",
)
"""The keys of a service that the page shows in places of their own; all others are listed at its end."""


@dataclass(frozen=True)
class OperationRow:
    """One operation of a service: where it is stated, what it does, where its contract's page shows it."""

    method: str
    path: str
    does: Markup
    stated: str
    p95_ms: float | None
    page: str = ""
    anchor: str = ""


def pages(site: Rendering) -> Iterator[SitePage]:
    """The page of every service of every system."""
    binders = Binders(site)
    for system in site.model.systems:
        made: set[str] = set()
        for service in system.services:
            path = site.service_page(system, service)
            # Two services of one name are a finding; the first of them has the page.
            if path not in made:
                made.add(path)
                yield _page(site, system, service, binders)


def _page(site: Rendering, system: System, service: Service, binders: Binders) -> SitePage:
    path = site.service_page(system, service)
    assets: list[str] = []
    values = Values(site, path, system, assets)
    facts = Facts(site, path, system)
    found = [item for item in findings_of(site, service) if item.severity is not Severity.INFO]
    infos = len(findings_of(site, service)) - len(found)
    rows = operations(values, service)
    contracts = [(contract, site.contract_pages[contract.path]) for contract in service.contracts]
    used = {row.page for row in rows}
    lede, more = _lede(values, service)
    blocks = site.blocks(
        "service.md.jinja",
        path,
        system=system,
        service=service,
        lede=lede,
        more=more,
        facts=service_facts(values, service),
        findings=[
            (item, frame(item, site.room) if item.severity is Severity.ERROR else "")
            for item in found[:_FINDINGS_SHOWN]
        ],
        left=len(found) - len(found[:_FINDINGS_SHOWN]),
        infos=infos,
        operations=rows,
        base=base_of(service, rows),
        contracts=[pair for pair in contracts if service.contract_names or pair[1] in used],
        calls_out=facts.calls_out(service.calls_out),
        calls_in=facts.calls_in(service.calls_in),
        events=facts.events_of(service),
        stores=facts.stores_of(service),
        bound=binders.of_service(system, service),
        patterns=patterns_of(site, path, service),
        rest=_rest(values, service),
        line=site.room.locate([service.origin])[service.origin].line,
    )
    described = words.first_sentence(responsibility(service))
    title = service.shown_name
    return SitePage(
        path,
        title,
        blocks,
        system.design.path,
        described,
        assets=tuple(dict.fromkeys(assets)),
        subjects=(Subject("Service", (service.name, service.label), detail=system.label, weight=2),),
    )


def _lede(values: Values, service: Service) -> tuple[Markup, Markup]:
    """What the service answers for: in a lede where it is short; a longer text follows whole."""
    text = responsibility(service)
    note = _stated(service, values.system).get("note")
    more = values.prose.html(note) if isinstance(note, str) else Markup("")
    first, whole = values.lede(text)
    return first, whole + more


def service_facts(values: Values, service: Service) -> list[tuple[str, Markup]]:
    """The facts bar of a service: what is not known is left out."""
    kind = _KINDS.get(service.kind, words.sentence(service.kind))
    nature = [kind] if kind else []
    nature += ["stateless"] if service.stateless else ["keeps state"] if service.stateless is False else []
    nature += ["public"] if service.public else []
    objective = objective_fact(*objective_words(service.slo))
    if not objective and service.slo_text:
        objective = values.text(service.slo_text)
    pairs = [
        ("Owner", escape(service.owner)),
        ("Kind", escape(words.sentence(", ".join(nature)))),
        ("Instances", escape(_instances(service))),
        ("Objective", objective),
        ("Latency", escape(_latency(service))),
        _runbooks(values, service),
    ]
    return [(label, value) for label, value in pairs if value]


def _instances(service: Service) -> str:
    low, high = service.instances
    if low is not None and high is not None:
        return str(low) if low == high else f"{low} to {high}"
    return f"at least {low}" if low is not None else f"at most {high}" if high is not None else ""


def _latency(service: Service) -> str:
    promised = service.latency
    slowest = p95(service)
    said = [f"P95 {words.milliseconds(slowest)}"] if slowest is not None else []
    if promised is not None and promised.p99_ms is not None:
        said.append(f"P99 {words.milliseconds(promised.p99_ms)}")
    return ", ".join(text.replace(" ", words.NARROW) for text in said)


def _runbooks(values: Values, service: Service) -> tuple[str, Markup]:
    """The runbooks that the design names for a service, then those that name the service."""
    named = {name.path for name in service.runbook_names}
    others = (each for each in values.site.model.runbooks.of_service(service) if each.path not in named)
    links = [values.runbook(text) for text in service.runbooks]
    links += [
        link(values.site.addresses.href(values.page, values.site.page_of(each.path)), each.label)
        for each in others
    ]
    return "Runbook" if len(links) == 1 else "Runbooks", Markup(", ").join(links)


# Operations -------------------------------------------------------------------------------------------------


def operations(values: Values, service: Service) -> list[OperationRow]:
    """What the service offers: the endpoints of the design, then operations that only its contracts have."""
    rows = [_of_endpoint(values, endpoint) for endpoint in service.endpoints]
    stated = {match.operation for endpoint in service.endpoints for match in endpoint.matches}
    if service.contract_names or len(values.system.services) == 1:
        for contract in service.contracts:
            rows += [_of_operation(values, op) for op in contract.operations if op not in stated]
    return rows


def base_of(service: Service, rows: list[OperationRow]) -> str:
    """The base path of its contracts that all operations of a service lie under, `""` for none."""
    bases = {base for contract in service.contracts for base in contract.base_paths if len(base) > 1}
    fitting = [base for base in bases if rows and all(row.path.startswith(base + "/") for row in rows)]
    return max(fitting, key=len, default="")


def _of_endpoint(values: Values, endpoint: Endpoint) -> OperationRow:
    does = values.text(endpoint.description) if endpoint.description else Markup("not stated")
    if not endpoint.matches:
        return OperationRow(endpoint.method, endpoint.path, does, "design", endpoint.p95_ms)
    operation = endpoint.matches[0].operation
    if not endpoint.description and operation.summary:
        does = escape(operation.summary)
    page, anchor = values.site.operation_address(operation)
    return OperationRow(
        endpoint.method, endpoint.path, does, "design, contract", endpoint.p95_ms, page, anchor
    )


def _of_operation(values: Values, operation: Operation) -> OperationRow:
    page, anchor = values.site.operation_address(operation)
    does = escape(operation.summary or operation.operation_id or "not stated")
    path = paths_of(operation)[0] if not operation.full_paths else operation.full_paths[0]
    return OperationRow(operation.method, path, does, "contract", None, page, anchor)


# The rest ---------------------------------------------------------------------------------------------------


def _stated(service: Service, system: System) -> dict[str, Any]:
    """The service as the design states it, in the shape of the format."""
    section = system.design.document.get("service_design")
    held = section.get("services") if isinstance(section, dict) else None
    for index, item in enumerate(held if isinstance(held, list) else ()):
        place = system.design.origin_of("service_design", "services", index)
        if isinstance(item, dict) and place == service.origin:
            return item
    return {}


def _rest(values: Values, service: Service) -> list[tuple[str, Markup]]:
    """Links, and whatever else the design says of the service, known or not."""
    stated = _stated(service, values.system)
    pairs = [("Links", _links(values, stated))] if stated.get("links") else []
    if service.title and service.title != service.name:
        pairs.insert(0, ("Also called", escape(service.title)))
    slo = stated.get("slo")
    if isinstance(slo, dict):
        said = {key: item for key, item in slo.items() if key in ("error_rate_percent", "note")}
        pairs += [("Objective", values.shown(said))] if said else []
    instances = stated.get("instances")
    if isinstance(instances, dict) and isinstance(instances.get("note"), str):
        pairs.append(("Instances", values.text(instances["note"])))
    others = [key for key in stated if key not in _SHOWN and not key.startswith(("x-", "$"))]
    return [*pairs, *((title_of(key), values.shown(stated[key], key)) for key in others)]


def _links(values: Values, value: Mapping[str, Any]) -> Markup:
    """The links of a service, by title."""
    links = value.get("links")
    pairs = list(links.items()) if isinstance(links, dict) else []
    if isinstance(links, list):
        for item in links:
            pairs.append((item.get("title"), item.get("url")) if isinstance(item, dict) else (item, item))
    found = [
        _link(values, str(title or url), url)
        for title, url in pairs
        if isinstance(url, str) and title != "note"
    ]
    return Markup(", ").join(found)


def _link(values: Values, title: str, url: str) -> Markup:
    there = values.prose.relink(url.strip())
    if there is None or not there.startswith(("http://", "https://", ".", "#", "mailto:")):
        return escape(title)
    return Markup('<a href="{}">{}</a>').format(there, title)
