"""Every check has a page whose bad example gives exactly what it says, and whose good one gives nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import check_pages
from planroom.checks import REGISTRY, Scope, run
from planroom.checks.check import Check
from planroom.checks.pages import NO_EXAMPLES, CheckPage, Expected, check_page, read_page
from planroom.diagnostics import Finding, Severity
from planroom.kinds.decision import Decision
from planroom.load import load
from planroom.model import build

PAGES = frozenset(
    entry.name.removesuffix(".md")
    for entry in files("planroom").joinpath("checks", "examples").iterdir()
    if entry.name.endswith(".md")
)
CODES = sorted(PAGES & set(REGISTRY))


def test_every_check_has_a_page_and_every_page_a_check() -> None:
    assert sorted(set(REGISTRY) - PAGES) == [], "write checks/examples/CODE.md for these"
    assert sorted(PAGES - set(REGISTRY)) == [], "these pages are of no check"


def test_no_two_checks_share_a_name() -> None:
    names = Counter(check.name for check in REGISTRY.values())
    assert [name for name, times in names.items() if times > 1] == []


def incomplete(code: str, page: CheckPage) -> Iterator[str]:
    """What a page lacks."""
    if not page.why:
        yield "says no why"
    if not page.fix:
        yield "has no `## Fix`"
    if code in NO_EXAMPLES:
        if page.bad.files or page.good.files:
            yield "has examples all the same; take it out of NO_EXAMPLES"
    elif not (page.bad.files and page.good.files):
        yield "lacks files under `## Bad` or `## Good`"
    elif not any(expected.code == code for expected in page.bad.expect):
        yield "has a bad example that does not show it"
    if page.good.expect:
        yield "expects something of its good example"
    yield from (
        f"names {other} under `see`, which is no check" for other in page.see if other not in REGISTRY
    )
    if code in page.see:
        yield "names itself under `see`"


def test_every_page_is_complete() -> None:
    assert [f"{code} {lack}" for code in CODES for lack in incomplete(code, check_page(code))] == []


def test_every_rule_is_one_sentence() -> None:
    """The rule stands on the pages beside the check's name."""
    rules = {code: REGISTRY[code].rule for code in CODES}
    assert {code: rule for code, rule in rules.items() if not re.fullmatch(r"[`A-Z].*\.", rule)} == {}


@pytest.mark.parametrize("code", [code for code in CODES if code not in NO_EXAMPLES])
def test_the_bad_example_gives_exactly_what_the_page_says_and_the_good_one_nothing(
    code: str, tmp_path: Path
) -> None:
    page = check_page(code)
    for name, example in (("bad", page.bad), ("good", page.good)):
        outcome = check_pages.check_example(example, tmp_path / name, page.before, page.named)
        assert check_pages.said(outcome, code) == sorted(map(check_pages.written, example.expect))
        assert list(check_pages.faults(outcome)) == []


def test_a_page_is_read() -> None:
    page = read_page(
        "---\nsee: [ADR006]\n---\nWhy.\n\nMore.\n\n## Bad\n\nWords.\n\n```md adr/1.md\n# A\n```\n\n"
        "```yaml a.yaml latin-1\na: é\n```\n\n"
        "```expect\nadr/1.md:1:1 ADR001\n  a: b\nadr/2 3.md:2:4 ADR002\n  it `is`\n```\n\n## Good\n\n"
        "````md adr/1.md\n```\n## Fix\n```\n````\n\n## Fix\n\nSo:\n\n```md\nx\n```\n"
    )
    assert (page.why, page.see, page.fix) == ("Why.\n\nMore.", ("ADR006",), "So:\n\n```md\nx\n```")
    assert [(file.path, file.language, file.data) for file in page.bad.files] == [
        ("adr/1.md", "md", b"# A\n"),
        ("a.yaml", "yaml", b"a: \xe9\n"),
    ]
    assert page.bad.expect == (
        Expected("adr/1.md:1:1", "ADR001", "a: b"),
        Expected("adr/2 3.md:2:4", "ADR002", "it `is`"),
    )
    assert (page.bad.expect[1].path, page.bad.expect[1].line) == ("adr/2 3.md", 2)
    assert [file.text for file in page.good.files] == ["```\n## Fix\n```\n"]


def test_a_fault_inside_a_check_is_a_warning_on_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SRC090: one faulty check hides nothing that the others find."""

    def find(decision: Decision, scope: Scope) -> Iterator[Finding]:
        raise ValueError("first line\nsecond line")
        yield

    faulty = Check("ZZZ999", "faulty", Severity.ERROR, Decision, "Faulty.", find)
    monkeypatch.setitem(REGISTRY, "ZZZ999", faulty)
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-a.md").write_text("# A\n\n## Status\n\nbanana\n", "utf-8")
    room = load(tmp_path, today=check_pages.TODAY)
    outcome = run(room, build(room))
    (found,) = [diagnostic for diagnostic in outcome.diagnostics if diagnostic.code == "SRC090"]
    assert (found.severity, found.location.path) == (Severity.WARNING, "adr/0001-a.md")
    assert found.message == "the check ZZZ999 stopped with ValueError: first line"
    assert len(outcome.diagnostics) > 1
    with pytest.raises(ValueError, match="first line"):
        run(room, build(room), raise_faults=True)
