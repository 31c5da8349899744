"""Whatever stands in a file, its pages are made, say what is wrong, and end every tag that they begin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import mutate_files
from planroom.checks import run
from planroom.load import load
from planroom.model import build
from test_any_file import CONTRACT, CONTRACT_FILE, DECISION, DECISION_FILE, DESIGN_FILE, FILES

SELF: dict[str, Any] = {"$ref": "#/components/schemas/self"}
ODD: dict[str, Any] = {
    "self": {"allOf": [SELF], "oneOf": [SELF, {"type": "null"}], "if": SELF, "then": SELF, "not": SELF},
    "self-list": {"type": "array", "prefixItems": [SELF], "items": SELF, "minItems": 99999999999},
    "self-null": {"anyOf": [{"$ref": "#/components/schemas/self-null"}, {"type": "null"}]},
    "nowhere": {"$ref": "#/nowhere"},
    "elsewhere": {"$ref": "https://elsewhere.invalid/a.yaml#/b"},
    "no file": {"$ref": "none.yaml#/%zz/~9"},
    "odd references": {"properties": {"a": {"$ref": ""}, "b": {"$ref": 1}, "c": {"$ref": "#"}}},
    "no lists": {
        "allOf": 5,
        "oneOf": {"a": {}},
        "anyOf": "x",
        "enum": {},
        "required": False,
        "type": {"a": 1},
    },
    "no schemas": {"allOf": [None, 5, []], "oneOf": [5, None], "items": [{}], "prefixItems": {"a": 1}},
    "no maps": {"properties": [], "patternProperties": 5, "dependentSchemas": [], "dependentRequired": "x"},
    "odd maps": {
        "properties": {"a": 1, "b": None},
        "dependentRequired": {"a": 5},
        "propertyNames": {"enum": [{}]},
    },
    "odd limits": {"minimum": "1", "maximum": 10**400, "minLength": -5, "multipleOf": 0, "minContains": "x"},
    "odd words": {"description": [], "title": {}, "format": 5, "pattern": [], "default": {"1": None}},
    "odd telling": {"discriminator": {"propertyName": 5, "mapping": {"a": 1}}, "oneOf": [SELF]},
    "odd conditions": {"allOf": [{"if": 5, "then": []}, {"then": {}}, {"if": {}, "else": None}]},
    "nulls": {"oneOf": [{"const": None}, {"enum": [None]}], "examples": 5, "x-enum-varnames": {}},
    "<b>&amp;": {"description": "</div><script>alert(1)</script>\u202e\u2028\x00", "example": "</pre>"},
}
TEXTS = (
    "".join("    " * depth + "!!! note\n" for depth in range(60)),
    "::: note\n" * 300,
    "> [!NOTE]\n" * 100,
    "[^1] " * 300 + "\n\n[^1]: [^2]\n\n[^2]: [^1]",
    "[^1]: a\n\n" + "[^" * 5_000,
    "https://a/" + "(" * 5_000 + ")" * 9_000,
    "<!-- " * 500 + "` <!-- " * 500,
    "- [ ] a\n    - [x] b\n" * 50,
    '=== "x"\n    </div>\n' * 50,
    "[a](b){" + " a=b" * 500,
)


def unshown(folder: Path, changed: dict[str, bytes], path: str) -> list[str]:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(changed.get(name, text.encode()))
    room = load(folder, today=mutate_files.TODAY)
    return list(mutate_files.unshown(run(room, build(room), raise_faults=True), path))


def test_schemas_may_be_anything(tmp_path: Path) -> None:
    """Each stands among the named ones, in a body, and deep in another."""
    document = yaml.safe_load(CONTRACT)
    deep: Any = {}
    for key in ("items", "not", "additionalProperties", "contains") * 40:
        deep = {key: deep}
    document["components"] = {"schemas": {**ODD, "deep": deep}}
    content = {f"application/{number}+json": {"schema": odd} for number, odd in enumerate(ODD.values())}
    document["paths"]["/orders"]["post"] = {"requestBody": {"content": content}, "responses": {}}
    data = json.dumps(document).encode()
    assert unshown(tmp_path, {CONTRACT_FILE: data}, CONTRACT_FILE) == []


@pytest.mark.parametrize("path", [CONTRACT_FILE, DESIGN_FILE, DECISION_FILE])
def test_a_file_may_be_written_in_any_way(path: str, tmp_path: Path) -> None:
    whole = FILES[path]
    for text in (
        "\ufeff" + whole,
        whole.replace("\n", "\r\n"),
        whole.replace("  ", "\t"),
        "",
        "null",
        whole * 2,
    ):
        assert unshown(tmp_path, {path: text.encode()}, path) == []
    assert unshown(tmp_path, {path: whole.encode("utf-16")}, path) == []
    assert unshown(tmp_path, {path: whole[:40].encode() + b"\x00\xff" + whole[40:].encode()}, path) == []


def test_keys_may_be_what_yaml_makes_of_them(tmp_path: Path) -> None:
    """Numbers, dates, `no` and `null`; anchors that hold themselves, and two of one name."""
    odd = "&a {properties: {1: {}, no: {}, null: {}, 2026-01-01: {enum: [on, 2026-01-01, .nan]}, self: *a}}"
    twice = "{<<: {type: string}, <<: [5], type: integer, type: string}"
    text = f"{CONTRACT}components:\n  schemas:\n    Odd: {odd}\n    Twice: {twice}\n    1: {{type: 5}}\n"
    assert unshown(tmp_path, {CONTRACT_FILE: text.encode()}, CONTRACT_FILE) == []


@pytest.mark.parametrize("text", TEXTS)
def test_texts_may_be_anything(text: str, tmp_path: Path) -> None:
    decision = f"{DECISION}\n{text}\n"
    contract = CONTRACT.replace("The orders.", json.dumps(text))
    changed = {DECISION_FILE: decision.encode(), CONTRACT_FILE: contract.encode()}
    assert unshown(tmp_path, changed, DECISION_FILE) == []
