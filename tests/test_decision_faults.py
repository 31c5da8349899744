"""Faults of decisions, found together in one run of the real command, each at its line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from planroom.checks import Outcome, run
from planroom.diagnostics import Diagnostic
from planroom.load import load
from planroom.model import build
from test_cli import planroom_in, write

TODAY = date(2026, 11, 21)


def madr(title: str, front: str) -> str:
    """A whole decision in the form of MADR 4."""
    return (
        f"---\n{front}date: 2026-02-03\n---\n# {title}\n\n"
        "## Context and Problem Statement\n\nOrders must stay.\n\n"
        "## Considered Options\n\n* PostgreSQL\n* Files\n\n## Decision Outcome\n\nPostgreSQL.\n\n"
        "### Consequences\n\n* Good, because it keeps them.\n"
    )


def nygard(title: str, status: str) -> str:
    """A whole decision in the form of adr-tools."""
    return (
        f"# {title}\n\nDate: 2026-02-03\n\n## Status\n\n{status}\n\n## Context\n\nOrders must stay.\n\n"
        "## Decision\n\nPostgreSQL.\n\n## Consequences\n\nOne more thing to run.\n"
    )


def bullets(title: str, status: str) -> str:
    """A whole decision in the form of MADR 2 and log4brains."""
    return (
        f"# {title}\n\n- Status: {status}\n- Date: 2026-02-03\n\n"
        "## Context and Problem Statement\n\nOrders must stay.\n\n"
        "## Considered Options\n\n- PostgreSQL\n- Files\n\n## Decision Outcome\n\nPostgreSQL.\n\n"
        "### Consequences\n\n- Good, because it keeps them.\n"
    )


def found(folder: Path, files: dict[str, str]) -> Outcome:
    """What the checks find in a room of these files."""
    room = load(write(folder, files), today=TODAY)
    return run(room, build(room), raise_faults=True)


def said(outcome: Outcome, *codes: str) -> list[str]:
    """Place and code of what these checks found, without the folder."""
    return [
        f"{diagnostic.location} {diagnostic.code}".removeprefix("adr/")
        for diagnostic in outcome.diagnostics
        if diagnostic.code in codes
    ]


@pytest.mark.parametrize(
    ("file", "text", "hints"),
    [
        ("1.md", "Status: accepted\n\n## Context\n", ["write `# ` and the decision in a few words"]),
        ("1.adoc", ":status: accepted\n\n== Context\n", ["write `= ` and the decision in a few words"]),
        ("1.rst", ":Status: accepted\n\nText.\n",
         ["write the decision in a few words, and a line of `=` below them"]),
        ("1.md", "# X\n\nStatus: accepted\n",
         ["say under `### Consequences` what becomes easier and what harder"]),
        ("1.adoc", "= X\n:status: accepted\n",
         ["say under `=== Consequences` what becomes easier and what harder"]),
        ("1.rst", "X\n=\n\n:Status: accepted\n",
         ["say under `Consequences` what becomes easier and what harder"]),
    ],
)  # fmt: skip
def test_a_hint_speaks_the_notation_of_the_file(
    tmp_path: Path, file: str, text: str, hints: list[str]
) -> None:
    code = "ADR018" if "Consequences" in hints[0] else "ADR001"
    told = found(tmp_path, {f"adr/{file}": text}).diagnostics
    assert [held.hint for held in told if held.code == code] == hints


def test_seven_faults_of_seven_are_found_in_one_run_each_at_its_line(tmp_path: Path) -> None:
    """The four that other tools stop at or pass over, and the three that need both sides."""
    good = {
        f"adr/{number:04}-keep-{number}.md": madr(f"Keep {number}", "status: accepted\n")
        for number in range(1, 21)
    }
    faulty = {
        "adr/0021-nowhere.md": madr("Nowhere", "status: superseded by [0099](0099-gone.md)\n"),
        "adr/0020-twice.md": madr("Twice", "status: accepted\n"),
        "adr/0022-silent.md": madr("Silent", ""),
        "adr/0023-unreadable.md": madr("Unreadable", "status: [accepted\n"),
        "adr/0024-one-way.md": madr("One way", "status: accepted\nsupersedes: 0001\n"),
        "adr/0025-first.md": madr("First", "status: superseded by 0026\n"),
        "adr/0026-second.md": madr("Second", "status: superseded by 0025\n"),
        "adr/0027-plan.md": madr("Plan", "status: proposed\nsupersedes:\n  - 0002\n"),
    }
    folder = write(tmp_path, {**good, **faulty, "planroom.yaml": ""})
    done = planroom_in(folder, "check", "--format", "json", "--today", TODAY.isoformat())
    assert done.code == 1
    told = {
        f"{item['path'].removeprefix('adr/')}:{item['line']} {item['code']}"
        for item in done.json["diagnostics"]
    }
    assert told == {
        "0001-keep-1.md:2 ADR012",
        "0020-twice.md:5 ADR008",
        "0021-nowhere.md:2 ADR010",
        "0022-silent.md:2 ADR002",
        "0023-unreadable.md:2 SRC001",
        "0025-first.md:2 ADR015",
        "0027-plan.md:2 ADR044",
        "0027-plan.md:4 ADR016",
    }
    assert all(item["hint"] for item in done.json["diagnostics"])


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (madr("Old", "status: {status}\n"), madr("New", "status: accepted\n")),
        (madr("Old", "status: {status}\n"), madr("New", "status: accepted\nsupersedes: 0009\n")),
        (nygard("1. Old", "{status}"), nygard("2. New", "Accepted")),
        (bullets("Old", "{status}"), bullets("New", "accepted")),
        (nygard("1. Old", "{status}"), bullets("New", "accepted")),
        (bullets("Old [x]", "{status}"), nygard("2. New [y]", "Accepted")),
    ],
)
def test_what_a_hint_says_to_write_cures_the_finding(tmp_path: Path, older: str, newer: str) -> None:
    """From a decision that another one replaces, and from one that is named by nobody, to both sides."""
    others = {"adr/0009-other.md": madr("Other", "status: superseded by 0002\n")}
    marked = older.replace("{status}", "superseded by [0002](0002-new.md)")
    one_sided = found(tmp_path / "a", {"adr/0001-old.md": marked, "adr/0002-new.md": newer, **others})
    (finding,) = [
        item for item in one_sided.diagnostics if item.code == "ADR014" and "0001" in item.location.path
    ]
    both = _with(newer, _words(finding))
    unmarked = older.replace("{status}", "accepted")
    not_marked = found(tmp_path / "b", {"adr/0001-old.md": unmarked, "adr/0002-new.md": both, **others})
    (finding,) = [item for item in not_marked.diagnostics if item.code == "ADR012"]
    cured = older.replace("{status}", _words(finding))
    outcome = found(tmp_path / "c", {"adr/0001-old.md": cured, "adr/0002-new.md": both, **others})
    assert [item.code for item in outcome.diagnostics if "0009" not in item.location.path] == []
    old, new = (outcome.room.artifact(f"adr/{name}.md") for name in ("0001-old", "0002-new"))
    assert old in outcome.model.decisions.supersedes(new)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("adoc", "= {title}\n\n* Status: {status}\n* Date: 2026-02-03\n\n== Consequences\n\nNone.\n"),
        ("rst", "{title}\n========\n\nStatus\n------\n\n{status}\n\nConsequences\n------------\n\nNone.\n"),
    ],
)
def test_a_hint_is_written_in_the_notation_of_the_file(tmp_path: Path, ending: str, text: str) -> None:
    new = text.format(title="Use new", status="Accepted")
    old = f"adr/0001-old.{ending}"
    other = {f"adr/0002-new.{ending}": new.replace("Accepted", "Accepted\n\nSupersedes 1")}
    if ending == "adoc":
        other = {
            f"adr/0002-new.{ending}": new.replace("* Date", "* Supersedes: xref:0001-old.adoc[0001]\n* Date")
        }
    outcome = found(tmp_path / "a", {old: text.format(title="Use old", status="Accepted"), **other})
    (finding,) = [item for item in outcome.diagnostics if item.code == "ADR012"]
    cured = found(tmp_path / "b", {old: text.format(title="Use old", status=_words(finding)), **other})
    assert [item.code for item in cured.diagnostics if item.code != "ADR004"] == []


def _words(diagnostic: Diagnostic) -> str:
    """What a hint says to write, or to add."""
    match = re.match(r"(?:write|add) `([^`]*)`", diagnostic.hint)
    assert match, diagnostic.hint
    return match[1]


def _with(text: str, words: str) -> str:
    """A decision with these words where its form keeps relations."""
    if words.isdigit():
        return text.replace("supersedes: 0009", f"supersedes: [0009, {words}]")
    if words.startswith("supersedes"):
        return text.replace("status: accepted\n", f"status: accepted\n{words}\n")
    return re.sub(
        r"(?i)^(.*accepted)$",
        rf"\1\n\n{words}" if "## Status" in text else rf"\1\n{words}",
        text,
        count=1,
        flags=re.MULTILINE,
    )


STATUSES = (
    (
        "the same in front matter and section",
        madr("A", "status: accepted\n") + "\n## Status\n\nAccepted\n",
        [],
    ),
    ("a section that says more", madr("A", "status: accepted\n") + "\n## Status\n\nAccepted on 3 May\n", []),
    ("a section in other words", madr("A", "status: accepted\n") + "\n## Status\n\nSee the minutes\n", []),
    (
        "a section left as the template",
        madr("A", "status: accepted\n") + "\n## Status\n\n[accepted | rejected]\n",
        [],
    ),
    (
        "front matter against section",
        madr("A", "status: accepted\n") + "\n## Status\n\nRejected\n",
        ["0001-a.md:26:1 ADR040"],
    ),
    (
        "front matter against title",
        madr("A (deprecated)", "status: accepted\n"),
        ["0001-a.md:5:6 ADR040"],
    ),
    (
        "bullet against section",
        bullets("A", "accepted") + "\n## Status\n\nDeprecated\n",
        ["0001-a.md:25:1 ADR040"],
    ),
    (
        "a history with its dates behind",
        madr("A", "status: accepted\n") + "\n## Status\n\nProposed 2026-01-02\n\nAccepted 2026-01-09\n",
        [],
    ),
    (
        "superseded and called deprecated",
        madr("A", "status: superseded by 2\n") + "\n## Status\n\nDeprecated\n",
        [],
    ),
    ("a history whose last entry counts", nygard("1. A", "2026-01-02 proposed\n\n2026-01-09 accepted"), []),
)


@pytest.mark.parametrize(
    ("text", "told"), [case[1:] for case in STATUSES], ids=[case[0] for case in STATUSES]
)
def test_statuses_that_disagree(tmp_path: Path, text: str, told: list[str]) -> None:
    assert said(found(tmp_path, {"adr/0001-a.md": text}), "ADR040") == told


def test_a_later_one_may_name_all_that_came_before(tmp_path: Path) -> None:
    """It supersedes the successor too, so nobody disagrees; another one that does not is told of."""
    files = {
        "adr/0001-a.md": madr("A", "status: superseded by 0002\n"),
        "adr/0002-b.md": madr("B", "status: superseded by 0003\nsupersedes: 0001\n"),
        "adr/0003-c.md": madr("C", "status: accepted\nsupersedes: [0001, 0002]\n"),
    }
    assert said(found(tmp_path / "a", files), "ADR013") == []
    files["adr/0004-d.md"] = madr("D", "status: accepted\nsupersedes: 0001\n")
    assert said(found(tmp_path / "b", files), "ADR013") == ["0001-a.md:2:9 ADR013"]


KEYS = (
    ("stauts: accepted", {"ADR046"}),
    ("Status: accepted", set()),
    ("superceded-by: 0002\nstatus: accepted", {"ADR046", "ADR012"}),
    ("supercedes: 0002\nstatus: accepted", {"ADR046"}),
    ("descision-makers: [Ann]\nstatus: accepted", {"ADR046"}),
    ("decisionMakers: [Ann]\nstatus: accepted", set()),
    ("applys-to: [adr/**]\nstatus: accepted", {"ADR046"}),
    (
        "state: final\nowner: Ann\nreviewed-by: Bob\nnav_order: 3\ntag: x\nrevision: 2\nstatus: accepted",
        set(),
    ),
    ("id: 2\nstatus: accepted", {"ADR042"}),
    ("id: use-rest\nnumber: 0001\nadr: ADR-1\nstatus: accepted", set()),
)


@pytest.mark.parametrize(("front", "codes"), KEYS, ids=[front.split(":")[0] for front, _ in KEYS])
def test_keys_of_front_matter(tmp_path: Path, front: str, codes: set[str]) -> None:
    files = {
        "adr/0001-a.md": madr("A", f"{front}\n"),
        "adr/0002-b.md": madr(
            "B", "status: superseded by 0001\n" if "supercedes" in front else "status: accepted\n"
        ),
    }
    assert {item.code for item in found(tmp_path, files).diagnostics} == codes


def test_gaps_are_one_finding_for_a_folder(tmp_path: Path) -> None:
    numbers = [1, 2, 4, 7, 8, 9, 10, 12]
    files = {f"adr/{number:04}-a.md": madr("A", "status: accepted\n") for number in numbers}
    files["adr/old/0011-a.txt"] = ""
    files |= {f"docs/adr/{number:04}-a.md": madr("A", "status: accepted\n") for number in (3, 40, 41)}
    outcome = found(tmp_path, files)
    assert said(outcome, "ADR041") == ["0004-a.md:5:1 ADR041"]
    (message,) = [item.message for item in outcome.diagnostics]
    assert message == "3 numbers of 0001 to 0012 are not here: `0003` and `0005 to 0006`"


@pytest.mark.parametrize(
    ("settings", "made", "codes"),
    [
        ("", "2026-08-23", []),
        ("", "2026-08-22", ["ADR044"]),
        ("proposed_days: 30", "2026-10-21", ["ADR044"]),
        ("proposed_days: 400", "2026-01-01", []),
        ("proposed_days: soon", "2026-11-01", ["CFG001"]),
    ],
)
def test_a_proposal_may_take_so_many_days(tmp_path: Path, settings: str, made: str, codes: list[str]) -> None:
    text = madr("A", "status: proposed\n").replace("2026-02-03", made)
    outcome = found(tmp_path, {"adr/0001-a.md": text, "planroom.yaml": settings})
    assert [item.code for item in outcome.diagnostics] == codes


def line(title: str, status: str) -> str:
    """A decision in a form of its own, with its facts on lines."""
    return f"# {title}\n\nStatus: {status}\n\nDate: 2026-02-03\n\n## What we do\n\nWe keep orders in files.\n"


SHAPES = {
    "madr-4": (
        lambda title, status: madr(title, f'status: "{status}"\ndecision-makers: [Ann]\n'),
        "{:04}-x.md",
        2,
    ),
    "madr-3": (lambda title, status: madr(title, f'status: "{status}"\ndeciders: Ann\n'), "{:04}-x.md", 2),
    "madr-2": (bullets, "{:04}-x.md", 3),
    "log4brains": (bullets, "202602{:02}-x.md", 3),
    "nygard": (nygard, "{:04}-x.md", 7),
    "plain": (line, "{:04}-x.md", 3),
}
FAULTS = (
    ("to nothing", ["superseded by [9](gone.md)", "accepted"], {1: "ADR010"}),
    ("to itself", ["superseded by [1](SELF)", "accepted"], {1: "ADR045"}),
    ("no successor", ["superseded", "accepted"], {1: "ADR007"}),
    ("a circle", ["superseded by [2](OTHER)", "superseded by [1](OTHER)"], {1: "ADR015"}),
    ("a proposal", ["superseded by [2](OTHER)", "proposed"], {1: "ADR016"}),
    ("a rejected one", ["superseded by [2](OTHER)", "rejected"], {1: "ADR016"}),
    ("one side", ["superseded by [2](OTHER)", "accepted"], {1: "ADR014"}),
    ("no status", ["", "accepted"], {1: "ADR002"}),
    ("another status", ["banana", "accepted"], {1: "ADR003"}),
    ("nothing", ["accepted", "rejected"], {}),
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("fault", "statuses", "codes"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_faults_of_relations_in_every_shape(
    tmp_path: Path, shape: str, fault: str, statuses: list[str], codes: dict[int, str]
) -> None:
    write_one, name, at = SHAPES[shape]
    names = [name.format(number) for number in (1, 2)]
    files = {
        f"adr/{names[index]}": write_one(
            "Keep", status.replace("SELF", names[index]).replace("OTHER", names[1 - index])
        )
        for index, status in enumerate(statuses)
    }
    outcome = found(tmp_path, files)
    own = [item for item in outcome.diagnostics if item.code not in ("ADR004", "ADR018", "ADR044")]
    told = {names.index(item.location.path.removeprefix("adr/")) + 1: item.code for item in own}
    assert (told, len(own)) == (codes, len(codes))
    if codes and fault != "no status":
        assert {item.location.line for item in own} == {at}


@pytest.mark.parametrize("size", [40])
def test_a_long_circle_is_one_finding(tmp_path: Path, size: int) -> None:
    files = {
        f"adr/{number:04}-x.md": madr("X", f"status: superseded by {number % size + 1:04}\n")
        for number in range(1, size + 1)
    }
    (item,) = found(tmp_path, files).diagnostics
    assert item.code == "ADR015"
    assert item.message.startswith("superseded in a circle: `0001` → `0002` → ")
    assert item.message.endswith("`0030` → … → `0001`")


@pytest.mark.parametrize(
    ("stated", "right"),
    [
        ("ADR-0001", "ADR-0002"),
        ("1", "0002"),
        ("ADR-10", "ADR-0002"),
    ],
)
def test_a_stated_number_is_corrected_as_a_whole(stated: str, right: str, tmp_path: Path) -> None:
    files = {"adr/0002-keep.md": madr("Keep", f"status: accepted\nid: {stated}\n")}
    (held,) = [held for held in found(tmp_path, files).diagnostics if held.code == "ADR042"]
    assert held.hint == f"write `{right}`, or rename the file"


def test_a_known_status_with_words_of_its_own_behind_it_is_told_what_to_do_with_them(tmp_path: Path) -> None:
    files = {"adr/0001-keep.md": nygard("1. Keep", "Accepted Monday")}
    (held,) = [held for held in found(tmp_path, files).diagnostics if held.code == "ADR003"]
    assert held.hint == "write `Accepted`, and what follows in brackets or on a line of its own"


def test_the_only_number_is_named(tmp_path: Path) -> None:
    files = {"adr/0001-keep.md": nygard("1. Keep", "Supersedes ADR-0009")}
    hints = [held.hint for held in found(tmp_path, files).diagnostics if held.code == "ADR010"]
    assert hints == ["the only number here is 1: name it, or remove the relation"]
