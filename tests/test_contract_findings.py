"""The page of a contract with errors: each finding stands at what it speaks of."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import contract_page
from planroom.render.pending import MOST
from planroom.render.rendering import Rendering

FAULTY = """
openapi: 3.0.3
info: {title: Faulty, version: 1.0.0}
servers: [{url: "https://{host}/v1"}]
security: [{nobody: []}]
paths:
  /items/{id}:
    parameters:
      - {$ref: "#/components/parameters/Size"}
    get:
      operationId: getItem
      parameters:
        - {name: id, in: path, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, default: many}}
        - {$ref: "#/components/parameters/None"}
      responses:
        "200":
          description: ok
          headers: {X-A: {schema: {type: strin}}}
          content: {application/json: {schema: {type: object, properties: {list: {type: array}}}}}
        "404": {}
    post:
      operationId: putItem
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Nowhere"}}}}
      responses: {"204": {description: ok}}
      callbacks:
        done:
          "{$request.body#/url}":
            post: {responses: {"700": {description: what}}}
components:
  securitySchemes:
    key: {type: apiKey, in: body, name: k}
  parameters:
    Size: {name: size, in: query, schema: {type: integer, minimum: 5, maximum: 2}}
  schemas:
    Item:
      type: object
      required: [nope]
      properties: {id: {type: string, pattern: "("}}
"""


def page(folder: Path, text: str) -> str:
    (folder / "faulty.yaml").write_text(text, "utf-8")
    room = load(folder)
    (made,) = contract_page.pages(Rendering(run(room, build(room))))
    return made.markdown()


def flat(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(tmp_path_factory.mktemp("faulty"), FAULTY)


@pytest.mark.parametrize(
    ("begins", "message"),
    [
        (
            '<h3>Path parameters</h3>\n<ul class="pr-tree">\n<li><code>id</code>',
            "The parameter has no required",
        ),
        ("<code>size</code>", "minimum is 5, above maximum, which is 2"),
        ("<code>limit</code>", "The default does not match its schema"),
        ("<code>list</code>", "This list has no items"),
        ("<li><code>X-A</code>", "type is the text strin, none of"),
        (">404</th>", "The response 404 has no description"),
        ("<b>done</b>", "700 is no status code"),
        ("Servers {", "{host} is no declared server variable"),
        ("Authentication {", "nobody is no declared security scheme"),
        ("<dt>key</dt>", "in is the text body, none of"),
        ("<summary><b>Item</b>", "nope is required, but is no property"),
        (
            '<code>id</code> <span class="pr-type">string</span>\n<div class="pr-small"> Pattern',
            "( is no regular expression",
        ),
    ],
)
def test_a_finding_stands_at_what_it_speaks_of(faulty: str, begins: str, message: str) -> None:
    """No other finding stands between a part and its own."""
    _, found, rest = faulty.rpartition(begins) if begins.startswith("<code>id") else faulty.partition(begins)
    assert found, begins
    said = flat(rest.partition('<p class="pr-finding__say">')[2].partition("</p>")[0])
    assert said.startswith(message)


def test_what_has_no_part_stands_at_the_operation(faulty: str) -> None:
    """A parameter that is nowhere has no row, so its operation says so before its parameters."""
    before = faulty.partition("{ #getItem }")[2].partition("<h3>Path parameters")[0]
    assert "#/components/parameters/None leads to nothing" in flat(before)
    assert before.partition("<details")[0].count("pr-finding__say") == 1


def test_every_finding_is_there_once_and_what_holds_it_is_open(faulty: str, tmp_path: Path) -> None:
    """Folds and rows with something found in them stand open, but for a schema, which counts it."""
    (tmp_path / "faulty.yaml").write_text(FAULTY, "utf-8")
    room = load(tmp_path)
    found = run(room, build(room)).diagnostics
    assert sorted(re.findall(r'id="f-(\w+)"', faulty)) == sorted({item.fingerprint for item in found})
    assert '<details class="pr-fold" open><summary><b>Headers</b>' in faulty
    assert '<details class="pr-fold" open><summary><b>done</b>' in faulty
    assert "Item object, 1 field 1 error 1 warning" in flat(faulty).replace("  ", " ")


def test_a_page_shows_so_many_and_says_how_many_more_there_are(tmp_path: Path) -> None:
    """Near the limit all stand on the page; beyond it the rest is counted, and the page stays small."""
    head = "openapi: 3.0.3\ninfo: {title: Many, version: 1.0.0}\npaths:\n  /a:\n    get:\n      parameters:\n"
    tail = "      responses: {'200': {description: ok}, 4XX: {description: no}}\n"

    def many(count: int) -> str:
        rows = (
            f"        - {{name: p{number}, in: query, schema: {{type: integer, default: no{number}}}}}\n"
            for number in range(count)
        )
        return head + "".join(rows) + tail

    assert "findings more on" not in flat(page(tmp_path, many(MOST - 5)))
    text = page(tmp_path, many(MOST + 250))
    assert "more on the findings page" in flat(text)
    assert text.count("pr-finding__say") == MOST
    assert len(text) < 150_000
