"""The same files give the same bytes, whatever order Python keeps its sets in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]


def rendered(folder: Path, seed: str) -> dict[str, bytes]:
    """Every page of this repository by its path, rendered under a seed of Python's hashes."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1795219200"}
    command = [sys.executable, "-m", "planroom", "render", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.md")}


def test_pages_do_not_depend_on_the_order_of_sets(tmp_path: Path) -> None:
    """Two runs under different seeds render the same pages."""
    first, second = rendered(tmp_path / "a", "1"), rendered(tmp_path / "b", "2")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
