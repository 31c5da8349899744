"""The schema verdict: by which schemas, the same with and without the quick validator, and as others say."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import planroom
from planroom.checks.contracts import judges, published
from planroom.checks.contracts.judges import Judge, judge_of, judge_of_schemas
from planroom.checks.contracts.published import published_on, stated_id
from planroom.checks.contracts.quick import suspects
from planroom.cli.versions import versions
from planroom.kinds.contract import VERSIONS

SCHEMAS = Path(planroom.__file__).parent / "schemas" / "openapi"

DOCUMENTS: dict[str, dict[str, Any]] = {
    key: yaml.safe_load(text)
    for key, text in {
        "2.0": """
swagger: "2.0"
info: {title: Orders, version: "1", contact: {name: a}, x-note: 1}
host: example.com
basePath: /v1
schemes: [https]
tags: [{name: orders, externalDocs: {url: https://example.com}}]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  login: {type: oauth2, flow: implicit, authorizationUrl: https://example.com, scopes: {read: Read.}}
paths:
  /orders/{id}:
    parameters: [{$ref: "#/parameters/id"}]
    get:
      tags: [orders]
      produces: [application/json]
      parameters:
      - {name: page, in: query, type: integer, minimum: 1, default: 1}
      - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: csv}
      responses:
        "200":
          description: Fine.
          schema: {$ref: "#/definitions/Order"}
          headers: {X-Left: {type: integer}}
        default: {$ref: "#/responses/Failed"}
    post:
      consumes: [multipart/form-data]
      parameters: [{name: scan, in: formData, type: file, required: true}]
      security: [{key: []}]
      responses: {"201": {description: Made.}}
parameters: {id: {name: id, in: path, type: string, required: true}}
responses: {Failed: {description: Failed., examples: {application/json: {why: x}}}}
definitions:
  Order:
    type: object
    required: [id]
    properties: {id: {type: string, maxLength: 9}, lines: {type: array, items: {$ref: "#/definitions/Line"}}}
  Line: {allOf: [{type: object}], discriminator: kind, additionalProperties: {type: number}, example: {a: 1}}
""",
        "3.0": """
openapi: 3.0.4
info: {title: Orders, version: "1", license: {name: MIT, url: https://example.com}}
servers: [{url: "https://{where}.example.com", variables: {where: {default: eu, enum: [eu, us]}}}]
tags: [{name: orders}]
security: [{login: [read]}]
paths:
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    put:
      operationId: put
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Order"}
            examples: {one: {value: {id: a}}}
          multipart/form-data: {schema: {type: object}, encoding: {scan: {contentType: image/png}}}
      callbacks: {done: {"{$request.body#/url}": {post: {responses: {"204": {description: Taken.}}}}}}
      responses:
        "200":
          description: Fine.
          headers: {X-Left: {schema: {type: integer}}}
          links: {next: {operationId: put, parameters: {id: $response.body#/id}}}
        4XX: {$ref: "#/components/responses/Failed"}
        default: {description: Else.}
    get:
      parameters: [{name: f, in: query, content: {application/json: {schema: {}}}}]
      responses: {"200": {description: Fine.}}
components:
  responses: {Failed: {description: Failed.}}
  schemas:
    Order:
      type: object
      required: [id]
      properties: {id: {type: string, nullable: true, readOnly: true}, more: {oneOf: [{type: string}, {}]}}
      additionalProperties: {$ref: "#/components/schemas/Line"}
      discriminator: {propertyName: kind, mapping: {a: "#/components/schemas/Line"}}
    Line: {allOf: [{type: object}], not: {type: array, items: {}}, xml: {name: line}, default: {}}
  securitySchemes:
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: https://example.com, scopes: {read: Read.}}}}
    key: {type: apiKey, in: cookie, name: key}
    basic: {type: http, scheme: basic}
    token: {type: http, scheme: bearer, bearerFormat: JWT}
    connect: {type: openIdConnect, openIdConnectUrl: https://example.com}
""",
        "3.1": """
openapi: 3.1.2
info: {title: Orders, summary: All of them., version: "1", license: {name: MIT, identifier: MIT}}
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
servers: [{url: https://example.com}]
webhooks: {paid: {post: {requestBody: {$ref: "#/components/requestBodies/Paid", summary: x}}}}
paths:
  /orders/{id}:
    $ref: "#/components/pathItems/Order"
  /lines:
    get:
      tags: [lines]
      parameters:
      - {name: a, in: query, style: deepObject, explode: true, schema: {type: object}}
      - {name: b, in: header, style: simple, schema: {type: [string, "null"]}, example: x}
      - {name: c, in: cookie, content: {application/json: {schema: true}}}
      responses: {"200": {description: Fine., content: {text/csv: {schema: {type: string}}}}}
      x-note: [1, {a: null}]
components:
  pathItems:
    Order: {parameters: [{name: id, in: path, required: true, schema: {const: a}}], get: {security: [{}]}}
  requestBodies: {Paid: {content: {application/json: {encoding: {a: {style: form, explode: false}}}}}}
  schemas: {Order: {$ref: "#/components/schemas/Line"}, Line: {if: true, then: false}}
  securitySchemes:
    t: {type: mutualTLS}
    login: {type: oauth2, flows: {implicit: {authorizationUrl: https://example.com, scopes: {}}}}
    token: {type: http, scheme: bearer, bearerFormat: JWT}
  links: {next: {operationRef: "#/paths/~1lines/get"}}
  callbacks: {done: {"{$url}": {post: {responses: {default: {description: Taken.}}}}}}
  examples: {one: {externalValue: https://example.com}}
  headers: {Left: {schema: {type: integer}, examples: {a: {value: 1}}}}
""",
        "3.2": """
openapi: 3.2.0
$self: https://example.com/orders.yaml
info: {title: Orders, version: "1"}
servers: [{url: https://example.com, name: main}]
tags: [{name: orders, summary: Orders, kind: nav}, {name: lines, parent: orders}]
paths:
  /orders:
    query: {responses: {"200": {summary: All., content: {application/jsonl: {itemSchema: {type: object}}}}}}
    additionalOperations: {COPY: {operationId: copy, responses: {"201": {description: Made.}}}}
    get:
      parameters: [{name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {}}}}]
      responses: {"200": {$ref: "#/components/responses/Fine"}}
components:
  responses: {Fine: {description: Fine., headers: {X-A: {schema: {type: string}}}}}
  mediaTypes: {Page: {schema: {type: array}, prefixEncoding: [{contentType: a/b}], itemEncoding: {}}}
  examples: {one: {dataValue: {a: 1}, serializedValue: "{}"}}
  securitySchemes:
    login:
      type: oauth2
      deprecated: true
      flows: {deviceAuthorization: {deviceAuthorizationUrl: https://a.b, tokenUrl: https://a.b, scopes: {}}}
""",
    }.items()
}
"""A document of each version that has most of what its schema speaks of."""

SCHEMA = yaml.safe_load("""
$id: https://example.com/a
$schema: https://json-schema.org/draft/2020-12/schema
type: [object, "null"]
properties: {a: {type: string, minLength: 1, pattern: "^a"}, b: true, c: {enum: [1, a], const: 1}}
patternProperties: {"^x": {$ref: "#/$defs/d"}}
required: [a]
dependentRequired: {a: [b]}
dependentSchemas: {a: {minProperties: 1}}
allOf: [{if: {}, then: {}, else: false}]
prefixItems: [{type: integer, multipleOf: 2, exclusiveMinimum: 0}]
items: {contains: {}, minContains: 1}
$defs: {d: {$anchor: here, oneOf: [{$dynamicRef: "#here"}], unevaluatedProperties: false, title: x}}
""")


def test_the_schemas_are_those_of_their_notice() -> None:
    notice = (SCHEMAS / "NOTICE.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\d.]+)\.json` \| (\S+) \| `(\S+)` \| `(\w+)` \|$", notice, re.MULTILINE)
    assert rows == [
        (
            known,
            published_on(known),
            stated_id(known),
            hashlib.sha256((SCHEMAS / f"{known}.json").read_bytes()).hexdigest(),
        )
        for known in VERSIONS
    ]


def test_the_version_tells_the_schemas_in_use() -> None:
    told = list(versions())[-len(VERSIONS) :]
    assert told == [
        f"OpenAPI {known} by the schema of {published_on(known)}: {stated_id(known)}" for known in VERSIONS
    ]


def places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The pointer of every value below a value."""
    for key, held in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*at, key)
        if isinstance(held, (dict, list)):
            yield from places(held, (*at, key))


# fmt: off
VALUES = st.sampled_from((
    None, True, 0, 1, 1.0, -1.5, 10**30, float("inf"), "", "a", "a\n", "object", "x-a", "٣", [], ["a", "a"],
    {}, {"a": 1}, {"$ref": "#/a"}, {"$ref": 1}, {"$ref": "#/a", "b": {}}, {"type": "string"},
    {"description": "x"}, [{"name": "a", "in": "query", "type": "string"}], {"in": "path", "name": "{a}"},
))
KEYS = st.sampled_from((
    "a", "x-a", "/a", "a\n", "200", "007", "2XX", "20٣", "$ref", "default", "type", "in", "schema", "content",
    "example", "examples", "name", "required", "description", "properties", "items", "get", "style",
))
# fmt: on


@st.composite
def broken(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The document with one to three places changed, removed, or given a key that may not belong there."""
    made = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from(list(places(made)) or [("a",)]))
        holder: Any = made
        for key in above:
            holder = holder[key]
        what = draw(st.sampled_from(("set", "remove", "add")))
        if what == "add" and isinstance(holder.get(last) if isinstance(holder, dict) else None, dict):
            holder[last][draw(KEYS)] = copy.deepcopy(draw(VALUES))
        elif what == "remove" and (isinstance(holder, list) or last in holder):
            del holder[last]
        else:
            holder[last] = copy.deepcopy(draw(VALUES))
    return made


@cache
def slow(judge: Judge) -> Judge:
    """The same judge as it is where jsonschema-rs is not installed."""
    made = Judge(judge.alone, judge.make)
    made.__dict__["_quick"] = None
    return made


def told(judge: Judge, value: Any) -> list[tuple[list[str | int], str]]:
    return [(list(error.absolute_path), error.message) for error in judge.errors(value)]


JUDGED = [(known, judge_of(known), document) for known, document in DOCUMENTS.items()]
JUDGED.append(("schema", judge_of_schemas(), SCHEMA))


@pytest.mark.parametrize(("judge", "value"), [held[1:] for held in JUDGED], ids=[held[0] for held in JUDGED])
def test_the_whole_documents_are_valid(judge: Judge, value: Any) -> None:
    assert told(judge, value) == []
    assert told(slow(judge), value) == []


@pytest.mark.parametrize(("judge", "value"), [held[1:] for held in JUDGED], ids=[held[0] for held in JUDGED])
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_both_validators_find_the_same(judge: Judge, value: Any, data: st.DataObject) -> None:
    pytest.importorskip("jsonschema_rs")
    changed = data.draw(broken(value))
    assert told(judge, changed) == told(slow(judge), changed)


def test_a_part_is_judged_by_its_definition_alone() -> None:
    judge = judge_of("3.1", "parameter")
    assert told(judge, {"name": "a", "in": "query", "schema": {}}) == []
    assert told(judge, {"name": "a", "in": "query"}) == told(slow(judge), {"name": "a", "in": "query"}) != []


def test_only_what_may_be_wrong_is_looked_at_again() -> None:
    pytest.importorskip("jsonschema_rs")
    document = copy.deepcopy(DOCUMENTS["3.0"])
    right, wrong = {"description": "Fine."}, {"200": {"description": 1}}
    document["paths"]["/a"] = {"get": {"responses": {"200": right}}, "put": {"responses": wrong}}
    looked = suspects(judges.judge_of("3.0")._quick, document)
    assert looked is not None
    assert id(wrong["200"]) in looked
    assert id(right) not in looked


def test_a_value_that_the_quick_validator_refuses_is_judged_all_the_same() -> None:
    deep: Any = {}
    for _ in range(400):
        deep = {"a": deep}
    document = {"openapi": "3.0.4", "info": {"title": "a", "version": "1"}, "x-deep": deep}
    assert told(judge_of("3.0"), document) == [([], "'paths' is a required property")]


OTHERS = {"2.0": "V2", "3.0": "V30", "3.1": "V31", "3.2": "V32"}


@cache
def other(version: str) -> Any:
    """The schema validator of openapi-spec-validator, and its judgement alone."""
    import openapi_spec_validator

    return getattr(openapi_spec_validator, f"OpenAPI{OTHERS[version]}SpecValidator")({}).schema_validator


def their_schema(version: str) -> dict[str, Any]:
    """The schema of a version that openapi-spec-validator ships, for 3.1 and 3.2 an older one than ours."""
    file = files("openapi_spec_validator") / "resources" / "schemas" / f"v{version}" / "schema.json"
    return dict(json.loads(file.read_bytes()))


@pytest.fixture(scope="module")
def theirs() -> Iterator[dict[str, Judge]]:
    """Our judges with their schemas."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(published, "published_schema", cache(their_schema))
        patch.setattr(judges, "published_schema", published.published_schema)
        published.referred.cache_clear()
        yield {version: judge_of.__wrapped__(version) for version in VERSIONS}
    published.referred.cache_clear()


@pytest.mark.parametrize("version", VERSIONS)
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_verdict_is_that_of_openapi_spec_validator(
    version: str, theirs: dict[str, Judge], data: st.DataObject
) -> None:
    """Both with the schemas that it ships. It asserts formats, which ours leave to checks of their own."""
    changed = data.draw(broken(DOCUMENTS[version]))
    assume("a\\n" not in json.dumps(changed))
    assert bool(told(theirs[version], changed)) is bool(list(other(version).iter_errors(changed)))


NEWER: dict[str, dict[str, Any]] = {
    "a server in a link": {"components": {"links": {"next": {"operationId": "a", "server": {"url": "/"}}}}},
    "keys beside a reference": {"webhooks": {"a": {"post": {"requestBody": {"$ref": "#/a", "content": {}}}}}},
}


@pytest.mark.parametrize("part", NEWER.values(), ids=list(NEWER))
def test_what_the_newer_schema_of_3_1_allows(part: dict[str, Any]) -> None:
    """The differences to openapi-spec-validator's verdict are those between two editions of a schema."""
    document = {"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, **part}
    assert told(judge_of("3.1"), document) == []
    assert list(other("3.1").iter_errors(document)) != []
