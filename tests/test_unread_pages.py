"""Files that say they are designs or contracts and cannot be read: each has a page with what stops it."""

from __future__ import annotations

from pathlib import Path

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import pages
from planroom.render.address import SYSTEMS
from planroom.render.navigation import navigation
from planroom.render.page import SitePage
from planroom.render.rendering import Rendering

DESIGN = '{"schema_version": "1.0.0", "system": {"name": "shop"}, "service_design": {"services": []}}'
BROKEN = "openapi: 3.1.0\ninfo: {title: Shop, version: 1.0.0}\npaths:\n  /a: {get: {}\n  /b: <b>\n"


def site_of(folder: Path, **files: str) -> tuple[Rendering, dict[str, SitePage]]:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    room = load(folder)
    site = Rendering(run(room, build(room)))
    return site, {page.path: page for page in pages(site)}


def test_a_contract_that_cannot_be_read_has_a_page_with_its_findings_and_the_lines_around(
    tmp_path: Path,
) -> None:
    """Title from the file, what is wrong with four lines before and after, and the text itself."""
    site, made = site_of(tmp_path, apis__shop_dot_yaml=BROKEN)
    text = made["apis/apis/shop.md"].markdown()
    assert "# shop&#46;yaml" in text or "# shop.yaml" in text
    assert "This contract cannot be read: it has 1 error." in text
    assert "SRC001 syntax-error" in text
    assert "3 | paths:" in text
    assert "5 |   /b: &lt;b&gt;" in text
    assert "The file as it is" in text
    assert "planroom check apis/shop.yaml" in text
    assert "<b>\n" not in text.replace("<b>This", "")
    assert '<a href="../apis/apis/shop/">apis/shop.yaml</a>' in made[SYSTEMS].markdown()
    assert {"APIs": [SYSTEMS, "apis/apis/shop.md"]} in navigation(site, list(made))


def test_it_belongs_to_the_system_in_whose_folder_it_lies(tmp_path: Path) -> None:
    """Its page is below the system's, at the address that it has once it is mended; the system tells it."""
    _, made = site_of(tmp_path, specs__shop__design_dot_json=DESIGN, specs__shop__api_dot_yaml=BROKEN)
    assert "systems/shop/api/api.md" in made
    assert "specs/shop/api.yaml" in made["systems/shop/index.md"].markdown()
    mended = BROKEN.replace("{get: {}", "{}").replace("<b>", "{}")
    assert "systems/shop/api/api.md" in site_of(tmp_path, specs__shop__api_dot_yaml=mended)[1]


def test_a_design_that_cannot_be_read_has_a_page_too(tmp_path: Path) -> None:
    """It lies where the system of its folder would; one of the same name keeps its own."""
    _, made = site_of(tmp_path, specs__shop__design_dot_json=DESIGN[:-1])
    assert "This design cannot be read" in made["systems/shop/index.md"].markdown()
    _, made = site_of(tmp_path, specs__other__design_dot_json=DESIGN)
    assert "systems/shop/index.md" in made
    assert sum("This design cannot be read" in page.markdown() for page in made.values()) == 1


def test_a_file_of_another_kind_has_none(tmp_path: Path) -> None:
    """A broken file that says nothing of OpenAPI is not taken for a contract."""
    _, made = site_of(tmp_path, config_dot_yaml="a: [\n", notes__x_dot_json='{"a": }')
    assert not any(path.startswith(("apis/", "systems/s")) for path in made)
