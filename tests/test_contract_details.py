"""What the page of a contract tells beside parameters and bodies: servers, tags, ways in, rarer keywords."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import contract_page
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering

LIBRARY = """
openapi: 3.2.0
info: {title: Library, version: 2.1.0}
servers:
  - url: https://{region}.example.com/v2
    name: production
    description: The one for real
    variables: {region: {enum: [eu, us], default: eu, description: Where the data lies}}
  - {url: "https://sandbox.example.com/v2"}
tags:
  - {name: catalog, summary: Catalog, kind: nav}
  - {name: books, summary: Books, parent: catalog, externalDocs: {url: "https://example.com/books"}}
  - {name: beta, summary: In trial, kind: badge}
security: [{key: []}]
paths:
  /books:
    description: What stands on the shelf.
    get:
      tags: [beta, books]
      operationId: listBooks
      parameters:
        - name: words
          in: query
          style: pipeDelimited
          explode: false
          schema: {type: array, items: {type: string}}
        - {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: near, in: query, style: deepObject, schema: {type: object}}
        - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: plain, in: query, allowEmptyValue: true, schema: {type: string}}
      responses:
        "200":
          summary: Some books
          content:
            application/jsonl: {itemSchema: {$ref: "#/components/schemas/Book"}}
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Book"}}}
      x-codeSamples:
        - {lang: Python, label: Client, source: "print(1 < 2)"}
    query: {tags: [books], operationId: searchBooks, responses: {"200": {description: Found}}}
    additionalOperations:
      COPY: {tags: [books], operationId: copyBooks, responses: {"204": {description: Copied}}}
  /loans:
    $ref: "#/components/pathItems/Loans"
components:
  pathItems:
    Loans:
      post:
        tags: [loans]
        operationId: lend
        security: [{key: [], cert: []}, {oauth: [loans]}, {}]
        requestBody:
          content:
            multipart/form-data:
              schema: {type: object, properties: {scan: {type: string}}}
              encoding: {scan: {contentType: image/png}}
        responses: {"201": {description: Lent}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    cert: {type: mutualTLS}
    oauth:
      type: oauth2
      deprecated: true
      oauth2MetadataUrl: https://id.example.com/meta
      flows:
        deviceAuthorization:
          deviceAuthorizationUrl: https://id.example.com/device
          tokenUrl: https://id.example.com/token
          refreshUrl: https://id.example.com/refresh
          scopes: {loans: Lend}
  schemas:
    State: {type: string, enum: [new, used], x-enum-descriptions: [Fresh from print, Read before]}
    Book:
      type: object
      additionalProperties: false
      dependentRequired: {part: [of]}
      externalDocs: {url: "https://example.com/book", description: The book}
      properties:
        state: {$ref: "#/components/schemas/State", description: Beside the reference}
        pair: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}
        scan: {type: string, contentEncoding: base64, contentMediaType: image/png}
        other: {not: {type: string}}
      allOf:
        - {if: {required: [part]}, then: {properties: {of: {type: string}}}}
        - {if: {required: [of]}, else: {properties: {lost: {type: string}}}}
webhooks:
  overdue: {post: {operationId: overdue, responses: {"204": {description: Noted}}}}
"""


def rendered(folder: Path, text: str) -> list[SitePage]:
    (folder / "library.yaml").write_text(text, "utf-8")
    room = load(folder)
    return list(contract_page.pages(Rendering(run(room, build(room)))))


def flat(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    (page,) = rendered(tmp_path_factory.mktemp("library"), LIBRARY)
    return flat(page.markdown())


@pytest.mark.parametrize(
    "said",
    [
        # servers, all of them, with their variables
        "## Servers { #servers } https://{region}.example.com/v2 production The one for real region",
        "region Where the data lies. One of eu , us . Default eu . https://sandbox.example.com/v2",
        # how parameters are written
        "words array of string Parted by | .",
        "ids array of string Parted by commas.",
        "near object Written as near[key]=value .",
        "filter object Written as application/json .",
        "plain string May be empty.",
        # 3.2: methods, streams, summaries, tags that only mark
        "QUERY /v2/books searchBooks",
        "COPY /v2/books copyBooks",
        "200 Some books stream of Book or array of Book",
        "200 Book, application/jsonl, one after the other",
        "Tagged In trial",
        "What stands on the shelf.",
        "Request: Client print ( 1 < 2 )",
        # a path item by reference, ways in, forms
        "Asks for key and cert , or oauth with loans , or nothing",
        "scan as image/png.",
        # the scheme
        "OAuth 2.0. Deprecated Flow deviceAuthorization , device code at https://id.example.com/device ,",
        "token at https://id.example.com/token , refresh at https://id.example.com/refresh",
        "OAuth 2.0 metadata at https://id.example.com/meta",
        # schemas
        "new is Fresh from print. used is Read before.",
        "state State , string, one of new, used Beside the reference.",
        "No other names. With part also of . See The book .",
        "pair array No further items. item 1 string item 2 integer",
        "scan string, base64, image/png",
        "but not string",
        "if it is object Also required: part . then also object of string",
        "POST overdue overdue",
    ],
)
def test_a_contract_of_3_2_is_told_in_full(library: str, said: str) -> None:
    assert said in library


def test_of_several_conditions_each_stands_with_what_follows_from_it(library: str) -> None:
    """The `else` of the second has nothing to do with the `if` of the first."""
    first, second, *_ = library.split("if it is")[1:]
    assert "else also" not in first
    assert "Also required: of . else also object lost string" in second


def test_tags_with_parents_are_called_by_both(tmp_path: Path) -> None:
    """Of many operations each group has its title; a tag that only marks groups none, a circle ends."""
    more = "".join(
        f"  /more/{number}: {{get: {{tags: [beta, loop], responses: {{}}}}}}\n" for number in range(12)
    )
    loops = "  - {name: loop, parent: pool}\n  - {name: pool, parent: loop}\n"
    text = LIBRARY.replace("paths:\n", "paths:\n" + more).replace(
        "security: [{key: []}]\npaths", loops + "paths"
    )
    (page,) = rendered(tmp_path, text)
    groups = re.findall(r'<tr class="pr-group".*?</tr>', page.markdown(), re.DOTALL)
    assert [flat(group) for group in groups] == [
        "Catalog, Books 3 operations",
        "pool, loop 12 operations",
        "loans 1 operation",
    ]
    assert "## Catalog, Books" in page.markdown()
    assert 'See <a href="https://example.com/books">' in page.markdown()


def test_one_server_that_says_no_more_than_its_address_has_no_section(tmp_path: Path) -> None:
    """The head has it already."""
    (page,) = rendered(tmp_path, "openapi: 3.1.0\ninfo: {}\nservers: [{url: https://a.example}]\npaths: {}\n")
    assert "Servers" not in page.markdown()


def test_a_row_says_what_an_operation_does_in_its_best_words(tmp_path: Path) -> None:
    """Its summary, else the first sentence of a plain description, else its id; long names break at dots."""
    text = (
        "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths:\n"
        "  /admin.apps.approve:\n"
        "    get: {operationId: one, description: Approve an app. And more., responses: {}}\n"
        '    put: {operationId: two, description: "See *this*.", responses: {}}\n'
        "    post: {operationId: three, summary: Do it, description: Not this., responses: {}}\n"
    )
    (page,) = rendered(tmp_path, text)
    said = flat(page.markdown())
    for row in ("GET /admin .apps .approve Approve an app", "PUT /admin .apps .approve two"):
        assert row in said
    assert "POST /admin .apps .approve Do it" in said
    assert "Approve an app And" not in said
