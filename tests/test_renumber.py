"""A decision gets another number: its file, everything that names it, no dead link, and no other byte."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.edit.difference import difference
from planroom.edit.plan import apply
from planroom.edit.renumber import Renumbered, renumber
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision
from planroom.load import load
from planroom.model import build
from test_cli import planroom_in
from written import FORMS

OLD, NEW = "adr/0012-use-kafka.md", "adr/0013-use-kafka.md"
HEAD = "---\nstatus: accepted\ndate: 2026-02-03\n---\n"
KAFKA = {OLD: HEAD + "# Use Kafka\n"}


@dataclass(frozen=True)
class Room:
    """A folder with files, and what `renumber` makes of it."""

    folder: Path

    def write(self, files: dict[str, str | bytes]) -> None:
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def plan(self, path: str = OLD, to: int | None = None, elsewhere: tuple[str, ...] = ()) -> Renumbered:
        model = build(load(self.folder, today=date(2026, 11, 21)))
        decision = model.room.artifact(path)
        assert isinstance(decision, Decision)
        return renumber(model, decision, to, elsewhere=elsewhere)

    def carried_out(
        self, files: dict[str, str | bytes], path: str = OLD, to: int | None = None
    ) -> Renumbered:
        """Write the files, renumber, and hold that no check has anything new to say."""
        self.write(files)
        before = self.findings()
        plan = self.plan(path, to)
        apply(self.folder, plan.edits)
        assert [found for found in self.findings() if found not in before] == []
        return plan

    def findings(self) -> list[tuple[str, str]]:
        room = load(self.folder, today=date(2026, 11, 21))
        found = run(room, build(room), raise_faults=True).diagnostics
        return [(item.code, item.message) for item in found]

    def text(self, path: str) -> str:
        return (self.folder / path).read_bytes().decode()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# What stands before and after; `«12»` marks what changes, and `«»` where nothing is to be touched.
NAMES = {
    "a link": ("See [«0012»](«0012»-use-kafka.md) for it.", "0013"),
    "a link with a title and an anchor": ('[x](./«0012»-use-kafka.md#context "Why 12")', "0013"),
    "a link in angles": ("[x](<../adr/«0012»-use-kafka.md>)", "0013"),
    "a link whose text is a label": ("[ADR-«0012»: Use Kafka](«0012»-use-kafka.md)", "0013"),
    "a link whose text names a quantity": ("[12 factors, 0012 parts](«0012»-use-kafka.md)", "0013"),
    "a reference definition": ("[«0012»], [x][«0012»]\n\n[«0012»]: «0012»-use-kafka.md 'Kafka'", "0013"),
    "HTML": ("<a href='«0012»-use-kafka.md'>x</a> <img src=\"«0012»-use-kafka.md\">", "0013"),
    "a path from the root": ("Written in `adr/«0012»-use-kafka.md`.", "0013"),
    "a page's address": ("[x](../adr/«0012»-use-kafka/#why)", "0013"),
    "a mention": ("As ADR-«0012» and ADR «0012» say, and (ADR«0012»).", "0013"),
    "a table of decisions": (
        "| No | Title |\n|---|---|\n| «0012» | [Use Kafka](«0012»-use-kafka.md) |",
        "0013",
    ),
    "other things": ("12 of 0012 in ADR-120, ADR-12.5, ADR-0012-x, 0012-use-kafka.png, decision 12", ""),
    "other files": ("[x](../other/0012-use-kafka.md) [y](0012-use-kafka-streams.md)", ""),
    "an address": ("<https://host.example/adr/0012-use-kafka.md> https://x.example/ADR-0012", ""),
    "code": ("    ADR-0012\n\n`ADR-0012`\n\n```\nADR-0012\n```", ""),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", NAMES)
def test_names_in_markdown(shape: str, form: str, room: Room) -> None:
    marked, number = NAMES[shape]
    text = HEAD + f"# Another\n\n{marked}\n\nLast Kafka words.\n"
    before = text.replace("«", "").replace("»", "")
    after = text.replace("«0012»", number)
    files = {"adr/0001-another.md": FORMS[form](before), "adr/notes.md": FORMS[form](before)}
    room.write({**KAFKA, "other/0012-use-kafka.md": "x\n", **files})
    apply(room.folder, room.plan().edits)
    for path in files:
        assert (room.folder / path).read_bytes() == FORMS[form](after)
    assert not (room.folder / OLD).exists()
    assert (room.folder / NEW).read_bytes() == KAFKA[OLD].encode()


OTHER_NOTATIONS = {
    "adr/0001-x.adoc": (
        "= X\n\nSee link:«0012»-use-kafka.md[«0012»], xref:«0012»-use-kafka.md[12 parts], "
        "ADR-«0012».\n\n----\nADR-0012\n----\n"
    ),
    "adr/0002-x.rst": (
        "X\n=\n\nSee `ADR «0012» <«0012»-use-kafka.md>`_ and ADR-«0012».\n\n::\n\n  ADR-0012\n"
    ),
}


@pytest.mark.parametrize("path", OTHER_NOTATIONS)
def test_names_in_other_notations(path: str, room: Room) -> None:
    marked = OTHER_NOTATIONS[path]
    room.write({**KAFKA, path: marked.replace("«", "").replace("»", "")})
    apply(room.folder, room.plan().edits)
    assert room.text(path) == marked.replace("«0012»", "0013")


RELATIONS = {
    "numbers": "supersedes: [3, «12»]",
    "numbers in quotes": 'relates-to: ["0003", "«0012»"]',
    "a list": "relates-to:\n  - ADR-«12» # why 12\n  - '«0012»-use-kafka.md'\n  - «0012»-use-kafka",
    "a status with a link": 'status: "superseded by [«0012»](«0012»-use-kafka.md)"',
    "a status with a number": "status: superseded by ADR-«0012»",
    "applies to": "applies-to: [adr/«0012»-use-kafka.md]",
    "nothing": "tags: [12, '0012']\nsystems: [s12]\nrelates-to: [112, 0120]",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", RELATIONS)
def test_relations_in_front_matter(shape: str, form: str, room: Room) -> None:
    def written(text: str, number: str) -> bytes:
        front = text.replace("«12»", number.lstrip("0")).replace("«0012»", number)
        status = "" if "status" in front else "status: accepted\n"
        return FORMS[form](f"---\n{status}{front}\n---\n# Another, not of Kafka 12\n")

    others = {f"adr/{number:04}-x.md": f"{HEAD}# X {number}\n" for number in (3, 112, 120)}
    room.write({**KAFKA, **others, "adr/0001-another.md": written(RELATIONS[shape], "0012")})
    apply(room.folder, room.plan(to=13).edits)
    assert (room.folder / "adr/0001-another.md").read_bytes() == written(RELATIONS[shape], "0013")


OWN = {
    "a numbered heading": "# «12». Use Kafka\n\n## 12 more\n\n[to 12](#12-more)\n",
    "a heading with a name": "# ADR-«0012»: Use Kafka\n\nADR-«0012» is this one.\n",
    "an underlined heading": "ADR «12»: Use Kafka\n=============\n\n12. Not this\n",
    "a title in the front matter": (
        "---\ntitle: '«12». Use Kafka'\nid: ADR-«0012»\nnumber: «12»\n---\n\n## Context\n\n12\n"
    ),
    "a folded title": "---\ntitle: |-\n  «12». Use Kafka\nslug: «12»\n---\n\n## Context\n\n12\n",
    "no number": "# Use Kafka 12\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", OWN)
def test_the_number_in_its_own_file(shape: str, form: str, room: Room) -> None:
    before, after = (OWN[shape].replace("«12»", new).replace("«0012»", f"00{new}") for new in ("12", "13"))
    room.write({OLD: FORMS[form](before)})
    apply(room.folder, room.plan().edits)
    assert (room.folder / NEW).read_bytes() == FORMS[form](after)


def test_everything_that_names_it_follows(room: Room) -> None:
    """Designs, contracts, pages, macros, the site's navigation; not a byte of anything else."""
    files = {
        OLD: (
            "# 12. Use Kafka\n\n## Status\n\nAccepted\n\nSupersedes [3](0003-use-soap.md#3-use-soap)\n\n"
            "[up](#12-use-kafka)\n"
        ),
        "adr/0003-use-soap.md": (
            "# 3. Use SOAP\n\n## Status\n\nSuperseded by [12. Use Kafka](0012-use-kafka.md#12-use-kafka)\n"
        ),
        "adr/README.md": "* [ADR-0012](0012-use-kafka.md) - Use Kafka\n",
        "docs/page.md": 'See {{ planroom.decision("0012") }}, {{ planroom.decision("12") }}; 12.\n',
        "mkdocs.yml": "nav:\n  - Twelve: adr/0012-use-kafka.md\n",
        "specs/shop/design.json": (
            '{"metadata": {"name": "shop"}, "service_design": {"services": [{"service_name": "a"}]},\n'
            ' "trade_offs": [{"option": "ADR-12, 12", "decision": 12}, {"option": "y", "decision": "0012"}]}'
        ),
        "specs/shop/a.openapi.yaml": (
            "openapi: 3.1.0\ninfo:\n  title: A\n  version: '12'\n"
            "  description: As [decided](../../adr/0012-use-kafka.md), see ADR-0012.\npaths: {}\n"
        ),
        "src/app.py": "# ADR-12, docs in adr/0012-use-kafka.md\nx = 12\n",
        "data.bin": b"\0ADR-12",
        "latin.md": b"ADR-12 \xe9\n",
    }
    plan = room.carried_out(files)
    for path in ("adr/README.md", "docs/page.md", "mkdocs.yml", "specs/shop/a.openapi.yaml"):
        assert room.text(path) == files[path].replace("0012", "0013").replace('"12"', '"13"')
    assert room.text(NEW) == files[OLD].replace("# 12.", "# 13.").replace("#12-use-kafka", "#13-use-kafka")
    assert room.text("adr/0003-use-soap.md").splitlines()[-1] == (
        "Superseded by [13. Use Kafka](0013-use-kafka.md#13-use-kafka)"
    )
    assert '{"option": "ADR-13, 12", "decision": 13}, {"option": "y", "decision": "0013"}' in room.text(
        "specs/shop/design.json"
    )
    assert [(mention.path, mention.line) for mention in plan.left] == [("src/app.py", 1), ("src/app.py", 1)]
    assert plan.changed["specs/shop/design.json"] == 3
    assert room.text("src/app.py") == files["src/app.py"]


def test_of_two_with_one_number_only_what_is_sure_moves(room: Room) -> None:
    files = {
        OLD: HEAD + "# 12. Use Kafka\n\nADR-12 is old.\n",
        "adr/0012-use-nats.md": HEAD + "# 12. Use NATS\n\nADR-12 is good.\n",
        "adr/0001-x.md": HEAD + "# X\n\nADR-12, [12](0012-use-kafka.md), [12](0012-use-nats.md)\n",
        "adr/0002-y.md": HEAD[:-4] + "relates-to: ['0012', 0012-use-kafka.md]\n---\n# Y\n",
    }
    plan = room.carried_out(files)
    assert room.text("adr/0001-x.md").endswith("ADR-12, [13](0013-use-kafka.md), [12](0012-use-nats.md)\n")
    assert "relates-to: ['0012', 0013-use-kafka.md]" in room.text("adr/0002-y.md")
    assert room.text("adr/0012-use-nats.md") == files["adr/0012-use-nats.md"]
    assert room.text(NEW) == files[OLD].replace("# 12.", "# 13.")
    assert [(mention.path, mention.line, mention.why) for mention in plan.left] == [
        ("adr/0001-x.md", 7, "the number is also that of `adr/0012-use-nats.md`"),
        ("adr/0002-y.md", 4, "the number is also that of `adr/0012-use-nats.md`"),
        (OLD, 7, "the number is also that of `adr/0012-use-nats.md`"),
        ("adr/0012-use-nats.md", 7, "the number is also that of `adr/0012-use-nats.md`"),
    ]


def test_a_decision_in_a_folder_of_its_own_moves_with_all_that_lies_there(room: Room) -> None:
    files = {
        "adr/adr-012-use-kafka/index.md": HEAD + "# Use Kafka\n\n![map](map.png) [up](../0001-x.md)\n",
        "adr/adr-012-use-kafka/map.png": b"\0PNG",
        "adr/0001-x.md": HEAD + "# X\n\n[k](adr-012-use-kafka/index.md) ![m](./adr-012-use-kafka/map.png)\n",
    }
    plan = room.carried_out(files, "adr/adr-012-use-kafka/index.md", 20)
    assert (plan.old, plan.new) == ("adr/adr-012-use-kafka", "adr/adr-020-use-kafka")
    assert not (room.folder / plan.old).exists()
    assert (room.folder / "adr/adr-020-use-kafka/map.png").read_bytes() == b"\0PNG"
    assert room.text("adr/0001-x.md") == files["adr/0001-x.md"].replace("012", "020")


@pytest.mark.parametrize(
    ("path", "to", "new"),
    [
        ("adr/0012-x.md", 7, "adr/0007-x.md"),
        ("adr/12-x.md", 7, "adr/07-x.md"),
        ("adr/9-x.md", 10, "adr/10-x.md"),
        ("adr/ADR-012_x.md", 1000, "adr/ADR-1000_x.md"),
        ("adr/API-012-x.md", None, "adr/API-013-x.md"),
        ("adr/0012-0012-things.md", 2, "adr/0002-0012-things.md"),
        ("docs/adr/0012.md", 2, "docs/adr/0002.md"),
        ("adr/0012 with spaces.md", 2, "adr/0002 with spaces.md"),
    ],
)
def test_the_new_name_is_like_the_old_one(path: str, to: int | None, new: str, room: Room) -> None:
    link = Path(path).name.replace(" ", "%20")
    other = f"{Path(path).parent}/0001-y.md"
    room.carried_out({path: HEAD + "# X\n", other: HEAD + f"# Y\n\n[x]({link})\n"}, path, to)
    assert (room.folder / new).is_file()
    assert f"[x]({Path(new).name.replace(' ', '%20')})" in room.text(other)


def test_the_next_number_is_free_on_the_default_branch_too(room: Room) -> None:
    room.write({**KAFKA, "adr/0014-x.md": HEAD + "# X\n"})
    assert room.plan(elsewhere=("adr/0015-y.md", "adr/README.md", "other/adr/0099-z.md")).new == (
        "adr/0016-use-kafka.md"
    )


def test_a_name_that_is_not_utf_8_is_moved_as_its_bytes(room: Room) -> None:
    path, new = (f"adr/{number}-na\udcefve.md" for number in ("0012", "0013"))
    try:
        room.write({path: HEAD + "# Naïve\n", "adr/0001-use-x.md": HEAD + "# Use x\n"})
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    assert [edit.path for edit in room.plan(path).edits if edit.after is not None] == [new]


@pytest.mark.parametrize(
    ("to", "message", "hint"),
    [
        (12, f"`{OLD}` has that number already", "name another one with `--to`"),
        (14, "the number 14 is that of `adr/0014-x.md`", "take the next free one: `--to 16`"),
        (15, "the number 15 is that of `adr/0015-y.md` on the remote's default branch", "take the next free"),
        (17, "`adr/0017-use-kafka.md` is there already", "name another number with `--to`"),
    ],
)
def test_a_number_that_is_taken_is_refused(to: int, message: str, hint: str, room: Room) -> None:
    room.write({**KAFKA, "adr/0014-x.md": HEAD + "# X\n"})
    (room.folder / "adr/0017-use-kafka.md").mkdir()
    with pytest.raises(PlanroomError) as raised:
        room.plan(to=to, elsewhere=("adr/0015-y.md",))
    assert raised.value.message == message
    assert raised.value.hint.startswith(hint)


def test_a_decision_without_number_is_refused(room: Room) -> None:
    room.write({"adr/20260203-use-kafka.md": HEAD + "# X\n"})
    with pytest.raises(PlanroomError, match="has no number"):
        room.plan("adr/20260203-use-kafka.md")


def test_all_or_nothing(room: Room) -> None:
    """If the last of the files cannot be removed as planned, all is as it was."""
    room.write({**KAFKA, "adr/0001-x.md": HEAD + "# X\n\n[k](0012-use-kafka.md)\n"})
    plan = room.plan()
    (room.folder / "adr/0001-x.md").write_text("changed meanwhile\n")
    with pytest.raises(PlanroomError, match="has changed since it was read"):
        apply(room.folder, plan.edits)
    assert sorted(path.name for path in (room.folder / "adr").iterdir()) == ["0001-x.md", "0012-use-kafka.md"]


def test_the_difference_is_one_that_git_applies(room: Room, tmp_path: Path) -> None:
    files = {
        OLD: "# 12. Use Kafka\r\n\r\nWords\r\n",
        "adr/0001-x.md": "# X é\n\n[k](0012-use-kafka.md)",
        "adr/0002-y.md": HEAD + "# Y\n",
    }
    room.write(files)
    plan = room.plan()
    patch = difference(plan.edits)
    assert b"rename from adr/0012-use-kafka.md\nrename to adr/0013-use-kafka.md\n" in patch
    subprocess.run(["git", "init", "-q"], cwd=room.folder, check=True)
    subprocess.run(["git", "apply", "-"], input=patch, cwd=room.folder, check=True)
    held = {str(path.relative_to(tmp_path)): path.read_bytes() for path in (tmp_path / "adr").iterdir()}
    (room.folder / NEW).unlink()
    room.write(files)
    apply(room.folder, room.plan().edits)
    assert held == {
        str(path.relative_to(tmp_path)): path.read_bytes() for path in (tmp_path / "adr").iterdir()
    }


def test_the_command_moves_says_what_it_did_and_what_is_left(room: Room) -> None:
    room.write({**KAFKA, "adr/0001-x.md": HEAD + "# X\n\n[12](0012-use-kafka.md)\n", "app.py": "# ADR-12\n"})
    shown = planroom_in(room.folder, "renumber", "12", "--diff")
    assert (shown.code, "rename to adr/0013-use-kafka.md" in shown.out) == (0, True)
    assert (room.folder / OLD).is_file()
    done = planroom_in(room.folder, "renumber", "12")
    assert done.out.splitlines() == [f"moved {OLD} to {NEW}", "changed 2 places in adr/0001-x.md"]
    assert done.err.splitlines() == [
        "left app.py:1: # ADR-12",
        "  it is no page, decision, design or contract",
        "planroom: look at the places that were left; they may mean this decision",
        "git does not know of the move yet: `git add -A` records it",
    ]
    assert planroom_in(room.folder, "renumber", "12").code == 2
    assert planroom_in(room.folder, "renumber", NEW, "--to", "13").code == 2


def test_new_takes_no_number_that_the_default_branch_has(room: Room) -> None:
    """The number of `origin/main` is skipped and said; nothing asks the network."""
    room.write({"adr/0001-x.md": HEAD + "# X\n", "adr/0003-y.md": HEAD + "# Y\n"})
    quiet = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        [*quiet, "commit", "-qm", "x"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
    ):
        subprocess.run(["git", *words], cwd=room.folder, check=True)
    assert planroom_in(room.folder, "new", "decision", "Use Kafka").out == "wrote adr/0004-use-kafka.md\n"
    (room.folder / "adr/0003-y.md").unlink()
    (room.folder / "adr/0004-use-kafka.md").unlink()
    made = planroom_in(room.folder, "new", "decision", "Use Kafka")
    assert (made.out, made.err) == (
        "wrote adr/0004-use-kafka.md\n",
        "skipped the number of `adr/0003-y.md` on origin/main\n",
    )
    made = planroom_in(room.folder, "supersede", "4", "Use NATS")
    assert (made.code, made.err) == (0, "")
    assert "adr/0005-use-nats.md" in made.out
    (room.folder / "adr").rename(room.folder / "away")
    made = planroom_in(room.folder, "new", "decision", "Use Kafka", "--in", "adr")
    assert made.out == "wrote adr/0004-use-kafka.md\n"


def test_the_address_of_a_decision_that_others_have_seen_leads_on(tmp_path: Path) -> None:
    """What is on the default branch may be linked to from anywhere; what is on this branch alone is not."""
    room = Room(tmp_path)
    room.write(KAFKA | {"planroom.yaml": "title: Shop\nredirects:\n  adr/0007-x.md: adr/0012-use-kafka.md\n"})
    plan = room.plan(elsewhere=(OLD,))
    apply(tmp_path, plan.edits)
    lines = ["title: Shop", "redirects:", f"  adr/0007-x.md: {NEW}", f"  {OLD}: {NEW}", ""]
    assert plan.redirected
    assert (tmp_path / "planroom.yaml").read_text("utf-8").split("\n") == lines


def test_a_decision_that_is_on_this_branch_alone_has_no_address_to_lead_on_from(tmp_path: Path) -> None:
    room = Room(tmp_path)
    plan = room.carried_out(dict(KAFKA))
    assert not plan.redirected
    assert not (tmp_path / "planroom.yaml").exists()
