"""An endpoint whose operation has another path in the contract is one finding."""

from __future__ import annotations

import json
from pathlib import Path

from planroom.checks import run
from planroom.load import load
from planroom.model import build

CONTRACT = """\
openapi: 3.1.0
info: {title: Orders, version: 1.2.0}
paths:
  /baskets:
    post:
      operationId: createOrder
      responses: {"200": {description: The order.}}
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: The order.}}
"""


def found(root: Path, *endpoints: tuple[str, str, str]) -> list[tuple[str, str]]:
    """The findings between a design with these endpoints and the contract: code and hint."""
    listed = [dict(zip(("method", "path", "operation_id"), item, strict=True)) for item in endpoints]
    service = {"service_name": "orders", "contracts": ["orders.yaml"], "api_endpoints": listed}
    folder = root / "specs" / "shop"
    folder.mkdir(parents=True)
    (folder / "orders.yaml").write_text(CONTRACT)
    (folder / "design.json").write_text(json.dumps({"service_design": {"services": [service]}}))
    room = load(root)
    diagnostics = run(room, build(room), raise_faults=True).diagnostics
    codes = ("SYS010", "SYS011", "SYS013")
    return [(item.code, item.hint) for item in diagnostics if item.code in codes]


def test_it_is_said_at_the_path_alone(tmp_path: Path) -> None:
    hint = "write `POST /baskets`, which has the same operation id, or add the operation to the contract"
    endpoints = (("POST", "/orders", "createOrder"), ("GET", "/orders/{id}", "getOrder"))
    assert found(tmp_path, *endpoints) == [("SYS010", hint)]


def test_the_id_of_another_operation_is_said_at_the_id(tmp_path: Path) -> None:
    endpoints = (("POST", "/baskets", "getOrder"), ("GET", "/orders/{id}", "getOrder"))
    assert found(tmp_path, *endpoints) == [("SYS013", "write `createOrder`")]
