"""The page on publishing works as it says: its files are whole workflows, and what they run gives a site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkouts import Checkout

pytestmark = pytest.mark.site
PAGE = Path(__file__).parents[1] / "docs/how-to/publish-the-site.md"


def workflows() -> dict[str, dict[str, Any]]:
    """The files of the page by their path, which their first line says."""
    blocks = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return {path: yaml.safe_load(text) for path, text in blocks}


def commands() -> dict[str, list[str]]:
    """What each job runs, without the lines that install."""
    found = {}
    for path, workflow in workflows().items():
        for name, job in workflow.get("jobs", workflow).items():
            lines = [step["run"] for step in job["steps"] if "run" in step] if "steps" in job else None
            lines = lines or (job.get("script") if isinstance(job, dict) else None)
            if lines:
                found[f"{path}:{name}"] = [line for line in lines if not line.startswith("pip install")]
    return found


def test_each_job_builds_what_it_keeps(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("planroom init && git add . && git commit -qm Begin && git push -q -u origin main")
    for number, (name, lines) in enumerate(commands().items()):
        server = checkout.clone(tmp_path / f"server-{number}")
        server.run("\n".join(lines))
        kept = "public" if "mv site public" in lines else "site"
        assert (server.folder / kept / "index.html").is_file(), name
        assert (server.folder / "preview.html").is_file() == ("export" in " ".join(lines)), name


def test_the_workflows_say_what_servers_need() -> None:
    found = workflows()
    assert set(found) == {".github/workflows/publish.yml", ".github/workflows/preview.yml", ".gitlab-ci.yml"}
    for path, workflow in found.items():
        if path == ".gitlab-ci.yml":
            assert workflow["variables"]["GIT_DEPTH"] == "0"
            assert workflow["pages"]["artifacts"]["paths"] == ["public"]
            continue
        assert workflow["permissions"] == {"contents": "read"}
        for job in workflow["jobs"].values():
            assert {"runs-on", "steps", "timeout-minutes"} <= set(job)
            for step in job["steps"]:
                assert ("uses" in step) != ("run" in step)
                assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/none@v1"))
                if "checkout" in step.get("uses", ""):
                    assert step["with"]["fetch-depth"] == 0
    deploy = found[".github/workflows/publish.yml"]["jobs"]["deploy"]
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}


def test_all_pages_name_one_version_of_an_action() -> None:
    """Who copies from two pages gets what works together."""
    found: dict[str, set[str]] = {}
    for page in (*PAGE.parents[1].rglob("*.md"), *PAGE.parents[2].glob(".github/workflows/*.yml")):
        for action, version in re.findall(r"uses: (actions/[\w-]+)@(\S+)", page.read_text("utf-8")):
            found.setdefault(action, set()).add(version)
    assert {action: versions for action, versions in found.items() if len(versions) > 1} == {}
    assert len(found) > 5


def test_a_site_that_cannot_be_written_is_told_as_that(checkout: Checkout) -> None:
    """A file lies where the folder has to be; the way out is named, and nothing is called a fault of ours."""
    checkout.run("planroom init && touch taken")
    for where in ("taken", "taken/below"):
        built = checkout.attempt(f"planroom build -q --site-dir {where}")
        assert built.returncode == 2
        assert "cannot be written: " in built.stderr
        assert "name another folder with `--site-dir`" in built.stderr
    rendered = checkout.attempt("planroom render taken/below")
    assert rendered.returncode == 2
    assert "internal fault" not in rendered.stderr
