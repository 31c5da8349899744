"""How contracts are read: versions, operations in one form, references, and whatever is malformed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planroom.kinds.contract import KIND, Contract
from planroom.kinds.refs import (
    Dangling,
    Documents,
    Remote,
    Resolved,
    referenced_files,
    refs_of,
    split_ref,
)
from planroom.source import Source, format_of


def sources(**texts: str) -> dict[str, Source]:
    """Sources by path; `__` in a name stands for `/`, one `_` for a dot."""
    paths = {name.replace("__", "/").replace("_", "."): text for name, text in texts.items()}
    return {path: Source(path, text, format_of(path)) for path, text in paths.items()}


def contract(text: str, path: str = "specs/shop/orders.yaml", **others: str) -> Contract:
    source = Source(path, text, format_of(path))
    assert KIND.claims(source)
    found = KIND.parse(source)
    assert isinstance(found, Contract), found
    return found.among(Documents({path: source, **sources(**others)}))


@pytest.mark.parametrize(
    ("name", "text", "claimed"),
    [
        ("a.yaml", "openapi: 3.1.1\n", True),
        ("a.yaml", "# a note\n'openapi' : 3.1.1\n", True),
        ("a.yaml", '"swagger": "2.0"\n', True),
        ("a.yaml", '{"openapi": "3.1.1"}', True),
        ("a.yaml", "x-openapi: 3.1.1\n", False),
        ("a.yaml", "tool:\n  openapi: 3.1.1\n", False),
        ("a.yaml", "openapi-generator: 1\n", False),
        ("a.json", '{"info": {"openapi": 1}, "openapi": "3.1.1"}', True),
        ("a.json", '{"info": {"openapi": "3.1.1"}}', False),
        ("a.json", '{"info": "\\"openapi\\": 3"}', False),
        ("a.json", '["openapi"]', False),
    ],
)
def test_a_contract_is_told_by_its_top_level_key(name: str, text: str, claimed: bool) -> None:
    assert bool(KIND.claims(Source(name, text, format_of(name)))) is claimed


@pytest.mark.parametrize(
    ("text", "version", "known"),
    [
        ("openapi: 3.0.4\n", "3.0.4", "3.0"),
        ("openapi: 3.1.1\n", "3.1.1", "3.1"),
        ("openapi: 3.2.0\n", "3.2.0", "3.2"),
        ('swagger: "2.0"\n', "2.0", "2.0"),
        ("swagger: 2.0\n", "2.0", "2.0"),
        ("swagger: 3.0.0\n", "3.0.0", ""),
        ("openapi: 2.0\n", "2.0", ""),
        ("openapi: 4.0.0\n", "4.0.0", ""),
        ("openapi: three\n", "three", ""),
        ("openapi:\npaths: {}\n", "", ""),
    ],
)
def test_the_version_is_kept_as_written_and_told_if_known(text: str, version: str, known: str) -> None:
    found = contract(text)
    assert (found.version, found.major_minor) == (version, known)


def test_a_mapping_with_that_key_and_nothing_else_is_no_contract() -> None:
    source = Source("values.yaml", "openapi:\n  enabled: true\n", "yaml")
    assert KIND.parse(source) == "its `openapi` states no version"


SHOP = """
openapi: 3.1.1
info: {title: Orders, version: 1.4.0}
servers:
  - url: https://{region}.shop.example/api/{version}/
    variables:
      region: {default: eu}
      version: {default: v1}
  - url: /internal
security:
  - token: [read]
tags: [{name: Orders, description: Reading orders.}]
paths:
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer}}
    get:
      operationId: getOrder
      tags: [Orders]
      parameters:
        - $ref: "#/components/parameters/Limit"
      responses:
        "200":
          description: The order.
          headers:
            ETag: {schema: {type: string}}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Order"}
              examples:
                small: {summary: A small one., value: {id: a}}
    put:
      security: []
      servers: [{url: https://write.shop.example}]
      requestBody: {$ref: "#/components/requestBodies/Order"}
      responses: {"204": {description: Stored.}}
webhooks:
  shipped:
    post: {operationId: onShipped, responses: {"200": {description: Taken.}}}
components:
  parameters:
    Limit: {name: limit, in: query, required: true, schema: {type: string}}
  requestBodies:
    Order: {required: true, content: {application/json: {schema: {type: object}}}}
  schemas:
    Order: {type: object}
  securitySchemes:
    token:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: https://login.example, scopes: {read: Read.}}}
"""


def test_operations_of_3() -> None:
    shop = contract(SHOP)
    get, put = shop.operations
    assert (get.name, get.method, get.path, get.tags) == ("getOrder", "GET", "/orders/{id}", ("Orders",))
    assert get.full_paths == ("/api/v1/orders/{id}", "/internal/orders/{id}", "/orders/{id}")
    assert put.name == "PUT /orders/{id}"
    assert put.full_paths == ("/orders/{id}",)
    assert [(held.name, held.where, held.required) for held in get.parameters] == [
        ("id", "path", True),
        ("limit", "query", True),
    ]
    assert get.parameters[1].origin == shop.at("components", "parameters", "Limit")
    assert [(tag.name, tag.description) for tag in shop.tags.values()] == [("Orders", "Reading orders.")]
    assert [hook.path for hook in shop.webhooks] == ["shipped"]
    assert shop.schemas == {"Order": ("components", "schemas", "Order")}


def test_bodies_and_responses_of_3() -> None:
    get, put = contract(SHOP).operations
    (response,) = get.responses
    (media,) = response.content
    assert (response.status, media.media_type) == ("200", "application/json")
    assert media.schema == {"$ref": "#/components/schemas/Order"}
    assert [(held.name, held.summary, held.value) for held in media.examples] == [
        ("small", "A small one.", {"id": "a"})
    ]
    assert [header.name for header in response.headers] == ["ETag"]
    assert get.body is None
    assert put.body is not None
    assert put.body.required
    assert [held.media_type for held in put.body.content] == ["application/json"]


def test_security_is_the_operations_own_or_the_documents() -> None:
    get, put = contract(SHOP).operations
    assert [requirement.schemes for requirement in get.security] == [(("token", ("read",)),)]
    assert [(scheme.name, scheme.type, scheme.scopes) for scheme in get.security_schemes] == [
        ("token", "oauth2", frozenset({"read"}))
    ]
    assert put.security == ()


def test_operations_of_2_have_the_same_form() -> None:
    found = contract("""
swagger: "2.0"
info: {title: Orders, version: "1"}
host: shop.example
basePath: /api/
schemes: [https, http]
consumes: [application/json]
produces: [application/json, application/xml]
paths:
  /orders:
    post:
      parameters:
        - {name: limit, in: query, type: integer, minimum: 1}
        - {name: order, in: body, required: true, schema: {type: object}}
      responses:
        201: {description: Stored., schema: {type: object}, examples: {application/json: {id: a}}}
  /scans:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: scan, in: formData, type: file, required: true}
        - {name: note, in: formData, type: string}
      responses: {default: {description: Any.}}
""")
    assert found.servers == ("https://shop.example/api/", "http://shop.example/api/")
    order, scan = found.operations
    assert order.full_paths == ("/api/orders", "/orders")
    assert [(held.name, held.schema) for held in order.parameters] == [
        ("limit", {"type": "integer", "minimum": 1})
    ]
    assert order.body is not None
    assert [(held.media_type, held.schema) for held in order.body.content] == [
        ("application/json", {"type": "object"})
    ]
    (stored,) = order.responses
    assert [(held.media_type, [e.value for e in held.examples]) for held in stored.content] == [
        ("application/json", [{"id": "a"}]),
        ("application/xml", []),
    ]
    assert scan.body is not None
    (form,) = scan.body.content
    assert (form.media_type, form.schema["required"]) == ("multipart/form-data", ["scan"])


def test_a_path_item_in_another_file() -> None:
    found = contract(
        "openapi: 3.1.1\npaths:\n  /orders: {$ref: paths/orders.yaml}\n",
        specs__shop__paths__orders_yaml="get: {responses: {200: {$ref: ../parts.yaml#/ok}}}\n",
        specs__shop__parts_yaml="ok: {description: Fine.}\n",
    )
    (operation,) = found.operations
    assert (operation.source_path, operation.pointer) == ("specs/shop/paths/orders.yaml", ("get",))
    (response,) = operation.responses
    assert (response.description, response.origin.path) == ("Fine.", "specs/shop/parts.yaml")


ODD: tuple[Any, ...] = (None, 0, True, "x", [], {}, [None], [[]], {"a": None}, {"$ref": 1}, {"$ref": "#"})


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_whatever_is_malformed_reads_as_empty(odd: Any) -> None:
    whole = contract(SHOP).value
    for key in (*whole, "basePath", "host"):
        broken = contract(json.dumps({**whole, key: odd, "openapi": "3.1.1"}), "a.json")
        for operation in (*broken.operations, *broken.webhooks):
            assert operation.full_paths
            assert operation.parameters is operation.parameters
            assert operation.body is operation.body
            assert operation.responses is operation.responses
            assert operation.security_schemes is operation.security_schemes
        assert broken.names
        assert isinstance(broken.title + broken.description + broken.api_version, str)
        assert (broken.servers, broken.base_paths, broken.tags, broken.schemas) is not None
        assert broken.anatomy.nodes


def test_split_ref() -> None:
    assert split_ref("a%20b.yaml#/x~1y%7Bz%7D") == ("a b.yaml", "/x~1y{z}")
    assert split_ref("#") == ("", "")


FILES = sources(
    a__main_yaml="""
openapi: 3.1.1
paths:
  /orders/{id}: {get: {}}
schemas: [{type: string}]
loop: {$ref: "#/back"}
back: {$ref: "#/loop"}
step: {$ref: "../b/part.yaml#/Order"}
anchored: {$anchor: here, type: object}
""",
    b__part_yaml="Order: {type: object}\nbroken: 1\n",
    b__bad_yaml="a: [\n",
    b__plain_txt="text",
)


@pytest.mark.parametrize(
    ("ref", "path", "pointer"),
    [
        ("#", "a/main.yaml", ()),
        ("#/paths/~1orders~1%7Bid%7D/get", "a/main.yaml", ("paths", "/orders/{id}", "get")),
        ("#/schemas/0", "a/main.yaml", ("schemas", 0)),
        ("#here", "a/main.yaml", ("anchored",)),
        ("../b/part.yaml#/Order", "b/part.yaml", ("Order",)),
        ("./../b/part.yaml", "b/part.yaml", ()),
    ],
)
def test_references_inside_the_room(ref: str, path: str, pointer: tuple[str | int, ...]) -> None:
    answer = Documents(FILES).resolve("a/main.yaml", ref)
    assert isinstance(answer, Resolved)
    assert (answer.origin.path, answer.origin.pointer) == (path, pointer)


@pytest.mark.parametrize(
    ("ref", "missing", "reason"),
    [
        ("#/schemas/1", "value", "leads to nothing: `schemas` holds no `1`"),
        ("#/schema", "value", "leads to nothing: the document holds no `schema`"),
        ("#there", "value", "names the anchor `there`, which `a/main.yaml` does not define"),
        ("none.yaml", "file", "names the file `a/none.yaml`, which does not exist"),
        ("../b/bad.yaml", "file", "names the file `b/bad.yaml`, which cannot be read"),
        ("../b/plain.txt", "file", "names the file `b/plain.txt`, which cannot be read"),
        ("../../x.yaml", "room", "leads out of this folder"),
        ("/etc/hosts", "room", "is an absolute path, which only a server of these files could follow"),
    ],
)
def test_references_that_lead_nowhere(ref: str, missing: str, reason: str) -> None:
    answer = Documents(FILES).resolve("a/main.yaml", ref)
    assert isinstance(answer, Dangling)
    assert (answer.missing, answer.reason) == (missing, reason)


@pytest.mark.parametrize("ref", ["https://example.com/a.yaml#/x", "//example.com/a", "urn:x:y", "http://[x"])
def test_other_hosts_are_not_followed(ref: str) -> None:
    assert Documents(FILES).resolve("a/main.yaml", ref) == Remote(ref)


def test_chains_are_followed_to_their_end_and_loops_end() -> None:
    documents = Documents(FILES)
    whole = FILES["a/main.yaml"].value
    answer = documents.follow("a/main.yaml", whole["step"], ("step",))
    assert isinstance(answer, Resolved)
    assert answer.origin.path == "b/part.yaml"
    looped = documents.follow("a/main.yaml", whole["loop"], ("loop",))
    assert isinstance(looped, Dangling)
    assert looped.missing == "loop"


def test_ids_are_bases_of_what_lies_in_them() -> None:
    files = sources(
        main_yaml="""
openapi: 3.2.0
$self: https://shop.example/api
components:
  schemas:
    Order:
      $id: https://shop.example/schemas/order
      $defs: {Line: {$anchor: line, type: object}}
      properties:
        whole: {$ref: "#/$defs/Line"}
        other: {$ref: money}
    Money: {$id: https://shop.example/schemas/money}
""",
    )
    documents = Documents(files)
    order = ("components", "schemas", "Order")

    def place(ref: str, *at: str) -> object:
        answer = documents.resolve("main.yaml", ref, at)
        return answer.origin.pointer if isinstance(answer, Resolved) else answer

    assert place("#/$defs/Line", *order, "properties", "whole") == (*order, "$defs", "Line")
    assert place("money", *order, "properties", "other") == ("components", "schemas", "Money")
    assert place("https://shop.example/schemas/order#line") == (*order, "$defs", "Line")
    assert place("https://shop.example/api#/components/schemas/Money") == ("components", "schemas", "Money")
    assert place("#/components/schemas/Money", *order) == ("components", "schemas", "Money")
    assert place("unknown", *order) == Remote("https://shop.example/schemas/unknown")


def test_a_relative_id_is_one_beside_its_own_file() -> None:
    files = sources(
        a__main_yaml="A: {$id: box.json, properties: {size: {}}}\nB: {$ref: 'box.json#/properties/size'}\n",
        b__main_yaml="A: {$id: box.json}\nB: {$ref: '#/A'}\n",
        b__other_yaml="B: {$ref: box.json}\n",
    )
    documents = Documents(files)

    def place(path: str, ref: str) -> object:
        answer = documents.resolve(path, ref, ("B",))
        return (answer.origin.path, answer.origin.pointer) if isinstance(answer, Resolved) else answer

    assert place("a/main.yaml", "box.json#/properties/size") == ("a/main.yaml", ("A", "properties", "size"))
    assert place("b/main.yaml", "box.json") == ("b/main.yaml", ("A",))
    assert place("b/main.yaml", "#/A") == ("b/main.yaml", ("A",))
    assert place("b/other.yaml", "box.json") == ("b/main.yaml", ("A",))
    assert place("b/other.yaml", "../a/box.json") == ("a/main.yaml", ("A",))
    assert isinstance(place("main.yaml", "box.json"), Dangling)


def test_data_and_names_are_no_references() -> None:
    source = Source(
        "a.yaml",
        """
openapi: 3.1.1
paths:
  /a:
    get:
      x-note: {$ref: extension.yaml}
      responses:
        default: {$ref: response.yaml}
        "200":
          content:
            application/json:
              example: {$ref: example.yaml}
              examples:
                one: {$ref: named-example.yaml}
                two: {value: {$ref: value.yaml}}
components:
  schemas:
    Link:
      properties:
        $ref: {type: string}
        default: {$ref: property.yaml}
      default: {$ref: default.yaml}
      enum: [{$ref: enum.yaml}]
      const: {$ref: const.yaml}
""",
        "yaml",
    )
    assert sorted(ref for _, ref in refs_of(source)) == [
        "named-example.yaml",
        "property.yaml",
        "response.yaml",
    ]


def test_the_anatomy_reaches_parts_and_knows_who_refers_to_them() -> None:
    found = contract(
        "openapi: 3.1.1\ncomponents:\n  schemas:\n    Order: {$ref: order.yaml}\n",
        specs__shop__order_yaml="properties: {next: {$ref: '#'}, total: {type: integer}}\n",
    )
    schemas = [node for node in found.anatomy.nodes if node.kind == "Schema"]
    assert sorted(node.origin.pointer for node in schemas) == [(), ("properties", "total")]
    assert {node.referrer for node in schemas} == {found.at("components", "schemas", "Order")}
    assert [part.origin.path for part in found.anatomy.parts] == ["specs/shop/order.yaml"]


@pytest.mark.parametrize(
    ("format_", "text", "files"),
    [
        ("json", '{"a": {"$ref": "#/b"}}', []),
        ("json", '{"a": {"$ref" : "b.json#/c"}, "d": {"$ref": "#/e"}}', ["b.json"]),
        ("json", '{"a": {"description": "like \\"$ref\\": \\"b.json\\""}}', []),
        ("json", '{"discriminator": {"mapping": {"a": "#/b", "c": "d.json"}}}', ["d.json"]),
        ("json", '{"discriminator": {"mapping": {"a": "#/b", "{}": "d.json"}}}', ["d.json"]),
        ("json", '{"discriminator": {"mapping": {"\\u0061": "d.json"}}}', ["d.json"]),
        ("json", '{"discriminator": {"mapping": {"a": "#/b", "c": "Name"}}}', []),
        ("yaml", "a: {$ref: '#/b'}\nc: {$ref: \"#/d\"}\n", []),
        ("yaml", "a: {$ref: '#/b'}\nc:\n  $ref:\n    d.yaml\n", ["d.yaml"]),
        ("yaml", "a: {$ref: '#/b'}\nc:\n  ? $ref\n  : d.yaml\n", ["d.yaml"]),
        ("yaml", "a: {$ref: '#/b'}\nx: &k $ref\nc:\n  *k : d.yaml\n", ["d.yaml"]),
        ("yaml", "discriminator: {mapping: {a: d.yaml}}\n", ["d.yaml"]),
    ],
)
def test_the_files_that_a_file_refers_to(format_: str, text: str, files: list[str]) -> None:
    assert list(referenced_files(Source(f"a.{format_}", text, format_))) == files


def test_what_is_read_for_now_is_let_go_and_nothing_that_was_there_before() -> None:
    held = contract('{"openapi": "3.1.1", "paths": {"/a": {"get": {"responses": {}}}}}', "api.json")
    operations = held.operations
    with held.read_for_now():
        assert held.anatomy.nodes
    assert "anatomy" not in vars(held)
    assert held.operations is operations
