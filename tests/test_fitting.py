"""Examples are judged to the same result with jsonschema-rs and without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planroom.checks.contracts import quick
from planroom.checks.contracts.fitting import surely_fitting
from planroom.diagnostics import Origin
from planroom.kinds.contract import Contract
from planroom.load import load
from planroom.model import build

CONTRACT = """
openapi: 3.0.4
info: {title: Orders, version: "1"}
paths:
  /orders:
    get:
      responses:
        "200":
          description: Fine.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Order"}}
              examples: {right: {value: [{id: a, next: null}]}, wrong: {value: [{id: 1}]}}
components:
  schemas:
    Order:
      type: object
      required: [id, made]
      properties:
        id: {type: string}
        made: {type: string, readOnly: true}
        next: {type: object, nullable: true, allOf: [{$ref: "#/components/schemas/Order"}]}
        kind: {type: string, nullable: true, enum: [a, b]}
      example: {id: a, kind: null}
    Text: {type: object, properties: {text: {type: string, pattern: "^a"}}, example: {text: b}}
    Wide: {oneOf: [{type: object}, {type: object, properties: {a: {}}}], example: {a: 1}}
    Barred: {not: {required: [made]}, type: object, example: {made: a}}
    Odd: {type: object, properties: {a: {type: string}}, example: {a: 1}}
"""


def contract(folder: Path, text: str) -> Contract:
    (folder / "orders.yaml").write_text(text, "utf-8")
    return load(folder).of(Contract)[0]


def told(folder: Path, text: str) -> list[str]:
    from planroom.checks import run

    contract(folder, text)
    room = load(folder)
    found = run(room, build(room), raise_faults=True).diagnostics
    return [f"{held.location} {held.message}" for held in found if held.code == "API041"]


@pytest.mark.parametrize(
    "text",
    [
        CONTRACT,
        CONTRACT.replace("3.0.4", "3.1.1"),
        CONTRACT.replace('"#/components/schemas/Order"', "parts.yaml", 1),
        CONTRACT.replace("Text: {", "Text: {type: wrong, "),
        CONTRACT.replace('pattern: "^a"', 'pattern: "("'),
    ],
    ids=["3.0", "3.1", "a reference to another file", "a broken schema", "a broken pattern"],
)
def test_the_same_examples_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    with_it = told(tmp_path, text)
    monkeypatch.setattr(quick, "library", lambda: None)
    assert told(tmp_path, text) == with_it
    assert with_it


def pairs(text: str, folder: Path, *names: str) -> tuple[Contract, list[tuple[Any, Origin]]]:
    held = contract(folder, text)
    schemas = held.value["components"]["schemas"]
    return held, [(schemas[name]["example"], held.at("components", "schemas", name)) for name in names]


def test_only_what_fits_by_the_letter_is_let_pass(tmp_path: Path) -> None:
    pytest.importorskip("jsonschema_rs")
    text = CONTRACT.replace("{id: a, kind: null}", "{id: a, made: a, kind: null, next: {id: a, made: b}}")
    held, asked = pairs(text, tmp_path, "Order", "Text", "Wide", "Odd")
    assert surely_fitting(held, asked) == {0}


def test_alternatives_without_end_are_not_asked(tmp_path: Path) -> None:
    """A value ten deep whose every level fits in ten ways could be tried in ten thousand million ways."""
    deep: Any = {}
    for _ in range(10):
        deep = {"a": deep}
    many = ", ".join(['{properties: {a: {$ref: "#/components/schemas/Many"}}}'] * 10)
    held = contract(tmp_path, CONTRACT + f"    Many: {{anyOf: [{many}]}}\n")
    assert surely_fitting(held, [(deep, held.at("components", "schemas", "Many"))]) == set()
