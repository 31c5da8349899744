"""Whatever leads to a thing is led back to from there: one room with every kind of relation, both ways."""

from __future__ import annotations

import json
import posixpath
import re

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import (
    contract_page,
    decision_pages,
    pattern_pages,
    runbook_pages,
    service_page,
    system_page,
)
from planroom.render.rendering import Rendering

MAKERS = (
    system_page.pages,
    service_page.pages,
    contract_page.pages,
    decision_pages.pages,
    runbook_pages.pages,
    pattern_pages.pages,
)
DESIGN = {
    "schema_version": "1.0.0",
    "system": {"name": "shop"},
    "service_design": {
        "services": [
            {
                "service_name": "orders",
                "contracts": ["orders.yaml"],
                "api_endpoints": [{"method": "GET", "path": "/orders/{id}"}],
                "dependencies": [{"to": "payments", "mode": "sync"}],
                "publishes": [{"event": "OrderPlaced"}],
                "data_stores": [{"name": "orders-db", "technology": "PostgreSQL", "tables": ["order"]}],
                "patterns": ["Outbox"],
                "runbooks": ["docs/runbooks/orders-are-slow.md"],
            },
            {"service_name": "payments", "consumes": [{"event": "OrderPlaced"}]},
        ]
    },
    "database_design": {"tables": [{"name": "order", "columns": [{"name": "id", "type": "uuid"}]}]},
}
CONTRACT = """openapi: 3.1.0
info: {title: Orders API, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components: {schemas: {Order: {type: object, properties: {id: {type: string}}}}}
"""
BOUND = {
    1: "shop",
    2: "orders",
    3: "getOrder",
    4: "specs/shop/orders.yaml#Order",
    5: "specs/shop/orders.yaml",
    6: "OrderPlaced",
    7: "orders-db",
    8: "table:order",
    9: "specs/shop",
}
DECISION = """---
status: accepted
date: 2026-02-12
applies-to: ["{bound}"]
---
# Decision of {bound}

## Context and problem statement

Something.{more}

## Decision outcome

This.
"""
RUNBOOK = "---\nservice: orders\n---\n# Orders are slow\n\n## Symptoms\n\nThat.\n\n## Mitigation\n\nThis.\n"
PATTERN = (
    "---\nname: Outbox\nkind: integration\nproblem: Lost.\ndecisions: [adr/0002-d.md]\n---\n## How\n\nSo.\n"
)

SYSTEM, SERVICE, API = "systems/shop/index.md", "systems/shop/orders.md", "systems/shop/api/orders.md"
PAIRS = [
    ("decisions/0001-d.md", SYSTEM),
    ("decisions/0002-d.md", SERVICE),
    ("decisions/0003-d.md", API),
    ("decisions/0004-d.md", API),
    ("decisions/0005-d.md", API),
    ("decisions/0006-d.md", SYSTEM),
    ("decisions/0007-d.md", SYSTEM),
    ("decisions/0008-d.md", "systems/shop/design/data.md"),
    ("decisions/0009-d.md", SYSTEM),
    ("decisions/0010-d.md", "decisions/0002-d.md"),
    (SERVICE, API),
    (SERVICE, "systems/shop/payments.md"),
    ("decisions/0002-d.md", "patterns/outbox.md"),
    (SERVICE, "patterns/outbox.md"),
    (SERVICE, "runbooks/orders-are-slow.md"),
]


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The pages that each page leads to."""
    folder = tmp_path_factory.mktemp("room")
    files = {
        "specs/shop/design.json": json.dumps(DESIGN),
        "specs/shop/orders.yaml": CONTRACT,
        "docs/runbooks/orders-are-slow.md": RUNBOOK,
        "docs/patterns/outbox.md": PATTERN,
        "adr/0010-d.md": DECISION.format(bound="payments", more="").replace(
            "applies-to", "supersedes: [adr/0002-d.md]\napplies-to"
        ),
    }
    files |= {f"adr/{number:04}-d.md": DECISION.format(bound=name, more="") for number, name in BOUND.items()}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    room = load(folder)
    site = Rendering(run(room, build(room)))
    made = {page.path: page for make in MAKERS for page in make(site)}
    by_url = {site.addresses.url(path): path for path in made}
    found: dict[str, set[str]] = {}
    for path, page in made.items():
        base = posixpath.dirname(site.addresses.url(path))
        hrefs = re.findall(r'href="([^"#?]*)', page.markdown())
        ends = (posixpath.normpath(posixpath.join(base, href)) + "/" for href in hrefs)
        found[path] = {by_url[end] for end in ends if end in by_url}
    return found


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_each_leads_to_the_other(links: dict[str, set[str]], one: str, other: str) -> None:
    assert other in links[one]
    assert one in links[other]


@pytest.mark.parametrize("part", [SERVICE, API, "decisions/0006-d.md", "decisions/0008-d.md"])
def test_a_system_leads_to_all_of_its_parts(links: dict[str, set[str]], part: str) -> None:
    """From its pages the trail above each leads back."""
    assert part in links[SYSTEM]


@pytest.mark.parametrize("number", [2, 3, 6, 7])
def test_a_service_tells_what_binds_it_and_what_it_uses(links: dict[str, set[str]], number: int) -> None:
    assert f"decisions/{number:04}-d.md" in links[SERVICE]
