"""Commands that answer at once load little: what they would wait for is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.site

RUN = """
import sys
from planroom.cli import main
sys.argv = ["planroom", *sys.argv[1:]]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("loaded", *sorted(sys.modules))
"""
HEAVY = (
    "yaml",
    "jsonschema",
    "rich",
    "jinja2",
    "difflib",
    "planroom.source",
    "planroom.room",
    "planroom.load",
)


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["new", "--help"],
        ["explain", "ADR007"],
        ["explain", "superseded-without-successor"],
        ["new", "decision", "Use REST"],
        ["new", "design", "shop"],
    ],
    ids=" ".join,
)
def test_what_answers_at_once_loads_little(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr/0001-use-soap.md").write_text("# Use SOAP\n", "utf-8")
    done = subprocess.run([sys.executable, "-c", RUN, *words], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.splitlines()[-1].split(" ")
    assert loaded[0] == "loaded"
    assert sorted(set(HEAVY) & set(loaded)) == []
    assert sum(name.startswith("planroom.") for name in loaded) < 25


def test_what_governs_a_file_is_read_once(tmp_path: Path) -> None:
    """The whole repository has to be read for it, but not again while it is the same."""
    (tmp_path / "adr").mkdir()
    text = "---\nstatus: accepted\ndate: 2026-02-03\napplies-to: [src/**]\n---\n# Use REST\n"
    (tmp_path / "adr/0001-use-rest.md").write_text(text, "utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/main.py").write_text("", "utf-8")
    command = [sys.executable, "-c", RUN, "explain", "src/main.py"]
    first, second = (
        subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert "planroom.load" in first.splitlines()[-1].split(" ")
    assert sorted(set(HEAVY) & set(second.splitlines()[-1].split(" "))) == []
    assert second.splitlines()[:-1] == first.splitlines()[:-1]
    (tmp_path / "adr/0001-use-rest.md").write_text(text.replace("src/**", "lib/**"), "utf-8")
    third = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert third.splitlines()[:-1] != first.splitlines()[:-1]
