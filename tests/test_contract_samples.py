"""What the quick half of judging values lets pass, the validator lets pass as well."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planroom.checks.contracts.samples import Samples
from planroom.diagnostics import Origin
from planroom.kinds.contract import KIND, Contract
from planroom.source import Source

ORIGIN = Origin("a.json")
VALUES = st.recursive(
    st.sampled_from([None, True, 0, 1, 3, 1.5, "", "a", "ab", "abc"]),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), below, max_size=2)
    ),
    max_leaves=4,
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "array", "object"])
LEAF = st.fixed_dictionaries(
    {},
    optional={
        "type": TYPES,
        "nullable": st.booleans(),
        "enum": st.lists(st.sampled_from(["a", "ab", 1, None]), min_size=1, max_size=2),
        "pattern": st.sampled_from(["^a", "b$", "["]),
        **dict.fromkeys(("minimum", "maximum", "minLength", "maxLength"), st.integers(0, 3)),
        **dict.fromkeys(("minItems", "maxItems", "maxProperties"), st.integers(0, 2)),
    },
)
SCHEMAS = st.recursive(
    LEAF,
    lambda below: st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES,
            "properties": st.dictionaries(st.sampled_from(["a", "b"]), below, max_size=2),
            "required": st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True),
            "additionalProperties": st.booleans() | below,
            "items": below,
            "not": below,
            **dict.fromkeys(("allOf", "anyOf", "oneOf"), st.lists(below, min_size=1, max_size=2)),
        },
    ),
    max_leaves=4,
)


def samples(version: str) -> Samples:
    text = f'{{"openapi": "{version}", "info": {{}}, "paths": {{}}}}'
    contract = KIND.parse(Source("a.json", text, "json"))
    assert isinstance(contract, Contract)
    return Samples(contract)


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1"])
def test_what_surely_fits_has_no_fault(version: str) -> None:
    judge = samples(version)
    sure = 0

    @settings(max_examples=60)
    @given(SCHEMAS, VALUES)
    def hold(schema: dict[str, Any], value: Any) -> None:
        nonlocal sure
        if not judge.faults(value, schema, ORIGIN):
            sure += 1
            assert judge.judged(value, schema, ORIGIN) == []

    hold()
    assert sure > 20
