"""Whatever stands at whatever place of a design, it is read, checked and reported on, and nothing stops."""

import copy
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import check_pages
from planroom.checks import run
from planroom.kinds.contract import KIND as CONTRACT
from planroom.kinds.contract import Contract
from planroom.kinds.design import KIND, Design
from planroom.kinds.design_schema import known_keys
from planroom.kinds.refs import Documents
from planroom.model import build
from planroom.room import Room
from planroom.settings import Settings
from planroom.source import Source

BASE = Path(__file__).parent / "designs" / "structured.json"
PATH = "specs/library/design.json"
API = Source(
    "specs/library/lending.yaml",
    "openapi: 3.1.0\ninfo: {title: Lending, version: 1.0.0}\npaths:\n  /loans:\n"
    "    get: {operationId: listLoans, parameters: [{name: page, in: query, schema: {}}], responses: {}}\n",
    "yaml",
)


@cache
def base() -> Any:
    return json.loads(BASE.read_text("utf-8"))


@cache
def places() -> tuple[tuple[str | int, ...], ...]:
    """Every place of the design."""

    def walk(value: Any, pointer: tuple[str | int, ...]) -> Any:
        yield pointer
        items = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for key, item in items:
            yield from walk(item, (*pointer, key))

    return tuple(walk(base(), ()))


def changed(pointer: tuple[str | int, ...], value: Any) -> Any:
    """The design with another value at one place."""
    document = copy.deepcopy(base())
    if not pointer:
        return value
    here = document
    for key in pointer[:-1]:
        here = here[key]
    here[pointer[-1]] = value
    return document


def outcome(document: Any) -> Any:
    source = Source(PATH, json.dumps(document, indent=1), "json")
    documents = Documents({API.path: API})
    contract, design = CONTRACT.parse(API), KIND.parse(source)
    assert isinstance(contract, Contract)
    assert isinstance(design, Design)
    sources = {API.path: API, PATH: source}
    artifacts = (contract.among(documents), design)
    room = Room(Path("/nowhere"), Settings(), sources, artifacts, (), frozenset(sources), date(2026, 11, 21))
    return run(room, build(room), raise_faults=True)


NAMES = st.sampled_from(sorted(known_keys())) | st.sampled_from(
    ("services", "x-mine", "Service Name", "€", "")
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ("300ms", "99,9 %", "2-5", "PT5M", "GET /orders", "sync", "lending", "2026-02-31", "x.json#/a")
    )
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(places()), VALUES)
def test_any_value_at_any_place_is_reported_on_and_stops_nothing(
    pointer: tuple[str | int, ...], value: Any
) -> None:
    assert list(check_pages.faults(outcome(changed(pointer, value)))) == []
