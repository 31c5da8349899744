"""What others run planroom by does what its page says: the action, the component, the hooks."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkouts import Checkout
from planroom.cli import program

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HEAD, COMPONENT = yaml.safe_load_all((ROOT / "templates/check.yml").read_text(encoding="utf-8"))
HOOKS = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
PAGES = {
    "github": "docs/how-to/check-on-github.md",
    "gitlab": "docs/how-to/check-on-gitlab.md",
    "hooks": "docs/how-to/check-before-a-commit.md",
}

GOOD = "---\nstatus: accepted\ndate: 2026-02-03\n---\n\n# Keep orders in PostgreSQL\n"
OLD = "---\nstatus: accepted\ndate: 2026-02-03\nsupersedes: [9998]\n---\n\n# Was wrong before\n"
NEW = "---\nstatus: accepted\ndate: 2026-02-03\nsupersedes: [9999]\n---\n\n# Is wrong now\n"


def rows_of(page: str) -> set[str]:
    """The names in the first column of a page's tables."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))


def write(checkout: Checkout, path: str, text: str) -> None:
    file = checkout.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def branch(checkout: Checkout) -> Checkout:
    """A branch with a fault that main has too, and one of its own."""
    write(checkout, "adr/0001-good.md", GOOD)
    write(checkout, "adr/0002-old.md", OLD)
    checkout.run("git add . && git commit -qm Begin && git push -q -u origin main && git switch -qc change")
    write(checkout, "adr/0003-new.md", NEW)
    checkout.run("git add .")
    return checkout


class Action:
    """The steps of the action that are scripts, run as a server runs them."""

    def __init__(self, checkout: Checkout, folder: Path, **inputs: str) -> None:
        (self.step,) = (step for step in ACTION["runs"]["steps"] if step.get("name") == "Check")
        given = {name: declared["default"] for name, declared in ACTION["inputs"].items()} | {
            name.replace("_", "-"): value for name, value in inputs.items()
        }
        self.summary = folder / "summary.md"
        environment = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
            for name, value in self.step["env"].items()
        }
        environment |= {"RUNNER_TEMP": str(folder), "GITHUB_STEP_SUMMARY": str(self.summary)}
        checkout = replace(checkout, environment=checkout.environment | environment)
        self.result = checkout.attempt(self.step["run"])


def test_the_action_marks_the_lines_and_writes_a_summary(branch: Checkout, tmp_path: Path) -> None:
    action = Action(branch, tmp_path, sarif_file="planroom.sarif")
    assert action.result.returncode == 1, action.result.stderr
    marked = re.findall(r"^::error file=([^,]+),line=(\d+)", action.result.stdout, re.MULTILINE)
    assert marked == [("adr/0002-old.md", "4"), ("adr/0003-new.md", "4")]
    summary = action.summary.read_text(encoding="utf-8")
    assert "adr/0002-old.md" in summary
    assert "adr/0003-new.md" in summary
    sarif = json.loads((branch.folder / "planroom.sarif").read_text(encoding="utf-8"))
    assert {result["ruleId"] for result in sarif["runs"][0]["results"] if result["level"] == "error"} == {
        "ADR010"
    }


def test_the_action_reports_what_the_branch_causes(branch: Checkout, tmp_path: Path) -> None:
    action = Action(branch, tmp_path, since="origin/main", against="origin/main\n")
    assert action.result.returncode == 1, action.result.stderr
    assert re.findall(r"^::error file=([^,]+)", action.result.stdout, re.MULTILINE) == ["adr/0003-new.md"]


def test_the_action_reports_on_the_paths_it_is_given(branch: Checkout, tmp_path: Path) -> None:
    action = Action(branch, tmp_path, paths="adr/0001-good.md\n", fail_on="warning")
    assert action.result.returncode == 0, action.result.stdout
    assert re.findall(r"^::(\w+)", action.result.stdout, re.MULTILINE) == ["notice"]


def test_an_input_of_the_action_is_never_run(branch: Checkout, tmp_path: Path) -> None:
    Action(branch, tmp_path, since='$(touch run); "; touch run; ', paths="`touch run`\n")
    assert not (branch.folder / "run").exists()
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_misuse_of_the_action_fails_with_its_reason(branch: Checkout, tmp_path: Path) -> None:
    action = Action(branch, tmp_path, since="origin/nowhere")
    assert action.result.returncode == 2
    assert "git fetch" in action.result.stderr


def component(**inputs: str) -> dict[str, Any]:
    """The job of the component with its inputs put in, as GitLab does before it reads the file."""
    given = {name: spec["default"] for name, spec in HEAD["spec"]["inputs"].items()} | inputs
    text = yaml.safe_dump(COMPONENT)
    filled = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: json.dumps(given[found[1]]), text)
    job: dict[str, Any] = yaml.safe_load(filled)["planroom"]
    return job


def run(checkout: Checkout, job: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Run a job's lines but those that install, with its variables."""
    script = "\n".join(line for line in job["script"] if "/tmp/planroom" not in line)
    return replace(checkout, environment=checkout.environment | job["variables"]).attempt(script)


def test_the_component_writes_the_report_that_gitlab_compares(branch: Checkout) -> None:
    job = component()
    result = run(branch, job)
    assert result.returncode == 1, result.stderr
    assert "adr/0002-old.md:4" in result.stdout
    report = json.loads((branch.folder / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    wrong = {item["location"]["path"] for item in report if item["check_name"].startswith("ADR010")}
    assert wrong == {"adr/0002-old.md", "adr/0003-new.md"}


def test_the_component_reports_what_the_branch_causes(branch: Checkout) -> None:
    job = component(since="origin/main", against="origin/main", fail_on="error")
    result = run(branch, job)
    assert result.returncode == 1, result.stderr
    assert "adr/0003-new.md:4" in result.stdout
    assert "adr/0002-old.md" not in result.stdout


def test_the_hook_reports_what_a_commit_causes(branch: Checkout) -> None:
    result = branch.attempt(HOOKS["planroom-changes"]["entry"])
    assert result.returncode == 1, result.stderr
    assert "adr/0003-new.md:4" in result.stdout
    assert "adr/0002-old.md" not in result.stdout
    write(branch, "adr/0003-new.md", GOOD.replace("PostgreSQL", "MariaDB"))
    assert branch.attempt(HOOKS["planroom-changes"]["entry"]).returncode == 0


def test_the_hook_passes_the_first_commit_of_a_repository(checkout: Checkout) -> None:
    """There is no commit to compare with: everything is new."""
    write(checkout, "adr/0001-good.md", GOOD)
    assert checkout.run(HOOKS["planroom-changes"]["entry"])
    write(checkout, "adr/0002-new.md", NEW)
    assert checkout.attempt(HOOKS["planroom-changes"]["entry"]).returncode == 1


def test_a_hook_of_git_itself_stops_the_commit(branch: Checkout) -> None:
    """The page's own lines, run as they stand."""
    page = (ROOT / PAGES["hooks"]).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    branch.run(block)
    result = branch.attempt("git commit -m 'Add a fault'")
    assert result.returncode == 1
    assert "adr/0003-new.md:4" in result.stdout + result.stderr


@pytest.mark.parametrize(("hook", "starts"), [(hook, True) for hook in HOOKS] + [(h, False) for h in HOOKS])
def test_a_hook_starts_on_the_files_that_are_read(hook: str, starts: bool) -> None:
    names = ["adr/0001-a.md", "a/b.adoc", "x.rst", "specs/shop/design.json", "api.yaml", "api.yml"]
    names = names if starts else ["src/main.py", "README", "a.jsonl", "x.yaml.orig"]
    assert [bool(re.search(HOOKS[hook]["files"], name)) for name in names] == [starts] * len(names)


def test_the_pages_tell_every_input_and_hook() -> None:
    assert rows_of(PAGES["github"]) == set(ACTION["inputs"])
    assert rows_of(PAGES["gitlab"]) == set(HEAD["spec"]["inputs"])
    assert rows_of(PAGES["hooks"]) == set(HOOKS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(shell: str, checkout: Checkout) -> None:
    script = checkout.run(f"planroom completion {shell}")
    assert "_PLANROOM_COMPLETE" in script
    if shell == "bash":
        checkout.run(f"bash -n <<'END'\n{script}\nEND")


def completed(checkout: Checkout, *words: str) -> list[str]:
    """What bash offers for the last of the words."""
    environment = checkout.environment | {
        "_PLANROOM_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("planroom", *words)),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        ["planroom"], cwd=checkout.folder, env=environment, capture_output=True, text=True, check=False
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_verbs_options_checks_and_decisions_are_completed(branch: Checkout) -> None:
    assert completed(branch, "expl") == ["explain"]
    assert completed(branch, "explain", "adr00")[:2] == ["ADR001", "ADR002"]
    assert "ADR001,LNK001" in completed(branch, "check", "--select", "ADR001,LNK")
    assert completed(branch, "set", "status", "0002") == ["adr/0002-old.md"]
    assert completed(branch, "supersede", "adr/0003") == ["adr/0003-new.md"]
    assert "sarif" in completed(branch, "check", "--format", "s")


def test_every_decision_that_a_verb_takes_is_completed() -> None:
    import click

    def arguments(group: click.Group) -> dict[str, click.Parameter]:
        found: dict[str, click.Parameter] = {}
        for name in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), name)
            assert command is not None
            named = {held.name: held for held in command.params}
            if isinstance(command, click.Group):
                found |= {f"{name} {below}": held for below, held in arguments(command).items()}
            if "decision" in named:
                found[name] = named["decision"]
        return found

    taken = arguments(program)
    assert {"set status", "supersede", "renumber"} <= set(taken)
    for name, parameter in taken.items():
        assert parameter._custom_shell_complete is not None, name


@pytest.mark.parametrize("what", ["design", "settings"])
def test_a_schema_is_printed_as_it_is_shipped(what: str, checkout: Checkout) -> None:
    from importlib.resources import files

    shipped = files("planroom").joinpath("schemas", f"{what}.schema.json").read_bytes()
    assert checkout.run(f"planroom schema {what}").encode("utf-8") == shipped


def test_no_colour_reaches_a_report_for_programs(branch: Checkout) -> None:
    for name in ("github", "gitlab", "sarif", "junit", "markdown", "json"):
        assert "\x1b" not in branch.attempt(f"planroom check --format {name}").stdout
