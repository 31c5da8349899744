"""One document for each rule of contracts that breaks only it, and near misses that break none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import check_pages
from planroom.checks import run
from planroom.diagnostics import Severity
from planroom.load import load
from planroom.model import build

CASES = Path(__file__).parent / "contracts"
CASE = re.compile(r"^## ([^\n]+)\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LOUD = (Severity.ERROR, Severity.WARNING)


def cases(name: str) -> dict[str, str]:
    """The documents of a file of cases by their headings."""
    found = CASE.findall((CASES / name).read_text("utf-8"))
    assert len(dict(found)) == len(found), "two cases have the same heading"
    return dict(found)


def codes(folder: Path, text: str) -> tuple[set[str], set[str]]:
    """The codes of all that is found in one contract, and those of errors and warnings."""
    (folder / "a.yaml").write_text(text, "utf-8")
    room = load(folder, today=check_pages.TODAY)
    outcome = run(room, build(room), raise_faults=True)
    assert list(check_pages.faults(outcome)) == []
    found = outcome.diagnostics
    return {held.code for held in found}, {held.code for held in found if held.severity in LOUD}


BROKEN = cases("broken-rules.md")
FINE = cases("near-misses.md")


@pytest.mark.parametrize(("heading", "text"), BROKEN.items(), ids=BROKEN.keys())
def test_a_broken_rule_is_found_and_nothing_else(tmp_path: Path, heading: str, text: str) -> None:
    code = heading.split()[0]
    found, loud = codes(tmp_path, text)
    assert code in found
    assert loud <= {code}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE.keys())
def test_a_near_miss_passes(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text)[1] == set()
