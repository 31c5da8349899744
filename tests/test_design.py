"""Which files are designs, how other shapes are read, and where everything stands afterwards."""

import json
from pathlib import Path
from typing import Any

import pytest

from planroom.diagnostics import Origin
from planroom.kinds.design import KIND, Design
from planroom.source import Source

DESIGNS = Path(__file__).parent / "designs"


def source(text: str, path: str = "shop.yaml") -> Source:
    return Source(path, text, "json" if path.endswith("json") else "yaml")


def design(text: str, path: str = "specs/shop/design.yaml") -> Design:
    found = KIND.parse(source(text, path))
    assert isinstance(found, Design)
    return found


def is_design(text: str, path: str) -> bool:
    """Whether a file is claimed, and parsed as a design."""
    file = source(text, path)
    return bool(KIND.claims(file)) and isinstance(KIND.parse(file), Design)


def line(found: Design, *pointer: str | int) -> int:
    """The line on which a value of the reshaped document stands in its file."""
    origin = found.origin_of(*pointer)
    return found.source.locate([origin])[origin].line


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "service_design:\n  services: []\n"),
        ("a.json", '{"architecture_overview": {}}'),
        ("a.json", '{"x": 1, "serviceDesign": {"services": []}}'),
        ("a.yaml", "services:\n  orders:\n    responsibilities: [Takes orders]\n"),
        ("a.yaml", "services:\n  orders:\n    events_consumed: [x]\n"),
        ("a.yaml", "services:\n  - service_name: orders\n"),
        ("a.yaml", "service_boundaries: By domain\nservices: [orders]\n"),
        ("specs/shop/design.json", "{}"),
        ("x/specs/shop/design.yml", "note: nothing yet\n"),
    ],
)
def test_what_states_services_or_lies_where_designs_live_is_a_design(path: str, text: str) -> None:
    assert is_design(text, path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docker-compose.yaml", "services:\n  web:\n    image: nginx\n    depends_on: [db]\n"),
        ("docker-compose.yaml", "# responsibilities\nservices:\n  web: {image: nginx}\n"),
        ("package.json", '{"name": "shop", "services": {"a": {"endpoints": ["x"]}}}'),
        ("schema.json", '{"$defs": {}, "properties": {"x": 1},\n "service_design": {}}'),
        ("openapi.yaml", "openapi: 3.1.0\nservice_design: {}\n"),
        ("a.json", '{"text": "see service_design: it is below"}'),
        ("a.json", '{"inner": {\n"service_design": {}}}'),
        ("design.yaml", "a: 1\n"),
        ("specs/shop/design.txt.yaml", "a: 1\n"),
        ("list.yaml", "- service_design: 1\n"),
    ],
)
def test_what_only_looks_like_one_is_none(path: str, text: str) -> None:
    assert not is_design(text, path)


def test_a_plain_design_is_read_as_it_is() -> None:
    text = (DESIGNS / "plain.json").read_text("utf-8")
    found = design(text, "specs/plain/design.json")
    assert found.document == json.loads(text)
    assert found.notes == ()
    assert found.origin_of("service_design", "services", 0, "service_name") == Origin(
        "specs/plain/design.json", ("service_design", "services", 0, "service_name")
    )


MAP = """\
services:
  order-service:
    responsibilities:
      - Takes orders
    data_ownership: [orders table]
    api_endpoints:
      - POST /api/v1/orders
      - GET /api/v1/orders?userId={userId}
    events_published: [order.created]
"""


def test_a_map_of_services_becomes_the_list_of_the_format() -> None:
    assert design(MAP).document == {
        "service_design": {
            "services": [
                {
                    "service_name": "order-service",
                    "domain_responsibility": ["Takes orders"],
                    "data_stores": [{"name": "orders table", "access": "owns"}],
                    "api_endpoints": [
                        {"method": "POST", "path": "/api/v1/orders"},
                        {"method": "GET", "path": "/api/v1/orders", "filters": ["userId"]},
                    ],
                    "publishes": ["order.created"],
                }
            ]
        }
    }


def test_what_was_moved_is_found_where_it_stands_in_the_file() -> None:
    found = design(MAP)
    first = ("service_design", "services", 0)
    assert line(found, *first, "service_name") == 2
    assert line(found, *first, "domain_responsibility", 0) == 4
    assert line(found, *first, "data_stores", 0, "name") == 5
    assert line(found, *first, "api_endpoints", 0, "method") == 7
    assert line(found, *first, "api_endpoints", 1, "filters", 0) == 8
    assert line(found, *first, "api_endpoints", 1, "p95_ms") == 8
    assert line(found, *first, "publishes", 0) == 9


def test_each_kind_of_change_is_noted_once_with_its_count() -> None:
    notes = [note.message for note in design(MAP).notes]
    assert notes == [
        "`services` stands at the top level, read as part of `service_design`",
        "`services` is a mapping from name to structure, read as a list",
        "`responsibilities` of a service is read as `domain_responsibility`",
        "`data_ownership` of a service is read as `data_stores`",
        "`events_published` of a service is read as `publishes`",
        "an endpoint is a text, read as method and path (2 times)",
        "a path carries its query, read as `filters`",
    ]


def camel(value: Any) -> Any:
    """A document with its keys in camelCase."""
    if isinstance(value, list):
        return [camel(item) for item in value]
    if isinstance(value, dict):
        return {key[:1] + key.title().replace("_", "")[1:]: camel(item) for key, item in value.items()}
    return value


def test_keys_in_camel_case_are_the_same_keys() -> None:
    plain = json.loads((DESIGNS / "plain.json").read_text("utf-8"))
    found = design(json.dumps(camel(plain)), "specs/plain/design.json")
    assert found.document == plain
    assert len(found.notes) == 1


def test_neither_examples_nor_names_that_people_chose_are_renamed() -> None:
    text = """\
service_design:
  services:
    - service_name: orders
      api_endpoints:
        - {method: GET, path: /a, request_example: {errorCodes: 1}}
      dependencies: {apiGateway: {mode: sync}}
"""
    service = design(text).document["service_design"]["services"][0]
    assert service["api_endpoints"][0]["request_example"] == {"errorCodes": 1}
    assert service["dependencies"] == [{"to": "apiGateway", "mode": "sync"}]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("architecture_overview: Three services\n", {"architecture_overview": {"note": "Three services"}}),
        (
            "service_design:\n  communication_patterns: REST\n",
            {"service_design": {"communication_patterns": {"note": "REST"}}},
        ),
        (
            "architecture_overview:\n  technology_stack: {database: PostgreSQL, languages: [Go, Kotlin]}\n",
            {
                "architecture_overview": {
                    "technology_stack": [
                        {"area": "database", "choice": "PostgreSQL"},
                        {"area": "languages", "choice": "Go"},
                        {"area": "languages", "choice": "Kotlin"},
                    ]
                }
            },
        ),
        (
            "service_boundaries:\n  orders: {responsibilities: Takes orders}\n",
            {
                "service_design": {
                    "services": [{"service_name": "orders", "domain_responsibility": "Takes orders"}]
                }
            },
        ),
        (
            "service_boundaries: [By domain]\nservices: [orders]\n",
            {
                "service_design": {
                    "service_boundaries": ["By domain"],
                    "services": [{"service_name": "orders"}],
                }
            },
        ),
        (
            "service_design:\n  - service_name: orders\n",
            {"service_design": {"services": [{"service_name": "orders"}]}},
        ),
    ],
)
def test_text_for_structure_and_structure_for_text_are_read_with_a_note(text: str, document: Any) -> None:
    found = design(text)
    assert found.notes
    assert sort_keys(found.document) == sort_keys(document)


def sort_keys(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("text", ["", "[]", "just words", "12", "null"])
def test_a_file_where_a_design_lives_that_holds_none_is_one_with_a_problem(text: str) -> None:
    found = design(text)
    assert found.problem
    assert found.document == {}


def test_a_design_is_named_by_its_system_else_by_its_folder_else_by_its_file() -> None:
    assert design("system: {name: shop-2}").system_name == "shop-2"
    assert design("{}").system_name == "shop"
    assert design("service_design: {}", "docs/library.yaml").system_name == "library"
