"""One question put to one system: what the checks, the design and people say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Pointer, pointer_text
from planroom.gates.conditions import why_not
from planroom.gates.facts import lacking
from planroom.gates.stated import unstated
from planroom.kinds.assessment import Answer, Answered, Assessment
from planroom.kinds.checklist import Item, Measure
from planroom.model import System
from planroom.records import dataclass
from planroom.wording import counted

_OUTDATED = "GTE011"
NOBODY = "nobody has answered it"


class Verdict(StrEnum):
    """What came of a question."""

    PASS = "pass"
    FAIL = "fail"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not-applicable"
    WAIVED = "waived"

    @property
    def counts(self) -> bool:
        """Whether the question counts in a score."""
        return self not in (Verdict.NOT_APPLICABLE, Verdict.WAIVED)


@dataclass(frozen=True)
class Judged:
    """A question with its verdict, and why.

    `because` is one or more short sentences. `findings` are those of its checks, `gaps` what its design does
    not state, each with the closest place that it does; `answer` is what a person said, whether or not it
    counts.
    """

    item: Item
    verdict: Verdict
    because: tuple[str, ...]
    findings: tuple[Diagnostic, ...] = ()
    gaps: tuple[tuple[str, Pointer], ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True)
class Evidence:
    """What is known of a system when its questions are judged: its findings by code, and its answers."""

    system: System
    by_code: Mapping[str, tuple[Diagnostic, ...]]
    assessments: tuple[Assessment, ...]
    today: date
    stale_days: int
    off: frozenset[str] = frozenset()
    outdated: frozenset[str] = frozenset()
    """The items whose answers are about what has changed since."""

    def answer(self, item: str) -> Answer | None:
        """What a person said to an item."""
        found = (assessment.answer(item) for assessment in self.assessments)
        return next((answer for answer in found if answer is not None), None)


def evidence_of(outcome: Outcome, system: System) -> Evidence:
    """What is known of a system: what was found in it, accepted or not, and what people answered."""
    paths = {
        system.design.path,
        *(contract.path for contract in system.contracts),
        *(decision.path for decision in system.decisions),
        *(runbook.path for runbook in outcome.model.runbooks.of_system(system)),
    }
    by_code: dict[str, list[Diagnostic]] = {}
    for path in sorted(paths):
        for diagnostic in outcome.faults.get(path, ()):
            by_code.setdefault(diagnostic.code, []).append(diagnostic)
    room = outcome.room
    assessments = room.named(Assessment, system.folder)
    return Evidence(
        system,
        {code: tuple(found) for code, found in by_code.items()},
        assessments,
        room.today,
        room.settings.answer_days,
        frozenset(code for code, level in room.settings.levels.items() if level is None),
        frozenset(_outdated(outcome, assessments)),
    )


def _outdated(outcome: Outcome, assessments: tuple[Assessment, ...]) -> Iterator[str]:
    """The items whose answers a check found to be about what has changed since."""
    for assessment in assessments:
        items = {pointer_text(answer.origin.at("date").pointer): answer.item for answer in assessment.answers}
        for diagnostic in outcome.faults.get(assessment.path, ()):
            item = items.get(diagnostic.location.pointer)
            if item is not None and diagnostic.code == _OUTDATED:
                yield item


def judge(item: Item, known: Evidence) -> Judged:
    """The verdict on a question.

    A check decides where one can, and no answer overrules it; a person may say that a question does not apply
    or waive it. What nobody can decide from the files is unanswered until somebody answers it.
    """
    reason = why_not(item.when, known.system)
    if reason:
        return Judged(item, Verdict.NOT_APPLICABLE, (reason,))
    answer = known.answer(item.id)
    holding = answer if answer and _holds(answer, known) else None
    if holding and holding.verdict is Answered.NOT_APPLICABLE:
        return Judged(item, Verdict.NOT_APPLICABLE, (holding.reason,), answer=answer)
    findings = tuple(found for code in item.checks for found in known.by_code.get(code, ()))
    gaps = tuple(unstated(item.stated, known.system.design))
    against = tuple(_against(item, known.system, findings, gaps))
    if holding and holding.verdict is Answered.WAIVED:
        said = f"waived by {holding.owner} until {holding.expires}: {holding.reason}"
        return Judged(item, Verdict.WAIVED, (said, *against), findings, gaps, answer)
    if against:
        return Judged(item, Verdict.FAIL, against, findings, gaps, answer)
    return _by_people(item, known, answer, holding)


def _by_people(item: Item, known: Evidence, answer: Answer | None, holding: Answer | None) -> Judged:
    said = tuple(_for(item, known))
    if holding and holding.verdict is Answered.FAIL:
        return Judged(item, Verdict.FAIL, (f"{holding.by} says so", *_given(holding)), answer=answer)
    if holding and holding.verdict is Answered.PASS:
        return Judged(item, Verdict.PASS, (*said, f"{holding.by}: {holding.evidence}"), answer=answer)
    if answer is not None and not holding:
        return Judged(item, Verdict.UNANSWERED, (_why_it_counts_not(answer, known),), answer=answer)
    if item.ask:
        return Judged(item, Verdict.UNANSWERED, (NOBODY,), answer=answer)
    if not said:
        return Judged(item, Verdict.UNANSWERED, ("what would judge it is switched off",), answer=answer)
    return Judged(item, Verdict.PASS, said, answer=answer)


def _given(answer: Answer) -> Iterator[str]:
    if answer.evidence or answer.reason:
        yield answer.evidence or answer.reason


def _holds(answer: Answer, known: Evidence) -> bool:
    """Whether an answer counts: it is whole, not too old, and no waiver that has run out."""
    if answer.verdict is None or answer.missing or answer.expired(known.today):
        return False
    if answer.item in known.outdated:
        return False
    return answer.verdict is Answered.WAIVED or answer.age(known.today) <= known.stale_days


def _why_it_counts_not(answer: Answer, known: Evidence) -> str:
    if answer.verdict is None:
        return "its answer has no verdict"
    if answer.missing:
        return f"its answer says no {answer.missing[0]}"
    if answer.expired(known.today):
        return f"its waiver ended on {answer.expires}"
    if answer.item in known.outdated:
        return f"what it judged has changed since {answer.date}"
    return f"its answer is {counted(answer.age(known.today), 'day')} old, and counts for {known.stale_days}"


def _against(
    item: Item,
    system: System,
    findings: tuple[Diagnostic, ...],
    gaps: Iterable[tuple[str, Pointer]],
) -> Iterator[str]:
    """What speaks against a question: findings, and what is not stated, not there or not reached."""
    for code in item.checks:
        found = [each for each in findings if each.code == code]
        if found:
            yield f"{code} finds {counted(len(found), 'thing')}"
    for pattern, _ in gaps:
        yield f"the design does not state `{pattern}`"
    for _, said in lacking(item.needs, system):
        yield said
    if item.measure is not None:
        said = _missed(item.measure, system)
        if said:
            yield said


def _for(item: Item, known: Evidence) -> Iterator[str]:
    """What speaks for a question that nothing speaks against."""
    made = [code for code in item.checks if code not in known.off]
    if made:
        yield f"{', '.join(made)} {'finds' if len(made) == 1 else 'find'} nothing"
    if item.stated:
        yield "the design states it"
    if item.needs:
        yield f"it has what is needed: {', '.join(item.needs)}"
    if item.measure is not None:
        figure, how = _figure(item.measure, known.system)
        yield f"{_amount(figure, item.measure.unit)} is {how}, {_wanted(item.measure)} is wanted"


def _figure(measure: Measure, system: System) -> tuple[float | None, str]:
    """The figure of a target, measured where it was measured, and which of the two it is."""
    target = system.target(measure.target)
    if target is None:
        return None, ""
    return (target.measured, "measured") if target.measured is not None else (target.target, "promised")


def _missed(measure: Measure, system: System) -> str:
    figure, how = _figure(measure, system)
    if figure is None:
        return f"the design states no `{measure.target}`, {_wanted(measure)} is wanted"
    if measure.reached(figure):
        return ""
    return f"{_amount(figure, measure.unit)} is {how}, {_wanted(measure)} is wanted"


_WORDS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}


def _wanted(measure: Measure) -> str:
    return f"{_WORDS[measure.op]} {_amount(measure.value, measure.unit)}"


def _amount(figure: float | None, unit: str) -> str:
    return f"{figure:g}\u00a0{unit}".rstrip("\u00a0") if figure is not None else "nothing"
