"""The home page and the menu: what there is, what is wrong, and what to do where there is nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import Outcome, run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, check_pages, home, pages, system_page
from planroom.render.navigation import navigation

DECISION = "---\nstatus: accepted\ndate: 2026-02-12\n---\n# Use REST\n"
CONTRACT = """\
openapi: 3.1.0
info: {title: Order API, version: VERSION}
paths:
  /orders:
    get:
      operationId: listOrders
      responses: {"200": {description: The orders}}
"""

Make = Callable[..., Rendering]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes the rendering of a room of these files."""
    few = dict(sorted(check_pages.REGISTRY.items())[:3])  # slow to show, and of no weight here
    monkeypatch.setattr(check_pages, "REGISTRY", few)

    def make(*, checked: bool = True, **files: str) -> Rendering:
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        room = load(tmp_path, today=date(2026, 2, 12))
        model = build(room)
        return Rendering(run(room, model) if checked else Outcome(room, model, ()))

    return make


def text_of(site: Rendering) -> str:
    """The home page as a reader sees it."""
    (page,) = home.pages(site)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.markdown())).replace("\u00a0", " ").split())


def tabs(site: Rendering) -> list[str]:
    """The tabs of the menu that depend on what a project has, in their order."""
    menu = navigation(site, [page.path for page in pages(site)])
    names = [next(iter(entry)) for entry in menu if isinstance(entry, dict)]
    return [name for name in names if name in ("Home", "Systems", "APIs", "Decisions", "Findings")]


def design(name: str, **more: Any) -> str:
    """A design of one service."""
    services = [{"service_name": f"{name}-service"}]
    return json.dumps({"system": {"name": name}, "service_design": {"services": services}, **more})


def test_a_new_project_says_how_to_begin(site: Make) -> None:
    made = site()
    said = text_of(made)
    assert "Nothing is here yet. Begin with what you have:" in said
    assert "Wrong now" not in said
    assert tabs(made) == ["Home", "Findings"]


def test_a_project_of_decisions_has_no_tab_for_systems(site: Make) -> None:
    made = site(**{"adr/0001-use-rest.md": DECISION})
    said = text_of(made)
    assert tabs(made) == ["Home", "Decisions", "Findings"]
    assert "What we decided, and what is wrong today." in said
    assert "12 Feb 2026 0001 Use REST Accepted" in said
    assert "No system is described" in said


def test_a_project_of_contracts_speaks_of_apis(site: Make) -> None:
    made = site(**{"apis/orders.yaml": CONTRACT.replace("VERSION", "1.4.0")})
    said = text_of(made)
    assert tabs(made) == ["Home", "APIs", "Findings"]
    assert "Order API apis/orders.yaml 1.4.0 OpenAPI 3.1.0 1" in said
    assert "Nothing is decided yet. Write planroom new decision" in said
    (index,) = (page for page in pages(made) if page.path == "systems/index.md")
    assert index.title == "APIs"
    assert "# APIs" in index.markdown()


def test_a_kind_of_finding_is_told_once(site: Make) -> None:
    bad = "---\nstatus: accepted\n---\n# X\n\nSee [y](y.md).\n"
    said = text_of(site(**{f"adr/000{number}-x.md": bad for number in range(1, 6)}))
    assert said.count("leads to no file") == 1
    assert "4 more of LNK001" in said


def test_what_is_said_for_information_is_not_wrong(site: Make) -> None:
    made = site(**{"adr/0001-use-rest.md": DECISION})
    assert made.outcome.diagnostics
    said = text_of(made)
    assert "Nothing is wrong. The finding : 1 info Checked 1 decision on 12 Feb 2026 by" in said


def test_of_many_systems_those_with_most_to_mend_are_shown(site: Make) -> None:
    files = {f"specs/s{number:02}/design.json": design(f"s{number:02}") for number in range(60)}
    call = [{"to": "nobody-service"}]
    services = [{"service_name": "a-service", "dependencies": call}]
    files["specs/s41/design.json"] = json.dumps(
        {"system": {"name": "s41"}, "service_design": {"services": services}}
    )
    (page,) = home.pages(site(**files))
    shown = re.findall(r'<a href="systems/(s\d+)/">', page.markdown())
    assert shown[0] == "s41"
    assert len(shown) == 4
    assert "All 60 systems" in page.markdown()


def test_contracts_of_one_title_are_told_apart_in_the_menu(site: Make) -> None:
    one, two = (CONTRACT.replace("VERSION", version) for version in ("1.4.0", "2.0.0"))
    made = site(**{"apis/a.yaml": one, "apis/b.yaml": two, "apis/c/x.yaml": one.replace("Order", "Stock")})
    (apis,) = (
        entry["APIs"] for entry in navigation(made, [page.path for page in pages(made)]) if "APIs" in entry
    )
    assert apis == [
        "systems/index.md",
        {"Order API 1.4.0": "apis/apis/a.md"},
        {"Order API 2.0.0": "apis/apis/b.md"},
        "apis/apis/c/x.md",
    ]


def test_contracts_of_one_title_and_version_are_told_apart_by_their_file(site: Make) -> None:
    one = CONTRACT.replace("VERSION", "1")
    made = site(**{"a/x.yaml": one, "b/x.yaml": one})
    (apis,) = (
        entry["APIs"] for entry in navigation(made, [page.path for page in pages(made)]) if "APIs" in entry
    )
    assert [next(iter(entry)) for entry in apis[1:]] == ["Order API (a/x.yaml)", "Order API (b/x.yaml)"]


def test_very_many_contracts_are_in_no_menu(site: Make) -> None:
    one = CONTRACT.replace("VERSION", "1")
    made = site(checked=False, **{f"apis/{number}.yaml": one for number in range(100)})
    assert {"APIs": ["systems/index.md"]} in navigation(made, [page.path for page in pages(made)])


def test_more_contracts_than_a_page_holds_go_on_on_the_next(site: Make) -> None:
    one = CONTRACT.replace("VERSION", "1")
    made = site(checked=False, **{f"{number}.yaml": one for number in range(205)}, **{"page-2.yaml": one})
    found = {page.path: page.markdown() for page in system_page.pages(made)}
    assert list(found) == ["systems/index.md", "apis/page-2.md"]
    whole = "".join(found.values())
    assert all(f'<span class="pr-small">{number}.yaml</span>' in whole for number in range(205))
    assert made.contract_pages["page-2.yaml"] != "apis/page-2.md"
    assert "206 contracts, 200 on a page" in found["systems/index.md"]


def test_a_project_without_any_guide_has_no_tab_for_them(tmp_path: Path) -> None:
    room = load(tmp_path)
    rendering = Rendering(run(room, build(room)))
    assert "Guidance" not in [name for entry in navigation(rendering, ["index.md"]) for name in entry]
