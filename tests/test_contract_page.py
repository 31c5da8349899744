"""The pages of contracts: what a reader finds on them, and that their texts stay texts."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import Outcome, run
from planroom.kinds.contract import Contract
from planroom.load import load
from planroom.model import build
from planroom.render import contract_page
from planroom.render.page import Heading, SitePage
from planroom.render.rendering import Rendering
from planroom.render.samples import json_lines
from planroom.render.texts import sealed

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: 1.2.0, description: Sells mugs. And more of them.}
servers: [{url: https://api.example.org/v1}]
security: [{token: []}]
tags: [{name: Orders}]
paths:
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: getOrder
      summary: Read an order.
      security: [{token: [orders.read]}]
      parameters:
        - name: fields
          in: query
          description: Which | fields.
          schema: {type: array, maxItems: 5, items: {type: string}}
        - name: X-Trace
          in: header
          required: true
          schema: {type: string, minLength: 3, maxLength: 40}
          example: a b
      responses:
        "200":
          description: The order.
          headers: {ETag: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
        "404": {description: ""}
  /orders:
    post:
      operationId: createOrder
      deprecated: true
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Order"}
            example: {lines: [{sku: MUG, quantity: 2}]}
          text/csv: {schema: {type: string}}
      callbacks: {done: {"{$request.body#/url}": {post: {responses: {"200": {description: ok}}}}}}
      responses: {"201": {description: Stored.}}
webhooks:
  shipped:
    post:
      summary: An order was shipped
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Node"}}}}
      responses: {"204": {description: Taken.}}
components:
  securitySchemes:
    token:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: https://id.example.org, scopes: {orders.read: Read}}}
  schemas:
    Order:
      type: object
      required: [lines]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        state: {type: string, enum: [open, "closed, paid"], default: open}
        lines: {type: array, minItems: 1, maxItems: 100, items: {$ref: "#/components/schemas/Line"}}
        paid: {oneOf: [{$ref: "#/components/schemas/Line"}, {type: "null"}]}
    Line:
      allOf:
        - {type: object, required: [sku], properties: {sku: {type: string, pattern: "^[A-Z]+$"}}}
        - {properties: {quantity: {type: integer, minimum: 1, maximum: 999, description: How many.}}}
    Node:
      type: object
      properties: {name: {type: string}, children: {type: array, items: {$ref: "#/components/schemas/Node"}}}
"""


def site_of(folder: Path, text: str, name: str = "shop.yaml", checked: bool = True) -> Rendering:
    """What a contract's pages are made of; what is large is not checked where no finding is looked for."""
    (folder / name).write_text(text, "utf-8")
    room = load(folder, today=date(2026, 11, 21))
    model = build(room)
    return Rendering(run(room, model) if checked else Outcome(room, model, ()))


def first_of(folder: Path, text: str) -> str:
    """The first page of a large contract."""
    return next(contract_page.pages(site_of(folder, text, "t.json", checked=False))).markdown()


def rendered(folder: Path, text: str, name: str = "shop.yaml") -> list[SitePage]:
    return list(contract_page.pages(site_of(folder, text, name)))


def only(folder: Path, text: str, name: str = "shop.yaml") -> str:
    (page,) = rendered(folder, text, name)
    return page.markdown()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> str:
    return only(tmp_path_factory.mktemp("shop"), SHOP)


def flat(text: str) -> str:
    """The words of some HTML, so that a test does not depend on its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def part(page: str, anchor: str) -> str:
    """The page from the heading with an anchor to the next of the same level."""
    _, _, rest = page.partition(f"{{ #{anchor} }}")
    return re.split(r"\n## ", rest)[0]


def test_the_head_says_version_place_and_authentication(shop: str) -> None:
    """Kind, title and lede answer what the contract is before anything else."""
    head = flat(shop.partition("<table")[0])
    assert "Contract, OpenAPI 3.1" in head
    assert "# Shop" in head
    assert "Sells mugs. Version 1.2.0. Served under /v1; OAuth 2.0." in head
    assert head.endswith("And more of them.")


def test_the_table_leads_to_every_operation(shop: str) -> None:
    """Each row has the method, the path with quiet braces, the summary and the scope."""
    table = shop.partition("<table")[2].partition("</table>")[0]
    assert '<b data-method="GET">GET</b>' in table
    assert 'href="#getOrder">/orders<wbr>/<i>{id}</i></a>' in table
    assert "Read an order orders.read" in flat(table)
    assert "createOrder Deprecated none" in flat(table)


def test_parameters_are_rows_with_type_limits_and_example(shop: str) -> None:
    """Path, query and header parameters stand under headings of their own."""
    operation = part(shop, "getOrder")
    said = flat(operation)
    assert "Path parameters id string, uuid required" in said
    assert "Query parameters fields array of string, at most 5 items Which | fields." in said
    assert "Headers X-Trace string, 3 to 40 characters required Example a b." in said


def test_the_command_holds_what_must_be_sent(shop: str) -> None:
    """The curl command has the full address, credentials as variables, and required headers."""
    said = part(shop, "getOrder").partition("<aside")[2]
    command = flat(said.partition("</pre>")[0])
    assert "curl https://api.example.org/v1/orders/0192f3a1-5c7e-7b1a-9d4e-3f6a2b8c1d05" in command
    assert '-H "Authorization: Bearer $TOKEN"' in command
    assert '-H "X-Trace: a b"' in command


def test_responses_have_meaning_headers_and_body(shop: str) -> None:
    """A response without a description gets the words of its status; named schemas are linked."""
    said = part(shop, "getOrder")
    assert "200 The order. Header ETag Order" in flat(said)
    assert "404 Not Found none" in flat(said)
    assert 'href="#schema-order">Order</a>' in said


def test_a_body_is_a_tree_and_other_media_types_fold(shop: str) -> None:
    """The first media type is shown with its limits, the next behind a fold, the stated example beside."""
    said = part(shop, "createOrder")
    body = flat(said)
    assert "lines array of Line, 1 to 100 items required" in body
    assert "sku string required Pattern ^[A-Z]+$." in body
    assert "quantity integer, 1 to 999 How many." in body
    assert "id string, uuid, read-only" in body
    assert 'One of open, closed, paid. Default "open".' in body
    assert "paid Line or null" in body
    assert "<summary><b>text/csv</b>" in said
    assert "Calls back done POST {$request.body#/url}" in body
    assert "-d @order.json" in body
    assert '{ "lines": [{"sku": "MUG", "quantity": 2}] }' in body


def test_an_example_made_from_the_schema_says_so(shop: str) -> None:
    """Where no example is stated one is made, without what only the server writes, and called made."""
    said = flat(part(shop, "getOrder"))
    assert "200 OK, made from the schema" in said
    assert '"lines": [{"sku": "string", "quantity": 1}]' in said


def test_a_schema_that_holds_itself_ends(shop: str) -> None:
    """A repeated schema is linked and not opened again."""
    schema = shop.partition('id="schema-node"')[2].partition("</details>")[0]
    assert "children array of Node" in flat(schema)
    assert schema.count("<code>children</code>") == 1


def test_webhooks_and_schemes_have_sections(shop: str) -> None:
    """A webhook is an operation below its own heading, a scheme a term with its flow and scopes."""
    assert "## Webhooks { #webhooks }" in shop
    assert "### An order was shipped { #webhook-post-shipped }" in shop
    schemes = flat(part(shop, "authentication"))
    assert (
        "token OAuth 2.0. Flow clientCredentials, token at https://id.example.org 1 scope orders.read Read"
        in schemes
    )


def test_anchors_are_unique(tmp_path: Path) -> None:
    """Two operations with one id, and one that is called like a section, get anchors of their own."""
    paths = {f"/{name}": {"get": {"operationId": name, "responses": {}}} for name in ("a", "schemas")}
    paths["/b"] = {"get": {"operationId": "a", "responses": {}}}
    text = json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1"},
            "paths": paths,
            "components": {"schemas": {"A": {}, "a": {}}},
        }
    )
    page = only(tmp_path, text, "t.json")
    anchors = re.findall(r"\{ #(\S+) \}", page) + re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert {"a", "a-2", "schemas", "schemas-2", "schema-a", "schema-a-2"} <= set(anchors)


HOSTILE = "<script>alert(1)</script> {{ x }} | pipes | [a](javascript:alert(2)) <img src=x onerror=alert(3)>"


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Nothing in a contract becomes a script, an event handler, a template or a Markdown heading."""
    schema = {
        "type": "string",
        "description": HOSTILE,
        "default": HOSTILE,
        "pattern": HOSTILE,
        "title": HOSTILE,
    }
    operation: dict[str, Any] = {
        "operationId": HOSTILE,
        "summary": HOSTILE,
        "description": HOSTILE + "\n\n# Heading\n\n```\n" + HOSTILE + "\n\n\n```\n",
        "tags": [HOSTILE],
        "parameters": [
            {"name": HOSTILE, "in": "header", "required": True, "description": HOSTILE, "schema": schema}
        ],
        "requestBody": {
            "content": {
                HOSTILE: {"schema": {"properties": {HOSTILE: schema}}},
                "text/plain": {"example": "a\n\n\n```\n" + HOSTILE},
            }
        },
        "responses": {HOSTILE: {"description": HOSTILE, "content": {HOSTILE: {"schema": schema}}}},
        "callbacks": {HOSTILE: {HOSTILE: {}}},
        "externalDocs": {"url": "https://x/" + HOSTILE, "description": HOSTILE},
        "security": [{HOSTILE: [HOSTILE]}],
    }
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": HOSTILE,
            "version": HOSTILE,
            "description": HOSTILE,
            "contact": {"url": "javascript:alert(4)", "name": HOSTILE},
        },
        "servers": [{"url": "https://x/" + HOSTILE}],
        "paths": {"/" + HOSTILE: {"post": operation}},
        "components": {
            "schemas": {HOSTILE: schema},
            "securitySchemes": {
                HOSTILE: {"type": "apiKey", "in": "header", "name": HOSTILE, "description": HOSTILE}
            },
        },
    }
    (page,) = rendered(tmp_path, json.dumps(document), "t.json")
    text = page.markdown().partition("\n---\n")[2]
    assert not re.search(r"<script|<img|href=\"javascript", text)
    assert not re.search(r"<[^>]*\sonerror", re.sub(r'"[^"]*"', '""', text))
    assert "render_macros: false" in page.front_matter()
    headings = [block for block in page.blocks if isinstance(block, Heading)]
    assert all("Heading" not in block.text for block in headings)
    assert all(not re.search(r"[<|]", block.markdown()) for block in headings)
    for code in re.findall(r"<pre\b.*?</pre>", text, re.DOTALL):
        assert not re.search(r"\n\s*\n|\n\s*```", code)


BROKEN: list[Any] = [
    {},
    {"info": None, "paths": None},
    {"info": [], "paths": [], "servers": "x", "components": 3, "tags": {}, "security": "all"},
    {"paths": {"/a": None, "/b": [], "/c": {"get": None, "post": {}, "put": {"responses": []}}}},
    {
        "paths": {
            "/a": {
                "get": {
                    "parameters": [None, {}, {"name": 1}, {"$ref": "#/nowhere"}, {"$ref": 3}],
                    "responses": {"200": None},
                }
            }
        }
    },
    {
        "paths": {
            "/a": {
                "get": {
                    "tags": [None],
                    "security": [None, {"x": None}],
                    "callbacks": [1],
                    "responses": {"x": {"content": []}},
                }
            }
        }
    },
    {
        "paths": {
            "/a": {
                "post": {
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
                    }
                }
            }
        },
        "components": {
            "schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
        },
    },
    {
        "components": {
            "schemas": {
                "A": None,
                "B": True,
                "C": False,
                "D": {"type": 3, "properties": [], "required": "all", "allOf": 1},
                "E": {
                    "allOf": [{"$ref": "#/components/schemas/E"}],
                    "items": [],
                    "enum": 3,
                    "oneOf": {},
                    "minLength": "x",
                },
                "F": {
                    "type": ["array", None],
                    "items": {"items": {"$ref": "#/components/schemas/F"}},
                    "additionalProperties": 1,
                },
            }
        }
    },
    {
        "paths": {
            "/{a": {
                "get": {"parameters": [{"name": "a", "in": "path", "schema": None, "example": {"x": [None]}}]}
            }
        },
        "servers": [None, {"url": None}, {"url": "{x}", "variables": [1]}],
    },
]


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0", "3.2.0"])
def test_a_broken_contract_has_a_page(tmp_path: Path, version: str) -> None:
    """Whatever is missing or of a wrong type, there is a page, and no exception."""
    key = "swagger" if version == "2.0" else "openapi"
    for number, body in enumerate(BROKEN):
        (tmp_path / f"t{number}.json").write_text(json.dumps({key: version, **body}), "utf-8")
    room = load(tmp_path, today=date(2026, 11, 21))
    pages = list(contract_page.pages(Rendering(Outcome(room, build(room), ()))))
    assert [page.title for page in pages] == [f"t{number}.json" for number in range(len(BROKEN))]


def test_errors_stand_in_a_banner_that_leads_to_them(tmp_path: Path) -> None:
    """A contract with errors says so above its lede, and each error leads to its row."""
    page = only(tmp_path, SHOP.replace('"#/components/schemas/Line"', '"#/components/schemas/Gone"'))
    banner = page.partition('class="pr-banner"')[2].partition("</div>")[0]
    assert "errors.</b>" in banner
    for anchor in re.findall(r'href="#(f-[0-9a-f]+)"', banner):
        assert page.count(f'id="{anchor}"') == 1
    assert re.search(r'pr-chip--invalid">\d+ findings', page)


def test_many_operations_get_a_page_per_tag(tmp_path: Path) -> None:
    """The first page keeps the whole table, and leads to the pages of tags and schemas."""
    paths = {
        f"/{tag}/{number}": {
            "get": {
                "operationId": f"{tag}{number}",
                "tags": [tag],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}},
                    }
                },
            }
        }
        for tag in ("Mugs", "Tea pots")
        for number in range(25)
    }
    document = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": {"A": {"type": "object"}}},
    }
    pages = {page.path: page.markdown() for page in rendered(tmp_path, json.dumps(document), "t.json")}
    assert list(pages) == ["apis/t.md", "apis/t/mugs.md", "apis/t/tea-pots.md", "apis/t/schemas.md"]
    first = pages["apis/t.md"]
    assert first.count('<tr role="row" id=') == 50
    assert 'href="tea-pots/#' in first
    assert "## Tea pots3 { #" not in first
    assert "{ #Mugs3 }" in pages["apis/t/mugs.md"]
    assert 'href="../schemas/#schema-a"' in pages["apis/t/mugs.md"]
    assert 'id="schema-a"' in pages["apis/t/schemas.md"]


def large(paths: int, methods: tuple[str, ...] = ("get", "put"), fields: int = 60) -> str:
    """A contract of one tag whose operations all have a body of their own, or none if that has no field."""
    body = {
        "type": "object",
        "properties": {
            f"field{number}": {"type": "string", "description": "What this field is for, in a line."}
            for number in range(fields)
        },
    }
    content = {"content": {"application/json": {"schema": body}}} if fields else {}
    operation = {"tags": ["Mugs"], "responses": {"200": {"description": "ok", **content}}}
    if fields:
        operation["requestBody"] = content
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {
                f"/mugs/{number}": {
                    method: {**operation, "operationId": f"mugs/{method}-{number}"} for method in methods
                }
                for number in range(paths)
            },
        }
    )


def test_no_page_of_a_contract_is_long(tmp_path: Path) -> None:
    """A tag with much to show has several pages; what has one path stays together where it can."""
    pages = {page.path: page.markdown() for page in rendered(tmp_path, large(40, fields=20), "t.json")}
    parts = [path for path in pages if path.startswith("apis/t/mugs")]
    assert parts[:2] == ["apis/t/mugs.md", "apis/t/mugs-2.md"]
    assert len(parts) > 3
    assert max(map(len, pages.values())) < 170_000
    assert "# Mugs, part 2 of" in pages["apis/t/mugs-2.md"]
    assert 'href="../mugs-3/">Part 3</a>' in pages["apis/t/mugs-2.md"]
    for number in range(40):
        (held,) = (path for path in parts if f"{{ #mugs/get-{number} }}" in pages[path])
        assert f"{{ #mugs/put-{number} }}" in pages[held]


def test_links_lead_to_the_page_that_shows_an_operation(tmp_path: Path) -> None:
    """The table of the first page, and every other page of the site, know on which part it is."""
    site = site_of(tmp_path, large(40, fields=20), "t.json", checked=False)
    pages = {page.path: page.markdown() for page in contract_page.pages(site)}
    assert len(pages) > 3
    contract = site.room.of(Contract)[0]
    for operation in contract.operations:
        page, anchor = site.operation_address(operation)
        assert anchor == operation.operation_id
        assert f"{{ #{anchor} }}" in pages[page]
        assert f'href="{page.removeprefix("apis/t/").removesuffix(".md")}/#{anchor}"' in pages["apis/t.md"]


def test_a_long_table_has_short_rows_and_a_longer_one_names_the_tags(tmp_path: Path) -> None:
    """Hundreds of operations fit on the first page, since a row is its words; of thousands, the tags do."""
    first = first_of(tmp_path, large(250, fields=0))
    table = first.partition('id="operations"')[2].partition("</table>")[0]
    assert len(re.findall(r'<tr id="[^"]+"><th><b', table)) == 500  # an address names its row without script
    assert len(table) < 500 * 200
    first = first_of(tmp_path, large(620, fields=0))
    assert first.count("<tr><th><b") == 1240  # for more there is no room
    first = first_of(tmp_path, large(700, fields=0))
    assert flat(first.partition('id="operations"')[2].partition("</table>")[0]).endswith("Mugs 1400")


def test_a_contract_in_groups_has_its_tags_as_headings(tmp_path: Path) -> None:
    """On one page, tags come in the order in which they are declared, with their texts."""
    document = json.loads(large(7, fields=2))
    for number, item in enumerate(document["paths"].values()):
        for operation in item.values():
            operation["tags"] = ["Mugs" if number < 4 else "Tea pots"]
    document["tags"] = [{"name": "Tea pots", "description": "Pots. Of all sizes."}, {"name": "Mugs"}]
    page = only(tmp_path, json.dumps(document), "t.json")
    assert page.index("## Tea pots") < page.index("### mugs/get-4") < page.index("## Mugs")
    assert "Tea pots 6 operations Pots." in flat(page.partition("<table")[2])
    assert "Pots. Of all sizes." in flat(page.partition("## Tea pots")[2])


def test_a_large_schema_says_what_is_left_out(tmp_path: Path) -> None:
    """No tree goes on for ever: what is not shown is counted and led to."""
    wide = {"type": "object", "properties": {f"p{number}": {"type": "string"} for number in range(500)}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "components": {"schemas": {"Wide": wide}},
        "paths": {
            "/a": {
                "post": {
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wide"}}}
                    },
                    "responses": {},
                }
            }
        },
    }
    text = only(tmp_path, json.dumps(document), "t.json")
    assert '380 more: see <a href="#schema-wide">Wide</a>.' in text


def test_what_opens_on_a_click_holds_no_link(tmp_path: Path) -> None:
    """Of a schema that is one of several, too: the links stand below."""
    several = {"oneOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Cash"}]}
    schemas = {"Card": {"type": "string"}, "Cash": {"type": "integer"}, "Paid": several}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    text = only(tmp_path, json.dumps(document), "t.json")
    summaries = re.findall(r"<summary>.*?</summary>", text, re.DOTALL)
    assert [said for said in summaries if "<a " in said] == []
    assert "one of Card, string or Cash, integer" in " ".join(summaries)
    assert re.search(r'See <a [^>]*href="#schema-card"[^>]*>Card</a>, <a [^>]*href="#schema-cash"', text)


WORDS: list[tuple[dict[str, Any], str]] = [
    ({"type": "string", "minLength": 3, "maxLength": 40}, "string, 3 to 40 characters"),
    ({"type": "string", "minLength": 1}, "string, at least 1 character"),
    ({"type": "string", "maxLength": 5, "minLength": 5}, "string, exactly 5 characters"),
    ({"type": "integer", "minimum": 1, "maximum": 999}, "integer, 1 to 999"),
    ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, "number, more than 0"),
    ({"type": "number", "multipleOf": 0.01, "maximum": 5}, "number, at most 5, a multiple of 0.01"),
    ({"type": "string", "nullable": True, "format": "date"}, "string or null, date"),
    ({"type": "string", "enum": ["a", "b"]}, "string, one of a, b"),
    (
        {
            "type": "array",
            "items": {"type": "string", "maxLength": 3},
            "minItems": 2,
            "uniqueItems": True,
        },
        "array of string (at most 3 characters), at least 2 items, each once",
    ),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, "map to integer"),
    ({"allOf": [{"$ref": "#/components/schemas/N"}], "nullable": True}, "N or null"),
    ({"anyOf": [{"$ref": "#/components/schemas/N"}, {"type": "string"}]}, "any of N, string"),
    ({}, "any value"),
]


def test_types_are_said_in_words(tmp_path: Path) -> None:
    """Types, formats and limits read as people say them."""
    properties = {f"x{number}": schema for number, (schema, _) in enumerate(WORDS)}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"N": {"type": "object"}, "M": {"properties": properties}}},
    }
    rows = only(tmp_path, json.dumps(document), "t.json").partition('id="schema-m"')[2]
    rows = re.split(r"<(?:li|summary)><code>x", rows)[1:]
    assert [flat(re.split(r"</li>|</summary>|<div", row.partition("</code>")[2])[0]) for row in rows] == [
        said for _, said in WORDS
    ]


def test_swagger_2_reads_alike(tmp_path: Path) -> None:
    """A body parameter of 2.0 is a request body, and the host makes the address."""
    text = only(
        tmp_path,
        """
swagger: "2.0"
info: {title: Old, version: "1"}
host: old.example.org
basePath: /v2
schemes: [https]
securityDefinitions: {key: {type: apiKey, in: header, name: X-Key}}
security: [{key: []}]
paths:
  /pets:
    post:
      consumes: [application/json]
      parameters: [{in: body, name: pet, required: true, schema: {$ref: "#/definitions/Pet"}}]
      responses: {"200": {description: ok, schema: {$ref: "#/definitions/Pet"}}}
definitions: {Pet: {type: object, required: [name], properties: {name: {type: string, example: Rex}}}}
""",
    )
    said = flat(text)
    assert "Contract, Swagger 2.0" in said
    assert "API key in the header X-Key" in said
    assert "curl -X POST https://old.example.org/v2/pets" in said
    assert '-H "X-Key: $API_KEY"' in said
    assert "Request body application/json, Pet name string required Example Rex." in said


def test_json_puts_what_is_short_on_one_line() -> None:
    """Small objects stand on a line, larger ones are broken."""
    assert json_lines({"a": {"b": 1}, "c": []}) == ["{", '  "a": {"b": 1},', '  "c": []', "}"]
    assert json_lines(3) == ["3"]
    assert json_lines([]) == ["[]"]


def test_sealed_html_has_no_blank_line() -> None:
    """Blank lines and fences in code get an empty element, so that Markdown leaves them alone."""
    assert (
        sealed("<p>a</p>\n\n\n<pre>x\n\n```\n</pre>")
        == "<p>a</p>\n<pre>x\n<span></span>\n<span></span>```\n</pre>"
    )


PETS = """
openapi: 3.2.0
info: {title: Pets, version: "1"}
servers: [{url: "https://{region}.example.org", variables: {region: {default: eu}}}]
security: [{token: [write]}]
paths:
  /pets:
    post:
      operationId: createPet
      deprecated: true
      x-sunset: 2027-03-01
      x-replaced-by: watchPet
      parameters:
        - {name: X-Old, in: header, deprecated: true, x-use-instead: X-New, schema: {type: string}}
        - {name: f, in: query, required: true, style: deepObject, example: {a: 1, b: x}}
        - {name: t, in: query, required: true, example: [1, 2], schema: {type: array, items: {type: integer}}}
        - name: c
          in: query
          required: true
          explode: false
          example: [3, 4]
          schema: {type: array, items: {type: integer}}
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "201":
          description: Added.
          links: {watch: {operationId: watchPet, parameters: {id: $response.body#/id}}}
      callbacks:
        grown:
          "{$request.query.url}":
            post:
              requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Cat"}}}}
              responses: {"204": {description: Noted.}}
  /pets/watch:
    query:
      operationId: watchPet
      responses:
        "200":
          description: Each bite.
          content: {text/event-stream: {itemSchema: {type: object, properties: {bite: {type: integer}}}}}
webhooks:
  born: {post: {responses: {"200": {description: ok}}}}
components:
  securitySchemes: {token: {type: oauth2, flows: {}}}
  schemas:
    Pet:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
      discriminator: {propertyName: kind, mapping: {tom: "#/components/schemas/Cat"}}
    Cat: {type: object, properties: {kind: {type: string}, nick: {type: string, deprecated: true}}}
    Dog: {type: object, properties: {kind: {type: string}, friend: {$ref: "#/components/schemas/Gone"}}}
"""


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> str:
    return only(tmp_path_factory.mktemp("pets"), PETS)


def test_what_is_deprecated_says_until_when_and_what_instead(pets: str) -> None:
    """The mark has a word, and an operation to use instead is linked; made examples go without."""
    operation = part(pets, "createPet")
    assert "Deprecated Ends 1 Mar 2027 Use instead watchPet" in flat(operation)
    assert '<a href="#watchPet">watchPet</a>' in operation
    assert "X-Old string Deprecated Use instead X-New." in flat(operation)
    assert '{ "kind": "tom" }' in flat(operation.partition("<aside")[2])


def test_one_of_several_schemas_is_told_by_its_value(pets: str) -> None:
    """A discriminator's value stands with each: the mapped one, or the schema's own name."""
    said = flat(part(pets, "createPet"))
    assert "kind tells which. either where kind is tom Cat" in said
    assert "or where kind is Dog Dog" in said


def test_callbacks_links_and_streams_are_shown(pets: str) -> None:
    """A callback with what it sends and expects, a link with what it takes, a stream with its items."""
    said = flat(part(pets, "createPet"))
    assert "Calls back grown POST {$request.query.url} application/json, Cat" in said
    assert "204 Noted. none" in said
    assert "201 Added. Then watchPet, id from $response.body#/id none" in said
    watched = flat(part(pets, "watchPet"))
    assert "200 Each bite. stream of object" in watched
    assert "curl -X QUERY https://eu.example.org/pets/watch" in watched


def test_a_webhook_asks_for_no_scope_of_the_callers(pets: str) -> None:
    """What the contract asks of all callers is no condition of a webhook."""
    assert "Needs scope write" in flat(part(pets, "createPet"))
    assert "Needs scope" not in flat(pets.partition("{ #webhook-post-born }")[2].partition("\n## ")[0])


def test_parameters_are_written_in_their_style(pets: str) -> None:
    """An object by its keys, a list again and again or in one, as the contract says."""
    command = flat(part(pets, "createPet").partition("<aside")[2].partition("</pre>")[0])
    assert "https://eu.example.org/pets?f%5Ba%5D=1&f%5Bb%5D=x&t=1&t=2&c=3,4" in command


def test_a_finding_stands_at_the_schema_it_speaks_of(pets: str) -> None:
    """The banner leads to it, and the fold of the schema counts it."""
    schema = pets.partition('id="schema-dog"')[2]
    summary, _, rest = schema.partition("</summary>")
    assert "1 error" in flat(summary)
    banner = pets.partition('class="pr-banner"')[2].partition("</div>")[0]
    fold = rest.partition("</details>")[0]
    assert [anchor for anchor in re.findall(r'href="#(f-[0-9a-f]+)"', banner) if f'id="{anchor}"' in fold]
