"""What people write instead of what the format asks for: read where it can mean one thing, else explained."""

import json
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import run
from planroom.kinds.design import KIND, Design
from planroom.load import load
from planroom.model import build
from planroom.source import Source

SERVICE = "service_design:\n  services:\n    - service_name: orders\n      {}\n    - service_name: stock\n"


def one(text: str) -> str:
    """A design of two services, the first with one key more."""
    return SERVICE.format(text)


def call(text: str) -> str:
    """A design with one call that says one thing more."""
    return one(f"dependencies: [{{to: stock, mode: sync, {text}}}]")


def design(text: str, path: str = "specs/shop/design.yaml") -> Design:
    found = KIND.parse(Source(path, text, "json" if path.endswith("json") else "yaml"))
    assert isinstance(found, Design)
    return found


def service(text: str) -> dict[str, Any]:
    found: dict[str, Any] = design(text).document["service_design"]["services"][0]
    return found


def said(folder: Path, text: str) -> list[str]:
    """What the checks of shape say of a design."""
    file = folder / "specs/shop/design.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    room = load(folder)
    found = run(room, build(room), raise_faults=True).diagnostics
    return [f"{d.severity} {d.code} {d.message}" for d in found if d.code.startswith("DSN00")]


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        (call("timeout: 300ms"), "timeout", {"request": "300ms"}),
        (call("timeout: 300 ms"), "timeout", {"request": "300ms"}),
        (call("timeout_ms: 300"), "timeout", {"request": "300ms"}),
        (call("timeout: {request: 2 seconds}"), "timeout", {"request": "2s"}),
        (call("timeout: {request: PT15M}"), "timeout", {"request": "15m"}),
        (call("retries: 3"), "retries", {"max_attempts": 4}),
        (call("retries: {attempts: 3}"), "retries", {"max_attempts": 3}),
        (call("retries: {max_attempts: '3'}"), "retries", {"max_attempts": 3}),
        (call("circuit_breaker: true"), "circuit_breaker", {"note": "true"}),
        (call("circuit_breaker: {threshold: 5, reset_ms: 500}"), "circuit_breaker",
         {"failure_threshold": 5, "reset": "500ms"}),
        (call("protocol: REST"), "via", "rest"),
        (call("criticality: Critical"), "criticality", "critical"),
        (call("availability_percent: '99,9 %'"), "availability_percent", 99.9),
        (call("p95_ms: 200ms"), "p95_ms", 200),
        (call("criticalty: critical"), "criticality", "critical"),
    ],
)  # fmt: skip
def test_a_call_written_otherwise_is_the_same_call(text: str, key: str, value: Any) -> None:
    found = design(text)
    assert service(text)["dependencies"][0][key] == value
    assert found.notes or found.misspelt


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        (one("public: 'yes'"), "public", True),
        (one("instances: 3"), "instances", {"min": 3, "max": 3}),
        (one("instances: 2-5"), "instances", {"min": 2, "max": 5}),
        (one("slo: 99.9%"), "slo", {"availability_percent": 99.9}),
        (one("slo: 99.9"), "slo", {"availability_percent": 99.9}),
        (one("publishes: {order.created: {topic: orders}}"), "publishes",
         [{"event": "order.created", "channel": "orders"}]),
        (one("publishes: {order.created: An order was placed.}"), "publishes",
         [{"event": "order.created", "note": "An order was placed."}]),
        (one("consumes: [{name: order.created}]"), "consumes", [{"event": "order.created"}]),
        (one("data_stores: {orders-db: {type: SQL}}"), "data_stores",
         [{"name": "orders-db", "kind": "relational"}]),
        (one("api_endpoints: [{verb: GET, url: /orders}]"), "api_endpoints",
         [{"method": "GET", "path": "/orders"}]),
    ],
)  # fmt: skip
def test_a_service_written_otherwise_is_the_same_service(text: str, key: str, value: Any) -> None:
    assert service(text)[key] == value
    assert design(text).notes


@pytest.mark.parametrize(
    "text",
    [
        call("fallback: The basket is kept."),
        call("note: 'timeout: 300'"),
        one("slo: Answers 99.9 % of the time"),
        one("domain_responsibility: 'yes'"),
        "architecture_overview: {estimated_scale: '14 a second', availability_requirements: 99.9%}\n",
        "api_specification: {rate_limiting: {limits_per_tier: {free: 100 a minute}}}\n",
        "quality_targets: {p95_ms: 200, availability_percent: {target: 99.9}}\n",
    ],
)
def test_what_the_format_takes_as_it_is_stays_as_it_is(text: str) -> None:
    found = design(text)
    assert (found.notes, found.misspelt) == ((), ())


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (call("timeout: 300"), ["error DSN001 `timeout` is the number `300`"]),
        (call("timeout: {request: 300}"), ["error DSN001 `request` is the number `300`"]),
        (call("fallback: true"), ["error DSN001 `fallback` is `true`"]),
        (call("via: pigeon"), ["error DSN001 `via` is the text `pigeon`, which is none of its values"]),
        (call("availability_percent: '1,000'"), ["error DSN001 `availability_percent` is the text `1,000`"]),
        (
            "system: {name: shop, reviewed: {date: 2026-02-31}}\n",
            ["error DSN001 `date` is `2026-02-31`, which is no day of the calendar"],
        ),
        (
            "system: {name: shop, reviewed: {date: 12.02.2026}}\n",
            ["error DSN001 `date` is `12.02.2026`, which is no date"],
        ),
        ("service_design:\n", ["error DSN001 `service_design` is empty"]),
        ("- service_name: orders\n- service_name: stock\n", ["error DSN001 the design is a list"]),
        (
            "quality_targets: {red_coverage_percent: {target: 100, measured: 120}}\n",
            ["error DSN001 `measured` is `120`, more than 100"],
        ),
        (
            "service_desing:\n  services: [{service_name: orders, kind: service}]\n",
            ["warning DSN002 `service_desing` is no key of a design here, and is read as `service_design`"],
        ),
        (
            one("owned_by: Order team"),
            ["info DSN002 `owned_by` is no key of a design here"],
        ),
        (
            "service_design:\n  services: orders, stock\n",
            ["info DSN004 `services` is a text, read as a list"],
        ),
        (
            "quality_targets: [{p95_ms: 200}, {p99_ms: 400}]\n",
            ["info DSN004 `quality_targets` is a list, read as one structure"],
        ),
        (
            "Service Design: {services: [{Service Name: orders}]}\n",
            ["info DSN004 a key is written in another case than the format's snake_case (2 times)"],
        ),
        (
            "api_specification: {authentication: {mechanism: 'JWT, OAuth 2.0'}}\n",
            ["info DSN004 `mechanism` is a text, read as a list"],
        ),
    ],
)
def test_one_mistake_is_one_finding(tmp_path: Path, text: str, messages: list[str]) -> None:
    assert said(tmp_path, text) == messages


def test_a_hint_shows_how_a_value_is_written(tmp_path: Path) -> None:
    file = tmp_path / "specs/shop/design.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(call("timeout: 300, retries: often"), "utf-8")
    room = load(tmp_path)
    hints = [d.hint for d in run(room, build(room)).diagnostics if d.code == "DSN001"]
    assert hints[0] == 'write a structure, such as `{"connect": "100ms", "request": "300ms", "idle": "30s"}`'
    assert hints[1].startswith('write a structure, such as `{"max_attempts": 2, ')


def test_what_was_renamed_stands_where_it_stood() -> None:
    found = design("service_desing:\n  services:\n    - service_name: orders\n      owner: Order team\n")
    origin = found.origin_of("service_design", "services", 0, "owner")
    assert found.source.locate([origin])[origin].line == 4


def test_examples_keep_the_words_of_whoever_wrote_them() -> None:
    shown = {"mode": "Synchronous", "timeout": "300 ms", "sevices": "1,5"}
    text = one(f"api_endpoints: [{{method: GET, path: /a, response_example: {json.dumps(shown)}}}]")
    assert service(text)["api_endpoints"][0]["response_example"] == shown
