"""Pages of systems and services: rows, working, and that no text gets out of hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import Outcome, run
from planroom.diagnostics import Location
from planroom.load import load
from planroom.model import build
from planroom.model.bound import Bound
from planroom.render import Rendering, SitePage, service_page, system_page
from planroom.render.chapters import MOST, chapters
from planroom.render.macros import PageMacros
from planroom.render.system_rows import system_rows

CONTRACT = """\
openapi: 3.1.0
info: {title: Order API, version: 1.4.0}
servers: [{url: "https://api.shop.example/api/v1"}]
paths:
  /orders:
    post:
      operationId: createOrder
      summary: Create an order
      responses: {"201": {description: The order}}
"""
DECISION = """\
---
status: accepted
date: 2026-02-12
systems: [shop]
applies-to: [createOrder]
---
# Keys on every create
"""
DESIGN: dict[str, Any] = {
    "system": {
        "name": "shop",
        "title": "Shop",
        "owner": "Team A",
        "status": "accepted",
        "note": "Sells things.",
    },
    "quality_targets": {
        "p95_ms": {"target": 200, "measured": 171, "evidence": {"by": "QA", "date": "2026-01-31"}}
    },
    "architecture_overview": {
        "architecture_style": "microservices",
        "estimated_scale": {"requests_per_day": 1209600, "requests_per_second_peak": 100},
        "availability_requirements": {"slo_percent": 99.9, "window_days": 30},
        "technology_stack": [
            {"area": "database", "choice": "PostgreSQL", "decision": 1, "alternatives": ["files"]}
        ],
    },
    "service_design": {
        "services": [
            {
                "service_name": "order-service",
                "domain_responsibility": "Owns orders. Nobody else writes them.",
                "api_endpoints": [{"method": "POST", "path": "/api/v1/orders", "p95_ms": 180}],
                "contracts": ["orders.openapi.yaml"],
                "instances": {"min": 2, "max": 20},
                "slo": {"availability_percent": 99.95, "window_days": 30},
                "dependencies": [
                    {
                        "to": "stock-service",
                        "via": "rest",
                        "mode": "sync",
                        "timeout": {"request": "300ms"},
                        "retries": {"max_attempts": 2, "jitter": True},
                        "fallback": "Order held.",
                    }
                ],
                "publishes": [{"event": "order.created", "delivery": "at-least-once", "dlq": "orders.dlq"}],
                "runbooks": ["https://runbooks.example/orders-are-not-created"],
            },
            {"service_name": "stock-service", "consumes": ["order.created"], "data_stores": ["stock-db"]},
        ]
    },
    "colour_scheme": {"main": "blue"},
}
HOSTILE = "<script>alert(1)</script> a|b {{x}} \"q\" 's' <img src=x onerror=y>"

Make = Callable[..., Rendering]


@pytest.fixture
def site(tmp_path: Path) -> Make:
    """Makes the rendering of a small room with one design."""

    def make(design: dict[str, Any], *, checked: bool = True, **files: str) -> Rendering:
        held = {"specs/shop/design.json": json.dumps(design), **files}
        for path, text in held.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        room = load(tmp_path, today=date(2026, 2, 12))
        model = build(room)
        return Rendering(run(room, model) if checked else Outcome(room, model, ()))

    return make


@pytest.fixture
def shop(site: Make) -> Rendering:
    """The rendering of the shop with its contract and its decision."""
    return site(DESIGN, **{"specs/shop/orders.openapi.yaml": CONTRACT, "adr/0001-keys.md": DECISION})


def pages(site: Rendering) -> dict[str, SitePage]:
    """Every page of systems and services by path."""
    return {page.path: page for page in (*system_page.pages(site), *service_page.pages(site))}


def words(page: SitePage) -> str:
    """The page as a reader sees it: no tags, one space between words."""
    text = re.sub(r"<(script|style|svg|template)\b.*?</\1>", " ", page.markdown(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).replace("\u00a0", " ").split())


def test_every_system_and_service_has_a_page(shop: Rendering) -> None:
    made = pages(shop)
    assert list(made) == [
        "systems/index.md",
        "systems/shop/index.md",
        "systems/shop/design/requirements.md",
        "systems/shop/design/plans.md",
        "systems/shop/order-service.md",
        "systems/shop/stock-service.md",
    ]
    assert made["systems/index.md"].hide == ("navigation", "toc", "footer")
    assert made["systems/shop/index.md"].hide == ()
    assert made["systems/shop/index.md"].origin == "specs/shop/design.json"


def test_rows_of_systems_have_the_minutes_that_are_allowed(shop: Rendering) -> None:
    (row,) = system_rows(shop)
    assert (row.percent, row.allowed) == ("99.9\u00a0%", "43.2\u00a0min in 30\u00a0days")
    assert (row.services, row.decisions) == (2, 1)


def test_a_system_shows_facts_tables_and_working(shop: Rendering) -> None:
    text = words(pages(shop)["systems/shop/index.md"])
    for said in (
        "System Accepted",
        "Sells things.",
        "Owner Team A",
        "Objective 99.9 % , 43.2 min in 30 days",
        "Latency P95 < 200 ms",
        "order-service stock-service REST 300 ms 1, jitter Order held.",
        "order.created order-service stock-service at least once orders.dlq",
        "Order API specs/shop/orders.openapi.yaml 1.4.0 OpenAPI 3.1.0 1",
        "Quality targets 1 target, 1 measured",
        "Architecture overview Microservices; 100/s at peak; 99.9 % available, 43.2 min in 30 days; 1",
        "technology Estimated scale , Availability requirements , Technology stack",
        "0001 Keys on every create Accepted createOrder",
        "Not stated: technology, owned by, class, kept.",
    ):
        assert said in text, said


def test_the_sections_of_a_design_show_tables_and_working(shop: Rendering) -> None:
    made = pages(shop)
    assert made["systems/shop/design/requirements.md"].title == "Requirements of Shop"
    text = " ".join(words(made[f"systems/shop/design/{name}.md"]) for name in ("requirements", "plans"))
    for said in (
        "99.9 % of 30 days allows 43.2 min of downtime",
        "Mean rate 14/s 1,209,600 / 86,400 s",
        "Peak rate 100/s 7.1 times the mean, below 50: no reason needed",
        "95th percentile 200 ms 171 ms QA, 31 Jan 2026",
        "Colour scheme main blue",
    ):
        assert said in text, said


def test_missing_sections_are_named_once(shop: Rendering) -> None:
    text = words(pages(shop)["systems/shop/index.md"])
    assert "this one leaves out: API specification, Data architecture, Scalability design" in text
    assert text.count("Testing strategy") == 1


def headings(page: SitePage) -> list[str]:
    """The headings of the second level."""
    found = re.findall(r"^## ([^{\n]+)", page.markdown(), re.MULTILINE)
    return [head.strip() for head in found]


def test_sections_follow_the_format(shop: Rendering) -> None:
    made = pages(shop)
    home = headings(made["systems/shop/index.md"])
    assert home == ["Service map", "Design", "Not stated", "Deliverables", "Decisions that bind it"]
    chapter = headings(made["systems/shop/design/requirements.md"])
    assert chapter == ["Quality targets", "Architecture overview"]
    assert headings(made["systems/shop/design/plans.md"]) == ["More"]


def test_every_anchor_of_a_section_leads_on_from_the_systems_page(shop: Rendering) -> None:
    home = pages(shop)["systems/shop/index.md"].markdown()
    for anchor in ("quality-targets", "architecture-overview-estimated-scale"):
        assert f'<a id="{anchor}" href="design/requirements/#{anchor}">' in home


def test_a_value_has_a_place_on_the_page_that_shows_it(shop: Rendering) -> None:
    made = chapters(shop, shop.model.systems[0])
    page = "systems/shop/design/requirements.md"
    scale = ("architecture_overview", "estimated_scale", "requests_per_day")
    assert made.place(scale) == (page, "architecture-overview-estimated-scale")
    assert made.place(("quality_targets", "p95_ms")) == (page, "quality-targets")
    assert made.place(("system", "owner")) == ("", "")


def test_what_a_decision_binds_has_a_place(site: Make) -> None:
    tables = [{"name": "Orders", "store": "orders-db", "columns": ["id"]}]
    rendering = site({**DESIGN, "database_design": {"tables": tables}})
    made = chapters(rendering, rendering.model.systems[0])
    path = "specs/shop/design.json"
    table = Bound("table", "orders", path, ("table", path, "orders"))
    assert made.place_of(table) == ("systems/shop/design/data.md", "database-design-orders-db")
    scale = Bound("value", f"{path}#/architecture_overview/estimated_scale", path, ("value", path, "x"))
    page = "systems/shop/design/requirements.md"
    assert made.place_of(scale) == (page, "architecture-overview-estimated-scale")
    assert made.place_of(Bound("value", f"{path}#/system/owner", path, ("value", path, "y"))) is None


def test_a_finding_leads_to_the_page_that_shows_what_it_speaks_of(shop: Rendering) -> None:
    path = "specs/shop/design.json"

    def shown(pointer: str) -> tuple[str, str, str]:
        return shop.shown_at(Location(path, 1, 1, 1, 1, pointer))

    page = "systems/shop/design/requirements.md"
    assert shown("/quality_targets/p95_ms") == (page, "quality-targets", "Shop")
    service = "/service_design/services/0/dependencies/0/timeout"
    assert shown(service) == ("systems/shop/order-service.md", "calls-out", "order-service, Shop")
    assert shown("/system/owner") == ("systems/shop/index.md", "", "Shop")
    contract = shop.shown_at(Location("specs/shop/orders.openapi.yaml", 1, 1, 1, 1, ""))
    assert contract == ("systems/shop/api/orders.md", "", "Order API, Shop")
    assert shop.shown_at(Location("README.md", 1, 1, 1, 1, ""))[0] == ""


def test_a_long_chapter_goes_on_on_further_pages(site: Make) -> None:
    held = [{"name": f"t{index}", "store": "db", "columns": ["id " + "x" * 400]} for index in range(600)]
    held.append({"name": "last", "store": "old-db", "columns": ["id"]})
    note = "A sentence that says something of the data. " * 1000
    rendering = site(
        {**DESIGN, "data_architecture": {"data_consistency": note}, "database_design": {"tables": held}}
    )
    made = {path: page for path, page in pages(rendering).items() if "/design/data" in path}
    assert list(made) == [f"systems/shop/design/data{part}.md" for part in ("", "-2", "-3", "-4", "-5")]
    assert all(len(page.markdown()) < 1.2 * MOST for page in made.values())
    whole = " ".join(words(page) for page in made.values())
    assert all(f" t{index} " in whole for index in range(600))
    assert [headings(page) for page in list(made.values())[:2]] == [
        ["Data architecture", "Database design"],
        ["Database design, continued"],
    ]
    found = chapters(rendering, rendering.model.systems[0])
    assert found.place(("database_design",)) == ("systems/shop/design/data.md", "database-design")
    home = pages(rendering)["systems/shop/index.md"].markdown()
    assert 'href="design/data-5/#database-design-old-db"' in home


def test_a_system_of_many_services_and_calls_stays_readable(site: Make) -> None:
    services = [
        {
            "service_name": f"service-{index}",
            "domain_responsibility": "Does its part of the work. " * 20,
            "dependencies": [
                {
                    "to": f"service-{(index + step) % 60}",
                    "via": "rest",
                    "mode": "async",
                    "purpose": "Asks. " * 9,
                }
                for step in (1, 7, 11, 13)
            ],
        }
        for index in range(60)
    ]
    made = pages(site({**DESIGN, "service_design": {"services": services}}, checked=False))
    home = made["systems/shop/index.md"].markdown()
    assert '<a href="design/interfaces/#all-calls">All 240 calls</a>' in home
    assert headings(made["systems/shop/design/interfaces.md"]) == ["Calls"]
    assert len(re.sub(r"<figure.*?</figure>", "", home, flags=re.DOTALL)) < MOST


def test_a_service_shows_what_it_offers_and_what_binds_it(shop: Rendering) -> None:
    page = pages(shop)["systems/shop/order-service.md"]
    text = words(page)
    for said in (
        "Service in Shop Accepted",
        "Objective 99.95 % , 21.6 min in 30 days",
        "Instances 2 to 20",
        "Runbook Orders are not created",
        "Under /api/v1 , in the design, and in Order API",
        "POST /orders",
        "design, contract 180 ms",
        "stock-service REST 300 ms 1, jitter Order held.",
        "order.created publishes at least once orders.dlq stock-service",
        "Operation createOrder 0001 Keys on every create Accepted",
        "From specs/shop/design.json , line",
    ):
        assert said in text, said
    assert 'href="../api/orders/#createOrder"' in page.markdown()


def test_an_empty_room_says_what_to_do(tmp_path: Path) -> None:
    room = load(tmp_path, today=date(2026, 2, 12))
    made = pages(Rendering(run(room, build(room))))
    assert list(made) == ["systems/index.md"]
    assert "No system is described yet." in words(made["systems/index.md"])


def test_contracts_of_no_system_are_listed(site: Make) -> None:
    rendering = site({"service_design": {"services": []}}, **{"apis/x.yaml": CONTRACT})
    text = words(pages(rendering)["systems/index.md"])
    assert "Contracts of no system" in text
    assert "Order API apis/x.yaml" in text


def _spoilt(value: Any) -> Any:
    """The same design with every text made hostile; words that the format fixes stay."""
    if isinstance(value, dict):
        return {key: item if key in ("mode", "method") else _spoilt(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_spoilt(item) for item in value]
    return f"{value} {HOSTILE}" if isinstance(value, str) else value


def test_no_text_of_a_design_becomes_markup(site: Make) -> None:
    design = _spoilt({**DESIGN, "database_design": {"tables": [{"name": "t", "columns": [{"name": "c"}]}]}})
    design["service_design"][HOSTILE] = {HOSTILE: [HOSTILE, {HOSTILE: HOSTILE}]}
    design["testing_strategy"] = {"unit_testing": HOSTILE, "chaos_engineering": [{"a": HOSTILE}, HOSTILE]}
    for page in pages(site(design, **{"specs/shop/orders.openapi.yaml": CONTRACT})).values():
        made = page.markdown()
        body = made.split("---\n", 2)[2]
        assert "<script" not in body
        assert not re.search(r"<[^>]*\bonerror\s*=", re.sub(r'"[^"]*"', '""', body))
        assert "render_macros: false" in made


@pytest.mark.parametrize(
    "value",
    [None, 1, True, "x", [], {}, [1, [2]], [{"a": [{"b": 1}]}], {"a": {"b": {"c": 1}}}],
    ids=repr,
)
def test_odd_shapes_do_no_harm(site: Make, value: Any) -> None:
    parts = ("estimated_scale", "availability_requirements", "technology_stack")
    sections = ("requirements", "quality_targets", "api_specification", "next_steps", "trade_offs", "other")
    services = [{"service_name": "a", "links": value, "instances": value, "slo": value, "colour": value}]
    design = {
        **dict.fromkeys(sections, value),
        "architecture_overview": dict.fromkeys(parts, value),
        "service_design": {"services": [*services, value]},
        "database_design": {
            "tables": [value, {"name": "t", "columns": value, "keys": value, "indexes": value}]
        },
    }
    assert "systems/shop/a.md" in pages(site(design, checked=False))
    whole = {"architecture_overview": value, "database_design": value, "service_design": {"services": ["a"]}}
    assert "systems/shop/a.md" in pages(site(whole, checked=False))


def test_macros_show_the_same(shop: Rendering) -> None:
    kept: list[str] = []

    def put(html: str, block: bool) -> str:
        kept.append(html)
        return str(block)

    macros = PageMacros(shop, "guide.md", put)
    macros.systems()
    macros.services("shop")
    macros.operations("shop")
    macros.operation("shop", "createOrder")
    macros.diagram("shop")
    systems, services, operations, one, drawn = kept
    assert 'href="../systems/shop/"' in systems
    assert 'href="../systems/shop/order-service/"' in services
    assert 'href="../systems/shop/api/orders/#createOrder"' in operations
    assert operations == one
    assert 'class="pr-diagram"' in drawn
