"""The page on which a contract is tried: when it is made, and what it may load."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import run
from planroom.kinds.contract import Contract
from planroom.load import load
from planroom.model import build
from planroom.render import contract_page, try_page
from planroom.render.bundle import TooLarge, bundle
from planroom.render.rendering import Rendering

SHOP = """
openapi: 3.1.0
info: {title: "Mugs & <b>more", version: "1"}
servers: [{url: https://api.example.org/v1}]
paths:
  /mugs:
    get: {operationId: listMugs, tags: [All mugs], responses: {"200": {$ref: "parts.yaml#/Mugs"}}}
  /pots: {$ref: "parts.yaml#/Pots"}
  /gone: {get: {responses: {"200": {content: {application/json: {schema: {$ref: "none.yaml#/A"}}}}}}}
components:
  schemas:
    Mug:
      type: object
      properties: {default: {$ref: "parts.yaml#/Size"}}
      example: {$ref: "parts.yaml#/NotFollowed"}
"""
PARTS = """
Mugs:
  description: All of them.
  content: {application/json: {schema: {type: array, items: {$ref: "shop.yaml#/components/schemas/Mug"}}}}
Pots: {get: {responses: {"200": {$ref: "#/Mugs"}}}}
Size: {type: integer, properties: {inner: {$ref: "#/Size"}}}
"""


def site_of(folder: Path, **texts: str) -> Rendering:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    room = load(folder, today=date(2026, 11, 21))
    return Rendering(run(room, build(room)))


def contract(site: Rendering) -> Contract:
    return next(item for item in site.room.of(Contract) if item.path == "shop.yaml")


def test_a_contract_in_one_piece_holds_what_its_references_lead_to(tmp_path: Path) -> None:
    """Parts of other files stand once; data is left alone; what leads nowhere says so."""
    whole: dict[str, Any] = json.loads(bundle(contract(site_of(tmp_path, shop=SHOP, parts=PARTS))))
    references = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(whole)))
    assert references == {
        "#/x-planroom-parts/0",
        "#/x-planroom-parts/1",
        "#/components/schemas/Mug",
        "parts.yaml#/NotFollowed",
    }
    first, second = whole["x-planroom-parts"]
    assert first["description"] == "All of them."
    assert second["properties"]["inner"] == {"$ref": "#/x-planroom-parts/1"}
    assert whole["paths"]["/pots"]["get"]["responses"]["200"] == {"$ref": "#/x-planroom-parts/0"}
    gone = whole["paths"]["/gone"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert gone == {"description": "This leads nowhere: none.yaml#/A"}


@pytest.mark.parametrize(
    "text",
    [
        SHOP + "x-long: " + "a" * 1_000_001,
        SHOP + "x-bomb: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        "x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nx-c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n"
        "x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c]\nx-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
        "x-f: [*e, *e, *e, *e, *e, *e, *e, *e]\n",
        SHOP + "x-deep: " + "[" * 180 + "]" * 180,
    ],
    ids=["long", "bomb", "deep"],
)
def test_a_contract_without_end_is_not_tried(tmp_path: Path, text: str) -> None:
    """What no browser shows well has no such page, and its own page says why."""
    site = site_of(tmp_path, shop=text, parts=PARTS)
    with pytest.raises(TooLarge):
        bundle(contract(site))
    assert try_page.trial_of(site, contract(site)).page == ""
    assert not list(try_page.files(site))
    assert "Too large to be tried in a browser" in next(contract_page.pages(site)).markdown()


def test_the_page_loads_what_the_site_has_and_nothing_else(tmp_path: Path) -> None:
    """Swagger UI comes once, the description as a script beside the page; every address is relative."""
    site = site_of(tmp_path, shop=SHOP, parts=PARTS)
    made = {file.path: file.data().decode() for file in try_page.files(site)}
    page = made["apis/shop/try/index.html"]
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert [address for address in loaded if "//" in address] == []
    assert "<script>" not in page
    assert "Mugs &amp; &lt;b&gt;more" in page
    assert "<code>https://api.example.org/v1</code>" in page
    for address in loaded:
        if address.endswith((".js", ".css")):
            assert str(Path("apis/shop/try", address)).replace("apis/shop/try/../../../", "") in made
    assert made["apis/shop/try/contract.js"].startswith("window.planroomContract = {")
    assert "Apache License" in made["assets/swagger-ui/LICENSE.txt"]


def test_operations_lead_to_where_they_can_be_tried(tmp_path: Path) -> None:
    """Each by its tag and id, as Swagger UI names its places."""
    page = next(contract_page.pages(site_of(tmp_path, shop=SHOP, parts=PARTS))).markdown()
    assert 'href="try/index.html#/All%20mugs/listMugs">Try it</a>' in page
    assert 'href="try/index.html">Try it</a>' in page


def test_without_the_package_nothing_is_said_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page, no file, no link."""
    monkeypatch.setattr(try_page, "_swagger_ui", lambda: None)
    site = site_of(tmp_path, shop=SHOP, parts=PARTS)
    assert not list(try_page.files(site))
    assert "Try it" not in next(contract_page.pages(site)).markdown()
