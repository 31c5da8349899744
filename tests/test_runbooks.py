"""Runbooks: what is read as one, which alerts and services lead to it, and what its pages say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import run
from planroom.edit.new_files import new_runbook
from planroom.gates.facts import lacking
from planroom.kinds.runbook import PARTS, Runbook
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, runbook_pages, service_page, system_page
from planroom.render.guides import addresses
from planroom.render.navigation import navigation

FRONT = "alert: outbox_age_seconds\nservice: orders\nlast-exercised: 2026-09-14\nby: Ada\n"
SECTIONS = "".join(f"## {part.capitalize()}\n\nWords on it.\n\n" for part in PARTS)
OUTBOX = f"---\n{FRONT}---\n# The outbox lags\n\n{SECTIONS}"
HERE = "docs/runbooks/outbox-lags.md"

Make = Callable[..., Rendering]


def design(*alerts: dict[str, Any], runbooks: Any = None) -> str:
    """A design of one service with these alerts."""
    orders = {"service_name": "orders", "title": "Orders"} | ({"runbooks": runbooks} if runbooks else {})
    watching = {"monitoring_and_alerting": {"alert_conditions": list(alerts)}}
    return json.dumps(
        {
            "system": {"name": "shop", "title": "The shop"},
            "service_design": {"services": [orders]},
            "resilience_patterns": watching,
        }
    )


@pytest.fixture
def site(tmp_path: Path) -> Make:
    """Makes the rendering of a room of these files."""

    def make(**files: str) -> Rendering:
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        room = load(tmp_path, today=date(2026, 11, 21))
        return Rendering(run(room, build(room), raise_faults=True))

    return make


def codes(made: Rendering) -> list[str]:
    return [each.code for each in made.outcome.diagnostics if each.code.startswith("RUN")]


def pages(made: Rendering) -> dict[str, str]:
    """The pages that know of runbooks, by path."""
    makers = (runbook_pages, service_page, system_page)
    return {page.path: page.markdown() for maker in makers for page in maker.pages(made)}


def text_of(page: str) -> str:
    """A page as a reader sees it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize(
    ("path", "text", "is_one"),
    [
        (HERE, OUTBOX, True),
        (HERE, f"# The outbox lags\n\n{SECTIONS}", True),
        (HERE, "---\nseverity: page\n---\n# The outbox lags\n", True),
        (HERE, "# Sale\n\n## Sintomi\n\n## Rimedio\n", True),
        (HERE, "# Who is on duty\n\n## Escalation\n", False),
        (HERE, "---\ntags: [on call]\n---\n# Who is on duty\n", False),
        (HERE, OUTBOX + "{{ planroom.systems() }}\n", False),
        ("docs/runbooks/index.md", OUTBOX, False),
        ("docs/runbooks/README.md", OUTBOX, False),
        ("docs/how-to/outbox-lags.md", OUTBOX, False),
        ("runbooks/outbox-lags.md", OUTBOX, False),
    ],
)
def test_what_is_a_runbook(site: Make, path: str, text: str, is_one: bool) -> None:
    assert len(site(**{path: text}).room.of(Runbook)) == is_one


@pytest.mark.parametrize(
    "name",
    [
        "../../docs/runbooks/outbox-lags.md",
        "../../docs/runbooks/outbox-lags.md#mitigation",
        "docs/runbooks/outbox-lags.md",
        "/docs/runbooks/outbox-lags.md",
        "outbox-lags.md",
        "outbox-lags",
        "The outbox lags",
    ],
)
def test_an_alert_and_a_service_lead_to_their_runbook_by_any_of_its_names(site: Make, name: str) -> None:
    alert = {"metric": "outbox_age_seconds", "threshold": "above 30", "runbook": name}
    made = site(**{"specs/shop/design.json": design(alert, runbooks=[name]), HERE: OUTBOX})
    (system,) = made.model.systems
    (runbook,) = made.room.of(Runbook)
    assert system.alerts[0].runbook is not None
    assert system.alerts[0].runbook.runbook is runbook
    assert [each.runbook for each in system.services[0].runbook_names] == [runbook]
    assert made.model.runbooks.alerts_of(runbook) == ((system, system.alerts[0]),)
    assert made.model.runbooks.services_of(runbook) == ((system, system.services[0]),)
    assert codes(made) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("../../docs/runbooks/gone.md", ["RUN001"]),
        ("gone.md", ["RUN001"]),
        ("gone", ["RUN001"]),
        ("https://runbooks.shop.example/gone", []),
        ("wiki.shop.example/gone", []),
        ("ask the platform team", []),
        ("../../docs/runbooks/index.md", []),
    ],
)
def test_a_name_that_leads_nowhere_is_found_and_what_may_lie_elsewhere_is_not(
    site: Make, name: str, found: list[str]
) -> None:
    alert = {"metric": "outbox_age_seconds", "runbook": name}
    files = {"specs/shop/design.json": design(alert, runbooks=[name]), HERE: OUTBOX}
    assert codes(site(**files, **{"docs/runbooks/index.md": "# Ours\n"})) == found


def test_a_plain_name_is_no_fault_where_no_runbook_is_kept(site: Make) -> None:
    alert = {"metric": "outbox_age_seconds", "runbook": "RB-12"}
    assert codes(site(**{"specs/shop/design.json": design(alert)})) == []


@pytest.mark.parametrize("word", ["never", "Not yet.", "no", '""'])
def test_a_word_for_never_is_no_day_and_no_fault_of_its_own(site: Make, word: str) -> None:
    made = site(**{HERE: OUTBOX.replace("2026-09-14", word)})
    assert codes(made) == ["RUN002"]
    assert "Not exercised." in text_of(pages(made)["runbooks/outbox-lags.md"])


@pytest.mark.parametrize(
    ("day", "found"),
    [("2025-11-21", []), ("2025-11-20", ["RUN003"]), ("2026-11-22", ["RUN004"]), ("2026-13-01", ["RUN004"])],
)
def test_a_year_is_long_enough(site: Make, day: str, found: list[str]) -> None:
    assert codes(site(**{HERE: OUTBOX.replace("2026-09-14", day)})) == found


def test_services_of_no_design_are_no_fault_unless_they_are_misspelt(site: Make) -> None:
    alert = {"metric": "outbox_age_seconds"}
    files = {"specs/shop/design.json": design(alert)}
    assert codes(site(**files, **{HERE: OUTBOX.replace("orders", "stock")})) == []
    assert codes(site(**files, **{HERE: OUTBOX.replace("orders", "oders")})) == ["RUN007"]


def test_every_alert_leads_to_a_runbook_or_the_question_fails(site: Make) -> None:
    good, bad = (
        {"metric": "outbox_age_seconds", "runbook": f"../../docs/runbooks/{name}.md"}
        for name in ("outbox-lags", "gone")
    )
    (system,) = site(**{"specs/shop/design.json": design(good), HERE: OUTBOX}).model.systems
    assert list(lacking(("runbooks",), system)) == []
    (system,) = site(**{"specs/shop/design.json": design(good, bad), HERE: OUTBOX}).model.systems
    said = "the alert on `outbox_age_seconds` leads to no runbook that is there"
    assert list(lacking(("runbooks",), system)) == [("runbooks", said)]
    (system,) = site(**{"specs/shop/design.json": design(), HERE: OUTBOX}).model.systems
    assert list(lacking(("runbooks",), system)) == [
        ("runbooks", "neither an alert nor a service names a runbook")
    ]


def test_pages_lead_from_alerts_and_services_to_runbooks_and_back(site: Make) -> None:
    alert = {
        "metric": "outbox_age_seconds",
        "threshold": "above 30",
        "severity": "page",
        "escalation": "Order team",
        "runbook": "../../docs/runbooks/outbox-lags.md",
    }
    italian = "title-it: L'outbox è in ritardo\nsummary: Events come late.\nsummary-it: Eventi in ritardo.\n"
    italian += "also: [lost events, eventi persi]\n"
    text = OUTBOX.replace(FRONT, FRONT + italian)
    made = site(**{"specs/shop/design.json": design(alert), HERE: text, "docs/runbooks/duty.md": "# Duty\n"})
    found = pages(made)
    page = text_of(found["runbooks/outbox-lags.md"])
    for said in (
        "Runbook in The shop Severity page",
        "Events come late.",
        "L'outbox è in ritardo . Eventi in ritardo.",
        "Alert outbox_age_seconds above 30",
        "Service orders",
        "Last exercised 14 Sep 2026 by Ada",
        "Escalation Order team",
    ):
        assert said in page
    (subject,) = next(
        made_page.subjects for made_page in runbook_pages.pages(made) if made_page.origin == HERE
    )
    assert {"outbox_age_seconds", "Eventi in ritardo.", "lost events", "eventi persi"} <= set(subject.names)
    assert "outbox_age_seconds orders 14 Sep 2026" in text_of(found["runbooks/index.md"])
    assert "Runbook The outbox lags" in text_of(found["systems/shop/orders.md"])
    links = [path for path, text in found.items() if 'outbox-lags/"' in text]
    assert set(links) == {"runbooks/index.md", "systems/shop/orders.md", "systems/shop/design/resilience.md"}
    menu = navigation(made, [*found, addresses.home("en"), "runbooks/duty.md"])
    assert {"Runbooks": ["runbooks/index.md", "runbooks/duty.md", "runbooks/outbox-lags.md"]} in menu


def test_without_a_runbook_there_is_neither_a_page_nor_a_tab(site: Make) -> None:
    made = site(**{"specs/shop/design.json": design()})
    there = [*pages(made), addresses.home("en")]
    assert not [path for path in there if path.startswith("runbooks/")]
    assert not [entry for entry in navigation(made, there) if "Runbooks" in entry]


def test_a_new_runbook_is_one_and_nobody_has_exercised_it(site: Make) -> None:
    edit = new_runbook("Orders are slow", "http_p95_ms", "orders")
    assert edit.path == "docs/runbooks/orders-are-slow.md"
    assert edit.after is not None
    made = site(**{edit.path: edit.after.decode()})
    (runbook,) = made.room.of(Runbook)
    assert (str(runbook.title), [each.text for each in runbook.alerts]) == (
        "Orders are slow",
        ["http_p95_ms"],
    )
    assert list(runbook.parts) == list(PARTS)
    assert codes(made) == ["RUN002"]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("gone.md", ["RUN008"]),
        ("../../adr/0001-gone.md", ["RUN008"]),
        ("index.md", []),
        ("../decisions/0001-use-rest.md", []),
        ("outbox-lags.md#mitigation", []),
        ("https://wiki.shop.example/gone.md", []),
    ],
)
def test_a_link_to_a_page_that_is_made_with_the_site_is_not_dead(
    site: Make, target: str, found: list[str]
) -> None:
    assert codes(site(**{HERE: f"{OUTBOX}\n[there]({target})\n"})) == found
