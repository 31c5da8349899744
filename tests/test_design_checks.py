"""What checks of designs find, and the near misses that they leave alone; one table for each subject."""

from datetime import date
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from test_cli import write

GUARD = "timeout: {request: 90ms}, circuit_breaker: {failure_threshold: 5, reset: 30s}, fallback: waits"


def found(folder: Path, files: dict[str, str], *codes: str) -> list[str]:
    """The findings of some checks over some files, as severity, code and message."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    room = load(folder, today=date(2026, 11, 21))
    outcome = run(room, build(room), only=frozenset(codes), raise_faults=True)
    return [f"{d.severity} {d.code} {d.message}" for d in outcome.diagnostics]


def services(*entries: str, more: str = "") -> dict[str, str]:
    """A design of some services."""
    body = "".join(f"    - {{{entry}}}\n" for entry in entries)
    return {"specs/shop/design.yaml": f"service_design:\n  services:\n{body}{more}"}


def calls(name: str, *entries: str, more: str = "") -> str:
    """A service that makes some calls."""
    inner = ", ".join(f"{{{entry}}}" for entry in entries)
    return f"service_name: {name}, dependencies: [{inner}]{more}"


CHAINS = [
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, p95_ms: 150", more=", slo: {p95_ms: 100}"),
            "service_name: orders",
        ),
        ["info DSN085 the call to `orders` takes 150 ms at the P95, but the P95 of `shop` is 100 ms"],
        id="a call that is slower than its caller, made by some requests perhaps",
    ),
    pytest.param(
        services(
            calls(
                "shop", f"to: orders, mode: sync, criticality: critical, {GUARD}", more=", slo: {p95_ms: 60}"
            ),
            calls(
                "orders",
                f"to: stock, mode: sync, criticality: critical, p95_ms: 40, {GUARD}",
                f"to: payments, mode: sync, criticality: critical, p95_ms: 30, {GUARD}",
            ),
            "service_name: stock",
            "service_name: payments",
        ),
        ["warning DSN085 the call to `orders` takes 70 ms at the P95, but the P95 of `shop` is 60 ms"],
        id="a service that promises nothing takes as long as what it waits for",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: async, p95_ms: 900", more=", slo: {p95_ms: 100}"),
            "service_name: orders, slo: {p95_ms: 900}",
        ),
        [],
        id="nobody waits for an asynchronous call",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync", "to: stock, mode: sync", more=", slo: {p95_ms: 100}"),
            "service_name: orders, slo: {p95_ms: 50}",
            "service_name: stock, slo: {p95_ms: 50}",
        ),
        [],
        id="a sum that is just what is promised",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, operations: [getOrder], p95_ms: 15"),
            "service_name: orders, slo: {p95_ms: 30}, api_endpoints: [{method: GET, path: /o, "
            "operation_id: getOrder, p95_ms: 15}]",
        ),
        [],
        id="a call counts on what its operations promise, not on the whole service",
    ),
    pytest.param(
        services(
            calls("shop", "to: provider, mode: async, availability_percent: 99.99"),
            more="integration_patterns: {external_apis: [{name: provider, availability_percent: 99.5}]}\n",
        ),
        ["warning DSN087 `shop` counts on 99.99 % of `provider`, which promises 99.5 %"],
        id="more availability than an external API has",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, timeout: {request: 100ms}"),
            calls("app", "to: orders, mode: sync"),
            calls("orders", "to: stock, mode: sync, timeout: {request: 300ms}"),
            "service_name: stock",
        ),
        [],
        id="a caller that states no timeout may wait for long",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, timeout: {request: 100ms}"),
            calls("orders", "to: stock, mode: sync, timeout: {request: 300ms}", more=", slo: {p99_ms: 200}"),
            "service_name: stock",
        ),
        [],
        id="what exceeds the caller's own promise is reported for that",
    ),
]


@pytest.mark.parametrize(("files", "messages"), CHAINS)
def test_time_along_chains(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    assert found(tmp_path, files, "DSN085", "DSN087", "DSN088") == messages


RETRIES = [
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, retries: {max_attempts: 2}"),
            calls("orders", "to: stock, mode: sync, retries: {max_attempts: 3}"),
            "service_name: stock",
        ),
        ["info DSN090 attempts multiply: 2 (`orders`) x 3 (`stock`) = 6 calls of `stock` for one request"],
        id="two layers with few attempts",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, retries: {max_attempts: 4}"),
            calls("app", "to: orders, mode: sync, retries: {max_attempts: 5}"),
            calls("orders", "to: stock, mode: sync, retries: {max_attempts: 4}"),
            "service_name: stock",
        ),
        [
            (
                "warning DSN090 attempts multiply: 4 (`orders`) x 4 (`stock`) = 16 calls of `stock` "
                "for one request"
            ),
            (
                "warning DSN090 attempts multiply: 5 (`orders`) x 4 (`stock`) = 20 calls of `stock` "
                "for one request"
            ),
        ],
        id="two callers that both retry",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: async, retries: {max_attempts: 9}"),
            calls("orders", "to: stock, mode: sync, retries: {max_attempts: 9}"),
            "service_name: stock",
        ),
        [],
        id="attempts of an asynchronous call are no layer of the chain",
    ),
    pytest.param(
        services(
            calls("a", "to: b, mode: sync, retries: {max_attempts: 4}"),
            calls("b", "to: a, mode: sync, retries: {max_attempts: 4}"),
        ),
        [],
        id="a circle is reported as one",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, operations: [GET /o, PUT /o], retries: {max_attempts: 2}"),
            "service_name: orders, api_endpoints: [{method: GET, path: /o}, {method: PUT, path: /o}]",
        ),
        [],
        id="methods that may be repeated by themselves",
    ),
    pytest.param(
        services(
            calls("shop", "to: orders, mode: sync, operations: [POST /o], retries: {max_attempts: 2}"),
            "service_name: orders, api_endpoints: [{method: POST, path: /o}]",
        ),
        ["info DSN095 `shop` tries `POST /o` up to 2 times, which does not say whether it is idempotent"],
        id="a method that may not, of which nothing is stated",
    ),
]


@pytest.mark.parametrize(("files", "messages"), RETRIES)
def test_calls_that_are_made_again(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    assert found(tmp_path, files, "DSN090", "DSN095") == messages


def test_a_thousand_services_in_a_row_are_walked(tmp_path: Path) -> None:
    row = [calls(f"s{n}", f"to: s{n + 1}, mode: sync, retries: {{max_attempts: 2}}") for n in range(1000)]
    messages = found(tmp_path, services(*row, "service_name: s1000"), "DSN091", "DSN090")
    assert [message[:31] for message in messages] == [
        "info DSN091 1000 calls wait for",
        "warning DSN090 attempts multipl",
    ]
    assert "over a million calls" in messages[1]


def test_modules_of_one_deployable_wait_for_each_other_at_no_cost(tmp_path: Path) -> None:
    row = [
        calls(f"m{n}", f"to: m{n + 1}, mode: sync, criticality: critical", more=", kind: module")
        for n in range(9)
    ]
    files = services(*row, "service_name: m9, kind: module, instances: {min: 1, max: 1}")
    assert found(tmp_path, files, "DSN023", "DSN091", "DSN092") == []


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        pytest.param(
            services(
                calls("shop", f"to: orders, mode: sync, criticality: critical, {GUARD}"),
                calls("app", f"to: orders, mode: sync, criticality: degradable, {GUARD}"),
                "service_name: orders, instances: {min: 1, max: 4}",
            ),
            [],
            id="one caller only cannot do without it",
        ),
        pytest.param(
            services(
                calls("shop", f"to: orders, mode: sync, criticality: critical, {GUARD}"),
                calls("app", f"to: orders, mode: sync, criticality: critical, {GUARD}"),
                "service_name: orders",
            ),
            [],
            id="how often it runs is not stated",
        ),
        pytest.param(
            services(
                calls("shop", f"to: orders, mode: sync, criticality: critical, {GUARD}"),
                calls("app", f"to: orders, mode: sync, criticality: critical, {GUARD}"),
                "service_name: orders, instances: 1",
            ),
            ["warning DSN092 `orders` runs in 1 instance at times, and `shop` and `app` fail without it"],
            id="a single instance",
        ),
    ],
)
def test_single_points_of_failure(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    assert found(tmp_path, files, "DSN092") == messages


STORES = [
    pytest.param(
        services(
            "service_name: a, data_stores: [{name: db, access: owns}]",
            "service_name: b, data_stores: [{name: db, access: reads}]",
        ),
        ["info DSN103 `b` reads `db`, which `a` owns"],
        id="who only reads",
    ),
    pytest.param(
        services(
            "service_name: a, data_stores: [{name: log, kind: stream, access: owns}]",
            "service_name: b, data_stores: [{name: log, access: writes}]",
        ),
        [],
        id="a stream is there to be shared",
    ),
    pytest.param(
        services(
            "service_name: a, data_stores: [{name: db, access: owns, technology: Apache Kafka}]",
            "service_name: b, data_stores: [{name: db, technology: Apache Pulsar}]",
        ),
        ["error DSN105 `technology` of `db` is `Apache Pulsar` here and `Apache Kafka` elsewhere"],
        id="two technologies of one store",
    ),
    pytest.param(
        services(
            "service_name: a, data_stores: [{name: x, technology: PostgreSQL 17, kind: document}, "
            "{name: y, technology: Redis 8, kind: cache}, {name: z, technology: HAL 9000, kind: cache}]"
        ),
        [],
        id="what a product can be, and products that nobody knows",
    ),
    pytest.param(
        services("service_name: a, data_stores: [{name: x, technology: Amazon S3, kind: relational}]"),
        ["warning DSN106 `x` is a `relational` store in `Amazon S3`"],
        id="what a product cannot be",
    ),
]


@pytest.mark.parametrize(("files", "messages"), STORES)
def test_stores(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    assert found(tmp_path, files, "DSN103", "DSN105", "DSN106") == messages


EVENTS = [
    pytest.param(
        services(
            "service_name: a, publishes: [{event: x, schema: com.shop.OrderCreated}]",
            "service_name: b, consumes: [{event: x, schema: com.shop.OrderCreated, delivery: exactly-once}]",
        ),
        [],
        id="a name with dots is no file",
    ),
    pytest.param(
        services(
            "service_name: a, publishes: [{event: x, schema: 'https://schemas.shop.example/x.json'}]",
            "service_name: b, consumes: [{event: x, delivery: at least once, dlq: false}]",
        ),
        [],
        id="an address is not followed, and dropping an event is stated",
    ),
    pytest.param(
        services(
            "service_name: a, publishes: [{event: x, schema: x.json#/$defs/y, ordering: none}]",
            "service_name: b, consumes: [x]",
        )
        | {"specs/shop/x.json": '{"$defs": {"x": {}}}'},
        ["error DSN104 `x.json` holds nothing at `#/$defs/y`"],
        id="a place that a file does not have",
    ),
    pytest.param(
        services(
            "service_name: a, publishes: [{event: x, schema: ../../../x.json}]",
            "service_name: b, consumes: [x]",
        ),
        ["error DSN104 `../../../x.json` lies outside of this repository"],
        id="a file out of the repository",
    ),
    pytest.param(
        services(
            "service_name: a, publishes: [{event: x, schema: x.json}]",
            "service_name: b, publishes: [{event: x, schema: x.json}]",
            "service_name: c, consumes: [{event: x, schema: ./x.json}]",
        )
        | {"specs/shop/x.json": "{}"},
        ["info DSN110 `a` and `b` publish `x`"],
        id="two publishers that mean the same",
    ),
    pytest.param(
        services("service_name: a, publishes: [{event: x, schema: x.json, channel: one}]")
        | {
            "specs/mail/design.yaml": "service_design:\n  services:\n    - service_name: b\n"
            "      consumes: [{event: x, schema: ../shop/x.json, channel: two}]\n",
            "specs/shop/x.json": "{}",
        },
        ["warning DSN111 `channel` of `x` is `two` here and `one` at its producer"],
        id="a consumer in another system",
    ),
]


@pytest.mark.parametrize(("files", "messages"), EVENTS)
def test_events(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    assert found(tmp_path, files, "DSN104", "DSN108", "DSN109", "DSN110", "DSN111") == messages


def test_a_schema_of_an_event_that_cannot_be_read_is_reported_in_its_file(tmp_path: Path) -> None:
    files = services("service_name: a, publishes: [{event: x, schema: x.json}]")
    messages = found(tmp_path, files | {"specs/shop/x.json": '{"type": }'}, "SRC001", "SRC002", "DSN104")
    assert len(messages) == 1
    assert messages[0].startswith("error SRC")


CONTRACT = """\
openapi: 3.1.0
info: {{title: Orders, version: 1.0.0}}
paths:
  /orders:
    {method}:
      operationId: orders
      {more}
      parameters: [{parameters}]
      responses: {{"200": {{description: Orders}}}}
"""


def query(*names: str) -> str:
    return ", ".join(f"{{name: {name}, in: query, schema: {{type: string}}}}" for name in names)


def against(
    endpoint: str, parameters: str, method: str = "get", more: str = "tags: []", service: str = ""
) -> dict[str, str]:
    """A design of one endpoint with its contract."""
    stated = f"method: {method.upper()}, path: /orders, {endpoint}"
    entry = f"service_name: orders, {service}api_endpoints: [{{{stated}}}]"
    text = CONTRACT.format(method=method, parameters=parameters, more=more)
    return services(entry) | {"specs/shop/orders.yaml": text}


TYPED = "requestBody: {content: {application/json: {schema: {properties: {requestId: {type: string}}}}}}"
SORT = "{name: sort, in: query, schema: {type: array, items: {enum: [createdAt, '-createdAt']}}}"
ASKED = [
    pytest.param(
        against("pagination: cursor", query("page[after]", "page[size]")), [], id="a cursor in brackets"
    ),
    pytest.param(
        against("pagination: cursor", "{$ref: '#/nowhere'}"), [], id="a parameter that cannot be read"
    ),
    pytest.param(
        against("pagination: none", query("created_after", "status")), [], id="a filter by time is no cursor"
    ),
    pytest.param(against("pagination: none", query("since", "token")), [], id="names that seldom page"),
    pytest.param(
        against("sorts: [total]", query("order_id")),
        ["warning SYS042 `GET /orders` is sorted by `total` in the design, and takes no order"],
        id="an order that is bought and no order of a list",
    ),
    pytest.param(
        against("pagination: none", query("offset")),
        ["warning SYS041 `GET /orders` is not paged in the design, and takes `offset`"],
        id="paged against the design",
    ),
    pytest.param(
        against("pagination: offset", query("limit")),
        [
            (
                "warning SYS041 `GET /orders` is paged by offset in the design, and the contract "
                "takes no offset or page"
            )
        ],
        id="a limit alone leads to one page only",
    ),
    pytest.param(against("pagination: keyset", query("last_id", "limit")), [], id="a key to go on from"),
    pytest.param(against("filters: [status, total]", query("filter")), [], id="one parameter for any filter"),
    pytest.param(
        against("filters: [created, customerId]", query("created_from", "customer_id")),
        [],
        id="other spellings",
    ),
    pytest.param(
        against("sorts: [createdAt, total]", SORT),
        [
            (
                "warning SYS042 `GET /orders` is sorted by `total` in the design, the contract allows "
                "`createdAt` and `-createdAt`"
            )
        ],
        id="an order that the contract does not have",
    ),
    pytest.param(
        against("filters: [status], pagination: cursor", "", "post", "requestBody: {content: {}}"),
        [],
        id="a search with a body",
    ),
    pytest.param(against("idempotent: true", "", "post", TYPED), [], id="a key in the body"),
    pytest.param(
        against("public: false", "", service="public: true, "),
        [],
        id="of a public service it is said otherwise",
    ),
    pytest.param(
        against("public: false", ""),
        ["warning SYS044 `GET /orders` is not public in the design, and the contract lets anybody in"],
        id="open against the design",
    ),
]


@pytest.mark.parametrize(("files", "messages"), ASKED)
def test_requests_against_the_contract(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    assert found(tmp_path, files, "SYS041", "SYS042", "SYS043", "SYS044") == messages


def test_a_misspelt_scope_is_one_finding(tmp_path: Path) -> None:
    design = (
        "api_specification: {authentication: {authorization: {scopes: ['orders:read']}}}\n"
        "service_design:\n  services:\n    - service_name: orders\n"
        "      api_endpoints: [{method: GET, path: /orders, scopes: ['orders:raed']}]\n"
    )
    contract = CONTRACT.format(method="get", parameters="", more="security: [{t: ['orders:read']}]")
    files = {"specs/shop/design.yaml": design, "specs/shop/orders.yaml": contract}
    assert found(tmp_path, files, "SYS033", "SYS046") == [
        "warning SYS046 `GET /orders` asks for `orders:raed`, no scope of this design"
    ]


def test_a_misspelt_contract_is_one_finding(tmp_path: Path) -> None:
    files = services("service_name: orders, contracts: [order.yaml]")
    files["specs/shop/orders.yaml"] = CONTRACT.format(method="get", parameters="", more="tags: []")
    assert found(tmp_path, files, "SYS001", "SYS002", "SYS003") == [
        "error SYS001 the contract `order.yaml` does not exist"
    ]


def test_a_system_without_any_contract_is_one_finding(tmp_path: Path) -> None:
    files = services("service_name: orders", "service_name: stock", "service_name: tidy, kind: job")
    assert found(tmp_path / "none", files, "SYS002") == [
        "info SYS002 none of the 2 services of `shop` has a contract"
    ]
    files = services("service_name: orders, contracts: [../apis/orders.yaml]", "service_name: stock")
    files["specs/apis/orders.yaml"] = CONTRACT.format(method="get", parameters="", more="tags: []")
    assert found(tmp_path / "one", files, "SYS002") == ["info SYS002 `stock` has no contract"]


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("0001-keep-oders.md", "write `adr/0001-keep-orders.md`"),
        ("0003-keep-orders.md", "write `adr/0001-keep-orders.md`"),
        ("0009", "write the number or the file name of a decision"),
        ("something else", "write the number or the file name of a decision"),
    ],
)
def test_the_decision_that_a_design_means_is_offered(tmp_path: Path, named: str, hint: str) -> None:
    design = f"trade_offs: [{{decision: '{named}'}}]\n"
    write(tmp_path, {"specs/shop/design.yaml": design, "adr/0001-keep-orders.md": "# Keep orders\n"})
    room = load(tmp_path, today=date(2026, 11, 21))
    outcome = run(room, build(room), raise_faults=True)
    assert [held.hint for held in outcome.diagnostics if held.code == "DSN051"] == [hint]


def test_what_is_not_quantified_is_named_once(tmp_path: Path) -> None:
    files = services(
        calls("shop", "to: orders", "to: stock, mode: sync"), "service_name: orders", "service_name: stock"
    )
    assert found(tmp_path, files, "DSN040") == [
        (
            "info DSN040 not quantified: the load, the availability, recovery, latency, the mode "
            "of `shop -> orders`, the timeout of `shop -> stock`"
        )
    ]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("mttr_minutes: {target: 10, note: Counted from detection.}, mttd_minutes: 5", []),
        ("mttd_minutes: 5, mttr_minutes: 10, note: MTTR counts from detection.", []),
        (
            "mttd_minutes: 5, mttr_minutes: 10",
            ["info DSN076 `mttr_minutes` says little: from when it counts is not stated"],
        ),
        (
            "availability_percent: 99.9, mttd_minutes: 20, mttr_minutes: {target: 23, note: from detection}",
            [],
        ),
        (
            "availability_percent: 99.9, mttd_minutes: 21, mttr_minutes: {target: 23, note: from detection}",
            [
                (
                    "warning DSN075 one failure takes 21 min to detect + 23 min to restore = 44 min, 99.9 "
                    "% of 30 days leaves 43.2 min"
                )
            ],
        ),
        ("p95_ms: {measured: 200, evidence: {by: us, date: 2025-11-21}}", []),
        ("p95_ms: {measured: 200, evidence: {by: us, date: 2026-11-21}}", []),
        (
            "p95_ms: {measured: 200, evidence: {by: us, date: 2025-11-20}}",
            ["warning DSN072 evidence is more than a year old, the oldest 366 days: `p95_ms`"],
        ),
        ("p95_ms: {measured: 200, evidence: {by: us, date: 2026-02-31}}", []),
        ("p95_ms: {measured: 200, evidence: Load test of October}", []),
        ("load_test_peak_multiple: 1", []),
        ("p95_ms: -5, red_coverage_percent: {target: 90, measured: 180}", []),
    ],
)
def test_quality_figures(tmp_path: Path, text: str, messages: list[str]) -> None:
    codes = ("DSN049", "DSN070", "DSN071", "DSN072", "DSN075", "DSN076", "DSN077")
    assert found(tmp_path, {"specs/shop/design.yaml": f"quality_targets: {{{text}}}\n"}, *codes) == messages


def test_a_renamed_service_is_one_finding(tmp_path: Path) -> None:
    files = services(
        calls("shop", "to: stock, mode: async"),
        calls("stocks", "to: mails, mode: async"),
        "service_name: mails",
        more=(
            "scalability_design: {horizontal_scaling: {auto_scaling: [{service: stock, min: 2, max: 4}]}}\n"
            "resilience_patterns: {fault_tolerance: {timeouts: [{dependency: mails, service: stock, "
            "timeout: {request: 90ms}}]}}\n"
        ),
    )
    assert found(tmp_path, files, "DSN020", "DSN079", "DSN100") == [
        "error DSN020 `shop` depends on `stock`, which is neither a service nor an external API here"
    ]


def test_a_misspelt_event_is_one_finding(tmp_path: Path) -> None:
    files = services(
        "service_name: a, publishes: [order.create]",
        "service_name: b, consumes: [order.created]",
        "service_name: c, consumes: [order.created]",
    )
    assert found(tmp_path, files, "DSN030", "DSN031") == [
        "warning DSN030 `b` consumes `order.created`, which no service publishes"
    ]


def test_an_event_of_another_name_is_another_event(tmp_path: Path) -> None:
    files = services(
        "service_name: a, publishes: [payment.refunded]", "service_name: b, consumes: [payment.completed]"
    )
    assert found(tmp_path, files, "DSN030", "DSN031") == [
        "info DSN031 `a` publishes `payment.refunded`, which no service consumes",
        "warning DSN030 `b` consumes `payment.completed`, which no service publishes",
    ]


def test_a_store_that_no_service_has_is_named_once(tmp_path: Path) -> None:
    files = services(
        "service_name: a, data_stores: [{name: order-db, kind: relational}]",
        more="database_design: {tables: [{name: x, store: orders-db}, {name: y, store: orders-db}]}\n",
    )
    assert found(tmp_path, files, "DSN061") == ["error DSN061 there is no store `orders-db` here"]


def test_a_copied_template_is_one_finding_for_each_section(tmp_path: Path) -> None:
    files = {
        "specs/shop/design.yaml": "service_design:\n  service_boundaries: monolith/microservices/serverless\n"
    }
    many = "".join(f"  k{n}: monolith/microservices/serverless\n" for n in range(4))
    assert found(tmp_path, files, "DSN003") == [
        "warning DSN003 `monolith/microservices/serverless` is the template's own text"
    ]
    files["specs/shop/design.yaml"] += many
    assert found(tmp_path, files, "DSN003") == [
        "warning DSN003 5 texts of `service_design` are the template's own"
    ]


def test_a_rule_may_name_a_service_by_its_title(tmp_path: Path) -> None:
    rule = "{dependency: stock-service, service: Orders, timeout: {request: 90ms}}"
    files = services(
        calls("order-service", "to: stock-service, mode: sync", more=", title: Orders"),
        "service_name: stock-service, title: Stock",
        more=f"resilience_patterns: {{fault_tolerance: {{timeouts: [{rule}]}}}}\n",
    )
    assert found(tmp_path, files, "DSN020", "DSN040", "DSN100") == [
        "info DSN040 not quantified: the load, the availability, recovery, latency"
    ]
