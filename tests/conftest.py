"""What all tests share."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from checkouts import Checkout, empty_checkout
from spread import ByCost

# The same cases in every run: what fails on one machine fails on all, and nothing fails by chance.
settings.register_profile("planroom", derandomize=True, deadline=None)
settings.load_profile("planroom")


FOLDERS = count()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByCost | None:
    """Spread the tests as `make` asks for; whoever asks for another way has that."""
    if config.getoption("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False  # what takes longest is collected first
    return ByCost(config, log)


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder, without the link to the newest that pytest makes for every test."""
    folder = tmp_path_factory.getbasetemp() / f"folder-{next(FOLDERS)}"
    folder.mkdir()
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """An empty clone of an empty bare remote."""
    return empty_checkout(tmp_path)
