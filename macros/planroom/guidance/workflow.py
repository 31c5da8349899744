"""The ten steps from a question to a system in production, and which of them a system has done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from planroom.checks import Outcome
from planroom.gates.judge import Judged, Verdict, evidence_of, judge
from planroom.kinds.checklist import Item, parse_items
from planroom.kinds.words import Words, words
from planroom.model import System
from planroom.records import dataclass
from planroom.source import Source
from planroom.source.shipped import shipped_data

_DONE = ("stated", "needs", "checks")
"""The keys of a step by which it is judged whether it is done."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, when it is done (as a question that is judged), what does it, its guide.

    `mapping` has the numbers of the steps that it holds of other workflows, by the workflow's name.
    """

    number: int
    id: str
    title: Words
    text: Words
    done: Item
    do: Words
    guide: str
    mapping: Mapping[str, tuple[int, ...]]


@cache
def steps() -> tuple[Step, ...]:
    """All steps in order."""
    return tuple(_steps(shipped_data("workflow.yaml")))


def _steps(source: Source) -> Iterator[Step]:
    listed = source.value["steps"]
    asked = [
        {"id": value["id"], "question": value["title"], **{key: value[key] for key in _DONE if key in value}}
        for value in listed
    ]
    done = parse_items(source, asked, source.origin("steps"))
    for index, value in enumerate(listed):
        yield Step(
            index + 1,
            value["id"],
            words(value["title"]),
            words(value["text"]),
            done[index],
            words(value["do"]),
            value["guide"],
            {name: tuple(numbers) for name, numbers in value["mapping"].items()},
        )


def progress(outcome: Outcome, system: System) -> tuple[tuple[Step, Judged], ...]:
    """Every step with whether the system has done it."""
    known = evidence_of(outcome, system)
    return tuple((step, judge(step.done, known)) for step in steps())


def next_steps(outcome: Outcome, system: System) -> tuple[tuple[Step, Judged], ...]:
    """The steps that are not done, the first of them first."""
    return tuple(
        (step, judged) for step, judged in progress(outcome, system) if judged.verdict is not Verdict.PASS
    )
