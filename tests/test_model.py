"""The systems that designs and contracts describe together."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import Model, System, build
from planroom.model.matching import normal_path

CONTRACT = """\
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://api.shop.example/api/v1"}]
paths:
  /orders:
    post: {operationId: createOrder, responses: {"201": {description: The order}}}
  /orders/{id}:
    get: {operationId: getOrder, responses: {"200": {description: The order}}}
"""


@pytest.fixture
def model(tmp_path: Path) -> Any:
    """Makes the model of some files."""

    def make(files: dict[str, str]) -> Model:
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return build(load(tmp_path, today=date(2026, 2, 12)))

    return make


@pytest.fixture
def system(model: Any) -> Any:
    """Makes the one system of a design, with other files beside it."""

    def make(design: str, **contracts: str) -> System:
        files = {f"specs/shop/{name}.yaml": text for name, text in contracts.items()}
        found: tuple[System, ...] = model({"specs/shop/design.yaml": design, **files}).systems
        (only,) = found
        return only

    return make


def services(body: str) -> str:
    indented = "\n".join("    " + line for line in body.strip("\n").split("\n"))
    return f"service_design:\n  services:\n{indented}\n"


def test_a_plain_name_is_a_call_of_which_nothing_else_is_stated(system: Any) -> None:
    found = system(services("- {service_name: orders, dependencies: [payments]}\n- service_name: payments"))
    (call,) = found.calls
    assert (call.caller, call.target, call.known) == ("orders", "payments", "service")
    assert (call.mode, call.criticality, call.timeout_ms, call.structured) == ("", "", None, False)
    assert found.service("payments").calls_in == (call,)


@pytest.mark.parametrize(
    ("dependencies", "targets"),
    [
        ("payments, stock", ["payments", "stock"]),
        ("None.", []),
        ("[none]", []),
        ("[Asks payments for the card]", ["payments"]),
        ("[Anything that helps]", ["Anything that helps"]),
        ("[PAYMENTS]", ["PAYMENTS"]),
        ("[{to: stock}, {}, 3, null]", ["stock"]),
    ],
)
def test_dependencies_are_read_from_texts_and_structures(
    system: Any, dependencies: str, targets: list[str]
) -> None:
    body = f"- service_name: orders\n  dependencies: {dependencies}\n"
    body += "- service_name: payments\n- service_name: stock"
    assert [call.target for call in system(services(body)).calls] == targets


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("payments", "service"),
        ("Payment desk", "service"),
        ("stripe", "external"),
        ("Kafka", "external"),
        ("Kaf", ""),
        ("orders-db", "store"),
        ("warehouse/stock", "elsewhere"),
        ("stock", "elsewhere"),
        ("nobody", ""),
    ],
)
def test_a_call_knows_what_its_target_is(model: Any, name: str, known: str) -> None:
    body = f"- service_name: orders\n  dependencies: ['{name}']\n  data_stores: [orders-db]\n"
    body += "- {service_name: payments, title: Payment desk}"
    externals = "integration_patterns:\n  external_apis: [stripe]\n  message_queues: Topics of Kafka\n"
    found = model(
        {
            "specs/shop/design.yaml": services(body) + externals,
            "specs/warehouse/design.yaml": services("- service_name: stock"),
        }
    )
    (call,) = found.system("shop").calls
    assert call.known == known


RULES = """\
resilience_patterns:
  fault_tolerance:
    timeouts:
      - {dependency: payments, timeout: {request: 2s}}
    circuit_breakers:
      - {dependency: payments, service: basket, circuit_breaker: {failure_threshold: 9}}
      - {dependency: payments, service: orders, circuit_breaker: {failure_threshold: 5}}
"""


def test_what_a_call_leaves_open_the_rules_state(system: Any) -> None:
    body = "- service_name: orders\n  dependencies: [{to: payments, mode: sync}]\n- service_name: payments"
    (call,) = system(services(body) + RULES).calls
    assert call.mode == "sync"
    assert call.timeout_ms == 2_000
    assert call.breaker == {"failure_threshold": 5}
    assert [rule.service for rule in call.rules] == ["orders", ""]
    assert call.at("timeout.request").pointer[-3:] == (0, "timeout", "request")


def test_what_a_call_states_itself_stands_and_the_rule_is_kept_beside_it(system: Any) -> None:
    body = "- service_name: orders\n  dependencies: [{to: payments, timeout: {request: 300ms}}]\n"
    body += "- service_name: payments"
    (call,) = system(services(body) + RULES).calls
    assert call.timeout_ms == 300
    assert any(rule.values.get("timeout") == {"request": "2s"} for rule in call.rules)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("POST", "/orders", "createOrder"),
        ("POST", "/api/v1/orders", "createOrder"),
        ("post", "/api/v1/orders/", "createOrder"),
        ("GET", "/api/v1/orders/{order_id}", "getOrder"),
        ("GET", "/orders/:id", "getOrder"),
        ("GET", "/orders", None),
        ("POST", "/v1/orders", None),
        ("GET", "/orders/7", None),
    ],
)
def test_an_endpoint_is_the_operation_of_its_method_and_path(
    system: Any, method: str, path: str, operation: str | None
) -> None:
    body = f'- service_name: orders\n  api_endpoints: [{{method: {method}, path: "{path}"}}]'
    (endpoint,) = system(services(body), orders=CONTRACT).services[0].endpoints
    assert [match.operation.operation_id for match in endpoint.matches] == ([operation] if operation else [])


@pytest.mark.parametrize(
    ("path", "normal"),
    [("/a/{id}/b", "/a/{}/b"), ("/a/", "/a"), ("/", "/"), ("a?x=1", "/a"), ("/a/{x}.{y}", "/a/{}.{}")],
)
def test_paths_are_compared_without_names_queries_and_last_slash(path: str, normal: str) -> None:
    assert normal_path(path) == normal


def test_several_operations_at_one_place_are_all_kept_until_one_is_named(system: Any) -> None:
    other = CONTRACT.replace("createOrder", "placeOrder")
    body = "- service_name: orders\n  api_endpoints:\n    - {method: POST, path: /orders}\n"
    body += "    - {method: POST, path: /orders, operation_id: placeOrder}\n"
    body += "    - {method: POST, path: /orders, contract: orders.yaml}"
    found = system(services(body), orders=CONTRACT, store=other).services[0].endpoints
    ids = [[match.operation.operation_id for match in endpoint.matches] for endpoint in found]
    assert ids == [["createOrder", "placeOrder"], ["placeOrder"], ["createOrder"]]


def test_a_service_has_the_contracts_that_it_names_else_all_in_the_folder(system: Any) -> None:
    body = "- {service_name: orders, contracts: [orders.yaml]}\n- service_name: store"
    found = system(services(body), orders=CONTRACT, store=CONTRACT)
    names = [[contract.path for contract in service.contracts] for service in found.services]
    assert names == [["specs/shop/orders.yaml"], ["specs/shop/orders.yaml", "specs/shop/store.yaml"]]


def test_a_contract_belongs_to_the_nearest_design_above_it(model: Any) -> None:
    found = model(
        {
            "specs/design.yaml": services("- service_name: all"),
            "specs/shop/design.yaml": services("- service_name: orders"),
            "specs/shop/api/orders.yaml": CONTRACT,
            "specs/other/x.yaml": CONTRACT,
            "loose/x.yaml": CONTRACT,
        }
    )
    contracts = {system.name: [contract.path for contract in system.contracts] for system in found.systems}
    assert contracts == {"specs": ["specs/other/x.yaml"], "shop": ["specs/shop/api/orders.yaml"]}
    assert [contract.path for contract in found.contracts] == ["loose/x.yaml"]


def test_events_are_known_across_systems(model: Any) -> None:
    found = model(
        {
            "specs/a/design.yaml": services("- {service_name: orders, publishes: [order.created]}"),
            "specs/b/design.yaml": services(
                "- {service_name: mailer, consumes: [order.created, {event: x, dlq: true}]}"
            ),
        }
    )
    assert [use.service for use in found.producers("order.created")] == ["orders"]
    assert [use.service for use in found.consumers("order.created")] == ["mailer"]
    assert found.consumers("x")[0].dlq == "yes"


def test_a_text_states_no_figures(system: Any) -> None:
    found = system(
        "architecture_overview:\n"
        "  architecture_style: Microservices\n"
        "  estimated_scale: 100 requests a second\n"
        "  availability_requirements: 99.9 percent\n"
        "quality_targets: {availability_percent: as high as we can, p95_ms: {target: 200, measured: 180}}\n"
    )
    assert found.style == "microservices"
    assert (found.scale, found.objectives) == (None, ())
    assert [(target.name, target.target, target.measured, target.unit) for target in found.targets] == [
        ("p95_ms", 200, 180, "ms")
    ]


DATABASE = """\
database_design:
  tables:
    - name: orders
      store: orders-db
      columns: [{name: id, type: uuid}, customer_id]
      keys: {primary: id, unique: [number, [customer_id, number]]}
      indexes: [customer_id, {columns: [customer_id, id]}]
  access_patterns: [{name: by customer, tables: [orders], where: ["customer_id = ?"], per_second: 5}]
"""


def test_tables_have_their_keys_and_indexes_however_they_are_written(system: Any) -> None:
    database = system(DATABASE).database
    (table,) = database.tables
    assert [column.text for column in table.columns] == ["id", "customer_id"]
    assert [[name.text for name in key] for key in table.keys] == [
        ["id"],
        ["number"],
        ["customer_id", "number"],
    ]
    assert [[name.text for name in index] for index in table.indexes] == [
        ["customer_id"],
        ["customer_id", "id"],
    ]
    assert [name.word for name in database.patterns[0].where] == ["customer_id"]


JUNK: tuple[Any, ...] = ("null", "3", "[]", "[null, 1, [], {}]", "{}", "{a: {b: 1}}", "words", "true")
PLACES = (
    "{}",
    "system: {}",
    "service_design: {}",
    "service_design: {{services: {}}}",
    "service_design: {{services: [{}]}}",
    "service_design: {{services: [{{service_name: {}}}]}}",
    *(
        "service_design: {{services: [{{service_name: a, " + key + ": {}}}]}}"
        for key in (
            "dependencies",
            "data_stores",
            "api_endpoints",
            "publishes",
            "contracts",
            "slo",
            "instances",
        )
    ),
    "architecture_overview: {{technology_stack: {}, estimated_scale: {}}}",
    "quality_targets: {{p95_ms: {}, availability_percent: {}}}",
    "resilience_patterns: {{fault_tolerance: {{timeouts: {}}}, disaster_recovery: {}}}",
    "api_specification: {{authentication: {}, rate_limiting: {}}}",
    "trade_offs: {}",
    "database_design: {{tables: {}, access_patterns: {}}}",
    "database_design: {{tables: [{{name: a, columns: {}, keys: {}, indexes: {}}}], access_patterns: {}}}",
)


@pytest.mark.parametrize("place", PLACES)
def test_whatever_stands_in_a_design_it_is_read_and_checked(tmp_path: Path, place: str) -> None:
    for number, junk in enumerate(JUNK):
        file = tmp_path / "specs" / f"s{number}" / "design.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(place.replace("{}", junk).replace("{{", "{").replace("}}", "}"), "utf-8")
    room = load(tmp_path)
    outcome = run(room, build(room), raise_faults=True)
    assert all("\n" not in diagnostic.message for diagnostic in outcome.diagnostics)
