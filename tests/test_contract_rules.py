"""One document for each rule of contracts that breaks only it, and near misses that break none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import check_pages
from planroom.checks import run
from planroom.diagnostics import Severity
from planroom.load import load
from planroom.model import build

CASES = Path(__file__).parent / "contracts"
CASE = re.compile(r"^## ([^\n]+)\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LOUD = (Severity.ERROR, Severity.WARNING)


def cases(name: str) -> dict[str, str]:
    """The documents of a file of cases by their headings."""
    found = CASE.findall((CASES / name).read_text("utf-8"))
    assert len(dict(found)) == len(found), "two cases have the same heading"
    return dict(found)


def codes(folder: Path, text: str) -> tuple[set[str], set[str]]:
    """The codes of all that is found in one contract, and those of errors and warnings."""
    (folder / "a.yaml").write_text(text, "utf-8")
    room = load(folder, today=check_pages.TODAY)
    outcome = run(room, build(room), raise_faults=True)
    assert list(check_pages.faults(outcome)) == []
    found = outcome.diagnostics
    return {held.code for held in found}, {held.code for held in found if held.severity in LOUD}


BROKEN = cases("broken-rules.md")
FINE = cases("near-misses.md")


@pytest.mark.parametrize(("heading", "text"), BROKEN.items(), ids=BROKEN.keys())
def test_a_broken_rule_is_found_and_nothing_else(tmp_path: Path, heading: str, text: str) -> None:
    code = heading.split()[0]
    found, loud = codes(tmp_path, text)
    assert code in found
    assert loud <= {code}


def turned(value: Any) -> Any:
    """A document with the keys of every mapping in the other order."""
    if isinstance(value, dict):
        return {key: turned(held) for key, held in reversed(value.items())}
    return [turned(held) for held in value] if isinstance(value, list) else value


ORDERS = """
openapi: 3.0.4
info: {title: A, version: '1'}
paths:
  /{a}/x: {get: {responses: {200: {description: X.}}}}
  /x/{a}: {get: {responses: {200: {description: X.}}}}
  /list:
    get:
      responses:
        200: {description: X., content: {application/json: {schema: {type: array, items: {}}}}}
        206: {description: X.}
        400: {description: X., content: {application/json: {schema: {properties: {a: {}}}}}}
        404: {description: X., content: {application/json: {schema: {properties: {b: {}}}}}}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B', nullable: true, minimum: 1}}}
    B: {type: object, properties: {a: {minimum: 1, nullable: true, $ref: '#/components/schemas/A'}}}
"""


def test_the_order_of_keys_changes_no_finding(tmp_path: Path) -> None:
    document = yaml.safe_load(ORDERS)
    told = []
    for held in (document, turned(document)):
        (tmp_path / "a.json").write_text(json.dumps(held), "utf-8")
        room = load(tmp_path, today=check_pages.TODAY)
        found = run(room, build(room), raise_faults=True).diagnostics
        told.append(sorted(f"{held.code} {held.message.partition(': ')[0]}" for held in found))
    assert told[0] == told[1]
    assert {"API007", "API029", "API100", "API101"} <= {line.split()[0] for line in told[0]}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE.keys())
def test_a_near_miss_passes(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text)[1] == set()
