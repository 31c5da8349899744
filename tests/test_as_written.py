"""A small system as it was first written: each of its faults that a file shows is found at its line."""

from functools import cache
from pathlib import Path

import pytest

from planroom.checks import Outcome, run
from planroom.diagnostics import Severity
from planroom.gates import Assessed, Verdict, assess
from planroom.load import load
from planroom.model import build

PROJECT = Path(__file__).parent / "projects" / "order-management-as-written"
DESIGN, CONTRACT = "specs/order-management/design.yaml", "specs/order-management/openapi.yaml"

FAULTS = {
    "two references of the contract lead nowhere": [
        ("error", "API003", CONTRACT, 49),
        ("error", "API003", CONTRACT, 51),
    ],
    "three of the four endpoints of the orders are not in the contract": [
        ("error", "SYS010", DESIGN, line) for line in (13, 14, 15)
    ],
    "none of the three endpoints of the payments is in a contract": [
        ("error", "SYS010", DESIGN, line) for line in (26, 27, 28)
    ],
    "three events are consumed that nobody publishes": [
        ("warning", "DSN030", DESIGN, line) for line in (49, 50, 51)
    ],
    "three events are published that nobody consumes": [
        ("info", "DSN031", DESIGN, line) for line in (39, 40, 41)
    ],
    "the inventory is asked, and has no endpoint and no caller": [("info", "DSN084", DESIGN, 30)],
    "a query is stated as part of a path": [("info", "DSN004", DESIGN, 14)],
    "no owner is named": [("info", "DSN015", DESIGN, 3)],
    "targets, load and recovery, paging, and the technology of the stores are not stated": [
        ("info", "DSN040", DESIGN, 2)
    ],
    "failures have no body": [("info", "SYS049", CONTRACT, 25)],
    "401, 403 and 500 are not stated": [("info", "API103", CONTRACT, 18)],
    "an order takes no idempotency key": [("info", "API106", CONTRACT, 9)],
    "the list of items has no upper limit": [("info", "API107", CONTRACT, 46)],
    "money is a floating number": [("info", "API102", CONTRACT, 68)],
    "the decision has no date": [("info", "ADR004", "adr/0001-tell-other-services-by-events.md", 1)],
}
"""What is wrong with it on purpose, as its README says, and where that is found."""


@cache
def outcome() -> Outcome:
    room = load(PROJECT)
    return run(room, build(room), raise_faults=True)


def found() -> set[tuple[str, str, str, int]]:
    return {(str(d.severity), d.code, d.location.path, d.location.line) for d in outcome().diagnostics}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_at_its_line(fault: str) -> None:
    assert set(FAULTS[fault]) - found() == set()


def test_nothing_that_is_right_is_called_wrong_or_risky() -> None:
    stated = {place for places in FAULTS.values() for place in places}
    loud = {place for place in found() if place[0] != Severity.INFO}
    assert loud - stated == set()


def test_what_is_not_quantified_is_said_once_by_name() -> None:
    (message,) = (d.message for d in outcome().diagnostics if d.code == "DSN040")
    assert "the paging of `GET /api/v1/orders`" in message
    assert "the technology of `orders table`" in message


# How it scores


@cache
def assessed() -> Assessed:
    (system,) = outcome().model.systems
    return assess(outcome(), system)


def test_it_scores_nothing_by_what_was_found_and_by_what_it_does_not_state() -> None:
    scored = assessed().scored
    score = assessed().overall
    assert (score.passed, score.failed, score.unanswered) == (0, 46, 6)
    assert not any(one.answer for one in scored)
    for one in scored:
        if one.verdict is Verdict.FAIL:
            assert one.findings or one.gaps or one.item.needs or one.item.measure, one.item.id
        elif one.verdict is Verdict.UNANSWERED:
            assert one.item.ask, one.item.id


def test_every_fault_that_a_question_asks_about_fails_it() -> None:
    codes = {code for found in FAULTS.values() for _, code, _, _ in found}
    asked = [one for one in assessed().scored if one.verdict.counts and codes & set(one.item.checks)]
    assert asked
    for one in asked:
        assert one.verdict is Verdict.FAIL, one.item.id
        assert {found.code for found in one.findings} >= codes & set(one.item.checks), one.item.id
