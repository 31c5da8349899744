"""Whatever stands in a file, a run gives diagnostics whose places exist, and never an exception."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import mutate_files
from check_pages import faults
from planroom.checks import run
from planroom.load import load
from planroom.model import build

DESIGN = {
    "system": {"name": "shop"},
    "service_design": {
        "services": [
            {
                "service_name": "orders",
                "contracts": ["orders.yaml"],
                "dependencies": [{"to": "mail", "timeout": "300ms", "retries": {"max_attempts": 3}}],
                "api_endpoints": [{"method": "GET", "path": "/orders", "operation_id": "listOrders"}],
                "publishes": ["order.placed"],
            },
            {"service_name": "mail", "consumes": ["order.placed"]},
        ]
    },
}
CONTRACT = """\
openapi: 3.1.0
info: {title: Orders, version: 1.2.0}
paths:
  /orders:
    get:
      operationId: listOrders
      parameters: [{name: size, in: query, schema: {type: integer, maximum: 100, default: 20}}]
      responses: {"200": {description: The orders., content: {application/json: {schema: {type: array}}}}}
"""
DECISION = """\
---
status: accepted
date: 2026-02-03
systems: [shop]
applies-to: [listOrders]
---
# Use REST

It is [known](0002-none.md).
"""
FILES = {
    "specs/shop/design.json": json.dumps(DESIGN),
    "specs/shop/orders.yaml": CONTRACT,
    "adr/0001-use-rest.md": DECISION,
}
NINES = "9" * 5000


def said(root: Path, changed: dict[str, bytes]) -> list[str]:
    """What is wrong with the diagnostics of a room with some files changed."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(changed.get(path, text.encode()))
    room = load(root, today=mutate_files.TODAY)
    return list(faults(run(room, build(room), raise_faults=True)))


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("kind", ["bytes_", "tokens", "lines", "values"])
def test_a_broken_file_gives_diagnostics_with_places(path: str, kind: str, tmp_path: Path) -> None:
    mutation: mutate_files.Mutation = getattr(mutate_files, kind)
    for seed in range(6):
        data = mutation(random.Random(seed), FILES[path].encode(), path)
        assert said(tmp_path, {path: data}) == [], (path, kind, seed)


DESIGN_FILE, CONTRACT_FILE, DECISION_FILE = FILES
PART = "[specs/shop/design.json#/service_design/services/"
FOUND: tuple[tuple[str, str, str, str], ...] = (
    ("a name of any length leads nowhere", DECISION_FILE, "(0002-none.md)", f"({'a b/' * 100}x.md)"),
    ("a list position of any length", DECISION_FILE, "[listOrders", PART + NINES),
    ("a digit that is no decimal", DECISION_FILE, "[listOrders", PART + "²"),
    ("an endless number", DESIGN_FILE, '"max_attempts": 3', '"max_attempts": 1e999'),
    ("a number too large to reckon with", DESIGN_FILE, '"max_attempts": 3', f'"max_attempts": {10**400}'),
    ("a bound of any length", CONTRACT_FILE, "type: integer", f"type: string, pattern: 'a{{{NINES},1}}'"),
    ("a name of several lines", DESIGN_FILE, '"to": "mail"', '"to": "ma\\nil"'),
    ("a name with a backtick", DESIGN_FILE, '"to": "mail"', '"to": "ma `il"'),
    ("a method that is blank", DESIGN_FILE, '"GET"', '" "'),
    (
        "a reference to any position",
        CONTRACT_FILE,
        "{type: array}",
        f'{{$ref: "#/paths/~1a/get/{NINES}"}}',
    ),
)


@pytest.mark.parametrize(
    ("path", "old", "new"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND]
)
def test_what_once_stopped_a_run(path: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in FILES[path]
    assert said(tmp_path, {path: FILES[path].replace(old, new, 1).encode()}) == []


@pytest.mark.parametrize("odd", [None, True, 0, 1.5, "x", [], {}, [[None]], {"": {}}, 10**400], ids=repr)
def test_a_document_may_be_anything(odd: Any, tmp_path: Path) -> None:
    for path in ("specs/shop/design.json", "specs/shop/orders.yaml"):
        key = "openapi" if path.endswith("yaml") else "service_design"
        for value in (odd, {key: odd}, {"openapi": "3.1.0", "info": odd, "paths": odd, "components": odd}):
            assert said(tmp_path, {path: json.dumps(value).encode()}) == []


LONG = "a" * 60 + "!"
SLOW = ("^(a+)+$", "^(a|aa)+$", "^a*a*a*a*a*a*a*a*a*b$", "^(a?){50}a{50}$", "^.*[a-z]*\\\\w*.*.*x$", "(.*)*x")


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_takes_for_ever_is_left_untried(pattern: str, tmp_path: Path) -> None:
    old = "{type: integer, maximum: 100, default: 20}"
    new = f'{{type: string, pattern: "{pattern}", default: "{LONG}", enum: ["{LONG}"], example: "{LONG}"}}'
    assert said(tmp_path, {CONTRACT_FILE: CONTRACT.replace(old, new).encode()}) == []


def test_what_python_says_of_a_pattern_is_not_printed(tmp_path: Path) -> None:
    """Warnings are errors in tests, so that one of them would stop the run."""
    new = '{type: string, pattern: "[[a]", default: "a"}'
    changed = CONTRACT.replace("{type: integer, maximum: 100, default: 20}", new)
    assert said(tmp_path, {CONTRACT_FILE: changed.encode()}) == []
