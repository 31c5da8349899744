"""What `applies-to` names, what is said where it names nothing or several things, and where that is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import Model, build
from planroom.render import Rendering, contract_page, decision_pages, service_page, system_page
from test_cli import write

DESIGN = {
    "system": {"name": "shop"},
    "service_design": {
        "services": [
            {
                "service_name": "orders",
                "api_endpoints": [{"method": "POST", "path": "/orders"}],
                "data_stores": [{"name": "orders-db", "access": "owns", "tables": ["orders"]}],
                "publishes": [{"event": "order.placed"}],
            },
            {"service_name": "stock", "consumes": [{"event": "order.placed"}]},
        ]
    },
    "database_design": {"tables": [{"name": "orders", "store": "orders-db", "columns": [{"name": "id"}]}]},
}
CONTRACT = """\
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://api.example.com/v1"}]
paths:
  /orders:
    post: {operationId: createOrder, responses: {"200": {description: Done.}}}
  /orders/{id}:
    get: {operationId: getOrder, responses: {"200": {description: The order.}}}
components: {schemas: {Order: {type: object}, Money: {type: string}}}
"""
OTHER = CONTRACT.replace("Orders", "Old orders").replace("createOrder", "placeOrder").replace("Money", "Sum")
FILES = {
    "specs/shop/design.json": json.dumps(DESIGN),
    "specs/shop/orders.yaml": CONTRACT,
    "src/pay/pay.go": "",
    "src/pay/pay_test.go": "",
    "docs/Guide.md": "# Guide\n",
}
API = "specs/shop/orders.yaml"
NAMES = (
    ("src/pay/pay.go", ["file src/pay/pay.go"]),
    ("/src/pay", ["folder src/pay"]),
    ("src/**/*_test.go", ["file src/pay/pay_test.go"]),
    ("src/pay/*", ["file src/pay/pay.go", "file src/pay/pay_test.go"]),
    ("createOrder", ["operation createOrder"]),
    ("POST /orders", ["operation createOrder"]),
    ("post /v1/orders/", ["operation createOrder"]),
    ("GET /orders/{orderId}", ["operation getOrder"]),
    ("Money", [f"schema {API}#Money"]),
    ("orders", ["service orders"]),
    ("shop/orders", ["service orders"]),
    ("stock", ["service stock"]),
    ("order.placed", ["event order.placed"]),
    ("orders-db", ["store orders-db"]),
    ("table:orders", ["table orders"]),
    ("service:orders", ["service orders"]),
    ("shop", ["system shop"]),
    (f"{API}#createOrder", ["operation createOrder"]),
    (f"{API}#GET /orders/{{x}}", ["operation getOrder"]),
    (f"{API}#Order", [f"schema {API}#Order"]),
    (f"{API}#/components/schemas/Order", [f"schema {API}#Order"]),
    (f"{API}#/paths/~1orders/post", ["operation createOrder"]),
    (f"{API}#/info/title", [f"value {API}#/info/title"]),
    ("specs/shop/design.json#stock", ["service stock"]),
    ("specs/shop/design.json#/service_design/services/1", ["service stock"]),
    ("specs/shop/design.json#/database_design/tables/0", ["table orders"]),
    ("docs/Guide.md#Guide", ["file docs/Guide.md"]),
    ("table:stock", []),
    ("GET /orders", []),
    (f"{API}#/info/name", []),
)  # fmt: skip


def model_of(folder: Path, applies_to: str, **more: str) -> Model:
    front = (
        f"---\nstatus: accepted\ndate: 2026-02-03\napplies-to:\n  - {json.dumps(applies_to)}\n---\n# Keep\n"
    )
    return build(load(write(folder, {**FILES, **more, "adr/0001-keep.md": front})))


@pytest.mark.parametrize(("text", "named"), NAMES, ids=[text for text, _ in NAMES])
def test_what_a_reference_names(tmp_path: Path, text: str, named: list[str]) -> None:
    (binding,) = model_of(tmp_path, text).decisions.bindings
    assert [f"{bound.kind} {bound.label}" for bound in binding.bound] == named


FAULTS = (
    ("createOrders", "write `createOrder`"),
    ("order.place", "write `order.placed`"),
    ("Moneys", "write `Money`"),
    ("stok", "write `stock`"),
    ("pay.go", "write `src/pay/pay.go`"),
    ("docs/guide.md", "write `docs/Guide.md`"),
    ("lib/pay_test.go", "write `src/pay/pay_test.go`"),
    (f"{API}#getOrders", "write `specs/shop/orders.yaml#getOrder`"),
    ("orders.yaml#getOrder", "write `specs/shop/orders.yaml#getOrder`"),
    ("lib/**", "name a path, a pattern, `file#operationId`, a service, a system, an event or a table"),
)


@pytest.mark.parametrize(("text", "hint"), FAULTS, ids=[text for text, _ in FAULTS])
def test_what_names_nothing_is_an_error_with_what_is_near(tmp_path: Path, text: str, hint: str) -> None:
    model = model_of(tmp_path, text)
    (found,) = [item for item in run(model.room, model).diagnostics if item.code in ("ADR021", "ADR047")]
    assert (found.code, found.location.line, found.hint.startswith(hint)) == ("ADR021", 5, True), found.hint


def test_what_names_several_things_is_said_and_shown_with_all(tmp_path: Path) -> None:
    model = model_of(tmp_path, "getOrder", **{"specs/old/orders.yaml": OTHER})
    (found,) = [item for item in run(model.room, model).diagnostics if item.code in ("ADR021", "ADR047")]
    assert (found.code, found.location.line) == ("ADR047", 5)
    assert (
        found.message
        == "`getOrder` may be `specs/old/orders.yaml#getOrder` or `specs/shop/orders.yaml#getOrder`"
    )
    (binding,) = model.decisions.bindings
    assert len(binding.bound) == 2


def test_a_folder_named_as_a_service_is_no_second_meaning(tmp_path: Path) -> None:
    model = model_of(tmp_path, "stock", **{"stock/main.go": ""})
    (binding,) = model.decisions.bindings
    assert [bound.kind for bound in binding.bound] == ["folder", "service"]
    assert binding.candidates == ()


def test_both_pages_show_what_is_bound(tmp_path: Path) -> None:
    """The decision's page leads to the thing, and the page of the thing to the decision."""
    front = "applies-to: [createOrder, Money, orders, 'table:orders', orders-db, order.placed, shop]"
    decision = f"---\nstatus: accepted\ndate: 2026-02-03\n{front}\n---\n# Keep\n"
    room = load(write(tmp_path, {**FILES, "adr/0001-keep.md": decision}))
    model = build(room)
    site = Rendering(run(room, model))
    made = [
        page
        for kind in (decision_pages, contract_page, service_page, system_page)
        for page in kind.pages(site)
    ]
    pages = {page.path: page.markdown() for page in made}
    kept = site.decision_pages["adr/0001-keep.md"]
    (shop,) = model.systems
    shown = pages[kept]
    for page in (*(site.service_page(shop, service) for service in shop.services), site.system_page(shop)):
        assert "decisions/0001-keep/" in pages[page]
    for anchor in ("#createorder", "#schema-money", "#stores", "#events", "#database-design"):
        assert anchor in shown.lower()
    orders = pages[site.service_page(shop, shop.services[0])]
    for label in ("The service", "Operation createOrder", "Store orders-db", "Table orders", "Events"):
        assert label in orders
    assert "Bound by" in pages[site.contract_pages[API]].partition('id="schema-money"')[2]
