"""Many decisions: pages of one size, nothing lost, nothing that a title could break, every time the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice, takewhile
from pathlib import Path

import pytest

from planroom.checks import Outcome
from planroom.kinds.decision import Decision
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, SitePage, address, decision_index, decision_pages
from planroom.render.decision_graph import clusters, edges
from planroom.render.decision_rows import newest_first
from planroom.render.svg import Drawing

EVIL = "Team </script><b>&\u2028 perché {{ 7*7 }}"
LARGEST = 200_000


def decision(number: int, title: str, status: str = "accepted", more: str = "", day: str = "") -> str:
    when = f"\ndate: {day}" if day else ""
    return (
        f"---\nstatus: {status}{when}\ndecision-makers: [Team {number % 150}]\ntags: [t{number % 3}]\n---\n"
        f"# {title}\n\n## Decision\n\nSo.\n{more}"
    )


def rendering(root: Path, files: dict[str, str]) -> Rendering:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    room = load(root, today=date(2026, 11, 25))
    return Rendering(Outcome(room, build(room), ()))


def about_all(site: Rendering) -> Iterator[SitePage]:
    """The pages about all decisions, which come before the pages of each; those of hundreds take long."""
    each = set(site.decision_pages.values())
    return takewhile(lambda page: page.path not in each, decision_pages.pages(site))


def under(pages: Iterable[SitePage], *starts: str) -> list[SitePage]:
    return [page for page in pages if page.path.startswith(starts)]


def text_of(pages: Iterable[SitePage]) -> str:
    return "\n".join(page.markdown() for page in pages)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Rendering:
    """Some 400 decisions in a few months, with a name that breaks out where it can, and long titles."""
    files = {}
    for number in range(1, 401):
        title = (
            "perché {{ 7*7 }} & Co"
            if number == 7
            else ("Long words " * 20 if number % 5 == 0 else f"Title {number}")
        )
        more = f"\nSupersedes [it]({number - 1:04}-x.md).\n" if number % 10 == 0 else ""
        status = f"superseded by ADR-{number + 1:04}" if number % 10 == 9 else "accepted"
        day = "" if number % 50 == 0 else f"2026-0{1 + number % 3}-{1 + number % 28:02}"
        files[f"adr/{number:04}-x.md"] = decision(number, title, status, more, day)
    files["adr/0007-x.md"] = files["adr/0007-x.md"].replace("[Team 7]", f"[{json.dumps(EVIL)}, Team 7]")
    return rendering(tmp_path_factory.mktemp("many"), files)


def first_pages(site: Rendering) -> list[SitePage]:
    """Those about all decisions, and those of the newest thirty."""
    pages = list(islice(decision_pages.pages(site), 60))
    assert pages[-30].path.startswith("decisions/0")
    return pages


@pytest.fixture(scope="module")
def about_many(many: Rendering) -> list[SitePage]:
    return first_pages(many)


def test_pages_about_all_of_them_stay_small(about_many: list[SitePage]) -> None:
    pages = under(about_many, "decisions/index", "decisions/list/", "decisions/timeline", "decisions/graph")
    assert {page.path for page in pages} >= {
        address.DECISIONS,
        address.DECISION_TIMELINE,
        address.DECISION_GRAPH,
        *(address.of_list(number) for number in range(1, 5)),
    }
    assert max(len(page.markdown().encode()) for page in pages) < LARGEST


def test_the_script_and_the_plain_pages_have_every_decision(
    many: Rendering, about_many: list[SitePage]
) -> None:
    (script,) = decision_index.files(many)
    assert script.path == address.DECISION_ROWS
    content = str(script.content)
    assert "</script" not in content
    assert "\u2028" not in content
    data = json.loads(content.partition(" = ")[2])
    assert [row[0] for row in data["rows"]] == [f"{number:04}" for number in range(400, 0, -1)]
    assert data["rows"][-7][1] == "perché {{ 7*7 }} & Co"
    assert any(name.startswith("Team </script><b>&") for name in data["owners"])
    assert decision_index.script_json("<\u2028>") == '"\\u003c\\u2028\\u003e"'
    assert len(data["owners"]) == 151
    plain = text_of(under(about_many, "decisions/list/"))
    for number in range(1, 401):
        assert f'href="../../{number:04}-x/"' in plain


def test_the_index_has_the_newest_and_leads_to_the_rest(about_many: list[SitePage]) -> None:
    (index,) = under(about_many, "decisions/index")
    text = index.markdown()
    assert len(re.findall(r'<th role="rowheader"', text)) == decision_index.NEWEST
    assert "400 decisions, the newest 100 shown" in text
    assert all(f'href="list/{number}/"' in text for number in range(1, 5))
    assert re.search(r'data-script="rows\.js\?[0-9a-f]{8}"', text)


def plain_pages(site: Rendering) -> dict[str, str]:
    return {page.path: page.markdown() for page in under(about_all(site), "decisions/list/")}


def test_a_full_plain_page_stays_as_it_is(tmp_path: Path) -> None:
    """A new decision changes the last page alone, or every page would change with each."""
    files = {f"adr/{number:04}-x.md": decision(number, f"Title {number}") for number in range(1, 202)}
    before = plain_pages(rendering(tmp_path, files))
    after = plain_pages(rendering(tmp_path, {"adr/0202-x.md": decision(202, "One more")}))
    assert [path for path in before if before[path] != after[path]] == [address.of_list(3)]


def test_few_decisions_need_no_script(tmp_path: Path) -> None:
    site = rendering(tmp_path, {"adr/0001-x.md": decision(1, "One")})
    assert list(decision_index.files(site)) == []
    assert [page.path for page in under(decision_pages.pages(site), "decisions/")] == [
        address.DECISIONS,
        "decisions/0001-x.md",
    ]


def test_a_title_in_a_list_is_spoken_in_its_language(tmp_path: Path) -> None:
    """In the table, in the timeline, and in the script that has all rows; others say nothing."""
    own = decision(2, "Una coda", day="2026-01-02").replace("status", "lang: it\nstatus")
    site = rendering(tmp_path, {"adr/0001-x.md": decision(1, "One"), "adr/0002-y.md": own})
    index, timeline = under(decision_pages.pages(site), address.DECISIONS, address.DECISION_TIMELINE)
    assert '<a href="0002-y/" lang="it">Una coda</a>' in text_of([index])
    assert '<a href="0001-x/">One</a>' in text_of([index])
    assert ' lang="it">Una coda</a>' in text_of([timeline])
    _, _, rows = decision_index._script(site).partition('"rows":')
    assert [row[11:] for row in json.loads(rows.rpartition("}")[0])] == [["it"], []]


def test_months_lead_to_the_pages_that_have_them(about_many: list[SitePage]) -> None:
    pages = {page.path: page.markdown() for page in under(about_many, "decisions/timeline")}
    assert set(pages) == {
        address.DECISION_TIMELINE,
        *(address.of_period(f"2026-0{month}") for month in (1, 2, 3)),
    }
    assert 'href="2026-02/#m-2026-02"' in pages[address.DECISION_TIMELINE]
    assert "8 decisions have no date" in pages[address.DECISION_TIMELINE]
    entries = sum(
        text.count("<li><time") for path, text in pages.items() if path != address.DECISION_TIMELINE
    )
    assert entries == 392


def relating(tmp_path: Path, pairs: Iterable[tuple[int, int]], count: int, key: str) -> Rendering:
    names: dict[int, list[str]] = {}
    for one, other in pairs:
        names.setdefault(one, []).append(f"{other:04}")
    files = {}
    for number in range(1, count + 1):
        stated = f"{key}: [{', '.join(repr(name) for name in names.get(number, []))}]"
        files[f"adr/{number:04}-x.md"] = (
            f"---\nstatus: accepted\n{stated}\n---\n# T {number}\n\n## Decision\n\nSo.\n"
        )
    return rendering(tmp_path, files)


@pytest.mark.parametrize("key", ["relates-to", "supersedes"])
@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("chain", [(number + 1, number) for number in range(1, 90)]),
        ("hub", [(number, 1) for number in range(2, 91)]),
        ("pairs", [(number + 1, number) for number in range(1, 90, 2)]),
        ("ring", [(number % 90 + 1, number) for number in range(1, 91)]),
    ],
)
def test_every_decision_that_relates_is_in_one_cluster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, name: str, pairs: list[tuple[int, int]]
) -> None:
    monkeypatch.setattr("planroom.render.rendering.draw", lambda *_: Drawing())  # words are what is looked at
    site = relating(tmp_path, pairs, 95, key)
    newest = newest_first(site.room.of(Decision))
    found = list(clusters(newest, edges(site, newest)))
    members = [member.path for cluster in found for member in cluster.members]
    assert len(members) == len(set(members)) == 90
    assert max(len(cluster.members) for cluster in found) <= 20
    words = text_of(under(about_all(site), "decisions/graph"))
    assert "5 decisions relate to no other" in words
    for one, other in pairs:
        assert f"{one:04}-x/" in words
        assert f"{other:04}-x/" in words


def test_the_same_pages_come_out_each_time(many: Rendering, about_many: list[SitePage]) -> None:
    again = Rendering(Outcome(many.room, build(many.room), ()))
    assert text_of(first_pages(again)) == text_of(about_many)
