"""Questions put to systems: verdicts, scores, what people answered, and the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import planroom
from own_room import own_room
from planroom.checks import REGISTRY, run
from planroom.gates import (
    Assessed,
    Judged,
    Verdict,
    assess,
    delivered,
    principles,
    profiles,
    shipped_checklists,
)
from planroom.gates.scores import Score
from planroom.gates.stated import unstated
from planroom.kinds.assessment import Assessment
from planroom.kinds.assessment import parse as parse_assessment
from planroom.kinds.checklist import Checklist, parse
from planroom.kinds.design import Design
from planroom.kinds.words import LANGUAGES
from planroom.load import load
from planroom.model import build
from planroom.source import Source
from test_cli import planroom_in, write

TODAY = date(2026, 11, 21)
PACKAGE = Path(planroom.__file__).parent
ROOT = Path(__file__).resolve().parent.parent
DESIGN = """\
system: {name: shop, status: accepted, scale_class: small}
service_design:
  services:
    - {service_name: orders, domain_responsibility: Orders.}
quality_targets:
  p95_ms: {target: 250, measured: 171}
  p99_ms: {target: 500}
testing_strategy:
  unit_testing: Rules case by case.
"""
CHECKLIST = """\
items:
  - {id: own, question: Is it so?, principles: [clarity], QUESTION}
"""


def assessed(tmp_path: Path, files: dict[str, str]) -> Assessed:
    room = load(
        write(tmp_path, {"planroom.yaml": "", "specs/shop/design.yaml": DESIGN, **files}), today=TODAY
    )
    model = build(room)
    return assess(run(room, model), model.systems[0])


def own(tmp_path: Path, question: str, **files: str) -> Judged:
    """The verdict on one question of the project's own."""
    found = assessed(tmp_path, {"checklists/own.yaml": CHECKLIST.replace("QUESTION", question), **files})
    return next(one for _, judged in found.lists for one in judged if one.item.id == "own")


@pytest.mark.parametrize(
    ("question", "verdict", "because"),
    [
        ("stated: [/testing_strategy/unit_testing]", "pass", "the design states it"),
        (
            "stated: [/testing_strategy/chaos_engineering]",
            "fail",
            "the design does not state `/testing_strategy/chaos_engineering`",
        ),
        (
            'stated: ["/testing_strategy/chaos_engineering | /testing_strategy/unit_testing"]',
            "pass",
            "the design states it",
        ),
        ("stated: [/service_design/services/*/domain_responsibility]", "pass", "the design states it"),
        ("checks: [DSN049]", "pass", "DSN049 finds nothing"),
        ("checks: [DSN070, DSN049]", "fail", "DSN070 finds 1 thing"),
        ("needs: [services]", "pass", "it has what is needed: services"),
        ("needs: [decisions]", "fail", "no decision belongs to it"),
        (
            'measure: {target: p95_ms, op: "<", value: 200, unit: ms}',
            "pass",
            "171\u00a0ms is measured, less than 200\u00a0ms is wanted",
        ),
        (
            'measure: {target: p99_ms, op: "<", value: 500, unit: ms}',
            "fail",
            "500\u00a0ms is promised, less than 500\u00a0ms is wanted",
        ),
        (
            'measure: {target: mttr_minutes, op: "<", value: 10, unit: min}',
            "fail",
            "the design states no `mttr_minutes`, less than 10\u00a0min is wanted",
        ),
        ("ask: true", "unanswered", "nobody has answered it"),
        ("ask: true, when: {calls: 1}", "not-applicable", "it has no call"),
        (
            "ask: true, when: {scale_class: [large], public: true}",
            "not-applicable",
            "its scale class is `small`, and not `large` and nothing of it is reached from outside",
        ),
        ("ask: true, when: {scale_class: [small]}", "unanswered", "nobody has answered it"),
    ],
)
def test_a_question_is_judged(tmp_path: Path, question: str, verdict: str, because: str) -> None:
    judged = own(tmp_path, question)
    assert (judged.verdict.value, judged.because) == (verdict, (because,))


ANSWER = "answers:\n  own: {ANSWER}\n"


@pytest.mark.parametrize(
    ("question", "answer", "verdict"),
    [
        ("ask: true", "verdict: pass, evidence: report, by: Ada, date: 2026-11-01", "pass"),
        ("ask: true", "verdict: pass, by: Ada, date: 2026-11-01", "unanswered"),
        ("ask: true", "verdict: pass, evidence: report, by: Ada, date: 2026-05-01", "unanswered"),
        ("ask: true", "verdict: fail, by: Ada, date: 2026-11-01", "fail"),
        ("ask: true", "verdict: perhaps, by: Ada, date: 2026-11-01", "unanswered"),
        ("ask: true", "verdict: waived, reason: later, owner: Ada, expires: 2026-11-21", "waived"),
        ("ask: true", "verdict: waived, reason: later, owner: Ada, expires: 2026-11-20", "unanswered"),
        (
            "ask: true",
            "verdict: not-applicable, reason: no front, by: Ada, date: 2026-11-01",
            "not-applicable",
        ),
        # No answer overrules a check that finds something, but a person may put it off.
        ("checks: [DSN070], ask: true", "verdict: pass, evidence: r, by: Ada, date: 2026-11-01", "fail"),
        ("checks: [DSN070]", "verdict: waived, reason: later, owner: Ada, expires: 2027-01-01", "waived"),
        # A person may say that it is not so, whatever the checks say.
        ("checks: [DSN049]", "verdict: fail, by: Ada, date: 2026-11-01", "fail"),
        ("checks: [DSN049]", "verdict: pass, evidence: r, by: Ada, date: 2026-11-01", "pass"),
    ],
)
def test_an_answer_counts(tmp_path: Path, question: str, answer: str, verdict: str) -> None:
    answers = {"specs/shop/assessment.yaml": ANSWER.replace("ANSWER", answer)}
    assert own(tmp_path, question, **answers).verdict.value == verdict


def test_a_check_that_is_switched_off_judges_nothing(tmp_path: Path) -> None:
    judged = own(tmp_path, "checks: [DSN070]", **{"planroom.yaml": "checks: {DSN070: off}\n"})
    assert (judged.verdict, judged.because) == (
        Verdict.UNANSWERED,
        ("what would judge it is switched off",),
    )


def test_a_suppressed_finding_does_not_fail_and_a_baselined_one_does(tmp_path: Path) -> None:
    suppressed = DESIGN.replace("  p95_ms", "  # planroom: ignore DSN070 measured by hand\n  p95_ms")
    judged = own(tmp_path, "checks: [DSN070]", **{"specs/shop/design.yaml": suppressed})
    assert judged.verdict is Verdict.PASS


def test_what_is_answered_beside_a_design_counts_wherever_that_lies(tmp_path: Path) -> None:
    """Elsewhere than below `specs/` a file of that name may be of any program."""
    answers = "answers: {own: {verdict: pass, evidence: a report, by: Ada, date: 2026-11-01}}\n"
    files = {
        "checklists/own.yaml": CHECKLIST.replace("QUESTION", "ask: true"),
        "design/shop/design.yaml": DESIGN,
        "design/shop/assessment.yaml": answers,
        "other/assessment.yaml": "answers: {a: 4, b: {points: 3}}\n",
        "other/two/assessment.yml": "- 1\n",
        "other/lost/assessment.yaml": answers,
    }
    room = load(write(tmp_path, files), today=TODAY)
    outcome = run(room, build(room))
    (system,) = outcome.model.systems
    own = next(one for _, judged in assess(outcome, system).lists for one in judged if one.item.id == "own")
    assert own.verdict is Verdict.PASS
    assert [each.path for each in room.of(Assessment)] == [
        "design/shop/assessment.yaml",
        "other/lost/assessment.yaml",
    ]
    assert [each.location.path for each in outcome.diagnostics if each.code.startswith("GTE")] == [
        "other/lost/assessment.yaml"
    ]


def test_a_fault_of_an_answer_or_checklist_is_found_once(tmp_path: Path) -> None:
    answers = """\
answers:
  chaos-tested: {verdict: pass, evidence: a report, by: [Ada], date: yesterday}
  no-log-spam: {verdict: pass, evidence: "", date: 2026-11-01}
"""
    answered = "specs/shop/assessment.yaml"
    files = {
        "planroom.yaml": "",
        "specs/shop/design.yaml": DESIGN,
        answered: answers,
        "checklists/own.yaml": "title: Ours\nitems: {a: Is it so?}\n",
        "checklists/else.yaml": "tasks: [buy milk]\n",
    }
    room = load(write(tmp_path, files), today=TODAY)
    outcome = run(room, build(room))
    found = [each for each in outcome.diagnostics if each.code.startswith("GTE")]
    assert [(each.location.path, each.location.line, each.code, each.message) for each in found] == [
        ("checklists/own.yaml", 2, "GTE001", "`items` is a structure"),
        (answered, 2, "GTE004", "`by` is a list"),
        (answered, 2, "GTE004", "`date` is the text `yesterday`"),
        (answered, 3, "GTE006", "the answer to `no-log-spam` states no `evidence` or `by`"),
    ]


def test_the_settings_leave_lists_and_questions_out(tmp_path: Path) -> None:
    off = {"planroom.yaml": "checklists_off: [resilience-by-design, chaos-tested, red-metrics]\n"}
    found = assessed(tmp_path, off)
    assert "resilience-by-design" not in {checklist.id for checklist, _ in found.lists}
    assert "red-metrics" not in {one.item.id for _, judged in found.lists for one in judged}
    assert "structured-logs" in {one.item.id for _, judged in found.lists for one in judged}


def test_a_project_replaces_a_list_by_its_id(tmp_path: Path) -> None:
    text = "id: operational-clarity\nitems:\n  - {id: own, question: Is it so?}\n"
    found = assessed(tmp_path, {"checklists/mine.yaml": text})
    asked = {
        checklist.id: [one.item.id for one in judged]
        for checklist, judged in found.lists
        if checklist.id == "operational-clarity"
    }
    assert asked == {"operational-clarity": ["own"]}


@pytest.mark.parametrize(
    ("passed", "failed", "unanswered", "target", "percent", "short_by"),
    [
        (56, 2, 1, 98, 94.9, 2),
        (59, 0, 0, 98, 100.0, 0),
        (0, 0, 0, 98, None, 0),
        (1, 1, 0, None, 50.0, 0),
        (19, 1, 0, 95, 95.0, 0),
    ],
)
def test_a_score_is_passed_over_applicable(
    passed: int, failed: int, unanswered: int, target: float | None, percent: float | None, short_by: int
) -> None:
    score = Score(passed, failed, unanswered, 7, target)
    assert (score.percent and round(score.percent, 1), score.short_by) == (percent, short_by)
    assert score.is_met is (short_by == 0)


def test_the_overall_score_is_no_mean(tmp_path: Path) -> None:
    found = assessed(tmp_path, {})
    total = found.overall
    assert total.passed == sum(one.verdict is Verdict.PASS for one in found.scored)
    assert total.applicable == sum(one.verdict.counts for one in found.scored)
    assert total.target == 98
    assert {principle.id: score.target for principle, score in found.by_principle}["security"] == 100


def test_a_text_stands_for_what_a_pattern_asks_inside_it() -> None:
    source = Source("specs/shop/design.yaml", "", "yaml")
    design = Design(source, {"a": {"list": "prose", "empty": [], "rows": [{"x": 1}, {}]}})
    patterns = ("/a/list/*/x", "/a/empty/*/x", "/a/rows/*/x", "/a/b/c", "/a/rows/*/x | /a/list")
    assert dict(unstated(patterns, design)) == {
        "/a/empty/*/x": ("a", "empty"),
        "/a/rows/*/x": ("a", "rows", 1),
        "/a/b/c": ("a",),
    }


# What comes with planroom


@pytest.mark.parametrize("checklist", shipped_checklists(), ids=lambda checklist: checklist.id)
def test_a_shipped_checklist_is_whole(checklist: Checklist) -> None:
    known = {principle.id for principle in principles()}
    assert checklist.problems == ()
    for texts in (checklist.title, checklist.text):
        assert set(texts.texts) == set(LANGUAGES)
    for item in checklist.items:
        assert set(item.question.texts) == set(LANGUAGES), item.id
        assert item.why.of("it") != item.why.of("en"), item.id
        assert item.principles, item.id
        assert set(item.principles) <= known, item.id
        assert set(item.checks) <= set(REGISTRY), item.id
        assert item.checks or item.stated or item.needs or item.measure or item.ask, item.id
        assert not item.ask or set(item.evidence.texts) == set(LANGUAGES), item.id


SCHEMA = json.loads((PACKAGE / "schemas/design.schema.json").read_text("utf-8"))


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema, what it refers to, and the ways it knows."""
    yield schema
    if "$ref" in schema:
        found = SCHEMA
        for key in schema["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        yield from parts(found)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, ()):
            yield from parts(part)
    for key in ("then", "else"):
        if isinstance(schema.get(key), dict):
            yield from parts(schema[key])


def in_format(keys: tuple[str, ...]) -> bool:
    """Whether the schema of designs knows a place."""
    found = [SCHEMA]
    for key in keys:
        known = [part for schema in found for part in parts(schema)]
        if key == "*":
            found = [part["items"] for part in known if isinstance(part.get("items"), dict)]
        else:
            found = [part["properties"][key] for part in known if key in part.get("properties", {})]
    return bool(found)


def test_what_a_shipped_question_asks_for_is_a_place_of_the_format() -> None:
    asked = [
        (item.id, one.strip())
        for checklist in shipped_checklists()
        for item in checklist.items
        for pattern in item.stated
        for one in pattern.split("|")
    ]
    assert len(asked) > 100
    assert [(name, place) for name, place in asked if not in_format(tuple(place.strip("/").split("/")))] == []


def test_what_a_shipped_question_measures_is_a_target_of_the_format() -> None:
    measures = [item.measure for each in shipped_checklists() for item in each.items if item.measure]
    assert measures
    assert [one.target for one in measures if not in_format(("quality_targets", one.target))] == []


def test_no_two_shipped_questions_share_an_id() -> None:
    ids = [item.id for checklist in shipped_checklists() for item in checklist.items]
    assert len(ids) == len(set(ids))


# The schemas by which editors complete


def schema(name: str) -> Draft202012Validator:
    found = json.loads((PACKAGE / f"schemas/{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("checklist", shipped_checklists(), ids=lambda checklist: checklist.id)
def test_the_schema_takes_every_shipped_checklist(checklist: Checklist) -> None:
    assert [error.message for error in schema("checklist").iter_errors(checklist.source.value)] == []


@pytest.mark.parametrize(
    "item",
    [
        {"question": "Is it so?"},
        {"id": "Not So", "question": "Is it so?"},
        {"id": "own"},
        {"id": "own", "question": "Is it so?", "asks": True},
        {"id": "own", "question": "Is it so?", "needs": ["contract"]},
        {"id": "own", "question": "Is it so?", "measure": {"target": "p95_ms", "op": "=", "value": 1}},
        {"id": "own", "question": "Is it so?", "when": {"call": 1}},
    ],
)
def test_the_schema_and_the_reader_refuse_the_same(item: dict[str, Any]) -> None:
    value = {"items": [item]}
    assert not schema("checklist").is_valid(value)
    read = parse(Source("checklists/own.yaml", json.dumps(value), "yaml"))
    assert isinstance(read, Checklist)
    assert read.problems


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        ({"verdict": "pass", "evidence": "report", "by": "Ada", "date": "2026-11-01"}, True),
        ({"verdict": "pass", "by": "Ada", "date": "2026-11-01"}, False),
        ({"verdict": "fail", "by": "Ada", "date": "2026-11-01"}, True),
        ({"verdict": "waived", "reason": "later", "owner": "Ada", "expires": "2027-01-01"}, True),
        ({"verdict": "waived", "reason": "later", "owner": "Ada"}, False),
        ({"verdict": "not-applicable", "by": "Ada", "date": "2026-11-01"}, False),
        ({"verdict": "yes"}, False),
    ],
)
def test_the_schema_and_the_reader_agree_on_answers(answer: dict[str, Any], counts: bool) -> None:
    value = {"answers": {"own": answer}}
    assert schema("assessment").is_valid(value) is counts
    read = parse_assessment(Source("specs/shop/assessment.yaml", json.dumps(value), "yaml"))
    assert isinstance(read, Assessment)
    assert (not read.problems and not read.answers[0].missing) is counts


# What is handed over


def test_there_are_five_forms() -> None:
    assert [(profile.id, len(profile.parts)) for profile in profiles()] == [
        ("design-document", 11),
        ("five-sections", 5),
        ("four-parts", 16),
        ("twelve-outputs", 12),
        ("five-deliverables", 5),
    ]
    for profile in profiles():
        for part in profile.parts:
            assert set(part.question.texts) == set(LANGUAGES)
            assert set(part.checks) <= set(REGISTRY)
            assert all(in_format(tuple(each.strip("/").split("/"))) for each in part.stated)


def test_what_is_missing_is_said_of_each_part(tmp_path: Path) -> None:
    room = load(write(tmp_path, {"planroom.yaml": "", "specs/shop/design.yaml": DESIGN}), today=TODAY)
    model = build(room)
    found = {
        judged.item.id: judged
        for _, parts in delivered(run(room, model), model.systems[0])
        for judged in parts
    }
    assert found["section-testing"].verdict is Verdict.PASS
    assert found["section-security"].because == ("the design does not state `/security_architecture`",)
    assert found["deliverable-database"].because == ("it has no store",)


# The command


def test_the_report_and_its_exit_code(tmp_path: Path) -> None:
    write(tmp_path, {"planroom.yaml": "", "specs/shop/design.yaml": DESIGN})
    text = planroom_in(tmp_path, "gates", "shop")
    assert text.code == 0
    assert "Overall" in text.out
    assert "short by" in text.out
    assert "[dashboards-for-health]" in text.out
    assert "Answer what is asked in specs/shop/assessment.yaml" in text.out
    # A pointer into a design is not broken, so that it can be copied.
    assert max(len(line) for line in text.out.splitlines() if "`/" not in line) <= 80
    assert planroom_in(tmp_path, "gates", "--require", "accepted").code == 1
    value = planroom_in(tmp_path, "gates", "--format", "json").json
    assert (value[0]["system"], value[0]["met"]) == ("shop", False)
    assert value[0]["principles"]["security"]["target"] == 100
    assert planroom_in(tmp_path, "gates", "--format", "markdown").out.startswith("### shop")


def test_a_report_leads_to_what_fails_and_holds_what_was_answered(tmp_path: Path) -> None:
    answers = """\
answers:
  own: {verdict: pass, evidence: a report, by: Ada, date: 2020-01-01}
"""
    design = DESIGN + "service_mesh: 1\n"
    files = {
        "planroom.yaml": "",
        "checklists/own.yaml": CHECKLIST.replace("QUESTION", "ask: true")
        + "  - {id: keys, question: Are all keys known?, principles: [clarity], checks: [DSN002]}\n",
        "specs/shop/design.yaml": design,
        "specs/shop/assessment.yaml": answers,
    }
    write(tmp_path, files)
    place = f"specs/shop/design.yaml:{len(design.splitlines())}:1 DSN002"
    text = planroom_in(tmp_path, "gates").out
    assert f"fails: Are all keys known?\n      DSN002 finds 1 thing\n      {place}" in text
    markdown = planroom_in(tmp_path, "gates", "--format", "markdown").out
    assert f"- `{place.removesuffix(' DSN002')}` DSN002" in markdown
    assert markdown.count("<details>") == markdown.count("</details>") == 1
    (value,) = planroom_in(tmp_path, "gates", "--format", "json").json
    items = {item["id"]: item for each in value["checklists"] for item in each["items"]}
    assert items["own"]["verdict"] == "unanswered"
    assert items["own"]["answer"] == {
        "verdict": "pass", "evidence": "a report", "by": "Ada", "reason": None, "owner": None,
        "date": "2020-01-01", "expires": None,
    }  # fmt: skip
    assert value["overall"]["short_by"] > 0
    assert any(item["not_stated"] for item in items.values())


def test_a_system_that_is_not_accepted_does_not_fail_the_gate(tmp_path: Path) -> None:
    draft = DESIGN.replace("accepted", "draft")
    write(tmp_path, {"planroom.yaml": "", "specs/shop/design.yaml": draft})
    assert planroom_in(tmp_path, "gates", "--require", "accepted").code == 0
    assert planroom_in(tmp_path, "gates", "--require", "all").code == 1


def test_an_unknown_system_is_named_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, {"planroom.yaml": "", "specs/shop/design.yaml": DESIGN})
    asked = planroom_in(tmp_path, "gates", "shopp")
    assert asked.code == 2
    assert "write `shop`" in asked.err


# The worked example


def test_nobody_has_made_up_an_answer_for_the_worked_example() -> None:
    """What a check or the design can say is said; what only a person could say is unanswered."""
    room = own_room()
    outcome = run(room, build(room))
    system = next(system for system in outcome.model.systems if system.name == "order-management")
    found = assess(outcome, system).scored
    by_verdict = {verdict: [one for one in found if one.verdict is verdict] for verdict in Verdict}
    assert len(by_verdict[Verdict.PASS]) > 50
    for one in found:
        if one.answer is None:
            assert one.verdict is not Verdict.WAIVED
            assert one.verdict is not Verdict.PASS or not one.item.ask, one.item.id
        else:
            assert one.answer.verdict is None or (one.answer.by and one.answer.evidence), one.item.id
    assert all(one.item.ask for one in by_verdict[Verdict.UNANSWERED])
    assert {said for one in by_verdict[Verdict.FAIL] for said in one.because} <= {"nobody has reviewed it"}
