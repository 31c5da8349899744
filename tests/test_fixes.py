"""`check --fix` mends what needs no judgement: the bytes that it says, no others, and once."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from planroom.checks import REGISTRY, Outcome, run
from planroom.checks.pages import NO_EXAMPLES, check_page
from planroom.edit.fixes import FIXES, mendable, plan_fixes
from planroom.edit.plan import apply
from planroom.git import moved_files
from planroom.load import load
from planroom.model import build
from test_cli import planroom_in, write
from written import FORMS


def outcome_in(folder: Path, *codes: str) -> Outcome:
    """What the checks of some codes find, or all checks where none is given."""
    room = load(folder, today=date(2026, 11, 21))
    return run(room, build(room), only=frozenset(codes) or None, raise_faults=True)


def fix(folder: Path, code: str) -> list[str]:
    """Mend what the check of a code finds, and nothing else; the paths that were written."""
    outcome = outcome_in(folder, code)
    plan = plan_fixes(list(outcome.diagnostics), outcome.model)
    return list(apply(folder, plan.edits))


DATES = {
    "front matter": "---\nstatus: accepted\ndate: {}\n---\n# Use REST\n",
    "front matter, quoted": '---\ndate: "{}" # when\nstatus: accepted\n---\n# Use REST\n',
    "front matter, quoted once": "---\ndate: '{}'\nstatus: accepted\n---\n# Use REST\n",
    "a bullet": "# Use REST\n\n* Status: accepted\n* Date: {}\n",
    "a bold bullet": "# Use REST\n\n- **Status:** accepted\n- **Date:** {}\n",
    "a line": "# Use REST\n\nDate: {}\n\n## Status\n\nAccepted\n",
    "a bold line": "# Use REST\n\n**Status**: accepted\n\n**Date**: {}\n\n## Context\n",
    "a table": "# Use REST\n\n| Status | accepted |\n| --- | --- |\n| Date | {} |\n\n## Context\n",
    "a section": "# Use REST\n\n## Status\n\nAccepted\n\n## Date\n\n{}\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", DATES)
def test_a_date_becomes_iso(shape: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / "adr/0001-use-rest.md"
    file.parent.mkdir()
    file.write_bytes(FORMS[form](DATES[shape].format("March 4th, 2026")))
    assert fix(tmp_path, "ADR023") == ["adr/0001-use-rest.md"]
    assert file.read_bytes() == FORMS[form](DATES[shape].format("2026-03-04"))
    assert fix(tmp_path, "ADR023") == []


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("4 March 2026", "2026-03-04"),
        ("2026/3/4", "2026-03-04"),
        ("2026-3-14", "2026-03-14"),
        ("20260304", "2026-03-04"),
        ("26/03/2018", "2018-03-26"),
        ("4.3.2026", "2026-03-04"),
        ("2026/03/04 (second draft)", "2026-03-04 (second draft)"),
        ("2026/03/04, 10:00", "2026-03-04, 10:00"),
        ("05/06/2018", None),
        ("2026-02-30", None),
        ("March 2026", None),
        ("soon", None),
        ("2026-03-04", None),
    ],
)
def test_only_dates_that_mean_one_day_are_mended(written: str, mended: str | None, tmp_path: Path) -> None:
    text = "# Use REST\n\n* Status: accepted\n* Date: {}\n"
    write(tmp_path, {"adr/0001-use-rest.md": text.format(written)})
    assert fix(tmp_path, "ADR023") == (["adr/0001-use-rest.md"] if mended else [])
    assert (tmp_path / "adr/0001-use-rest.md").read_text("utf-8") == text.format(mended or written)


LINKS = {
    "inline": '[x]({}#why "because") and `[y](../old/moved.md)`',
    "an image": "![x]({})",
    "in angles": "[x](<{}>)",
    "a definition": "[x][a]\n\n[a]: {} 'title'",
    "two of them": "[x]({}) and [y]({})",
    "a quote": "> [x]({})",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", LINKS)
def test_a_link_follows_the_one_file_of_its_name(shape: str, form: str, tmp_path: Path) -> None:
    text = f"---\nstatus: accepted\ndate: 2026-03-04\n---\n# Use REST\n\n{LINKS[shape]}\n"
    (tmp_path / "adr").mkdir()
    write(tmp_path, {"docs/new/moved.md": "# Why\n", "docs/a.md": "x\n"})
    (tmp_path / "adr/0001-use-rest.md").write_bytes(FORMS[form](text.replace("{}", "../docs/old/moved.md")))
    fix(tmp_path, "LNK001")
    after = (tmp_path / "adr/0001-use-rest.md").read_bytes()
    assert after == FORMS[form](text.replace("{}", "../docs/new/moved.md"))


@pytest.mark.parametrize(
    ("target", "files", "mended"),
    [
        ("moved.md", ["a/moved.md", "b/moved.md"], None),
        ("0007-use-kafka.md", ["adr/0008-use-kafka.md"], "0008-use-kafka.md"),
        ("0007-use-kafka.md", ["adr/0007-use-nats.md"], None),
        ("0008-use-kafka", ["adr/0008-use-kafka.md"], "0008-use-kafka.md"),
        ("../guides/how.md", ["docs/how.md"], "../docs/how.md"),
        ("nothing.md", ["docs/how.md"], None),
    ],
)
def test_only_a_link_that_can_mean_one_file_is_mended(
    target: str, files: list[str], mended: str | None, tmp_path: Path
) -> None:
    text = "---\nstatus: accepted\ndate: 2026-03-04\n---\n# Use REST\n\n[x]({})\n"
    others = {path: text.format("https://example.org") for path in files}
    write(tmp_path, {**others, "adr/0001-use-rest.md": text.format(target)})
    fix(tmp_path, "LNK001")
    assert (tmp_path / "adr/0001-use-rest.md").read_text("utf-8") == text.format(mended or target)


SUCCESSORS = {
    "no key": ("---\nstatus: accepted\n---\n# B\n", "---\nstatus: accepted\nsupersedes: 0001\n---\n# B\n"),
    "a flow list": ("---\nsupersedes: [3] # why\n---\n# B\n", "---\nsupersedes: [3, 0001] # why\n---\n# B\n"),
    "in quotes": ("---\nsupersedes: [ '3' ]\n---\n# B\n", "---\nsupersedes: [ '3', '0001' ]\n---\n# B\n"),
    "a block list": (
        '---\nsupersedes:\n  - "3" # why\nstatus: accepted\n---\n# B\n',
        '---\nsupersedes:\n  - "3" # why\n  - "0001"\nstatus: accepted\n---\n# B\n',
    ),
    "one name": ("---\nsupersedes: 3 # why\n---\n# B\n", "---\nsupersedes: [3, 0001] # why\n---\n# B\n"),
    "an empty list": ("---\nsupersedes: []\n---\n# B\n", "---\nsupersedes: [0001]\n---\n# B\n"),
    "an empty key": ("---\nsupersedes:\nx: 1\n---\n# B\n", "---\nsupersedes: 0001\nx: 1\n---\n# B\n"),
    "bullets": (
        "# Use B\n\n* Status: accepted\n* Date: 2026-02-03\n",
        "# Use B\n\n* Status: accepted\n* Supersedes: [0001](0001-use-a.md)\n* Date: 2026-02-03\n",
    ),
    "a section": (
        "# 2. Use B\n\n## Status\n\nAccepted\n\n## Context\n\nX\n",
        "# 2. Use B\n\n## Status\n\nAccepted\n\nSupersedes [1. Use A](0001-use-a.md)\n\n## Context\n\nX\n",
    ),
}


@pytest.mark.parametrize("form", ["LF", "CRLF and no final newline", "CR"])
@pytest.mark.parametrize("shape", SUCCESSORS)
def test_a_successor_names_what_it_replaced(shape: str, form: str, tmp_path: Path) -> None:
    before, after = SUCCESSORS[shape]
    (tmp_path / "adr").mkdir()
    old = "---\nstatus: superseded by [0002](0002-use-b.md)\ndate: 2026-02-03\n---\n# Use A\n"
    write(tmp_path, {"adr/0001-use-a.md": old, "adr/0003-use-c.md": old.replace("A", "C")})
    (tmp_path / "adr/0002-use-b.md").write_bytes(FORMS[form](before))
    outcome = outcome_in(tmp_path, "ADR014")
    mine = [item for item in outcome.diagnostics if item.location.path == "adr/0001-use-a.md"]
    assert apply(tmp_path, plan_fixes(mine, outcome.model).edits) == ("adr/0002-use-b.md",)
    assert (tmp_path / "adr/0002-use-b.md").read_bytes() == FORMS[form](after)
    left = outcome_in(tmp_path, "ADR014").diagnostics
    assert [item.location.path for item in left if item.location.path == "adr/0001-use-a.md"] == []


MARKED = {
    "front matter": "---\nstatus: {} # why\ndate: 2026-02-03\n---\n# Use A\n",
    "front matter, quoted": '---\ndate: 2026-02-03\nstatus: "{}"\n---\n# Use A\n',
    "a bullet": "# Use A\n\n* Status: {}\n* Date: 2026-02-03\n",
    "a table": "# Use A\n\n| Status | {} |\n| --- | --- |\n| Date | 2026-02-03 |\n\n## Context\n",
    "a line": "# Use A\n\n**Status**: {}\n\n## Context\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", MARKED)
def test_a_decision_that_another_supersedes_says_so(shape: str, form: str, tmp_path: Path) -> None:
    new = "---\nstatus: accepted\ndate: 2026-02-03\nsupersedes: [1]\n---\n# Use B\n"
    write(tmp_path, {"adr/0002-use-b.md": new})
    (tmp_path / "adr/0001-use-a.md").write_bytes(FORMS[form](MARKED[shape].format("accepted")))
    assert fix(tmp_path, "ADR012") == ["adr/0001-use-a.md"]
    after = MARKED[shape].format("superseded by [0002](0002-use-b.md)")
    assert (tmp_path / "adr/0001-use-a.md").read_bytes() == FORMS[form](after)
    assert fix(tmp_path, "ADR012") == []


def test_two_that_supersede_it_are_for_a_person(tmp_path: Path) -> None:
    text = "---\nstatus: accepted\ndate: 2026-02-03\nsupersedes: [1]\n---\n# Use B\n"
    write(tmp_path, {"adr/0002-use-b.md": text, "adr/0003-use-c.md": text})
    write(tmp_path, {"adr/0001-use-a.md": text.replace("supersedes: [1]\n", "")})
    assert fix(tmp_path, "ADR012") == []


LISTS = {
    "flow": ("tags: [a, b, a]", "tags: [a, b]"),
    "flow, spread": ("tags: [\n  'a',\n  a\n  ] # both", "tags: [\n  'a'\n  ] # both"),
    "block": ("tags:\n  - a\n  - b\n  - a\nx: 1", "tags:\n  - a\n  - b\nx: 1"),
    "block at the margin": ('tags:\n- a\n- "a"\n- c # see', "tags:\n- a\n- c # see"),
    "a comment before it": ("tags:\n  - a # first\n  - a", None),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", LISTS)
def test_a_tag_given_twice_is_taken_out(shape: str, form: str, tmp_path: Path) -> None:
    before, after = LISTS[shape]
    text = "---\nstatus: accepted\ndate: 2026-02-03\n{}\n---\n# Use REST\n"
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-use-rest.md").write_bytes(FORMS[form](text.format(before)))
    assert fix(tmp_path, "ADR062") == (["adr/0001-use-rest.md"] if after else [])
    assert (tmp_path / "adr/0001-use-rest.md").read_bytes() == FORMS[form](text.format(after or before))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "tags:\n  - name: a\n    description: x\n  - name: a\n    description: x\npaths: {}\n",
            "tags:\n  - name: a\n    description: x\npaths: {}\n",
        ),
        ("tags: [{name: a}, {name: b}, {name: a}]\npaths: {}\n", "tags: [{name: a}, {name: b}]\npaths: {}\n"),
        ("tags: [{name: a}, {name: a, description: x}]\npaths: {}\n", None),
    ],
)
def test_a_tag_declared_twice_alike_is_taken_out(
    before: str, after: str | None, form: str, tmp_path: Path
) -> None:
    head = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"
    (tmp_path / "a.yaml").write_bytes(FORMS[form](head + before))
    assert fix(tmp_path, "API024") == (["a.yaml"] if after else [])
    assert (tmp_path / "a.yaml").read_bytes() == FORMS[form](head + (after or before))


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.yaml", "swagger: 2.0 # old\ninfo: {title: A, version: '1'}\npaths: {}\n", 'swagger: "2.0" # old'),
        (
            "a.json",
            '{"swagger": 2.0, "info": {"title": "A", "version": "1"}, "paths": {}}\n',
            '"swagger": "2.0",',
        ),
    ],
)
def test_a_version_that_is_a_number_is_quoted(path: str, before: str, after: str, tmp_path: Path) -> None:
    write(tmp_path, {path: before})
    assert fix(tmp_path, "API002") == [path]
    text = (tmp_path / path).read_text("utf-8")
    assert after in text
    assert text.replace('"2.0"', "2.0") == before


def test_a_file_that_is_not_utf8_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-x.md").write_bytes(b"# X \xe9\n\n* Status: accepted\n* Date: 4 March 2026\n")
    outcome = outcome_in(tmp_path)
    assert "ADR023" in {item.code for item in outcome.diagnostics}
    assert mendable(outcome.diagnostics, outcome.model) == frozenset()


def test_every_fix_is_of_a_check_and_mends_its_example(tmp_path: Path) -> None:
    """What the bad example of a check's page shows is mended where the table promises it."""
    assert FIXES.keys() <= REGISTRY.keys()
    mended = set()
    for code in sorted(FIXES.keys() - NO_EXAMPLES.keys()):
        for file in check_page(code).bad.files:
            target = tmp_path / code / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
        before = {(item.code, item.message) for item in outcome_in(tmp_path / code).diagnostics}
        if fix(tmp_path / code, code):
            mended.add(code)
            after = {(item.code, item.message) for item in outcome_in(tmp_path / code).diagnostics}
            assert after < before, code
    assert mended >= {"ADR012", "ADR014", "ADR062", "LNK003", "LNK006"}


FILES = {
    "planroom.yaml": "",
    "adr/0001-use-a.md": "---\nstatus: accepted\ndate: 4 March 2026\ntags: [x, x]\n---\n# Use A\n",
    "adr/0002-use-b.md": "---\nstatus: accepted\ndate: 2026-03-05\nsupersedes: [1]\n---\n# Use B\n",
    "adr/0003-use-c.md": "---\nstatus: accepted\ndate: 05/06/2018\n---\n# Use C\n",
}


def test_the_command_mends_says_what_and_reports_the_rest(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    told = planroom_in(tmp_path, "check", "--format", "json").json["diagnostics"]
    assert {item["code"] for item in told if item["fixable"]} == {"ADR012", "ADR023", "ADR062"}
    assert [item["fixable"] for item in told if item["code"] == "ADR023"] == [True, False]
    text = planroom_in(tmp_path, "check").out
    assert text.count("fixable with `--fix`") == 3

    shown = planroom_in(tmp_path, "check", "--fix", "--diff")
    assert shown.code == 1
    assert "-date: 4 March 2026\n-tags: [x, x]\n" in shown.out
    assert (tmp_path / "adr/0001-use-a.md").read_text("utf-8") == FILES["adr/0001-use-a.md"]

    done = planroom_in(tmp_path, "check", "--fix", "--format", "json")
    assert [item["code"] for item in done.json["mended"]] == ["ADR012", "ADR023", "ADR062"]
    assert not any(item["fixable"] for item in done.json["diagnostics"])
    assert "mended 3 findings; what is left:" in done.err
    assert (tmp_path / "adr/0001-use-a.md").read_text("utf-8") == (
        "---\nstatus: superseded by [0002](0002-use-b.md)\ndate: 2026-03-04\ntags: [x]\n---\n# Use A\n"
    )
    again = planroom_in(tmp_path, "check", "--fix")
    assert "mended" not in again.err
    assert planroom_in(tmp_path, "check", "--fix", "--diff").code == 0
    assert planroom_in(tmp_path, "check", "--diff").code == 2


def test_what_is_suppressed_or_not_asked_for_is_not_mended(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    planroom_in(tmp_path, "check", "--fix", "--select", "ADR062")
    assert "date: 4 March 2026\ntags: [x]\n" in (tmp_path / "adr/0001-use-a.md").read_text("utf-8")
    planroom_in(tmp_path, "check", "adr/0003-use-c.md", "--fix")
    assert "date: 4 March 2026\n" in (tmp_path / "adr/0001-use-a.md").read_text("utf-8")


def test_a_link_follows_where_git_saw_the_file_go(tmp_path: Path) -> None:
    """Moved and renamed twice, with another file of its old name elsewhere: git knows, nobody else could."""
    head = "---\nstatus: accepted\ndate: 2026-03-04\n---\n# Use REST\n\n"
    body = "".join(f"Line {number} of the guide.\n" for number in range(20))
    link = "[x](../docs/how.md#why) [y](../docs/never.md)\n"
    write(
        tmp_path, {"adr/0001-use-rest.md": head + link, "docs/how.md": body, "a/how.md": "a", "b/how.md": "b"}
    )

    def git(*words: str) -> None:
        quiet = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *words]
        subprocess.run(quiet, cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    for old, new in (("", ""), ("docs/how.md", "guide.md"), ("guide.md", "docs/the guide.md")):
        if old:
            git("mv", old, new)
        git("add", "-A")
        git("commit", "-qm", "move")
    assert moved_files(tmp_path, ["docs/how.md", "docs/never.md"]) == {"docs/how.md": "docs/the guide.md"}
    planroom_in(tmp_path, "check", "--fix")
    assert (tmp_path / "adr/0001-use-rest.md").read_text("utf-8") == head + link.replace(
        "how.md", "the%20guide.md"
    )
