"""What a system needs next, from what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from planroom.checks import REGISTRY
from planroom.guidance.workflow import Step, steps
from planroom.kinds.words import LANGUAGES
from planroom.render.guides.reading import guides
from test_cli import planroom_in, write
from test_gates import in_format

ROOT = Path(__file__).resolve().parent.parent


def test_there_are_ten_steps_that_hold_those_of_every_other_workflow() -> None:
    assert [step.number for step in steps()] == list(range(1, 11))
    held = {
        name: {number for step in steps() for number in step.mapping[name]} for name in steps()[0].mapping
    }
    assert held == {
        "five": {1, 2, 3, 4, 5},
        "six": {1, 2, 3, 4, 5, 6},
        "phases": {1, 2, 3, 4, 5, 6},
        "short": {1, 2, 3, 4, 5},
    }


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.id)
def test_a_step_is_whole(step: Step) -> None:
    for texts in (step.title, step.text, step.do):
        assert set(texts.texts) == set(LANGUAGES)
    assert set(step.done.checks) <= set(REGISTRY)
    assert all(in_format(tuple(pattern.strip("/").split("/"))) for pattern in step.done.stated)
    assert step.guide in {guide.slug for guide in guides(LANGUAGES[0])}


def test_a_new_design_begins_with_its_requirements(tmp_path: Path) -> None:
    design = "system: {name: shop}\nservice_design: {services: []}\n"
    write(tmp_path, {"planroom.yaml": "", "specs/shop/design.yaml": design})
    done = planroom_in(tmp_path, "next")
    assert done.code == 0
    assert "Next, step 1: Understand what is needed" in done.out
    assert "the design does not state `/requirements/domain`" in done.out
    assert "More on the site: guidance/intake/" in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    value = planroom_in(tmp_path, "next", "shop", "--format", "json").json
    assert [each["step"] for each in value["next"]] == list(range(1, 11))


def test_our_example_has_done_every_step() -> None:
    done = planroom_in(ROOT, "next", "order-management")
    assert (done.code, done.out) == (
        0,
        "Order management has done all 10 steps; `planroom gates` says how well\n",
    )


def test_it_says_what_to_name(tmp_path: Path) -> None:
    write(tmp_path, {"planroom.yaml": ""})
    assert "no design describes a system" in planroom_in(tmp_path, "next").err
    write(
        tmp_path, {"specs/a/design.yaml": "system: {name: a}\n", "specs/b/design.yaml": "system: {name: b}\n"}
    )
    assert "name one of `a` or `b`" in planroom_in(tmp_path, "next").err
    assert (
        "write `a`" in planroom_in(tmp_path, "next", "aa").err
        or planroom_in(tmp_path, "next", "aa").code == 2
    )
