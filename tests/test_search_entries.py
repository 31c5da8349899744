"""What search knows of the pages: an entry for each thing, its words and its names, and nothing twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, pages
from planroom.render.address import Addresses
from planroom.render.page import Heading, Html, SitePage, Subject
from planroom.render.search_entries import Entry, entries, fitted
from planroom.render.search_index import documents, worker

CONTRACT = """\
openapi: 3.1.0
info: {title: Order API, version: 1.0.0}
servers: [{url: https://shop.example/v1}]
paths:
  /orders/{order_id}:
    get:
      operationId: getOrder
      summary: Read an order.
      responses:
        "200":
          description: It.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components:
  schemas:
    Order: {type: object, properties: {sku: {type: string, description: Which article.}}}
"""
DESIGN = """\
{"planroom": {"name": "shop"},
 "service_design": {"services": [{"service_name": "order-service", "responsibility": "Owns orders."}]}}
"""
DECISION = """\
---
status: accepted
date: 2026-02-03
deciders: [Dana]
---

# Perché un outbox

## Contesto

Ogni ordine è pubblicato; the `relay` reads rows.

```json
{"unheard": 1}
```

```sql
select heard
```

## Decision

We use an outbox.
"""


def room(folder: Path) -> dict[str, Entry]:
    """The entries of a small room by where they lead."""
    for path, text in {
        "specs/shop/orders.openapi.yaml": CONTRACT,
        "specs/shop/design.json": DESIGN,
        "adr/0011-perche.md": DECISION,
    }.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    loaded = load(folder, today=date(2026, 11, 1))
    site = Rendering(run(loaded, build(loaded)))
    found = [entry for page in pages(site) for entry in entries(page, site.addresses)]
    assert len({entry.location for entry in found}) == len(found)
    return {entry.location: entry for entry in found}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Entry]:
    return room(tmp_path_factory.mktemp("room"))


@pytest.mark.parametrize(
    ("place", "kind", "title", "names"),
    [
        ("decisions/0011-perche/", "Decision", "0011 Perché un outbox", {"11", "0011"}),
        ("systems/shop/", "System", "shop", {"shop"}),
        ("systems/shop/order-service/", "Service", "order-service", {"order-service"}),
        (
            "systems/shop/api/orders/",
            "Contract",
            "Order API",
            {"orders.openapi.yaml", "specs/shop/orders.openapi.yaml"},
        ),
        (
            "systems/shop/api/orders/#getOrder",
            "Operation",
            "Read an order",
            {"getOrder", "/orders/{order_id}", "/v1/orders/{order_id}", "GET /orders/{order_id}"},
        ),
        ("systems/shop/api/orders/#schema-order", "Schema", "Order", {"Order"}),
        ("reference/checks/sys014/", "Check", "SYS014 called-operation-not-in-contract", {"SYS014"}),
        ("reference/macros/", "Reference", "Macros", set()),
    ],
)
def test_each_thing_has_its_kind_and_its_names(
    found: dict[str, Entry], place: str, kind: str, title: str, names: set[str]
) -> None:
    entry = found[place]
    assert (entry.subject.kind, entry.title) == (kind, title)
    assert names <= set(entry.subject.names)


def test_a_decision_is_found_by_its_sections(found: dict[str, Entry]) -> None:
    """Its status is a label; facts are found and not shown; data is not even found, other code is."""
    head = found["decisions/0011-perche/"]
    assert head.subject.status == ("Accepted", "accepted")
    assert "dana" in head.more
    assert "Dana" not in head.text
    context = found["decisions/0011-perche/#contesto"]
    assert context.title == "Contesto"
    assert context.text == "Ogni ordine è pubblicato; the relay reads rows. select heard"
    assert context.subject.kind == ""


def test_what_planroom_brings_comes_after_what_the_project_has(found: dict[str, Entry]) -> None:
    """A word in the title counts for a thousand in the text; the names of guides are words like others."""
    assert found["reference/checks/sys014/"].subject.weight * 1000 <= 1
    guide = found["guidance/resilience/"].subject
    assert guide.common
    assert found["reference/checks/sys014/"].subject.weight < guide.weight < 0.01


def test_what_is_no_longer_in_force_comes_later(found: dict[str, Entry]) -> None:
    assert found["decisions/0011-perche/"].subject.weight > found["reference/checks/sys014/"].subject.weight


def test_fields_are_found_and_never_shown(found: dict[str, Entry]) -> None:
    base = "systems/shop/api/orders/"
    assert [place for place, entry in found.items() if "article" in entry.more] == [
        base + "#getOrder",
        base + "#schema-order",
    ]
    assert [place for place, entry in found.items() if "Which article" in entry.text] == []


def page(*blocks: Heading | Html, subjects: tuple[Subject, ...] = (), searchable: bool = True) -> SitePage:
    return SitePage("a/b.md", "Title", blocks, subjects=subjects, searchable=searchable)


def words(markup: str) -> str:
    [entry] = entries(page(Html(markup)), Addresses())
    return entry.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one <b>tw</b>o</p><p>three</p>", "one two three"),
        ("<td>1</td><td>2</td>", "1 2"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ('<i title="a > b">x</i>', "x"),
        ("<p>a<br>b<wbr>c</p>", "a bc"),
        ("x<svg><text>no</text></svg>y", "x y"),
        ('<div data-search-exclude><div>no</div>no</div>yes', "yes"),
        ('<div><div data-search-exclude>no</div>yes</div>', "yes"),
        ('<p class="pr-kind">Decision</p><p class="pr-kindly">yes</p>', "yes"),
        ("<script>no()</script>yes", "yes"),
        ("<table><thead><tr><th>no</th></tr></thead><tr><td>yes</td></tr></table>", "yes"),
        ("<!-- no > no -->yes", "yes"),
        ("caffe\u0300", "caffè"),
        ("1 < 2", "1 < 2"),
    ],
)  # fmt: skip
def test_words_of_html(markup: str, text: str) -> None:
    assert words(markup) == text


def test_sections_and_subjects_part_a_page() -> None:
    made = page(
        Heading(1, "Title"),
        Html("<p>lead</p>"),
        Heading(2, "First", "first"),
        Html('<p>one</p><details class="f" id="x"><p>inside</p></details>'),
        Heading(4, "Deep", "deep"),
        Heading(2, "No place"),
        subjects=(
            Subject("Thing", ("t",), weight=2),
            Subject("Part", anchor="x", title="X"),
            Subject("Lost", anchor="y"),
        ),
    )
    assert [
        (item.location, item.title, item.text, item.subject.kind, item.subject.weight)
        for item in entries(made, Addresses())
    ] == [
        ("a/b/", "Title", "lead", "Thing", 2),
        ("a/b/#first", "First", "one", "", 2),
        ("a/b/#x", "X", "inside Deep No place", "Part", 1),
        ("a/b/#y", "y", "", "Lost", 1),
    ]


def test_a_page_may_be_found_whole_or_not_at_all() -> None:
    blocks = (Html("a"), Heading(2, "B", "b"), Html("c"))
    [entry] = entries(page(*blocks, subjects=(Subject("Check", whole=True),)), Addresses())
    assert entry.text == "a B c"
    assert list(entries(page(*blocks, searchable=False), Addresses())) == []


def test_a_section_without_words_is_none_of_its_own() -> None:
    made = page(
        Html("a"),
        Heading(2, "Calls in", "in"),
        Html("<p>none</p>"),
        Heading(2, "Calls out", "out"),
        Html("x"),
    )
    [first, second] = entries(made, Addresses())
    assert (first.text, first.more, second.title) == ("a", "Calls in", "Calls out")


def test_the_address_follows_the_way_in_which_pages_are_served() -> None:
    made = page(Heading(2, "B", "b"), Html("c"))
    assert [item.location for item in entries(made, Addresses(False))] == ["a/b.html", "a/b.html#b"]


def test_long_texts_give_up_their_ends_and_keep_their_words() -> None:
    short = Entry("s", "s", "short text", Subject("Page"))
    long = Entry("l", "l", "the same words " * 20 + "and a last One one", Subject("Page"), "fact")
    kept, shortened = fitted([short, long], 70)
    assert shortened == 1
    assert kept[0] == short
    assert kept[1].text == "the same words the same words the same words the"
    assert kept[1].more == "fact and a last one"
    assert fitted([short, long], 10_000) == ([short, long], 0)


def test_the_longest_texts_are_shortened_to_one_length() -> None:
    made = [Entry("", "", " ".join(["word"] * number), Subject("Page")) for number in range(20, 180, 20)]
    kept, shortened = fitted(made, 1800)
    assert sum(len(entry.text) for entry in kept) <= 1800
    assert shortened == 6
    assert kept[:2] == made[:2]
    assert len({entry.text for entry in kept[2:]}) == 1


def test_documents_are_html_and_leave_out_what_is_not_there() -> None:
    entry = Entry("a/", "A <b> & c", "x < y", Subject("Decision", ("1", "", "1"), status=("<i>", "")))
    bare = Entry("a/#b", "B", "", Subject(""))
    assert documents([entry, bare]) == [
        {
            "location": "a/",
            "title": "A &lt;b&gt; &amp; c",
            "text": "x &lt; y",
            "kind": "Decision",
            "status": "&lt;i&gt;",
            "names": ["1"],
        },
        {"location": "a/#b", "title": "B", "text": ""},
    ]


def test_our_worker_holds_the_one_of_the_theme() -> None:
    made = worker("theme()")
    assert made.index("planroomEngine = {") < made.index("theme()") < made.index("lunr.Token")
