"""What all tests share."""

from __future__ import annotations

import gc
import os
from itertools import count
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
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


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read the tests that drive a browser where none is asked for: that takes a second."""
    unwanted = "not browser" in config.getoption("markexpr")
    return True if unwanted and collection_path.name == "browser" and collection_path.is_dir() else None


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what stays: with thousands of tests that takes long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Tell the process that shows how it goes one thing of a test that passes, where pytest tells five.

    There are thousands of tests, and each message takes longer than most of them.
    """
    asked = item.config.option
    if "PYTEST_XDIST_WORKER" not in os.environ or asked.durations is not None or asked.xmlpath:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


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
