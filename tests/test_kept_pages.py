"""A kept page follows from what is given with it, from what its texts ask for, and from what all may ask."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from planroom.checks.alone import FoundAlone
from planroom.checks.check import Check
from planroom.diagnostics import Finding, Origin, Severity
from planroom.files import shipped
from planroom.kinds.decision import Decision
from planroom.load import load
from planroom.render.kept_pages import SHARED, KeptPages
from planroom.render.memory import MEMORY
from planroom.render.page import Html, SitePage
from planroom.render.prose import Prose

SITE = SimpleNamespace(addresses="a", decision_pages={"a.md": "b.md"}, hosting="h")


def made(kept: KeptPages, given: Any = ("x",), prose: Prose | None = None, site: Any = SITE) -> SitePage:
    """The page of one build."""

    def make(asking: Prose) -> SitePage:
        return SitePage("p.md", "Page", (Html(asking.html("[a](b.md) ![c](d.png)")),))

    kept.begin(site)
    page = kept.page("p.md", given, make, prose)
    kept.end()
    return page


def test_the_same_page_is_taken_again() -> None:
    kept = KeptPages()
    assert made(kept) is made(kept)


def test_none_is_kept_where_no_build_follows() -> None:
    kept = KeptPages(lasts=False)
    first = made(kept)
    assert made(kept) is not first
    assert kept.same(first) is first


@pytest.mark.parametrize(
    "other",
    [
        {"given": ("y",)},
        {"prose": Prose(relink=lambda target: None)},
        {"prose": Prose(image=lambda target: None)},
        {"site": SimpleNamespace(**{**vars(SITE), "addresses": "b"})},
        {"site": SimpleNamespace(**{**vars(SITE), "decision_pages": {"a.md": "c.md"}})},
        {"site": SimpleNamespace(**{**vars(SITE), "hosting": "i"})},
    ],
    ids=["what is given", "where a link leads", "a picture", "addresses", "pages of decisions", "the host"],
)
def test_it_is_made_anew_if_something_has_changed(other: dict[str, Any]) -> None:
    kept = KeptPages()
    first = made(kept)
    assert made(kept, **other) is not first


def test_an_equal_page_stands_for_one_that_is_made_anew() -> None:
    """What follows from a page is known by the page: of two that differ, neither stands for the other."""
    kept = KeptPages()

    def taken(text: str) -> SitePage:
        kept.begin(SITE)
        page = kept.same(SitePage("p.md", "Page", (Html(text),)))
        kept.end()
        return page

    first = taken("a")
    assert taken("a") is first
    other = taken("b")
    assert other.blocks == (Html("b"),)
    again = taken("a")
    assert again == first
    assert again is not first


def test_it_is_forgotten_where_a_build_does_not_ask_for_it() -> None:
    kept = KeptPages()
    first = made(kept)
    kept.begin(SITE)
    kept.end()
    assert made(kept) is not first


def test_a_build_that_stopped_forgets_nothing() -> None:
    kept = KeptPages()
    first = made(kept)
    kept.begin(SITE)
    assert made(kept) is first


def test_what_it_was_made_of_counts_as_used() -> None:
    """Else the room's cache would lose it."""
    kept = KeptPages()
    try:
        MEMORY.begin({})
        made(kept)
        before = MEMORY.end()
        MEMORY.begin({})
        made(kept)
        assert before
        assert MEMORY.end() == before
        MEMORY.begin({})
        MEMORY.end()
        MEMORY.begin({})
        first = made(kept)
        assert MEMORY.end() == before
        assert made(kept) is first
    finally:
        MEMORY.end()


KEPT = ("decision.md", "decision_foot.md", "figure.html", "decision_list.md", "decision_period.md")
GIVEN = {"system_of_path", "shown_at"}
"""Of findings on a decision's page: its system is given, and the other is asked on pages of findings only."""
_MACRO = re.compile(r"{% macro (\w+)\(.*?{%-? endmacro %}", re.DOTALL)


def text_of(name: str) -> str:
    return (shipped("templates") / "pages" / f"{name}.jinja").read_text("utf-8")


def parts(names: set[str]) -> str:
    """The macros of these names, with those that they call."""
    macros = {match[1]: match[0] for match in _MACRO.finditer(text_of("parts.html"))}
    used = names & macros.keys()
    while (
        more := {name for each in used for name in re.findall(r"(\w+)\(", macros[each])}
        & macros.keys() - used
    ):
        used |= more
    return "".join(macros[each] for each in sorted(used))


def asked(template: str) -> set[str]:
    """What a template asks the site for, with the templates that it takes parts of."""
    text = text_of(template)
    others = set(re.findall(r"{% (?:include|import) \"([^\"]+)\.jinja\"", text)) - {"parts.html"}
    text += parts(set(re.findall(r"\bparts\.(\w+)", text)))
    return set(re.findall(r"\bsite\.(\w+)", text)).union(*map(asked, others))


@pytest.mark.parametrize("template", KEPT)
def test_their_templates_ask_for_nothing_else(template: str) -> None:
    """What is not shared by all must be given to a page, or an edit would not show on it."""
    assert asked(template) <= {*SHARED, *GIVEN}


def decision(folder: Path) -> Decision:
    """A decision that nobody has looked at."""
    (folder / "adr").mkdir(exist_ok=True)
    (folder / "adr/0001-a.md").write_text("# A\n", "utf-8")
    return load(folder).of(Decision)[0]


@pytest.mark.parametrize("asks", [False, True])
def test_a_check_that_asks_for_nothing_else_is_made_once(asks: bool, tmp_path: Path) -> None:
    looked: list[str] = []

    def find(subject: Decision, scope: Any) -> Any:
        looked.append(scope.today if asks else "")
        yield Finding("found", Origin(subject.path), "mend it")

    check = Check("ADR999", "a", Severity.INFO, Decision, "", find)
    subject = decision(tmp_path)
    scope: Any = SimpleNamespace(today="now")
    found_in = FoundAlone().of
    assert list(found_in(check, subject, scope)) == list(found_in(check, subject, scope))
    assert len(looked) == (2 if asks else 1)
    list(found_in(check, decision(tmp_path), scope))
    assert len(looked) == (3 if asks else 2)


def test_what_was_found_before_a_fault_is_told_each_time(tmp_path: Path) -> None:
    def find(subject: Decision, scope: Any) -> Any:
        yield Finding("found", Origin(subject.path), "mend it")
        raise ValueError("a fault")

    check = Check("ADR999", "a", Severity.INFO, Decision, "", find)
    subject = decision(tmp_path)
    scope: Any = SimpleNamespace()
    found_in = FoundAlone().of
    for _ in range(2):
        found = found_in(check, subject, scope)
        assert next(found).message == "found"
        with pytest.raises(ValueError, match="a fault"):
            next(found)
