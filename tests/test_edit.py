"""What `new`, `set status` and `supersede` write: every shape, every line end, and no other byte."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from planroom.cli import program
from planroom.edit.new_decision import new_decision, slug
from planroom.edit.plan import Edit, apply
from planroom.edit.status import set_status
from planroom.edit.supersede import supersede
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision, Status
from planroom.load import load
from planroom.room import Room
from test_cli import planroom_in, write
from written import FORMS

TODAY = date(2026, 5, 11)
OLD = "adr/0001-use-rest.md"

# Each shape with the stretch that holds the status, between the marks « and ».
SHAPES = {
    "front matter": "---\nstatus: «accepted»\ndate: 2026-02-03\n---\n\n# Use REST\n\nBecause.\n",
    "front matter in double quotes": '---\nstatus: «"accepted"»  # ok\ndate: 2026-02-03\n---\n# Use REST\n',
    "front matter in single quotes": "---\ntitle: Use REST\nstatus:   «'accepted'»\n---\n# Use REST\n",
    "front matter with a comment": "---\n# ours\nstatus: «accepted» # since the review\n---\n# Use REST\n",
    "front matter of MADR 3": "---\ndeciders: Ann, Bob\nstatus: «accepted»\n---\n# Use REST\n",
    "front matter as a block": "---\nstatus:« >\n  accepted»\ndate: 2026-02-03\n---\n# Use REST\n",
    "front matter as a list": "---\nstatus:«\n  - accepted»\ndate: 2026-02-03\n---\n# Use REST\n",
    "bullets": "# Use REST\n\n* Status: «accepted»\n* Date: 2026-02-03\n\n## Context\n\nLong ago.\n",
    "bullets with a comment": "# Use REST\n\n- Status: «accepted» <!-- optional -->\n- Date: 2026-02-03\n",
    "bullets over two lines": "# Use REST\n\n- Status: «accepted by\n  the board»\n- Date: 2026-02-03\n",
    "bold bullets": "# Use REST\n\n* **Status:** «accepted»\n* **Date:** 2026-02-03\n",
    "bold lines": "# Use REST\n\n**Status**: «accepted»\n\n## Context\n",
    "plain lines": "# Use REST\n\nStatus: «accepted»\nDate: 2026-02-03\n\n## Context\n",
    "a table": "# Use REST\n\n| Status | «accepted» |\n| --- | --- |\n| Date | 2026-02-03 |\n\n## Context\n",
    "a table with a head": "# Use REST\n\n| Date | Status |\n| --- | --- |\n| 2026-02-03 | «accepted» |\n",
    "a section": "# 1. Use REST\n\nDate: 2026-02-03\n\n## Status\n\n«accepted»\n\n## Context\n\nLong ago.\n",
    "an underlined section": "1. Use REST\n===========\n\nStatus\n------\n\n«accepted»\n\nContext\n-------\n",
    "a bold section": "# 1. Use REST\n\n## Status\n\n**«accepted»**\n\nAmends [2](0002-x.md)\n\n## Context\n",
    "a heading": "# 1. Use REST\n\n## Status: «accepted»\n\n## Context\n",
}
LINKED = ("a section", "an underlined section", "a bold section", "a heading")


def room_of(folder: Path, files: dict[str, bytes]) -> Room:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return load(folder, today=TODAY)


def held_in(room: Room) -> list[str]:
    return [decision.path for decision in room.of(Decision)]


def decision_of(room: Room, path: str = OLD) -> Decision:
    found = room.artifact(path)
    assert isinstance(found, Decision)
    return found


def parts(shape: str, form: str) -> tuple[bytes, bytes, bytes]:
    """The bytes before the status, of it, and after it."""
    before, _, rest = FORMS[form](SHAPES[shape]).partition("«".encode())
    status, _, after = rest.partition("»".encode())
    return before, status, after


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_set_status_changes_the_status_alone(shape: str, form: str, tmp_path: Path) -> None:
    before, status, after = parts(shape, form)
    room = room_of(tmp_path, {OLD: before + status + after})
    edit = set_status(room, decision_of(room), "rejected")
    assert edit.before == before + status + after
    assert edit.after.startswith(before)
    assert edit.after.endswith(after)
    written = edit.after[len(before) : len(edit.after) - len(after)].decode()
    quote = status[:1].decode() if status[:1] in (b"'", b'"') else ""
    lead = " " if status[:1].isspace() else ""
    assert written == f"{lead}{quote}rejected{quote}"
    apply(tmp_path, [edit])
    assert decision_of(load(tmp_path)).status is Status.REJECTED


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_supersede_writes_both_sides_and_they_agree(shape: str, form: str, tmp_path: Path) -> None:
    before, status, after = parts(shape, form)
    room = room_of(tmp_path, {OLD: before + status + after})
    made, old = supersede(room, decision_of(room), "Use gRPC", today=TODAY)
    new = made.edit
    assert old is not None
    assert old.after.startswith(before)
    assert old.after.endswith(after)
    written = old.after[len(before) : len(old.after) - len(after)].decode().strip(" '\"")
    name = "2. Use gRPC" if shape in LINKED else "0002"
    assert written == f"superseded by [{name}](0002-use-grpc.md)"
    assert new.path == "adr/0002-use-grpc.md"
    apply(tmp_path, [new, old])
    later = load(tmp_path, today=TODAY)
    assert decision_of(later).status is Status.SUPERSEDED
    successor = decision_of(later, new.path)
    assert (successor.status, successor.title, successor.date) == (Status.ACCEPTED, "Use gRPC", TODAY)
    assert [(relation.verb, relation.target) for relation in successor.relations] == [("supersedes", "1")]


@pytest.mark.parametrize("status", ["proposed", "draft", "rejected"])
def test_what_a_proposal_would_replace_stays_as_it_is(status: str, tmp_path: Path) -> None:
    room = room_of(tmp_path, {OLD: b"---\nstatus: accepted\n---\n# Use REST\n"})
    made, old = supersede(room, decision_of(room), "Use gRPC", today=TODAY, status=status)
    assert old is None
    apply(tmp_path, [made.edit])
    later = load(tmp_path, today=TODAY)
    assert decision_of(later).status is Status.ACCEPTED
    assert [relation.verb for relation in decision_of(later, made.edit.path).relations] == ["supersedes"]


def test_the_commands_that_accept_a_proposal_leave_nothing_to_report(tmp_path: Path) -> None:
    old = "my adr/adr/0001-use-rest.md"
    write(tmp_path, {"planroom.yaml": "", old: "---\nstatus: accepted\n---\n# Use REST\n"})
    made = planroom_in(tmp_path, "supersede", "1", "Use gRPC", "--status", "proposed")
    assert made.out == "wrote my adr/adr/0002-use-grpc.md\n"
    checks = ("check", "--select", "ADR012,ADR013,ADR014,ADR016", "--fail-on", "warning")
    assert planroom_in(tmp_path, *checks).code == 0
    for line in made.err.splitlines()[1:]:
        assert planroom_in(tmp_path, *shlex.split(line)[1:]).code == 0
    assert planroom_in(tmp_path, *checks, "--fail-on", "info").code == 0
    assert "status: superseded by [0002](0002-use-grpc.md)" in (tmp_path / old).read_text("utf-8")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Use REST\n\nBecause.\n", "---\nstatus: accepted\n---\n\n# Use REST\n\nBecause.\n"),
        ("---\ntags: [a]\n---\n# Use REST\n", "---\ntags: [a]\nstatus: accepted\n---\n# Use REST\n"),
        ("---\nstatus:\ndate: 2026-01-01\n---\n# X\n", "---\nstatus: accepted\ndate: 2026-01-01\n---\n# X\n"),
        ("---\nstatus: # to come\n---\n# X\n", "---\nstatus: accepted # to come\n---\n# X\n"),
        ("# X\n\n* Status:\n* Date: 2026-01-01\n", "# X\n\n* Status: accepted\n* Date: 2026-01-01\n"),
        ("# 1. X\n\n## Status\n\n## Context\n\nY\n", "# 1. X\n\n## Status\n\naccepted\n\n## Context\n\nY\n"),
    ],
)
def test_a_status_that_is_missing_goes_where_it_would_stand(
    text: str, expected: str, form: str, tmp_path: Path
) -> None:
    room = room_of(tmp_path, {OLD: FORMS[form](text)})
    edit = set_status(room, decision_of(room), "accepted")
    assert edit.after.decode().lower() == FORMS[form](expected).decode().lower()


@pytest.mark.parametrize("form", FORMS)
def test_a_dated_history_of_statuses_grows_by_a_line(form: str, tmp_path: Path) -> None:
    text = "# 1. X\n\n## Status\n\n2026-02-01 proposed\n\n2026-02-03 accepted\n%s\n## Context\n"
    room = room_of(tmp_path, {OLD: FORMS[form](text % "")})
    edit = set_status(room, decision_of(room), "rejected")
    assert edit.after == FORMS[form](text % "\n2026-05-11 rejected\n")
    apply(tmp_path, [edit])
    assert decision_of(load(tmp_path)).status is Status.REJECTED


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("fine", "no known status"),
        ("superseded", "names its successor"),
        ("superseded by 0007", "is no decision"),
        ("superseded by 0001", "cannot supersede itself"),
    ],
)
def test_a_status_that_cannot_be_is_refused(status: str, said: str, tmp_path: Path) -> None:
    room = room_of(tmp_path, {OLD: SHAPES["bullets"].replace("«", "").replace("»", "").encode()})
    with pytest.raises(PlanroomError, match=said):
        set_status(room, decision_of(room), status)


def test_a_successor_named_by_number_becomes_a_link(tmp_path: Path) -> None:
    room = room_of(tmp_path, {OLD: b"---\nstatus: accepted\n---\n# X\n", "adr/0002-y.md": b"# 2. Y\n"})
    edit = set_status(room, decision_of(room), "superseded by 0002")
    assert edit.after == b"---\nstatus: superseded by [0002](0002-y.md)\n---\n# X\n"


def test_front_matter_that_cannot_be_read_is_not_edited(tmp_path: Path) -> None:
    room = room_of(tmp_path, {OLD: b"---\nstatus: [accepted\n---\n# X\n"})
    with pytest.raises(PlanroomError, match="cannot be read"):
        set_status(room, decision_of(room), "accepted")


def test_a_file_that_is_not_utf8_is_not_edited(tmp_path: Path) -> None:
    room = room_of(tmp_path, {OLD: b"---\nstatus: accepted\n---\n# Caf\xe9\n"})
    with pytest.raises(PlanroomError):
        set_status(room, decision_of(room), "rejected")


def test_a_decision_that_is_superseded_is_not_superseded_again(tmp_path: Path) -> None:
    room = room_of(tmp_path, {OLD: b"---\nstatus: superseded by 2\n---\n# X\n", "adr/0002-y.md": b"# 2. Y\n"})
    with pytest.raises(PlanroomError, match="superseded already"):
        supersede(room, decision_of(room), "Z", today=TODAY)


@pytest.mark.parametrize(
    ("others", "path"),
    [
        ([], "adr/0001-use-grpc.md"),
        (["docs/adr/0009-x.md"], "docs/adr/0010-use-grpc.md"),
        (["docs/adr/099-x.md", "docs/adr/README.md"], "docs/adr/100-use-grpc.md"),
        (["doc/adr/0001-a.md", "doc/adr/0007-b.md", "doc/adr/0003-c.md"], "doc/adr/0008-use-grpc.md"),
        (["docs/adr/adr-012-x.md"], "docs/adr/adr-013-use-grpc.md"),
        (["docs/adr/ADR_012_x.md"], "docs/adr/ADR_013_use_grpc.md"),
        (["docs/adr/20260101-x.md"], "docs/adr/20260511-use-grpc.md"),
        (["adr/0003-x.md", "services/a/adr/0009-y.md"], "adr/0004-use-grpc.md"),
    ],
)
def test_the_next_decision_is_named_like_the_others(others: list[str], path: str, tmp_path: Path) -> None:
    room = room_of(tmp_path, dict.fromkeys(others, b"# X\n\nStatus: accepted\n"))
    assert new_decision(room, "Use gRPC", held=held_in(room), today=TODAY).edit.path == path


def test_several_folders_of_decisions_need_a_name(tmp_path: Path) -> None:
    room = room_of(tmp_path, {"a/adr/0001-x.md": b"# X\n", "b/adr/0001-y.md": b"# Y\n"})
    with pytest.raises(PlanroomError, match="several folders"):
        new_decision(room, "Use gRPC", held=held_in(room), today=TODAY)
    made = new_decision(room, "Use gRPC", held=held_in(room), today=TODAY, folder="b/adr")
    assert made.edit.path == "b/adr/0002-use-grpc.md"


TEMPLATES = {
    "adr-tools": (
        "# NUMBER. TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\n## Context\n",
        "# 1. Use gRPC\n\nDate: 2026-05-11\n\n## Status\n\nProposed\n\n## Context\n",
    ),
    "names in braces": (
        "# {NUMBER}. {TITLE}\r\n\r\nDate: {DATE}\r\n\r\n## Status\r\n\r\n{DATE} proposed\r\n",
        "# 1. Use gRPC\r\n\r\nDate: 2026-05-11\r\n\r\n## Status\r\n\r\nproposed\r\n",
    ),
    "MADR 4": (
        '---\nstatus: "{proposed | accepted}"\ndate: {YYYY-MM-DD}\n---\n\n# {short title}\n',
        '---\nstatus: "proposed"\ndate: 2026-05-11\n---\n\n# Use gRPC\n',
    ),
    "MADR 2": (
        "# [short title]\n\n* Status: [proposed | accepted] <!-- a -->\n* Date: [YYYY-MM-DD] <!-- b -->\n",
        "# Use gRPC\n\n* Status: proposed <!-- a -->\n* Date: 2026-05-11 <!-- b -->\n",
    ),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_projects_own_template_is_filled_in(template: str, tmp_path: Path) -> None:
    text, expected = TEMPLATES[template]
    room = room_of(tmp_path, {"adr/template.md": text.encode()})
    assert new_decision(room, "Use gRPC", held=held_in(room), today=TODAY).edit.after.decode() == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Use REST between services", "use-rest-between-services"),
        ("Größe & Maß: don't guess", "grosse-and-mass-dont-guess"),
        ("Élégance à l’œuvre", "elegance-a-loeuvre"),
        ("使用 REST", "rest"),
        ("添加目录生成", "添加目录生成"),
        ("!!!", "decision"),
        ("a" * 80, "a" * 60),
    ],
)
def test_a_slug_is_ascii_where_the_title_has_any(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_nothing_is_written_where_one_edit_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "b.md").write_bytes(b"other")
    edits = [Edit("a.md", b"old", b"new"), Edit("c/d.md", None, b"new"), Edit("b.md", b"old", b"new")]
    with pytest.raises(PlanroomError, match="has changed"):
        apply(tmp_path, edits)
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_a_failure_on_the_way_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(PlanroomError, match="No space left"):
        apply(tmp_path, [Edit("c/d.md", None, b"new"), Edit("a.md", b"old", b"new")])
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"old"


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    with pytest.raises(PlanroomError, match="is there already"):
        apply(tmp_path, [Edit("a.md", None, b"new")])
    assert (tmp_path / "a.md").read_bytes() == b"old"


def test_nothing_is_written_outside_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    with pytest.raises(PlanroomError, match="outside"):
        apply(tmp_path / "room", [Edit("../a.md", None, b"new")])


def test_a_files_mode_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    apply(tmp_path, [Edit("a.md", b"old", b"new")])
    assert file.stat().st_mode & 0o777 == 0o640


def run(folder: Path, *words: str) -> str:
    """What the command line says, having succeeded in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = CliRunner().invoke(program, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_verbs_say_what_they_wrote(tmp_path: Path) -> None:
    (tmp_path / "planroom.yaml").write_text("title: Shop\n")
    assert (
        run(tmp_path, "new", "decision", "Use REST", "--status", "accepted") == "wrote adr/0001-use-rest.md\n"
    )
    said = run(tmp_path, "supersede", "0001", "Use gRPC", "--today", "2026-05-11")
    assert said == "wrote adr/0002-use-grpc.md\nwrote adr/0001-use-rest.md\n"
    assert (
        run(tmp_path, "set", "status", "adr/0002-use-grpc.md", "deprecated") == "wrote adr/0002-use-grpc.md\n"
    )
    assert run(tmp_path, "set", "status", "2", "deprecated") == "nothing to write: it reads so already\n"
    assert run(tmp_path, "new", "design", "shop") == "wrote specs/shop/design.json\n"
    assert run(tmp_path, "new", "api", "shop", "orders") == "wrote specs/shop/orders.openapi.yaml\n"
    room = load(tmp_path, today=TODAY)
    kinds = [reading.kind for reading in room.readings if reading.kind not in ("", "settings")]
    assert kinds == [
        "decision",
        "decision",
        "design",
        "contract",
    ]


def test_a_verb_refuses_what_is_no_decision(tmp_path: Path) -> None:
    (tmp_path / "planroom.yaml").write_text("title: Shop\n")
    with pytest.raises(PlanroomError, match="there is no decision"):
        run(tmp_path, "set", "status", "0009", "accepted")
