"""Deciding by pull request works as its page and the workflows say, against a real git remote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from checkouts import Checkout

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/how-to/decide-by-pull-request.md"
CHECK = ROOT / ".github/workflows/check.yml"
PUBLISH = ROOT / ".github/workflows/publish.yml"
GITLAB = ROOT / ".gitlab-ci.yml"

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The environment that the tests run in stands for the one that a server makes anew.
INSTALLS = re.compile(r"\bpython -m venv\b|\bpip install\b")

UNREADABLE = "---\nstatus: [proposed\n---\n\n# Keep orders nowhere\n"
CONTRADICTORY = "---\nstatus: accepted\ndate: 2026-02-03\nsupersedes: [9999]\n---\n\n# Keep orders nowhere\n"


def blocks_of(page: Path) -> list[str]:
    """The shell blocks of a page, in order; what a reader is only shown is fenced as `console`."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def block_with(command: str) -> str:
    """The one block of the page that holds a command."""
    (block,) = (block for block in blocks_of(PAGE) if command in block)
    return block


def commands_of(workflow: Path) -> list[str]:
    """The lines that a GitHub workflow runs, those that install left out."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    runs = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    return without_installs(line for run in runs for line in run.splitlines())


def gitlab_commands_of(job: str) -> list[str]:
    """The lines that a job of the GitLab pipeline runs, those that install left out."""
    return without_installs(yaml.safe_load(GITLAB.read_text(encoding="utf-8"))[job]["script"])


def without_installs(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip() and not INSTALLS.search(line)]


def test_a_decision_goes_from_a_branch_to_the_published_site(checkout: Checkout, tmp_path: Path) -> None:
    """The page's commands bring a decision to main, the workflows pass on the way, and the site shows it."""
    for block in blocks_of(PAGE):
        checkout.run(block)
        if "planroom set status" in block:
            checkout.run("\n".join(commands_of(CHECK)))

    landed = checkout.run("git ls-tree -r --name-only origin/main -- adr").split()
    (path,) = (path for path in landed if path.endswith("-keep-orders-in-postgresql.md"))
    text = checkout.run(f"git show 'origin/main:{path}'")
    assert "# Keep orders in PostgreSQL" in text
    assert re.search(r"^status: accepted$", text, re.MULTILINE)
    assert checkout.run("git branch --list").split() == ["*", "main"]

    server = checkout.clone(tmp_path / "server")
    server.run("\n".join(commands_of(PUBLISH)))
    pages = (server.folder / "site").rglob("*.html")
    assert any("Keep orders in PostgreSQL" in page.read_text(encoding="utf-8") for page in pages)


def test_new_says_as_its_last_line_what_it_wrote(checkout: Checkout) -> None:
    """The path at the end of what `planroom new` prints is the file that the page goes on with."""
    checkout.run("planroom init")
    last = checkout.run(block_with("planroom new decision")).splitlines()[-1]
    path = last.removeprefix("wrote ")
    assert re.fullmatch(r"adr/\d{4}-keep-orders-in-postgresql\.md", path)
    assert (checkout.folder / path).is_file()


@pytest.mark.parametrize("text", [UNREADABLE, CONTRADICTORY], ids=["unreadable", "contradictory"])
def test_a_broken_decision_stops_the_pull_request(checkout: Checkout, text: str) -> None:
    """The step that checks exits with 1, so that the pull request is red."""
    checkout.run(block_with("planroom init"))
    checkout.run("git switch -q -c keep-orders-nowhere")
    (checkout.folder / "adr/0042-keep-orders-nowhere.md").write_text(text, encoding="utf-8")

    (step,) = (line for line in commands_of(CHECK) if "planroom check" in line)
    result = checkout.attempt(step)
    assert result.returncode == 1, result.stderr
    assert "adr/0042-keep-orders-nowhere.md" in result.stdout


def test_gitlab_runs_what_github_runs() -> None:
    """One set of commands, so that a decision passes on one server when it passes on the other."""
    assert gitlab_commands_of("check") == commands_of(CHECK)
    assert gitlab_commands_of("pages") == [*commands_of(PUBLISH), "mv site public"]


@pytest.mark.parametrize("workflow", [CHECK, PUBLISH], ids=lambda path: path.stem)
def test_github_fetches_the_whole_history(workflow: Path) -> None:
    """Checks that ask when a file last changed get an answer."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    assert [step["with"]["fetch-depth"] for step in steps if "checkout" in step.get("uses", "")] == [0]


def test_gitlab_fetches_the_whole_history() -> None:
    """Checks that ask when a file last changed get an answer."""
    assert yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["variables"]["GIT_DEPTH"] == "0"
