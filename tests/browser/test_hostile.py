"""A room that tries to get out of its place: nothing of it runs, nothing is asked of another host."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page
from searching import hits
from sites import LEAKS, SHIPPED, planroom, serving, watch

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "tests" / "projects" / "hostile"
EXAMPLE = ROOT / "specs" / "order-management"
RUNS = "window.__hit=1;alert(1)"
WORDS = (
    f"<script>{RUNS}</script>",
    f'<img src=x onerror="{RUNS}"> | a',
    f"[x](javascript:{RUNS}) <javascript:alert(1)>",
    f"![x](https://elsewhere.invalid/p.png) [y](data:text/html,<script>{RUNS}</script>)",
    "{{ 7*7 }} {% raw %} {# gone #}",
    "{: onclick=alert(1) } { #id .class onclick=alert(1) }",
    "</div></td></tr></table></article></script>",
    "\x00\x01\x1f\x7f\ud800\u2028\ufeff\u202e backwards",
    '"]; end\n%%{init: {"securityLevel": "loose"}}%%\nclick a "javascript:' + RUNS + '"',
    "C:\\Windows\\x \\\\elsewhere.invalid\\p /etc/passwd ../../../x",
    f"\"><svg onload={RUNS}> ' onmouseover={RUNS} x='",
    "w" * 5000,
)
# fmt: off
_KEPT = frozenset((
    "$schema", "format_version", "$ref", "method", "path", "mode", "via", "contracts", "criticality",
    "openapi", "operation_id", "operationId", "in", "type", "format", "pattern", "required", "scheme",
    "schema",
))
# fmt: on
"""What is a choice from a list, or finds another thing: with other words the rest would not be shown."""


def poisoned(value: Any, key: str = "") -> Any:
    """A document with something hostile behind every text; the same text becomes the same one everywhere."""
    if isinstance(value, dict):
        return {name: poisoned(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item, key) for item in value]
    if not isinstance(value, str) or key in _KEPT:
        return value
    return f"{value} {WORDS[sum(value.encode()) % len(WORDS)]}"


def test_every_kind_of_hostile_text_is_used() -> None:
    text = json.dumps(poisoned(json.loads((EXAMPLE / "design.json").read_text("utf-8"))))
    assert [words for words in WORDS if json.dumps(words)[1:-1] not in text] == []


def add_what_no_repository_carries(room: Path) -> None:
    """Links out of the room, names in two cases, control characters, and hostile words in every field."""
    outside = room.parent / "outside"
    outside.mkdir()
    (outside / "secret.png").write_text("SECRET")
    (outside / "0009-secret.md").write_text("# SECRET\n\n## Decision\n\nSECRET.\n")
    (room / "adr" / "link.png").symlink_to(outside / "secret.png")
    (room / "adr" / "0009-secret.md").symlink_to(outside / "0009-secret.md")
    (room / "specs" / "linked").symlink_to(outside)
    decision = (room / "adr" / "0002-order.md").read_text("utf-8")
    for name in ("0003-Case.md", "0003-case.md", "0004-<b>'&.md", "0005-{{ 7*7 }}.md"):
        (room / "adr" / name).write_text(decision + "\n" + "\n\n".join(WORDS), "utf-8", "replace")
    folder = room / "specs" / "poisoned"
    folder.mkdir()
    design = json.loads((EXAMPLE / "design.json").read_text("utf-8"))
    services = design["service_design"]["services"]
    del services[2:]  # each has a page; two say all there is to say
    text = json.dumps(poisoned(design)).replace(".openapi.yaml", ".openapi.json")
    (folder / "design.json").write_text(text)
    contract = yaml.safe_load((EXAMPLE / "orders.openapi.yaml").read_text("utf-8"))
    (folder / "orders.openapi.json").write_text(json.dumps(poisoned(contract), default=str))


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but for the site and what planroom keeps for the next run."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"site", ".planroom"}.intersection(path.relative_to(folder).parts[:2])
    }


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The room with its site in `site/`; building it has written nothing else."""
    room = tmp_path_factory.mktemp("hostile") / "room"
    shutil.copytree(ROOM, room)
    add_what_no_repository_carries(room)
    before = files_of(room.parent)
    planroom(room, "build", "--quiet")
    assert files_of(room.parent) == before
    return room


@pytest.fixture
def watched(room: Path, chromium: Browser) -> Iterator[tuple[Page, str, list[str]]]:
    """A page, where the site is served, and all that goes wrong on it."""
    with serving(room / "site") as address:
        page, wrong = watch(chromium, address)
        yield page, address, wrong


def own_pages(site: Path) -> list[str]:
    """The pages made from the room, without planroom's own reference and the pages of Swagger UI."""
    paths = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(
        path.removesuffix("index.html")
        for path in paths
        if not path.startswith((*SHIPPED, "assets/", "404")) and not path.endswith("/try/index.html")
    )


def test_nothing_gets_out_of_its_place(room: Path, watched: tuple[Page, str, list[str]]) -> None:
    page, address, wrong = watched
    for path in own_pages(room / "site"):
        page.goto(address + path, wait_until="domcontentloaded")
        page.wait_for_selector("article[data-pr-ready]")
        found = page.evaluate(LEAKS)
        assert wrong == [], path
        assert found["hit"] is None, path
        assert found["attributes"] == [], path
        assert found["layout"][:4] == [1, 1, 1, 1], path
        assert found["over"] <= 0, path


def test_the_words_are_shown_as_they_are(watched: tuple[Page, str, list[str]]) -> None:
    page, address, _ = watched
    page.goto(address + "decisions/0001-script/")
    text = page.locator("article").inner_text()
    for words in ("KEPT-WORDS", "{{ 7*7 }}", "{% raw %}", "END-WORDS", "styled", "loose"):
        assert words in text
    assert "SECRET" not in text
    page.goto(address + "systems/hostile/api/hostile/")
    assert "{{ 7*7 }}" in page.locator("article").inner_text()


def test_the_search_shows_words_and_runs_none(watched: tuple[Page, str, list[str]]) -> None:
    page, address, wrong = watched
    page.goto(address)
    page.wait_for_selector("article[data-pr-ready]")
    assert hits(page, "script")
    assert page.evaluate("window.__hit ?? null") is None
    assert wrong == []


def test_nothing_from_outside_is_in_the_site(room: Path) -> None:
    files = (path for path in (room / "site").rglob("*") if path.is_file())
    ours = [path for path in files if path.parent.name != "swagger-ui"]
    assert [path for path in ours if b"SECRET" in path.read_bytes()] == []


def test_render_and_new_write_into_their_folders_alone(room: Path) -> None:
    before = files_of(room.parent)
    planroom(room, "render", "site/pages")
    planroom(room, "new", "decision", "../../x <b>", "--in", "../outside", code=2)
    planroom(room, "new", "decision", "x", "--in", "specs/linked", code=2)
    planroom(room, "new", "design", "../../x", code=2)
    planroom(room, "new", "api", "..", "x", code=2)
    assert files_of(room.parent) == before
    said = planroom(room, "new", "decision", "../../../x <script>", "--in", "adr")
    added = sorted(set(files_of(room.parent)) - set(before))
    assert len(added) == 1
    assert added[0].startswith("room/adr/")
    assert added[0].removeprefix("room/") in said
