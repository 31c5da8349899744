"""What a suppression covers: exactly what it says, where it says it, for as long as it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planroom.checks import Outcome, run
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, findings_page

DECISION = """\
---
{front}status: accepted
date: 2026-02-12
decision-makers: [Shop team]
---
# Use REST

## Context and problem statement

{context}

## Considered options

* REST
* gRPC

## Decision outcome

REST, since every team knows it.

### Consequences

* Good, because a browser can call it.
"""
DESIGN = """\
service_design:
  services:
    - service_name: orders
      data_stores: [{{name: shop-db, access: owns}}]
{above}    - service_name: payments
{first}      data_stores:{behind}
{inside}        - name: shop-db
          access: owns{end}
"""


def check(folder: Path, files: dict[str, str], today: date = date(2026, 11, 21)) -> Outcome:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    room = load(folder, today=today)
    return run(room, build(room), raise_faults=True)


def said(outcome: Outcome) -> list[str]:
    return [f"{found.location.line} {found.code}" for found in outcome.diagnostics if found.severity.rank]


def suppressed(outcome: Outcome) -> list[tuple[str, str]]:
    return [(item.diagnostic.code, item.reason) for item in outcome.suppressed]


def decision(folder: Path, context: str, front: str = "", **options: date) -> Outcome:
    return check(folder, {"adr/0001-use-rest.md": DECISION.format(context=context, front=front)}, **options)


def design(folder: Path, **parts: str) -> Outcome:
    known = dict.fromkeys(("above", "first", "behind", "inside", "end"), "")
    return check(folder, {"specs/shop/design.yaml": DESIGN.format(**{**known, **parts})})


# Markdown

LINK = "See [it](../gone.md)"


@pytest.mark.parametrize(
    "context",
    [
        f"{LINK} <!-- planroom: ignore LNK001 it comes later -->",
        f"<!-- planroom: ignore LNK001 it comes later -->\n{LINK}",
        f"<!-- planroom: ignore LNK001 it comes later -->\n\nSome words,\nthen: {LINK}",
        f"<!--\nplanroom: ignore LNK001: it\n  comes later\n-->\n{LINK}",
        f"<!--planroom:ignore lnk - it comes later-->\n{LINK}",
        f"<!-- planroom: ignore dead-link, ADR004 — it comes later -->\n{LINK}",
        f"<!-- planroom: ignore-file LNK001 it comes later -->\n\nWords.\n\n{LINK}",
        f"{LINK}\n\n<!-- planroom: ignore-file LNK00 it comes later -->",
        f"<!-- planroom: ignore LNK001 until 2026-11-21 it comes later -->\n{LINK}",
        f"* <!-- planroom: ignore LNK001 it comes later -->\n  {LINK}",
    ],
)
def test_a_comment_covers_its_line_or_the_block_below(tmp_path: Path, context: str) -> None:
    outcome = decision(tmp_path, context)
    assert (said(outcome), suppressed(outcome)) == ([], [("LNK001", "it comes later")])


@pytest.mark.parametrize(
    ("context", "found"),
    [
        (f"{LINK} <!-- planroom: ignore LNK001 -->", ["11 CFG003", "11 LNK001"]),
        (f"{LINK} <!-- planroom: ignore ADR001 no -->", ["11 CFG006", "11 LNK001"]),
        (f"{LINK} <!-- planroom: ignore LNK009 no -->", ["11 CFG004", "11 LNK001"]),
        (f"{LINK} <!-- planroom: ignore this -->", ["11 CFG003", "11 CFG004", "11 LNK001"]),
        (f"Words. <!-- planroom: ignore LNK001 no -->\n{LINK}", ["11 CFG006", "12 LNK001"]),
        (f"<!-- planroom: ignore LNK001 no -->\nWords.\n\n{LINK}", ["11 CFG006", "14 LNK001"]),
        (f"{LINK}\n<!-- planroom: ignore LNK001 no -->", ["11 LNK001", "12 CFG006"]),
        (f"<!-- planroom: ignore LNK001 until 2026-11-20 no -->\n{LINK}", ["11 CFG007", "12 LNK001"]),
        (f"<!-- planroom: ignore LNK001 until 2026-02-30 no -->\n{LINK}", ["11 CFG005", "12 LNK001"]),
        (f"<!-- planroom: ignore -->\n{LINK}", ["11 CFG005", "12 LNK001"]),
        # Words about suppressions are none.
        (f"`<!-- planroom: ignore LNK001 x -->` {LINK}", ["11 LNK001"]),
        (f"```md\n<!-- planroom: ignore-file LNK001 x -->\n```\n\n{LINK}", ["15 LNK001"]),
        (f"    <!-- planroom: ignore-file LNK001 x -->\n\n{LINK}", ["13 LNK001"]),
        (f"<!-- planroom: look at this --> {LINK}", ["11 LNK001"]),
        (f"planroom: ignore LNK001 x {LINK}", ["11 LNK001"]),
    ],
)
def test_a_comment_covers_nothing_else(tmp_path: Path, context: str, found: list[str]) -> None:
    outcome = decision(tmp_path, context.replace("\n", "\n"), front="")
    assert sorted(said(outcome)) == sorted(f"{int(line) - 1} {code}" for line, code in map(str.split, found))
    assert outcome.suppressed == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("adr/0001-x.adoc", "= X\n\n// planroom: ignore LNK001 later\nSee link:gone.adoc[it].\n"),
        ("adr/0001-x.rst", "X\n=\n\n.. planroom: ignore LNK001 later\n\nSee `it <gone.rst>`_.\n"),
    ],
)
def test_other_notations_cover_by_their_own_comments(tmp_path: Path, path: str, text: str) -> None:
    outcome = check(tmp_path, {path: text + "\nMore words.\n\n" + text.splitlines()[-1] + "\n"})
    assert suppressed(outcome) == [("LNK001", "later")]
    assert [found.location.line for found in outcome.diagnostics if found.code == "LNK001"] == [
        len(text.splitlines()) + 4
    ]


def test_front_matter_covers_by_comment_and_by_key(tmp_path: Path) -> None:
    comment = "# planroom: ignore unknown-status we have words of our own\n"
    text = DECISION.format(context="Words.", front=comment).replace("accepted", "banana")
    outcome = check(tmp_path, {"adr/0001-use-rest.md": text})
    assert said(outcome) == []
    assert len(outcome.suppressed) == 1
    key = "x-planroom-ignore: [{code: LNK001, reason: it comes later}]\n"
    outcome = decision(tmp_path, LINK, front=key)
    assert (said(outcome), suppressed(outcome)) == ([], [("LNK001", "it comes later")])


def test_a_diagram_covers_by_its_own_comments(tmp_path: Path) -> None:
    pytest.importorskip("merman")
    broken = "```mermaid\nflowchart LR\n{note}  a --> [\n```"
    assert said(decision(tmp_path, broken.format(note=""))) == ["12 DIA001"]
    notes = (
        broken.format(note="  %% planroom: ignore DIA001 drawn later\n"),
        "<!-- planroom: ignore DIA001 drawn later -->\n" + broken.format(note=""),
    )
    for context in notes:
        outcome = decision(tmp_path, context)
        assert (said(outcome), suppressed(outcome)) == ([], [("DIA001", "drawn later")])


# YAML and JSON


@pytest.mark.parametrize(
    "parts",
    [
        {"end": "  # planroom: ignore DSN035 parted later"},
        {"inside": "        # planroom: ignore DSN035 parted later\n"},
        {"inside": "\n        # about the store\n        # planroom: ignore DSN035 parted later\n\n"},
        {"above": "    # planroom: ignore DSN035 parted later\n"},
        {"first": "      # planroom: ignore DSN035 parted later\n"},
        {"above": "# planroom: ignore-file store-owned-twice parted later\n"},
        {"first": "      x-planroom-ignore: [{code: DSN035, reason: parted later}]\n"},
        {"first": "      x-planroom-ignore: [{code: DSN03, reason: parted later, expires: 2026-11-21}]\n"},
    ],
)
def test_yaml_covers_an_entry_with_all_below(tmp_path: Path, parts: dict[str, str]) -> None:
    outcome = design(tmp_path, **parts)
    assert (said(outcome), suppressed(outcome)) == ([], [("DSN035", "parted later")])


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"behind": "  # planroom: ignore DSN035 no"}, ["CFG006", "DSN035"]),
        ({"end": "\n    - service_name: x # planroom: ignore DSN035 no"}, ["DSN035", "CFG006"]),
        ({"first": "      x-planroom-ignore: [{code: DSN035}]\n"}, ["CFG003", "DSN035"]),
        ({"first": "      purpose: 'a # planroom: ignore-file DSN035 no'\n"}, ["DSN035"]),
        ({"first": "      purpose: |\n        words\n      # planroom: ignore DSN no\n"}, []),
        ({"first": "      purpose: >  # planroom: ignore DSN999 no\n        words\n"}, ["CFG004", "DSN035"]),
        ({"first": "      purpose: |\n        # planroom: ignore-file DSN035 no\n"}, ["DSN035"]),
    ],
)
def test_yaml_covers_nothing_else(tmp_path: Path, parts: dict[str, str], found: list[str]) -> None:
    outcome = design(tmp_path, **parts)
    assert [line.split()[1] for line in said(outcome) if "DSN002" not in line] == found
    assert bool(outcome.suppressed) is ("DSN035" not in found)


def test_a_contract_may_have_the_key_on_any_object(tmp_path: Path) -> None:
    """Maps of names and objects without extensions too: no reader of the contract sees the key."""
    ignore = '"x-planroom-ignore": [{"code": "API", "reason": "it is so"}]'
    contract = (
        '{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1.0.0"}, "paths": {"/orders/{id}": {'
        '"get": {"responses": {"200": {"description": "Yes."}}}}, %s}, "components": {"schemas": {%s}}}'
    )
    plain = check(tmp_path / "a", {"shop.openapi.json": contract % ('"/x": {}', "")})
    errors = [found.code for found in plain.diagnostics if found.severity == "error"]
    assert errors == ["API013"]
    outcome = check(tmp_path / "b", {"shop.openapi.json": contract % (ignore, ignore)})
    assert [found.code for found in outcome.diagnostics if found.severity == "error"] == []
    assert "API013" in [code for code, _ in suppressed(outcome)]
    assert [found.location.pointer for found in outcome.diagnostics if found.code == "CFG006"] == [
        "/components/schemas/x-planroom-ignore/0"
    ]


THREE = """\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
paths:
  /orders:
    get: {operationId: listOrders, parameters: [{name: a, in: query, schema: {type: integer}}], responses: &r
      {"200": {description: Yes.}}}
    post: {operationId: addOrder, parameters: [{name: a, in: query, schema: {type: integer}}], responses: *r}
  /items:
    # planroom: ignore API019 our gateway answers | for {all} of them
    get:
      operationId: listItems
      parameters: [{name: a, in: query, schema: {type: integer}}]
      responses: *r
"""


def test_of_a_finding_on_several_things_one_is_covered(tmp_path: Path) -> None:
    """One finding tells many equal facts; a suppression takes out its own, wherever it stands."""

    def messages(text: str, name: str) -> tuple[list[str], list[str]]:
        outcome = check(tmp_path / name, {"shop.openapi.yaml": text})
        assert [found.code for found in outcome.diagnostics if found.code.startswith("CFG")] == []
        told = [found.message for found in outcome.diagnostics if found.code == "API019"]
        return told, [item.diagnostic.message for item in outcome.suppressed]

    last = messages(THREE, "last")
    assert last == (
        ["2 operations state no response for a faulty request: `listOrders` and `addOrder`"],
        ["`listItems` states no response for a faulty request"],
    )
    everywhere = THREE.replace("paths:", "x-planroom-ignore: [{code: API019, reason: so}]\npaths:").replace(
        "    # planroom: ignore API019 our gateway answers | for {all} of them\n", ""
    )
    told, (hidden,) = messages(everywhere, "everywhere")
    assert told == []
    assert hidden.endswith(": `listOrders`, `addOrder` and `listItems`")
    first = everywhere.replace("x-planroom-ignore: [{code: API019, reason: so}]\n", "").replace(
        "    get: {op", "    # planroom: ignore API019 so\n    get: {op"
    )
    assert messages(first, "first")[0] == [
        "2 operations state no response for a faulty request: `addOrder` and `listItems`"
    ]


# Which checks are made


def test_what_is_not_looked_for_is_not_missed(tmp_path: Path) -> None:
    """A suppression is stale only when the check that it names has looked."""
    path = tmp_path / "specs/shop/design.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("# planroom: ignore-file DSN035 parted later\nservice_design: {services: []}\n", "utf-8")
    room = load(tmp_path)
    stale = [run(room, build(room), only=only) for only in (None, frozenset({"CFG006"}))]
    assert [[found.code == "CFG006" for found in outcome.diagnostics].count(True) for outcome in stale] == [
        1,
        0,
    ]


def test_findings_about_suppressions_cannot_be_suppressed(tmp_path: Path) -> None:
    outcome = design(tmp_path, above="# planroom: ignore-file CFG quiet\n# planroom: ignore-file DSN035\n")
    assert [line.split()[1] for line in said(outcome)] == ["CFG006", "CFG003", "DSN035"]


def test_the_page_of_findings_counts_what_is_not_reported(tmp_path: Path) -> None:
    outcome = decision(tmp_path, f"{LINK} <!-- planroom: ignore LNK001 it comes later -->")
    (page,) = findings_page.pages(Rendering(outcome))
    assert "Not reported: 1 suppressed." in str(page.blocks)
