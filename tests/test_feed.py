"""The feed follows the rules of Atom (RFC 4287), tells of what happened, and keeps its entries' names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from planroom.checks import Outcome
from planroom.git import Commit
from planroom.kinds.decision import Status
from planroom.load import load
from planroom.model import build
from planroom.model.history import History, Version
from planroom.render import Rendering, decision_feed

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "site_url: https://docs.example.org/arch\n"
REST = (
    "---\nstatus: accepted\ndate: 2026-02-03\ndecision-makers: [Ada & Bo]\ntags: [<api>]\n---\n# REST & co\n"
)
SOAP = "---\nstatus: superseded by ADR-0001\ndate: 2025-02-03\n---\n# SOAP\n"
LATER = "---\nstatus: proposed\ndate: 2026-12-24\n---\n# Later\n"
FILES = {"adr/0001-rest.md": REST, "adr/0002-soap.md": SOAP, "adr/0003-later.md": LATER}


def rendering(root: Path, files: dict[str, str], settings: str = SITE) -> Rendering:
    for path, text in (files | {"planroom.yaml": settings}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    room = load(root, today=date(2026, 11, 25))
    return Rendering(Outcome(room, build(room), ()))


def feed(site: Rendering) -> ElementTree.Element:
    (file,) = decision_feed.files(site)
    assert file.path == "decisions/feed.xml"
    assert str(file.content).startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    return ElementTree.fromstring(file.data())


def titles(found: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in found.iter(f"{ATOM}entry")]


def judge(found: ElementTree.Element) -> None:
    """The rules of RFC 4287, sections 3 and 4, for the elements that we write."""
    assert found.tag == f"{ATOM}feed"
    named = []
    for holder in (found, *found.iter(f"{ATOM}entry")):
        for once in ("id", "title", "updated"):
            (element,) = holder.findall(ATOM + once)
            assert element.text
        link = {element.get("rel"): element.get("href") for element in holder.findall(f"{ATOM}link")}
        assert set(link) == ({"self", "alternate"} if holder is found else {"alternate"})
        assert all(href and href.startswith("https://docs.example.org/arch/") for href in link.values())
        updated = holder.findtext(f"{ATOM}updated") or ""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", updated)  # RFC 3339, section 5.6
        datetime.fromisoformat(updated)
        authors = holder.findall(f"{ATOM}author")
        assert all(author.findtext(f"{ATOM}name") for author in authors)
        assert authors or holder is not found  # the feed's author stands for entries without one
        named.append(holder.findtext(f"{ATOM}id"))
        for category in holder.findall(f"{ATOM}category"):
            assert category.get("term")
    assert len(named) == len(set(named))
    newest = max(entry.findtext(f"{ATOM}updated") or "" for entry in found.iter(f"{ATOM}entry"))
    assert found.findtext(f"{ATOM}updated") == newest


def test_what_happened_is_told_newest_first(tmp_path: Path) -> None:
    found = feed(rendering(tmp_path, FILES))
    judge(found)
    assert titles(found) == ["Accepted: 0001 REST & co", "Decided: 0002 SOAP"]
    (first, _) = found.iter(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}id") == "https://docs.example.org/arch/decisions/0001-rest/#accepted"
    assert first.findtext(f"{ATOM}author/{ATOM}name") == "Ada & Bo"
    assert first.findtext(f"{ATOM}summary") == "Decision 0001 is accepted. It supersedes 0002."


def test_turns_that_git_knows_of_are_told(tmp_path: Path) -> None:
    site = rendering(tmp_path, FILES)
    commit = Commit("1a" * 20, False, "Ada", "2026-02-04T23:30:00-05:00")
    turn = Version(commit, "adr/0002-soap.md", Status.SUPERSEDED, "superseded", Status.ACCEPTED)
    found = feed(replace(site, history=History({"adr/0002-soap.md": (turn,)})))
    judge(found)
    assert titles(found) == ["Superseded: 0002 SOAP", "Accepted: 0001 REST & co", "Decided: 0002 SOAP"]
    entry = next(found.iter(f"{ATOM}entry"))
    assert entry.findtext(f"{ATOM}updated") == "2026-02-05T04:30:00Z"
    assert entry.findtext(f"{ATOM}summary") == "Decision 0002 is superseded. Superseded by 0001."


def test_names_of_entries_stay_when_texts_and_days_change(tmp_path: Path) -> None:
    before = feed(rendering(tmp_path, FILES))
    changed = {"adr/0001-rest.md": REST.replace("REST", "HTTP").replace("02-03", "02-05")}
    after = feed(rendering(tmp_path, changed))
    assert [item.text for item in before.iter(f"{ATOM}id")] == [item.text for item in after.iter(f"{ATOM}id")]


def test_the_newest_fifty_are_told(tmp_path: Path) -> None:
    files = {
        f"adr/{number:04}-x.md": REST.replace("02-03", f"01-{1 + number % 28:02}") for number in range(1, 61)
    }
    found = feed(rendering(tmp_path, files))
    judge(found)
    assert len(titles(found)) == 50


@pytest.mark.parametrize(
    ("files", "settings"),
    [(FILES, ""), ({"adr/0001-x.md": "---\nstatus: accepted\n---\n# X\n"}, SITE), ({}, SITE)],
)
def test_no_feed_without_whole_addresses_or_days(
    tmp_path: Path, files: dict[str, str], settings: str
) -> None:
    assert list(decision_feed.files(rendering(tmp_path, files, settings))) == []
