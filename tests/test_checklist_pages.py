"""Pages of checklists: each on its own, and filled in for a system."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.gates.scores import Score
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, SitePage, checklist_pages, home, service_page, system_page
from planroom.render.guides import addresses
from planroom.render.guides.reading import languages
from planroom.render.hosting import Hosting
from planroom.render.navigation import navigation
from test_cli import write

TODAY = date(2026, 11, 21)
DESIGN = """\
system: {name: shop, title: Shop, status: accepted}
service_design:
  services:
    - {service_name: orders, domain_responsibility: Orders.}
quality_targets:
  p95_ms: {target: 250, measured: 171}
"""
OWN = """\
title: Before a release
text: What we ask ourselves.
kind: review
order: 1
items:
  - id: notes
    question: "Do the notes say `what` changes?"
    principles: [clarity]
    ask: true
    evidence: The notes.
  - {id: measured, question: Is what is measured shown?, checks: [DSN070], remedy: State it.}
  - {id: chaos, question: Is failure rehearsed?, stated: [/testing_strategy/chaos_engineering]}
  - {id: kept, question: Is it kept?, ask: true}
  - {id: many, question: Are there many?, ask: true, when: {calls: 9}}
"""
ANSWERS = """\
answers:
  kept: {verdict: waived, reason: Later <b>, owner: Ada, expires: 2027-01-31}
"""
OFF = (
    "checklists_off: [anti-patterns, best-practices, operational-clarity, observability-excellence, "
    "performance-validation, resilience-by-design, security-by-design, before-design, delivery-gates, "
    "review-gates, self-checks, intake, metrics]\n"
)
FILES = {
    "planroom.yaml": OFF,
    "specs/shop/design.yaml": DESIGN,
    "specs/shop/assessment.yaml": ANSWERS,
    "checklists/release.yaml": OWN,
}
GUIDANCE = [addresses.home(language) for language in languages()]
FILLED = "systems/shop/checklist.md"


def rendering(folder: Path, files: dict[str, str], hosting: Hosting | None = None) -> Rendering:
    room = load(write(folder, files), today=TODAY)
    return Rendering(run(room, build(room)), hosting=hosting or Hosting())


def made(site: Rendering) -> dict[str, SitePage]:
    return {page.path: page for page in checklist_pages.pages(site)}


@pytest.fixture
def shop(tmp_path: Path) -> Rendering:
    return rendering(tmp_path, FILES)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def row(page: SitePage, item: str) -> tuple[dict[str, str], str]:
    """What the script reads of the row of a question, and its words."""
    found = re.search(rf'<tr role="row" id="q-{item}"([^>]*)>(.*?)</tr>', page.markdown(), re.DOTALL)
    assert found
    held = {
        name: unescape(value or "") for name, value in re.findall(r'data-([a-z]+)(?:="([^"]*)")?', found[1])
    }
    return held, text_of(found[2])


def test_a_system_has_its_checklists_filled_in(shop: Rendering) -> None:
    """One question of four is passed by nobody; what is waived and what does not apply is left out."""
    page = made(shop)[FILLED]
    text = text_of(page.markdown())
    assert page.title == "Production readiness of Shop"
    for said in (
        "Short of its target",
        "0 passed of 3 applicable",
        "1 not applicable, 1 waived",
        "3 questions stand between 0 % and 100 %.",
        "All 5 questions",
        "0 of 3 is 0 %",
    ):
        assert said in text, said


def test_each_verdict_says_where_it_comes_from(shop: Rendering) -> None:
    page = made(shop)[FILLED]
    said = {item: row(page, item) for item in ("notes", "measured", "chaos", "kept", "many")}
    assert [(held["verdict"], held["files"]) for held, _ in said.values()] == [
        ("unanswered", "unanswered"),
        ("fail", "fail"),
        ("fail", "fail"),
        ("waived", "unanswered"),
        ("not-applicable", "not-applicable"),
    ]
    assert said["notes"][1] == "Do the notes say what changes? Unanswered Nobody has answered it Answer"
    assert re.search(r"DSN070 finds 1 thing Finding design\.yaml:6$", said["measured"][1])
    assert "chaos_engineering" in said["chaos"][1]
    assert said["kept"][1].endswith("Waived by Ada until 2027-01-31: Later <b>")
    assert json.loads(said["kept"][0]["answer"]) == {
        "verdict": "waived", "reason": "Later <b>", "owner": "Ada", "expires": "2027-01-31",
    }  # fmt: skip
    asked = {item for item, (held, _) in said.items() if "asked" in held}
    assert asked == {"notes", "measured", "chaos", "kept"}


def test_what_fails_leads_to_the_finding(shop: Rendering) -> None:
    """To its place on the site, and to the line on the host."""
    (finding,) = [each for each in shop.outcome.diagnostics if each.code == "DSN070"]
    html = made(shop)[FILLED].markdown()
    assert f'href="../../../findings/#f-{finding.fingerprint}"' in html
    assert "State it." in text_of(html)


def test_a_finding_of_the_baseline_fails_without_a_place_on_the_site(tmp_path: Path) -> None:
    first = rendering(tmp_path, FILES)
    (finding,) = [each for each in first.outcome.diagnostics if each.code == "DSN070"]
    baselined = Rendering(
        type(first.outcome)(
            first.room, first.model,
            tuple(each for each in first.outcome.diagnostics if each is not finding), baselined=(finding,),
        )
    )  # fmt: skip
    held, text = row(made(baselined)[FILLED], "measured")
    assert held["verdict"] == "fail"
    assert text.endswith("design.yaml:6")
    assert "Finding" not in text


def test_the_answers_have_a_place(tmp_path: Path) -> None:
    """The file is edited where it is there, and made with the text where it is not."""
    host = Hosting("github", "https://github.com/o/r", "main")
    html = made(rendering(tmp_path / "a", FILES, host))[FILLED].markdown()
    assert 'data-href="https://github.com/o/r/edit/main/specs/shop/assessment.yaml"' in html
    assert " data-exists" in html
    files = {path: text for path, text in FILES.items() if "assessment" not in path}
    html = made(rendering(tmp_path / "b", files, host))[FILLED].markdown()
    assert "/new/main?filename=specs/shop/assessment.yaml&amp;value=PLANROOM-ANSWERS" in html
    assert " data-takes-text" in html
    assert "evidence: the address" in html


def test_answers_beside_a_design_elsewhere_are_not_offered(tmp_path: Path) -> None:
    files = {
        "planroom.yaml": "",
        "designs/shop/design.json": '{"system": {"name": "shop"}, "service_design": {}}',
    }
    site = rendering(tmp_path, files)
    assert "below <code>specs/</code>" in made(site)[FILLED].markdown()


def test_each_checklist_has_a_page(shop: Rendering) -> None:
    found = made(shop)
    assert list(found) == ["checklists/index.md", "checklists/release.md", FILLED]
    text = text_of(found["checklists/release.md"].markdown())
    for said in ("Before a release", "What we ask ourselves.", "Shop", "0 of 3", "a person", "The notes."):
        assert said in text, said
    assert found["checklists/release.md"].origin == "checklists/release.yaml"


def test_shipped_checklists_lead_to_the_guidance(tmp_path: Path) -> None:
    found = made(rendering(tmp_path, {**FILES, "planroom.yaml": ""}))
    assert "../../guidance/gates/#bounded-and-owned" in found["checklists/self-checks.md"].markdown()
    assert len([path for path in found if path.startswith("checklists/")]) == 15


def test_two_checklists_never_share_a_page(tmp_path: Path) -> None:
    files = {**FILES, "checklists/other.yaml": OWN.replace("order: 1", "id: Release!\norder: 2")}
    found = list(made(rendering(tmp_path, files)))
    assert len(found) == len(set(found)) == 4


def test_there_is_no_page_where_there_is_nothing_to_fill_in(tmp_path: Path) -> None:
    site = rendering(tmp_path, {"planroom.yaml": ""})
    assert made(site) == {}
    menu = navigation(site, GUIDANCE)
    assert not any("Checklists" in entry for entry in menu if isinstance(entry, dict))


def test_the_menu_has_checklists_with_each_system(shop: Rendering) -> None:
    menu = navigation(shop, [*made(shop), *GUIDANCE])
    (entry,) = [entry for entry in menu if isinstance(entry, dict) and "Checklists" in entry]
    assert entry == {"Checklists": ["checklists/index.md", {"Shop": FILLED}]}


def test_home_and_system_say_how_far_the_target_is(shop: Rendering) -> None:
    (front,) = home.pages(shop)
    assert re.search(
        r'href="systems/shop/checklist/">0\xa0%</a> <span class="pr-small">target 98\xa0%', front.markdown()
    )
    page = next(page for page in system_page.pages(shop) if page.path == "systems/shop/index.md")
    assert '<dt>Gates</dt> <dd><a href="checklist/">0\xa0%, target 98\xa0%</a></dd>' in page.markdown()


def test_a_service_called_checklist_keeps_off(tmp_path: Path) -> None:
    files = {
        **FILES,
        "specs/shop/design.yaml": DESIGN.replace("service_name: orders", "service_name: checklist"),
    }
    (page,) = service_page.pages(rendering(tmp_path, files))
    assert page.path == "systems/shop/service-checklist.md"


def test_of_very_many_questions_those_that_are_missing_are_listed(tmp_path: Path) -> None:
    items = "".join(f"  - {{id: n{number}, question: Is it {number}?, ask: true}}\n" for number in range(900))
    files = {**FILES, "checklists/long.yaml": f"items:\n{items}"}
    page = made(rendering(tmp_path, files))[FILLED].markdown()
    assert len(page) < 200_000
    assert "more questions: <code>planroom gates shop --all</code>" in page


@pytest.mark.parametrize(("passed", "of", "shown"), [(54, 65, 83.1), (1959, 2000, 97.9), (49, 50, 98.0)])
def test_what_falls_short_never_reads_as_if_it_did_not(passed: int, of: int, shown: float) -> None:
    assert Score(passed, of - passed, 0, 0, 98).shown == shown
