"""The page of findings: everything that is wrong, of a bearable size however much that is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Location, Severity
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, SitePage, findings_page
from planroom.render.finding_lists import MOST

Make = Callable[[list[Diagnostic]], Rendering]


def diagnostic(number: int, severity: Severity = Severity.INFO, code: str = "ADR012") -> Diagnostic:
    """A finding in a file of its own."""
    return Diagnostic(
        code,
        "status-not-stated",
        severity,
        f"decision `{number}` states no status",
        Location(f"adr/{number:04}-x.md", 1, 1, 1, 2),
        hint="state it",
        fingerprint=f"{code}{number:06}",
    )


@pytest.fixture
def site(tmp_path: Path) -> Make:
    """Makes the rendering of an empty room in which these were found."""

    def make(found: list[Diagnostic]) -> Rendering:
        room = load(tmp_path, today=date(2026, 2, 12))
        return Rendering(Outcome(room, build(room), tuple(found)))

    return make


def pages(site: Rendering) -> dict[str, SitePage]:
    """The pages of findings by path."""
    return {page.path: page for page in findings_page.pages(site)}


def test_few_findings_stand_on_one_page(site: Make) -> None:
    rendering = site([diagnostic(number) for number in range(20)])
    made = pages(rendering)
    assert list(made) == ["findings.md"]
    assert made["findings.md"].markdown().count('class="pr-finding ') == 20
    assert 'data-target="#all-findings"' in made["findings.md"].markdown()
    assert list(findings_page.files(rendering)) == []


def test_of_very_many_findings_the_worst_come_first_and_none_is_lost(site: Make) -> None:
    found = [diagnostic(number) for number in range(3000)]
    found += [diagnostic(number, Severity.ERROR, "ADR001") for number in range(3)]
    rendering = site(found)
    made = pages(rendering)
    first = made["findings.md"].markdown()
    assert re.search(r"3,003 findings\. The 3 errors stop the build\.", first)
    shown = first.count('class="pr-finding ')
    assert f"3,003 findings, the worst {shown} shown" in first
    assert [match[1] for match in re.finditer(r'data-severity="(\w+)"', first)][:4] == [
        "error",
        "error",
        "error",
        "info",
    ]
    assert '<a href="adr001/">ADR001 status-not-stated</a>' in first
    assert all(len(page.markdown()) < 1.2 * MOST for page in made.values())
    listed = "".join(page.markdown() for path, page in made.items() if path != "findings.md")
    assert all(f'id="f-{item.fingerprint}"' in listed for item in found)
    (script,) = findings_page.files(rendering)
    assert script.path == "findings/rows.js"
    assert str(script.content).count("states no status") == 3003


def test_a_finding_has_the_page_that_shows_it(site: Make) -> None:
    few = diagnostic(1)
    assert site([few]).finding_page(few) == "findings.md"
    many = [diagnostic(number) for number in range(3000)]
    rendering = site(many)
    assert rendering.finding_page(many[0]) == "findings.md"
    page = rendering.finding_page(many[-1])
    assert f'id="f-{many[-1].fingerprint}"' in pages(rendering)[page].markdown()


def test_an_anchor_is_given_once(site: Make) -> None:
    made = pages(site([diagnostic(1), diagnostic(1)]))["findings.md"].markdown()
    assert made.count('id="f-ADR012000001"') == 1


def test_nothing_in_a_message_ends_the_script(site: Make) -> None:
    found = [diagnostic(number) for number in range(3000)]
    bad = Diagnostic(
        "ADR001",
        "x",
        Severity.ERROR,
        "a `</script><script>alert(1)</script>`",
        Location("a.md", 1, 1, 1, 2),
        fingerprint="x",
    )
    (script,) = findings_page.files(site([*found, bad]))
    assert "<" not in str(script.content)


def test_nothing_wrong_says_what_was_checked(tmp_path: Path) -> None:
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-x.md").write_text("# X\n", "utf-8")
    room = load(tmp_path, today=date(2026, 2, 12))
    rendering = Rendering(Outcome(room, build(room), ()))
    page = pages(rendering)["findings.md"].markdown()
    assert "Nothing is wrong." in page
    assert "Checked 1 decision" in page
    assert "12 Feb 2026" in page
