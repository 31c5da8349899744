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
