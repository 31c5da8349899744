"""Patterns: which files are some, who uses them as far as it is stated, and what their pages show."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import run
from planroom.gates.facts import lacking
from planroom.kinds.every import KINDS
from planroom.kinds.page import Page
from planroom.kinds.pattern import Pattern, PatternKind
from planroom.load import load
from planroom.model import Model, build
from planroom.render import (
    Rendering,
    address,
    check_pages,
    decision_pages,
    pattern_pages,
    runbook_pages,
    service_page,
)
from planroom.render.guides import addresses
from planroom.render.guides.reading import languages
from planroom.render.navigation import navigation
from planroom.render.page import Html, SitePage
from planroom.render.stacked import stacked
from planroom.source import Source
from test_cli import planroom_in, write

KEY = """\
---
name: Idempotency key
kind: resilience
problem: Duplicate orders after a retry
summary: A create that is sent twice happens once.
title-it: Chiave di idempotenza
summary-it: Una creazione avviene una volta sola.
use-when: [a client repeats `POST`]
avoid-when: [the method is idempotent]
also: [double charge]
related: [Transactional outbox]
decisions: ["0001", ../../adr/0001-keys.md]
checks: [API106]
runbooks: [docs/runbooks/double-orders.md]
review-by: 2027-03-10
---
# Idempotency key

## How it works

Read [the decision](../../adr/0001-keys.md).

| Setting | Start with |
|---|---:|
| Key kept for | 24 h |
"""
OUTBOX = "---\nname: Transactional outbox\nkind: data\nproblem: Lost events\n---\n"
GUIDES = [addresses.home(language) for language in languages()]
DECISION = "---\nstatus: accepted\ndate: 2026-03-10\n---\n# Keys on every create\n"
FILES = {
    "docs/patterns/idempotency-key.md": KEY,
    "docs/patterns/outbox.md": OUTBOX,
    "docs/runbooks/double-orders.md": "# Double orders\n",
    "adr/0001-keys.md": DECISION,
}


def model_of(folder: Path, files: dict[str, str]) -> Model:
    return build(load(write(folder, files), today=date(2026, 11, 21)))


def design(*services: dict[str, Any], **sections: Any) -> str:
    return json.dumps(
        {"system": {"name": "shop"}, "service_design": {"services": list(services)}, **sections}
    )


def made(folder: Path, files: dict[str, str]) -> dict[str, SitePage]:
    model = model_of(folder, files)
    site = Rendering(run(model.room, model))
    return {page.path: page for make in (pattern_pages, service_page) for page in make.pages(site)}


def text_of(page: SitePage) -> str:
    html = re.sub(r"<[^>]*>", " ", page.markdown())
    return " ".join(unescape(html).replace("\u00a0", " ").split())


# Reading


def read(path: str, text: str) -> str:
    """The kind that a Markdown file is read as, or `""`."""
    source = Source(path, text, "markdown")
    return next((kind.name for kind in KINDS if "markdown" in kind.formats and kind.claims(source)), "")


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("docs/patterns/key.md", OUTBOX, "pattern"),
        ("docs/patterns/data/outbox.md", OUTBOX, "pattern"),
        ("docs/patterns/key.md", "---\nuse-when: [always]\n---\n", "pattern"),
        ("docs/patterns/index.md", OUTBOX, ""),
        ("docs/patterns/key.md", "---\ntitle: A page\nkind: recipe\n---\n", ""),
        ("docs/patterns/key.md", "# A page\n", ""),
        ("docs/patterns/key.md", "{{ planroom.checks() }}\n", "page"),
        ("docs/how-to/key.md", OUTBOX, ""),
    ],
)
def test_a_pattern_is_a_text_of_its_folder_with_a_key_of_its_own(path: str, text: str, kind: str) -> None:
    assert read(path, text) == kind


def test_everything_that_a_pattern_states_is_read(tmp_path: Path) -> None:
    key, outbox = model_of(tmp_path, FILES).room.of(Pattern)
    assert (key.id, key.name, key.kind) == ("idempotency-key", "Idempotency key", PatternKind.RESILIENCE)
    assert (key.title_it, key.also) == ("Chiave di idempotenza", ("double charge",))
    assert (key.review_by, key.problems) == (date(2027, 3, 10), ())
    assert outbox.names == ("outbox", "transactional-outbox")


def test_what_cannot_be_read_is_said_once_and_the_pattern_stays(tmp_path: Path) -> None:
    text = (
        "---\nproblem: [a, {b: c}]\nkind: {a: b}\nalso: [x, {y: z}]\nreview_by: soon\nreview-by: soon\n---\n"
    )
    (pattern,) = model_of(tmp_path, {"docs/patterns/double-charge.md": text}).room.of(Pattern)
    assert pattern.name == "Double charge"
    assert [problem.message for problem in pattern.problems] == [
        "`kind` is a structure",
        "`problem` is a list",
        "`also` holds more than texts",
        "`review_by` is no key of a pattern",
        "the pattern states no `name`",
        "`review-by` is the text `soon`",
    ]


# Uses


def uses(folder: Path, *services: dict[str, Any], **sections: Any) -> list[tuple[str, str]]:
    files = FILES | {"specs/shop/design.json": design(*services, **sections)}
    found = model_of(folder, files).patterns._uses
    return [(use.pattern, use.service.name if use.service else "") for use in found]


@pytest.mark.parametrize(
    ("stated", "patterns"),
    [
        ({"patterns": ["Transactional outbox"]}, ["transactional-outbox"]),
        ({"kind": "bff"}, ["backend-for-frontend"]),
        ({"kind": "service"}, []),
        ({"capabilities": ["transactional-outbox"]}, []),
        ({"dependencies": [{"to": "b", "circuit_breaker": {"reset": "10s"}}]}, ["circuit-breaker"]),
        ({"dependencies": [{"to": "b", "retries": {"max_attempts": 2}}]}, ["retry-with-backoff"]),
        ({"dependencies": [{"to": "b", "retries": {"max_attempts": 1}}]}, []),
        ({"dependencies": [{"to": "b", "timeout": {"request": "90ms"}}]}, ["timeout-and-deadline"]),
        ({"dependencies": [{"to": "b", "timeout": {"connect": "90ms"}}]}, []),
        ({"consumes": [{"event": "paid", "dlq": "paid.dlq"}]}, ["dead-letters"]),
        ({"consumes": [{"event": "paid", "dlq": False}, {"event": "lost"}]}, []),
        ({"api_endpoints": [{"method": "GET", "path": "/a", "pagination": "cursor"}]}, ["cursor-pagination"]),
        ({"api_endpoints": [{"method": "GET", "path": "/a", "pagination": "offset"}]}, []),
    ],
)
def test_a_service_uses_what_its_design_states(
    tmp_path: Path, stated: dict[str, Any], patterns: list[str]
) -> None:
    assert uses(tmp_path, {"service_name": "a"} | stated) == [(name, "a") for name in patterns]


def test_what_is_stated_of_the_whole_is_used_by_the_system(tmp_path: Path) -> None:
    sections: dict[str, Any] = {
        "data_architecture": {
            "caching_strategy": {"cache_patterns": ["cache-aside", "none for orders"]},
            "data_consistency": {
                "saga_patterns": [
                    {"style": "orchestration", "steps": [{"service": "a"}, {"service": "nobody"}]},
                    {"style": "unheard of", "steps": [{"service": "b"}]},
                ]
            },
        },
        "resilience_patterns": {
            "fault_tolerance": {"bulkheads": [{"dependency": "b", "service": "a"}, {"dependency": "b"}]}
        },
        "deployment_strategy": {"blue_green_deployment": {"kind": "canary"}, "feature_flags": "None yet."},
        "testing_strategy": {"chaos_engineering": {"experiments": ["a dies: b goes on"]}},
        "integration_patterns": {"api_gateway": {"name": "edge"}, "event_sourcing": "Not used."},
    }
    assert uses(tmp_path, {"service_name": "a"}, {"service_name": "b"}, **sections) == [
        ("bulkhead", "a"),
        ("orchestrated-saga", "a"),
        ("api-gateway", ""),
        ("cache-aside", ""),
        ("canary-release", ""),
        ("chaos-experiment", ""),
    ]


def test_a_system_is_not_named_where_one_of_its_services_is(tmp_path: Path) -> None:
    found = uses(
        tmp_path,
        {"service_name": "a", "patterns": ["cache-aside"]},
        data_architecture={"caching_strategy": {"cache_patterns": "Cache-aside."}},
    )
    assert found == [("cache-aside", "a")]


def test_a_header_for_the_key_is_its_use(tmp_path: Path) -> None:
    contract = """\
openapi: 3.1.0
info: {title: A, version: "1"}
paths:
  /orders:
    post:
      parameters: [{name: Idempotency-Key, in: header, schema: {type: string}}]
      responses: {"201": {description: Made}}
"""
    service = {"service_name": "a", "api_endpoints": [{"method": "POST", "path": "/orders"}]}
    files = FILES | {"specs/shop/design.json": design(service), "specs/shop/a.openapi.yaml": contract}
    model = model_of(tmp_path, files)
    (key,) = model.room.named(Pattern, "idempotency-key")
    assert [use.service.name for use in model.patterns.of(key) if use.service] == ["a"]
    assert list(lacking(("patterns",), model.systems[0])) == []


def test_a_system_without_any_pattern_lacks_them(tmp_path: Path) -> None:
    model = model_of(tmp_path, {"specs/shop/design.json": design({"service_name": "a"})})
    assert list(lacking(("patterns",), model.systems[0])) == [("patterns", "it states no pattern")]


# Pages


def test_a_page_has_its_facts_its_text_and_what_watches_it(tmp_path: Path) -> None:
    service = {"service_name": "a", "patterns": ["idempotency-key", "nowhere"]}
    found = made(tmp_path, FILES | {"specs/shop/design.json": design(service)})
    page = found["patterns/idempotency-key.md"]
    said, html = text_of(page), page.markdown()
    assert page.origin == "docs/patterns/idempotency-key.md"
    assert "Pattern, resilience" in said
    assert "Chiave di idempotenza : Una creazione avviene una volta sola." in said
    assert (
        "Problem Duplicate orders after a retry Used by a Decisions 0001 , 0001 Review by 10 Mar 2027" in said
    )
    assert "Use it when a client repeats POST Leave it when the method is idempotent" in said
    assert "Checks API106 unsafe-retry Related Transactional outbox Runbook Double orders" in said
    assert 'href="../../decisions/0001-keys/"' in html
    assert 'href="../../systems/shop/a/"' in html
    assert 'href="../../runbooks/double-orders/"' in html
    assert "pr-table--stack" in html
    service_page = found["systems/shop/a.md"].markdown()
    assert '<a href="../../../patterns/idempotency-key/">Idempotency key</a>' in service_page
    assert "nowhere" in service_page


def test_pages_lead_back_to_the_patterns_and_runbooks_that_name_them(tmp_path: Path) -> None:
    runbook = "---\nservices: [a]\n---\n# Double orders\n\nSee [keys](../../adr/0001-keys.md#why).\n"
    files = FILES | {"docs/runbooks/double-orders.md": runbook}
    model = model_of(tmp_path, files)
    site = Rendering(run(model.room, model))
    makers = (pattern_pages, runbook_pages, decision_pages, check_pages)
    found = {page.path: page for make in makers for page in make.pages(site)}
    decision = text_of(found["decisions/0001-keys.md"])
    assert "Pattern Idempotency key Runbook Double orders" in decision
    assert "see-also } Pattern Idempotency key" in text_of(found["runbooks/double-orders.md"])
    assert "see-also } Named by Idempotency key" in text_of(found["patterns/outbox.md"])
    assert "Named by" not in text_of(found["patterns/idempotency-key.md"])
    assert "Pattern Idempotency key" in text_of(found[address.of_check("API106")])
    assert "Pattern Idempotency key" not in text_of(found[address.of_check("API001")])


def test_search_knows_the_problem_and_both_languages(tmp_path: Path) -> None:
    (subject,) = made(tmp_path, FILES)["patterns/idempotency-key.md"].subjects
    assert {"double charge", "Duplicate orders after a retry", "Chiave di idempotenza"} <= set(subject.names)


def test_the_index_lists_every_pattern_by_name_with_kind_and_problem(tmp_path: Path) -> None:
    index = made(tmp_path, FILES)["patterns/index.md"]
    said = text_of(index)
    assert said.index("Idempotency key Resilience Duplicate") < said.index("Transactional outbox Data Lost")
    assert 'data-kind="data"' in index.markdown()
    assert "double charge" in index.markdown()


def test_where_there_are_none_there_is_neither_page_nor_tab(tmp_path: Path) -> None:
    found = made(tmp_path, {"adr/0001-keys.md": DECISION})
    assert list(found) == []


def test_the_menu_has_patterns_and_of_many_only_their_index(tmp_path: Path) -> None:
    def menu(files: dict[str, str]) -> Any:
        model = model_of(tmp_path, files)
        site = Rendering(run(model.room, model))
        paths = [address.HOME, *(page.path for page in pattern_pages.pages(site)), *GUIDES]
        tabs = (entry for entry in navigation(site, paths) if isinstance(entry, dict))
        return next(entry["Patterns"] for entry in tabs if "Patterns" in entry)

    assert menu(FILES) == ["patterns/index.md", "patterns/idempotency-key.md", "patterns/outbox.md"]
    many = {f"docs/patterns/p{number}.md": OUTBOX for number in range(90)}
    assert menu(many) == ["patterns/index.md"]


def test_words_of_a_pattern_are_no_html(tmp_path: Path) -> None:
    text = OUTBOX.replace("Lost events", "'<img src=x onerror=alert(1)>'").replace(
        "kind:",
        "title-it: '<script>'\nalso: ['\" onclick=\"alert(1)']\nrunbooks: ['javascript:alert(1)']\nkind:",
    )
    for page in made(tmp_path, {"docs/patterns/outbox.md": text}).values():
        html = page.markdown()
        assert "<script>" not in html
        assert "<img" not in html
        assert 'onclick="' not in html
        assert 'href="javascript' not in html


def test_macros_are_not_run_in_a_pattern(tmp_path: Path) -> None:
    text = OUTBOX + "\n{{ planroom.checks() }}\n"
    model = model_of(tmp_path, {"docs/patterns/outbox.md": text})
    assert model.room.of(Page) == ()


def test_a_table_of_uneven_rows_stays_as_it_is() -> None:
    uneven = Html('<table class="pr-table"><tr><th>a</th></tr><tr><td>b</td><td>c</td></tr></table>')
    assert stacked([uneven]) == [uneven]


# New ones


def test_a_new_pattern_that_the_guidance_names_begins_with_what_it_says(tmp_path: Path) -> None:
    """And guides lead to its page, since its file goes by the name that they know."""
    write(tmp_path, {"planroom.yaml": ""})
    done = planroom_in(tmp_path, "new", "pattern", "Retry with backoff and jitter", "--kind", "resilience")
    assert "docs/patterns/retry-with-backoff.md" in done.out + done.err
    model = build(load(tmp_path))
    found = model.patterns.named("retry-with-backoff")
    assert found is not None
    assert found.summary.startswith("A failed call is made again")
    assert found.title_it
    assert found.summary_it
    done = planroom_in(tmp_path, "new", "pattern", "Reserve, then pay", "--kind", "data")
    assert "docs/patterns/reserve-then-pay.md" in done.out + done.err


SHOP = design(
    {
        "service_name": "orders",
        "dependencies": [
            {
                "to": "stock",
                "operations": ["reserveStock"],
                "timeout": {"connect": "20ms", "request": "1500ms"},
                "retries": {"max_attempts": 2, "backoff": "fixed 5ms"},
                "circuit_breaker": {"failure_threshold": "50%", "reset": "10s"},
                "fallback": "The order waits | and is shown so.",
            },
            {"to": "mail; end", "mode": "async"},
        ],
        "consumes": [{"event": "paid", "dlq": "paid.dlq"}],
    },
    {"service_name": "stock"},
)


def test_a_pattern_is_drafted_from_what_a_design_states(tmp_path: Path) -> None:
    decision = DECISION.replace("date:", "applies-to: [shop/orders]\ndate:")
    write(tmp_path, {"planroom.yaml": "", "specs/shop/design.json": SHOP, "adr/0001-keys.md": decision})
    done = planroom_in(
        tmp_path, "new", "pattern", "Reserve: then pay", "--kind", "data", "--from", "shop/orders"
    )
    assert (done.code, done.out) == (0, "wrote docs/patterns/reserve-then-pay.md\n")
    text = (tmp_path / "docs/patterns/reserve-then-pay.md").read_text("utf-8")
    assert text.startswith('---\nname: "Reserve: then pay"\nkind: data\n')
    assert 'decisions: ["0001"]\n' in text
    assert (
        "  participant S as orders\n  participant T0 as stock\n  participant T1 as mail end\n"
        "  S->>T0: reserveStock\n  S-)T1: call\n"
    ) in text
    assert (
        "| Answer, `stock` | 1.5 s | {why} | shop/orders, design |\n"
        "| Connection, `stock` | 20 ms | {why} | shop/orders, design |\n"
        "| Attempts, `stock` | 2, fixed 5ms | {why} | shop/orders, design |\n"
        "| Breaker opens at, `stock` | 50% | {why} | shop/orders, design |\n"
        "| Breaker tries again after, `stock` | 10 s | {why} | shop/orders, design |\n"
        "| Dead letters of `paid` | paid.dlq | {why} | shop/orders, design |\n"
    ) in text
    assert "| `stock` does not answer | {what one sees} | The order waits \\| and is shown so. |\n" in text


def test_what_is_left_in_braces_is_named_until_it_is_written(tmp_path: Path) -> None:
    write(tmp_path, {"planroom.yaml": ""})
    assert planroom_in(tmp_path, "new", "pattern", "Our own").out == "wrote docs/patterns/our-own.md\n"
    (pattern,) = load(tmp_path).of(Pattern)
    assert [(problem.message, problem.origin.pointer) for problem in pattern.problems] == [
        ("`problem` is still as the template has it", ("problem",)),
        ("`summary` is still as the template has it", ("summary",)),
        ("`use-when` is still as the template has it", ("use-when", 0)),
        ("`avoid-when` is still as the template has it", ("avoid-when", 0)),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Bulkhead", "--from", "shop/nobody"), "no design has a service `shop/nobody`"),
        (("Bulkhead", "--from", "mall/orders"), "no design has a service `mall/orders`"),
        (("Bulkhead", "--kind", "odd"), "'odd' is not one of"),
        (("  ",), "a pattern needs a name"),
    ],
)
def test_what_cannot_be_drafted_is_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    write(tmp_path, {"planroom.yaml": "", "specs/shop/design.json": SHOP})
    done = planroom_in(tmp_path, "new", "pattern", *arguments)
    assert done.code == 2
    assert said in done.err


def test_a_service_of_two_systems_is_asked_for(tmp_path: Path) -> None:
    other = SHOP.replace('"shop"', '"mall"')
    write(tmp_path, {"planroom.yaml": "", "specs/shop/design.json": SHOP, "specs/mall/design.json": other})
    done = planroom_in(tmp_path, "new", "pattern", "Bulkhead", "--from", "orders")
    assert "`orders` may be `mall/orders` or `shop/orders`" in done.err
