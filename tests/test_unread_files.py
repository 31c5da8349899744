"""A file that cannot be read is one finding: nothing that only it could say is called missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.diagnostics import Severity
from planroom.load import load
from planroom.model import build

OLD = """\
---
status: superseded by [0002](0002-use-grpc.md)
date: 2026-01-03
systems: [shop]
tags: [calls]
applies-to: [specs/shop/orders.yaml#listOrders, listOrders, GET /orders, orders, order.placed, shop]
---
# Use REST

## Context

Services ask each other for data.

## Consequences

A browser can call it.
"""
NEW = """\
---
status: accepted
date: 2026-02-03
tags: [grpc]
supersedes: ["0001"]
systems: [shop]
---
# Use gRPC

## Context

Services ask each other for more data.

## Consequences

A browser cannot call it.
"""
DESIGN = """\
{
  "system": {"name": "shop"},
  "service_design": {
    "services": [
      {
        "service_name": "orders",
        "contracts": ["orders.yaml"],
        "api_endpoints": [{"method": "GET", "path": "/orders", "operation_id": "listOrders"}],
        "publishes": ["order.placed"]
      },
      {"service_name": "mail", "contracts": [], "consumes": ["order.placed"]}
    ]
  }
}
"""
CONTRACT = """\
openapi: 3.1.0
info: {title: Orders, version: 1.2.0}
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List orders
      responses: {"200": {description: The orders.}}
"""
PAGE = """\
# Hello

{{ planroom.operation("shop", "listOrders") }}

{{ planroom.diagram("shop") }}

{{ planroom.decisions(tag="grpc") }}

{{ planroom.decision("0002") }}
"""
FILES = {
    "adr/0001-use-rest.md": OLD,
    "adr/0002-use-grpc.md": NEW,
    "specs/shop/design.json": DESIGN,
    "specs/shop/orders.yaml": CONTRACT,
    "docs/hello.md": PAGE,
}


def found(root: Path, changes: dict[str, Callable[[str], str]]) -> list[str]:
    """What a check says of the room with some files changed, but for infos about the systems."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(changes.get(path, str)(text), "utf-8")
    room = load(root, today=date(2026, 3, 1))
    outcome = run(room, build(room), raise_faults=True)
    return [
        f"{diagnostic.location} {diagnostic.code}"
        for diagnostic in outcome.diagnostics
        if diagnostic.severity is not Severity.INFO or diagnostic.code.startswith("ADR")
    ]


def test_the_room_itself_is_clean(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "wanted"),
    [
        ("adr/0001-use-rest.md", "tags:", "\ttags:", "adr/0001-use-rest.md:5:1 SRC001"),
        ("adr/0002-use-grpc.md", "tags:", "\ttags:", "adr/0002-use-grpc.md:4:1 SRC001"),
        (
            "adr/0002-use-grpc.md",
            "date:",
            "<<<<<<< HEAD\n>>>>>>> x\ndate:",
            "adr/0002-use-grpc.md:3:1 SRC004",
        ),
        ("adr/0001-use-rest.md", "\n---\n# ", "\n# ", "adr/0001-use-rest.md:1:1 SRC005"),
        ("adr/0002-use-grpc.md", "\n---\n# ", "\n# ", "adr/0002-use-grpc.md:1:1 SRC005"),
        ("specs/shop/orders.yaml", "summary: L", "summary: L: ", "specs/shop/orders.yaml:7:17 SRC001"),
        ("specs/shop/design.json", '"shop"},', '"shop"}', "specs/shop/design.json:2:29 SRC001"),
    ],
)
def test_an_unreadable_file_is_one_finding(
    tmp_path: Path, path: str, old: str, new: str, wanted: str
) -> None:
    def break_it(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    assert found(tmp_path, {path: break_it}) == [wanted]


def test_what_a_readable_file_would_say_is_still_missed(tmp_path: Path) -> None:
    """A contract that cannot be read holds no path of another file and no decision."""
    changes = {
        "specs/shop/orders.yaml": lambda text: text.replace("summary: L", "summary: L: ", 1),
        "adr/0001-use-rest.md": lambda text: text.replace("orders.yaml#listOrders", "nothing.yaml", 1),
    }
    assert found(tmp_path, changes) == [
        "adr/0001-use-rest.md:6:14 ADR021",
        "specs/shop/orders.yaml:7:17 SRC001",
    ]


def test_an_unreadable_file_may_name_its_predecessor(tmp_path: Path) -> None:
    changes = {
        "adr/0001-use-rest.md": lambda text: text.replace(" by [0002](0002-use-grpc.md)", "", 1),
        "adr/0002-use-grpc.md": lambda text: text.replace("tags:", "\ttags:", 1),
    }
    assert found(tmp_path, changes) == ["adr/0002-use-grpc.md:4:1 SRC001"]


def test_an_unknown_system_is_named_once(tmp_path: Path) -> None:
    changes = {"docs/hello.md": lambda text: text.replace('"shop", "listOrders"', '"ship", "listOrders"')}
    assert found(tmp_path, changes) == ["docs/hello.md:3:13 MAC004"]


def test_a_response_whose_reference_leads_to_nothing_is_a_response(tmp_path: Path) -> None:
    """The reference is the finding; the design that names the status is right."""
    dangling = '"404": {$ref: "#/components/responses/Mising"}}'
    changes = {
        "specs/shop/orders.yaml": lambda text: text.replace("orders.}}", "orders.}, " + dangling, 1),
        "specs/shop/design.json": lambda text: text.replace(
            'Orders"}', 'Orders", "error_codes": ["404"]}', 1
        ),
    }
    assert found(tmp_path, changes) == ["specs/shop/orders.yaml:8:68 API003"]
