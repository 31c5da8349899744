"""GTE011 says that an answer is outdated where git knows that what it judged has changed, and only there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import Outcome, run
from planroom.gates.judge import Verdict, evidence_of, judge
from planroom.kinds.checklist import Checklist
from planroom.load import load
from planroom.model import build
from test_history import Repository

DESIGN, ANSWERS = "specs/shop/design.json", "specs/shop/assessment.yaml"
TODAY = date(2026, 11, 21)
LIST = """\
items:
  - id: recovery
    question: Is it known how long it takes to be back?
    stated: [/resilience_patterns/disaster_recovery/failover_mechanisms]
    ask: true
  - id: alerts
    question: Does somebody come?
    stated: [/resilience_patterns/monitoring_and_alerting/alert_conditions/*/escalation]
    ask: true
  - id: either
    question: Is one of the two there?
    stated: [/system/owner | /system/note]
    ask: true
  - id: fast
    question: Is it fast enough?
    measure: {target: p95_ms, op: "<", value: 300, unit: ms}
    ask: true
  - id: liked
    question: Do people like it?
    ask: true
"""


def design(*, owner: str = "Ada", note: str = "", p95: Any = None, **parts: Any) -> str:
    alert = {"metric": "lag", "threshold": parts.pop("threshold", "above 5")}
    patterns = {
        "disaster_recovery": {"failover_mechanisms": parts.pop("failover", "By hand.")},
        "monitoring_and_alerting": {"alert_conditions": [alert | {"escalation": parts.pop("next", "Bob")}]},
    }
    system = {"name": "shop", "owner": owner} | ({"note": note} if note else {})
    figures = {"quality_targets": {"p95_ms": p95 or {"target": 200, "measured": 150}}}
    return json.dumps({"system": system, "resilience_patterns": patterns, **figures, **parts}, indent=1)


def answers(day: str, *items: str, verdict: str = "pass") -> str:
    said = f"{{verdict: {verdict}, evidence: I looked, reason: so, by: Ada, date: {day}}}"
    return "answers:\n" + "".join(f"  {item}: {said}\n" for item in items)


ALL = ("recovery", "alerts", "either", "fast", "liked")


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """A design of March, changed in June in no place that anybody is asked about."""
    made = Repository(tmp_path / "shop")
    made.commit("2026-03-01", {DESIGN: design(), "checklists/ours.yaml": LIST})
    made.commit("2026-06-01", {DESIGN: design(requirements={"domain": "A shop."})})
    return made


def found(folder: Path, today: date = TODAY) -> list[str]:
    return [each.message for each in outcome(folder, today).diagnostics if each.code == "GTE011"]


def outcome(folder: Path, today: date = TODAY) -> Outcome:
    room = load(folder, today=today)
    return run(room, build(room), raise_faults=True)


def said(item: str, place: str, day: str = "2026-07-01") -> str:
    return f"`{place}` has changed since `{item}` was answered on {day}"


def test_a_change_elsewhere_outdates_nothing(shop: Repository) -> None:
    shop.commit("2026-07-01", {ANSWERS: answers("2026-07-01", *ALL)})
    shop.commit("2026-08-01", {DESIGN: design(requirements={"domain": "Another."}, threshold="above 9")})
    assert found(shop.folder) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"failover": ["By itself."]},
            [said("recovery", "/resilience_patterns/disaster_recovery/failover_mechanisms")],
        ),
        (
            {"next": "Eve"},
            [said("alerts", "/resilience_patterns/monitoring_and_alerting/alert_conditions/*/escalation")],
        ),
        ({"owner": "Bob"}, [said("either", "/system/owner")]),
        ({"note": "Now there is a note too."}, []),
        ({"p95": {"target": 250, "measured": 150}}, [said("fast", "/quality_targets/p95_ms/target")]),
        ({"p95": {"target": 200, "measured": 190}}, []),
    ],
)
def test_what_an_answer_judged_has_changed(
    shop: Repository, change: dict[str, Any], expected: list[str]
) -> None:
    shop.commit("2026-07-01", {ANSWERS: answers("2026-07-01", *ALL)})
    shop.commit("2026-08-01", {DESIGN: design(**change)})
    assert found(shop.folder) == expected


def test_a_change_that_is_not_committed_counts_and_one_that_was_taken_back_does_not(
    shop: Repository,
) -> None:
    shop.commit("2026-07-01", {ANSWERS: answers("2026-07-01", "either")})
    shop.commit("2026-08-01", {DESIGN: design(owner="Bob")})
    (shop.folder / DESIGN).write_text(design(), "utf-8")
    assert found(shop.folder) == []
    (shop.folder / DESIGN).write_text(design(owner="Eve"), "utf-8")
    assert found(shop.folder) == [said("either", "/system/owner")]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2026-08-01", "pass"), ("2026-11-21", "pass"), ("2026-02-01", "pass"), ("2026-07-01", "waived")],
)
def test_what_git_does_not_know_or_what_needs_no_new_answer_is_not_found(
    shop: Repository, day: str, verdict: str
) -> None:
    """The change is of the same day; the answer of today, or older than the design, or a waiver."""
    shop.commit("2026-08-01", {DESIGN: design(owner="Bob"), ANSWERS: answers(day, "either", verdict=verdict)})
    assert found(shop.folder) == []


def test_without_history_nothing_is_said(shop: Repository, tmp_path: Path) -> None:
    shop.commit("2026-07-01", {ANSWERS: answers("2026-07-01", *ALL)})
    shop.commit("2026-08-01", {DESIGN: design(owner="Bob")})
    cut = tmp_path / "cut"
    shop.git("clone", "-q", "--depth", "1", f"file://{shop.folder}", str(cut))
    assert found(cut) == []
    bare = tmp_path / "bare"
    shop.git("worktree", "add", "--quiet", "--detach", str(bare))
    assert found(bare) == [said("either", "/system/owner")]
    (bare / ".git").unlink()
    assert found(bare) == []


def test_with_a_change_to_look_at_only_what_it_outdates_is_found(shop: Repository, tmp_path: Path) -> None:
    shop.commit("2026-07-01", {ANSWERS: answers("2026-07-01", "either")})
    before, after = tmp_path / "before", tmp_path / "after"
    shop.git("worktree", "add", "--quiet", "--detach", str(before))
    shop.commit("2026-08-01", {DESIGN: design(owner="Bob")})
    shop.git("worktree", "add", "--quiet", "--detach", str(after))
    room = load(shop.folder, today=TODAY)
    for base, number in ((before, 1), (after, 0)):
        seen = run(room, build(room), base=load(base, today=TODAY), raise_faults=True)
        assert sum(each.code == "GTE011" for each in seen.diagnostics) == number


def test_an_outdated_answer_does_not_count(shop: Repository) -> None:
    shop.commit("2026-07-01", {ANSWERS: answers("2026-07-01", "either", "liked")})

    def verdicts() -> dict[str, tuple[Verdict, tuple[str, ...]]]:
        seen = outcome(shop.folder)
        known = evidence_of(seen, seen.model.systems[0])
        (checklist,) = seen.room.of(Checklist)
        made = {item.id: judge(item, known) for item in checklist.items}
        return {item: (made[item].verdict, made[item].because) for item in ("either", "liked")}

    assert [verdict for verdict, _ in verdicts().values()] == [Verdict.PASS, Verdict.PASS]
    shop.commit("2026-08-01", {DESIGN: design(owner="Bob")})
    assert verdicts() == {
        "either": (Verdict.UNANSWERED, ("what it judged has changed since 2026-07-01",)),
        "liked": (Verdict.PASS, ("Ada: I looked",)),
    }
