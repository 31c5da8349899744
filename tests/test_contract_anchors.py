"""Links within a contract's texts lead to what they mean in the renderers that they were written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from planroom.kinds.contract import Contract
from planroom.load import load
from planroom.render.contract_anchors import named_places
from planroom.render.contract_places import places

TEXT = """\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
tags: [{name: Big Pets}]
paths:
  /pets/{id}:
    get: {operationId: pets.get_one, summary: "Get one, or none", tags: [Big Pets], responses: {}}
    put: {summary: Same, tags: [Big Pets], responses: {}}
    delete: {summary: Same, tags: [Big Pets], responses: {}}
components: {schemas: {PetKind: {type: string}}}
"""


@pytest.mark.parametrize(
    ("fragment", "anchor"),
    [
        ("operation/pets.get_one", "pets.get_one"),
        ("tag/Big-Pets/operation/pets.get_one", "pets.get_one"),
        ("tag/big-pets/GET/pets/{id}", "pets.get_one"),
        ("tag/big-pets/GET/pets/%7Bid%7D", "pets.get_one"),
        ("/Big%20Pets/pets.get_one", "pets.get_one"),
        ("get-one-or-none", "pets.get_one"),
        ("pets_get_one", "pets.get_one"),
        ("tag/Big-Pets", "pets.get_one"),
        ("big-pets", "pets.get_one"),
        ("/components/schemas/PetKind", "schema-petkind"),
        ("schema/PetKind", "schema-petkind"),
        ("same", None),
        ("section/Authentication", None),
        ("operation/none", None),
        ("", None),
        ("/", None),
        ("%", None),
    ],
)
def test_a_fragment_means_an_operation_a_tag_or_a_schema(
    fragment: str, anchor: str | None, tmp_path: Path
) -> None:
    (tmp_path / "pets.yaml").write_text(TEXT, "utf-8")
    (contract,) = load(tmp_path).of(Contract)
    found = named_places(contract, places(contract, "apis/pets.md", frozenset()))(fragment)
    assert (found[1] if found else None) == anchor
