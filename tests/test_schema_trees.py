"""What schemas say is shown as they mean it, and what is made from them fits them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, contract_page

COMPONENTS: dict[str, Any] = {
    "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind"}},
    "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"lives": {"type": "integer"}}}]},
    "Plain": {"type": "object", "properties": {"x": {"type": "integer"}}},
}  # fmt: skip
PLAIN = {"$ref": "#/components/schemas/Plain"}
NULL = {"type": "null"}


def shown(folder: Path, schema: Any, **operation: Any) -> str:
    """The words of the page of a contract whose one operation takes a body of a schema as `value`."""
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"value": schema}}}}}
    held = {"operationId": "send", "requestBody": body, "responses": {"204": {"description": "Done"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/a": {"post": held | operation}},
        "components": {
            "schemas": COMPONENTS,
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "login": {"type": "http", "scheme": "basic"},
                "oauth": {"type": "oauth2", "flows": {}},
            },
        },
    }
    (folder / "t.json").write_text(json.dumps(document), "utf-8")
    room = load(folder)
    (page, *_) = contract_page.pages(Rendering(run(room, build(room))))
    text = re.sub(r"</?span[^>]*>", "", page.markdown().replace("&#34;", '"'))
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"anyOf": [{"type": "string", "maxLength": 5}, NULL]},
         "value string or null, at most 5 characters Resp"),
        ({"oneOf": [NULL, PLAIN], "description": "One."},
         "value Plain or null See Plain One. x integer Resp"),
        ({"anyOf": [PLAIN, {"enum": [None]}]}, "value Plain or null See Plain x integer Resp"),
        ({"anyOf": [{"type": "array", "items": {"type": "string"}}, NULL]},
         "value array of string, or null Resp"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "value array of string or null Resp"),
        ({"anyOf": [{"type": "string"}, PLAIN, NULL]}, "value any of string, Plain, null"),
        (
            {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "time"}]},
            "value any of string, date or string, time",
        ),
        ({"type": "string", "x-nullable": True}, "value string or null Resp"),
        ({"type": "integer", "maximum": 9007199254740993}, "at most 9,007,199,254,740,993 Resp"),
        (
            {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "boolean"}},
            "value array item 1 string any further item boolean Resp",
        ),
        (
            {"type": "array", "prefixItems": [{"type": "string"}], "items": False},
            "value array No further items. item 1 string Resp",
        ),
        ({"type": "array", "contains": {"type": "integer"}}, "at least 1 of its items integer"),
        (
            {"type": "array", "contains": {"type": "integer"}, "minContains": 2, "maxContains": 3},
            "2 to 3 of its items integer",
        ),
        ({"type": "array", "contains": {"type": "integer"}, "minContains": 0}, "any of its items integer"),
        ({"type": "object", "propertyNames": {"pattern": "^a"}}, "value object Names like ^a ."),
        (
            {"type": "object", "dependentSchemas": {"a": {"required": ["b"]}}},
            "with a also object Also required: b .",
        ),
        (
            {"allOf": [
                {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
                {"if": {"required": ["c"]}, "else": {"required": ["d"]}},
            ]},
            ("if it is object Also required: a . then also object Also required: b . "
             "if it is object Also required: c . else also object Also required: d ."),
        ),
        ({"type": "string", "examples": ["a", "b"]}, "Examples a , b ."),
        ({"$ref": "#/components/schemas/Pet"}, "kind tells which of Cat ."),
    ],
)  # fmt: skip
def test_a_schema_is_told_as_it_is_meant(schema: Any, said: str, tmp_path: Path) -> None:
    assert said in shown(tmp_path, schema)


def test_one_that_extends_another_is_not_told_apart_further(tmp_path: Path) -> None:
    assert (
        "tells which" not in shown(tmp_path, {"$ref": "#/components/schemas/Cat"}).partition("## Schemas")[0]
    )


@pytest.mark.parametrize(
    ("schema", "made"),
    [
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}, '["string", 1]'),
        ({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "boolean"}}, '["string"]'),
        (
            {
                "type": "array",
                "prefixItems": [{"type": "string"}],
                "items": {"type": "boolean"},
                "minItems": 3,
            },
            '["string", true, true]',
        ),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, "[1, 1]"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2, "uniqueItems": True}, "[1]"),
        ({"type": "array", "contains": {"type": "integer"}, "minContains": 2}, "[1, 1]"),
        ({"anyOf": [NULL, {"type": "integer"}]}, "1"),
    ],
)
def test_a_list_that_is_made_has_what_its_places_ask_for(schema: Any, made: str, tmp_path: Path) -> None:
    assert f'"value": {made}' in shown(tmp_path, schema)


@pytest.mark.parametrize(
    ("security", "said"),
    [
        ([{"key": []}, {"oauth": ["read", "write"], "login": []}, {}],
         "Asks for key , or oauth with read and write and login , or nothing"),
        ([{"oauth": ["read"]}, {"oauth": ["write"]}], "Needs scope read or write"),
        ([{}, {"key": []}], "Asks for nothing, or key"),
        ([], "Open to anybody, no authentication"),
    ],
)  # fmt: skip
def test_ways_in_are_told_with_what_each_takes(security: Any, said: str, tmp_path: Path) -> None:
    """A scope that one way asks for is not asked of those who take another."""
    assert said in shown(tmp_path, {}, security=security)


def test_the_first_line_joins_what_is_asked_for_together(tmp_path: Path) -> None:
    said = shown(tmp_path, {}, security=[{"key": []}, {"oauth": ["read"], "login": []}])
    assert "API key in the header X-Key, or OAuth 2.0 and basic authentication." in said


def test_examples_have_their_names(tmp_path: Path) -> None:
    examples = {"one": {"summary": "First", "value": {"a": 1}}, "two": {"value": {"a": 2}}}
    body = {"content": {"application/json": {"examples": examples}, "application/octet-stream": {}}}
    several = {"one": {"summary": "First", "value": "a"}, "two": {"value": "b"}}
    size = {"name": "size", "in": "query", "schema": {"type": "string"}, "examples": several}
    said = shown(tmp_path, {}, requestBody=body, parameters=[size])
    assert "body.json: First" in said
    assert "body.json: two" in said
    assert "Examples a (First), b (two)." in said
    assert "one after the other" not in said


def test_a_part_that_is_a_structure_is_sent_as_json(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"meta": PLAIN, "file": {"type": "string", "format": "binary"}}}
    body = {"content": {"multipart/form-data": {"schema": schema}}}
    said = shown(tmp_path, {}, requestBody=body)
    assert """-F 'meta={"x": 1};type=application/json' \\ -F "file=@file\"""" in said
