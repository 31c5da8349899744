"""What git knows of decisions is told as it is: versions, statuses, renames; and no more than that."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from planroom.kinds.decision import Decision, Status
from planroom.load import load
from planroom.model.history import History, Version, history

PATH = "adr/0001-use-rest.md"


class Repository:
    """A repository that is committed to on days of choice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, day: str = "2026-01-01") -> str:
        time = f"{day}T12:00:00+0100"
        who = {"NAME": "Ada", "EMAIL": "ada@example.org"}
        named = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        dates = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", "-C", str(self.folder), *words],
            env=os.environ | named | dates | quiet,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def commit(self, day: str, files: dict[str, str | None]) -> None:
        """Write files, or remove those that are `None`, and commit that."""
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "x", day=day)


def decision(status: str, title: str = "Use REST", more: str = "REST.") -> str:
    return f"---\nstatus: {status}\n---\n# {title}\n\n## Decision\n\n{more}\n"


def told(root: Path, path: str = PATH) -> list[tuple[str, str, str]]:
    room = load(root)
    found = room.artifact(path)
    assert isinstance(found, Decision)
    return [line(version) for version in history(room).of(found)]


def line(version: Version) -> tuple[str, str, str]:
    kind = "first" if version.is_first else "turn" if version.is_turn else "same"
    return version.day.isoformat(), version.status.value, kind


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "room")


def test_statuses_are_read_from_the_versions(repository: Repository) -> None:
    repository.commit("2026-01-10", {PATH: decision("proposed")})
    repository.commit("2026-01-12", {PATH: decision("proposed", more="REST, and a reason.")})
    repository.commit("2026-01-20", {PATH: decision("accepted", more="REST, and a reason.")})
    repository.commit("2026-03-01", {PATH: decision("superseded by ADR-0002", more="REST, and a reason.")})
    assert told(repository.folder) == [
        ("2026-03-01", "superseded", "turn"),
        ("2026-01-20", "accepted", "turn"),
        ("2026-01-12", "proposed", "same"),
        ("2026-01-10", "proposed", "first"),
    ]
    assert told(repository.folder) == told(repository.folder)  # the second time from what is kept


def test_a_text_of_another_form_is_read_in_that_form(repository: Repository) -> None:
    repository.commit("2026-01-10", {PATH: "# Use REST\n\n## Status\n\nProposed\n\n## Decision\n\nREST.\n"})
    repository.commit("2026-02-10", {PATH: "# Use REST\n\n## Status\n\nAccepted\n\n## Decision\n\nREST.\n"})
    repository.commit("2026-02-11", {PATH: "# Use REST\n\n## Status\n\nAccepted\n\n## Decision\n\nHTTP.\n"})
    assert [item[1:] for item in told(repository.folder)] == [
        ("accepted", "same"),
        ("accepted", "turn"),
        ("proposed", "first"),
    ]


def test_a_decision_is_followed_through_its_names(repository: Repository) -> None:
    new, newest = "adr/0002-use-rest.md", "adr/0003-use-rest.md"
    repository.commit("2026-01-10", {PATH: decision("proposed")})
    repository.commit("2026-01-11", {PATH: None, new: decision("proposed")})
    repository.commit("2026-01-12", {new: None, newest: decision("accepted")})
    repository.commit("2026-01-13", {PATH: decision("proposed", title="Another one", more="Quite another.")})
    assert told(repository.folder, newest) == [
        ("2026-01-12", "accepted", "turn"),
        ("2026-01-11", "proposed", "same"),
        ("2026-01-10", "proposed", "first"),
    ]
    assert told(repository.folder) == [("2026-01-13", "proposed", "first")]
    found = history(load(repository.folder))
    assert found.moved == {new: newest}  # the first name is that of a decision which is there


def test_a_file_with_uncommitted_words_has_the_history_that_is_committed(repository: Repository) -> None:
    repository.commit("2026-01-10", {PATH: decision("proposed")})
    (repository.folder / PATH).write_text(decision("accepted"), "utf-8")
    assert told(repository.folder) == [("2026-01-10", "proposed", "first")]


def test_a_room_below_the_root_of_its_repository(repository: Repository) -> None:
    repository.commit("2026-01-10", {f"docs/room/{PATH}": decision("accepted"), "x.md": "x"})
    assert told(repository.folder / "docs" / "room") == [("2026-01-10", "accepted", "first")]


def test_a_clone_that_was_cut_off_says_only_what_it_has(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-10", {PATH: decision("proposed")})
    repository.commit("2026-01-11", {"adr/0002-use-grpc.md": decision("accepted", "Use gRPC")})
    repository.commit("2026-01-20", {PATH: decision("accepted")})
    for depth in (1, 2):
        folder = tmp_path / f"depth-{depth}"
        repository.git("clone", "--quiet", f"--depth={depth}", repository.folder.as_uri(), str(folder))
        expected = [] if depth == 1 else [("2026-01-20", "accepted", "same")]
        assert told(folder) == expected
        assert told(folder, "adr/0002-use-grpc.md") == []


@pytest.mark.parametrize("commits", [False, True])
def test_without_a_history_nothing_is_said(tmp_path: Path, commits: bool) -> None:
    folder = Repository(tmp_path / "room").folder if commits else tmp_path
    (folder / "adr").mkdir(parents=True, exist_ok=True)
    (folder / PATH).write_text(decision("accepted"), "utf-8")
    assert history(load(folder)) == History()


def test_an_old_version_that_is_no_decision_has_no_status(repository: Repository) -> None:
    repository.commit("2026-01-10", {PATH: "\x00\x01"})
    repository.commit("2026-01-11", {PATH: decision("accepted")})
    (newest, first) = history(load(repository.folder)).versions[PATH]
    assert (newest.status, first.status) == (Status.ACCEPTED, Status.UNKNOWN)
