"""Numbers that other branches have taken are found in real git repositories, and nothing else is."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from planroom import git
from planroom.checks import run
from planroom.cli.against import with_branches
from planroom.cli.since import base_of
from planroom.errors import PlanroomError
from planroom.load import load
from planroom.model import build

TEXT = "---\nstatus: accepted\ndate: 2026-02-03\n---\n# {title}\n\n## Context\n\n{title}, since we must.\n"


class Repository:
    """A git repository in a folder, whose commits touch decisions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *words: str) -> None:
        quiet = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(self.folder), *quiet, *words], check=True, capture_output=True)

    def write(self, path: str, title: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT.format(title=title), "utf-8")

    def commit(self, **titles: str) -> None:
        """Commit decisions, given as `n0002_use_rest="Use REST"`."""
        for name, title in titles.items():
            self.write(f"adr/{name[1:].replace('_', '-')}.md", title)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "change")

    def found(self, *refs: str, below: str = "") -> list[str]:
        """What the checks say of other branches."""
        room = with_branches(load(self.folder / below, today=date(2026, 11, 21)), refs)
        said = run(room, build(room), raise_faults=True).diagnostics
        return [
            f"{item.location} {item.code} {item.message}; {item.hint}"
            for item in said
            if item.code in ("ADR060", "ADR061")
        ]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with decision 1 on `main`, and the branch `ours` checked out."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    made = Repository(tmp_path / "shop")
    made.folder.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit(n0001_use_rest="Use REST")
    made.git("switch", "--quiet", "--create", "ours")
    return made


def theirs(repository: Repository, **titles: str) -> None:
    """Decisions that land on `main` meanwhile."""
    repository.git("switch", "--quiet", "main")
    repository.commit(**titles)
    repository.git("switch", "--quiet", "ours")


def test_a_number_taken_on_main_is_named_with_branch_file_and_remedy(repository: Repository) -> None:
    theirs(repository, n0002_use_nats="Use NATS", n0003_write_go="Write Go")
    repository.commit(n0002_use_kafka="Use Kafka")
    (found,) = repository.found("main")
    assert found == (
        "adr/0002-use-kafka.md:5:1 ADR060 the number `0002` has gone to `adr/0002-use-nats.md` on `main`; "
        "run `planroom renumber adr/0002-use-kafka.md --to 0004`"
    )


def test_a_file_that_is_not_committed_yet_is_compared_too(repository: Repository) -> None:
    theirs(repository, n0002_use_nats="Use NATS")
    repository.write("adr/0002-use-kafka.md", "Use Kafka")
    assert len(repository.found("main")) == 1
    repository.git("checkout", "--quiet", "--detach")
    assert len(repository.found("main")) == 1


def test_several_branches_and_decisions_each_get_a_number_of_their_own(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "third")
    repository.commit(n0002_use_nats="Use NATS", n0003_write_go="Write Go")
    repository.git("switch", "--quiet", "ours")
    theirs(repository, n0002_use_amqp="Use AMQP")
    repository.commit(n0002_use_kafka="Use Kafka", n0003_write_rust="Write Rust")
    first, second = repository.found("main", "third", "main")
    assert first == (
        "adr/0002-use-kafka.md:5:1 ADR060 the number `0002` has gone to `adr/0002-use-amqp.md` on `main` and "
        "to `adr/0002-use-nats.md` on `third`; run `planroom renumber adr/0002-use-kafka.md --to 0004`"
    )
    assert second == (
        "adr/0003-write-rust.md:5:1 ADR060 the number `0003` has gone to `adr/0003-write-go.md` on `third`; "
        "run `planroom renumber adr/0003-write-rust.md --to 0005`"
    )


def test_what_is_no_collision(repository: Repository) -> None:
    """Another number, the same file on both sides, a renamed file, a number that was used twice before."""
    repository.git("switch", "--quiet", "main")
    repository.commit(n0002_use_amqp="Use AMQP", n0002_use_soap="Use SOAP", n0003_write_go="Write Go")
    repository.git("branch", "--force", "ours")
    repository.git("mv", "adr/0003-write-go.md", "adr/0003-write-services-in-go.md")
    repository.commit(n0004_use_nats="Use NATS", n0006_log_json="Log JSON")
    repository.git("switch", "--quiet", "ours")
    repository.git("mv", "adr/0002-use-amqp.md", "adr/0002-use-amqp-1-0.md")
    repository.commit(n0004_use_nats="Use NATS, please", n0005_use_kafka="Use Kafka")
    assert repository.found("main") == []
    assert repository.found("HEAD", "HEAD~1", "ours") == []


def test_a_number_freed_by_a_rename_may_collide_at_its_new_place(repository: Repository) -> None:
    theirs(repository, n0005_use_nats="Use NATS")
    repository.git("mv", "adr/0001-use-rest.md", "adr/0005-use-rest.md")
    repository.commit()
    assert [line.split(";")[0] for line in repository.found("main")] == [
        "adr/0005-use-rest.md:5:1 ADR060 the number `0005` has gone to `adr/0005-use-nats.md` on `main`"
    ]


def test_folders_and_series_count_for_themselves(repository: Repository) -> None:
    repository.git("switch", "--quiet", "main")
    repository.write("shop/adr/0002-use-nats.md", "Use NATS")
    repository.write("adr/API-002-use-nats.md", "Use NATS")
    repository.write("adr/README.md", "Read")
    repository.commit()
    repository.git("switch", "--quiet", "ours")
    repository.commit(n0002_use_kafka="Use Kafka")
    assert repository.found("main") == []


def test_a_room_in_a_subfolder_sees_its_part_of_the_other_branch(repository: Repository) -> None:
    repository.git("switch", "--quiet", "main")
    repository.write("shop/adr/0001-use-nats.md", "Use NATS")
    repository.write("adr/0002-use-soap.md", "Use SOAP")
    repository.commit()
    repository.git("switch", "--quiet", "ours")
    repository.write("shop/adr/0001-use-kafka.md", "Use Kafka")
    (repository.folder / "shop/planroom.yaml").write_text("title: Shop\n", "utf-8")
    assert [line.split(" ")[0] for line in repository.found("main", below="shop")] == [
        "adr/0001-use-kafka.md:5:1"
    ]


def test_a_worktree_is_a_repository_too(repository: Repository, tmp_path: Path) -> None:
    theirs(repository, n0002_use_nats="Use NATS")
    repository.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"), "ours")
    other = Repository(tmp_path / "other")
    other.write("adr/0002-use-kafka.md", "Use Kafka")
    assert len(other.found("main")) == 1


def test_a_shallow_clone_says_what_it_cannot_know_and_still_sees_other_decisions(
    repository: Repository, tmp_path: Path
) -> None:
    theirs(repository, n0002_use_nats="Use NATS")
    repository.commit(n0002_use_kafka="Use Kafka")
    url = repository.folder.as_uri()
    clone = ["git", "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=ours", url]
    subprocess.run([*clone, str(tmp_path / "clone")], check=True, capture_output=True)
    shallow = Repository(tmp_path / "clone")
    assert git.is_shallow(shallow.folder)
    taken, unknown = shallow.found("origin/main", "origin/main")
    assert "ADR060 the number `0002` has gone to `adr/0002-use-nats.md` on `origin/main`" in taken
    assert "ADR061 the history at hand does not say where this branch and `origin/main` part" in unknown
    # The same decision under a new name: nothing to say of it without its history.
    (shallow.folder / "adr/0002-use-kafka.md").unlink()
    text = TEXT.format(title="Use NATS").replace("# Use NATS", "# Use NATS everywhere")
    (shallow.folder / "adr/0002-use-nats-everywhere.md").write_text(text, "utf-8")
    assert [line.split(" ")[1] for line in shallow.found("origin/main")] == ["ADR061"]


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        (
            "feature",
            "run `git fetch origin feature:refs/remotes/origin/feature`, then name it as `--against ",
        ),
        ("origin/feature", "run `git fetch origin feature:refs/remotes/origin/feature`"),
        ("--upload-pack=x", "run `git fetch origin"),
        ("release", "write `--against origin/release`"),
    ],
)
def test_an_unknown_branch_is_misuse_with_the_command_that_fetches_it(
    ref: str, hint: str, repository: Repository
) -> None:
    repository.git("remote", "add", "origin", "../nowhere")
    repository.git("update-ref", "refs/remotes/origin/release", "HEAD")
    with pytest.raises(PlanroomError) as raised:
        with_branches(load(repository.folder), [ref])
    assert raised.value.message == f"git knows no `{ref}` here"
    assert raised.value.hint.startswith(hint)


def test_without_git_there_are_no_branches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(PlanroomError, match="is in no git repository"):
        with_branches(load(tmp_path), ["main"])


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        ("", "name a branch, tag or commit: `origin/main`"),
        ("HEAD~9", "name a branch, tag or commit that `git log` shows"),
        ("0123456789abcdef", "name a branch, tag or commit that `git log` shows"),
        ("v1.2.0", "run `git fetch origin v1.2.0:refs/remotes/origin/v1.2.0`"),
    ],
)
def test_what_can_be_no_branch_is_not_to_be_fetched_as_one(
    ref: str, hint: str, repository: Repository
) -> None:
    with pytest.raises(PlanroomError) as raised:
        with_branches(load(repository.folder), [ref])
    assert raised.value.hint.startswith(hint)


def test_without_a_git_to_ask_that_is_said(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(PlanroomError, match="there is no `git` to ask"):
        with_branches(load(repository.folder), ["main"])


def test_a_bare_repository_has_nothing_to_check(repository: Repository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    repository.git("clone", "-q", "--bare", ".", str(bare))
    with pytest.raises(PlanroomError, match="this repository is bare"), base_of(bare, "HEAD", date.today()):
        pass


def test_the_default_branch_is_what_the_remote_last_said(repository: Repository) -> None:
    assert git.default_branch(repository.folder) == ""
    repository.git("update-ref", "refs/remotes/origin/master", "HEAD")
    assert git.default_branch(repository.folder) == "origin/master"
    repository.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert git.default_branch(repository.folder) == "origin/trunk"


def test_names_and_texts_of_any_kind_are_read_from_a_commit(repository: Repository) -> None:
    texts = {"a b.md": b"one\n\ntwo", 'q"é\n.md': b"", "sub/c.md": b"\xff\x00\n"}
    for path, data in texts.items():
        (repository.folder / path).parent.mkdir(exist_ok=True)
        (repository.folder / path).write_bytes(data)
    (repository.folder / "link.md").symlink_to("a b.md")
    repository.commit()
    files = git.files_at(repository.folder, "HEAD")
    assert sorted(files) == sorted([*texts, "adr/0001-use-rest.md"])
    read = git.texts_of(repository.folder, [*files.values(), "0" * 40])
    assert {path: read[files[path]] for path in texts} == texts
