"""The pages of deliverables: each part leads to its place, or says what is missing."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.gates import profiles
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, SitePage, deliverable_pages, system_page
from planroom.render.chapters import chapters
from test_cli import write

TODAY = date(2026, 11, 21)
DESIGN = """\
system: {name: NAME}
service_design:
  service_boundaries: By what changes together.
  services:
    - {service_name: orders, domain_responsibility: Orders.}
testing_strategy:
  unit_testing: Rules case by case.
"""
PARTS = [part.id for profile in profiles() for part in profile.parts]


def made(folder: Path, *names: str) -> tuple[Rendering, dict[str, SitePage]]:
    files = {f"specs/{name}/design.yaml": DESIGN.replace("NAME", name) for name in names}
    room = load(write(folder, {"planroom.yaml": "", **files}), today=TODAY)
    site = Rendering(run(room, build(room)))
    return site, {page.path: page for page in deliverable_pages.pages(site)}


def row(page: SitePage, part: str) -> str:
    found = re.search(rf'<tr role="row" id="{part}">(.*?)</tr>', page.markdown(), re.DOTALL)
    assert found
    return unescape(found[1])


def test_a_part_leads_to_where_it_stands_or_says_what_is_missing(tmp_path: Path) -> None:
    site, found = made(tmp_path, "shop")
    page = found["systems/shop/deliverables.md"]
    there, anchor = chapters(site, site.model.systems[0]).place(["testing_strategy"])
    assert f'href="../design/{Path(there).stem}/#{anchor}"' in row(page, "section-testing")
    assert 'href="../#services"' in row(page, "part-ownership")
    assert ">Missing</span>" in row(page, "section-deployment")
    assert "the design does not state `/deployment_strategy`".replace("`", "") in re.sub(
        r"<[^>]+>", "", row(page, "section-deployment")
    ).replace("The", "the")
    assert [part for part in PARTS if f'<tr role="row" id="{part}">' in page.markdown()] == PARTS


def test_the_matrix_has_a_column_for_each_system(tmp_path: Path) -> None:
    _, found = made(tmp_path, "shop", "stock")
    html = found["deliverables.md"].markdown()
    assert html.count("pr-cell ") == 2 * len(PARTS)
    assert 'href="../systems/stock/deliverables/#section-deployment" title="The design does not state' in html


def test_of_many_systems_each_is_a_row(tmp_path: Path) -> None:
    _, found = made(tmp_path, *(f"s{number}" for number in range(60)))
    html = found["deliverables.md"].markdown()
    assert html.count('<th role="rowheader"') == 60
    assert "pr-cell" not in html
    assert max(len(page.markdown()) for page in found.values()) < 100_000


def test_the_page_of_a_system_says_how_much_is_there(tmp_path: Path) -> None:
    site, found = made(tmp_path, "shop")
    page = next(page for page in system_page.pages(site) if page.path == "systems/shop/index.md")
    (said,) = re.findall(r'<a href="deliverables/">(\d+ of \d+)</a> are there', page.markdown())
    assert f"<b>{said}</b>" in found["deliverables.md"].markdown()


def test_without_a_system_there_is_no_page(tmp_path: Path) -> None:
    assert made(tmp_path)[1] == {}


@pytest.mark.parametrize("name", ["deliverables", "checklist"])
def test_every_link_of_the_matrix_leads_to_a_page(tmp_path: Path, name: str) -> None:
    site, found = made(tmp_path, name)
    paths = {*found, *(page.path for page in system_page.pages(site))}
    served = {site.addresses.url(path) for path in paths}
    for target in re.findall(r'href="\.\./(systems/[^"#]*)', found["deliverables.md"].markdown()):
        assert target in served
