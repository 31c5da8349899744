"""What takes long to make is made by one of the processes that run tests, and seen by all."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE_S = 600.0


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, which the first process that asks for it fills with `make`.

    Nobody may write into it afterwards.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    made = folder.with_name(f"{name}.made")
    try:
        folder.mkdir()
    except FileExistsError:
        wait_for(made)
        return folder
    try:
        make(folder)
        said = ""
    except BaseException as problem:
        said = repr(problem)
        raise
    finally:
        part = folder.with_name(f"{name}.part")
        part.write_text(said, "utf-8")
        part.replace(made)
    return folder


def wait_for(made: Path) -> None:
    """Wait until the process that makes a folder has done so, and fail if it could not."""
    end = time.monotonic() + PATIENCE_S
    while not made.exists():
        assert time.monotonic() < end, f"nobody has written {made}"
        time.sleep(0.05)
    said = made.read_text("utf-8")
    assert said == "", f"the process that made {made.stem} failed: {said}"
