"""GTE: checklists, and the answers that people give to them."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import REGISTRY, Scope, check
from planroom.diagnostics import AND_HERE, Finding, Related, Severity
from planroom.kinds.assessment import Answered, Assessment
from planroom.kinds.checklist import Checklist
from planroom.kinds.shipped_checklists import shipped_checklists
from planroom.room import Room
from planroom.wording import counted, nearest, quoted


@check("GTE001", Severity.ERROR, on=Checklist)
def malformed_checklist(checklist: Checklist, scope: Scope) -> Iterator[Finding]:
    """Every key of a checklist is one that is known, with a value that it can take."""
    yield from checklist.problems


@check("GTE002", Severity.ERROR, on=Room)
def question_id_used_twice(room: Room, scope: Scope) -> Iterator[Finding]:
    """The id of a question belongs to one question of all checklists, so that an answer means one."""
    own = room.of(Checklist)
    if not own:
        return
    replaced = {checklist.id for checklist in own}
    known = {
        item.id: (checklist, item)
        for checklist in shipped_checklists()
        if checklist.id not in replaced
        for item in checklist.items
    }
    for checklist in own:
        for item in checklist.items:
            if item.id in known:
                other, first = known[item.id]
                shipped = first.origin.path not in room.sources
                say = f"`{item.id}` is also a question of `{other.id}`"
                related = () if shipped else (Related(AND_HERE, first.origin.at("id")),)
                yield Finding(say, item.origin.at("id"), "give it another id", related)
            known.setdefault(item.id, (checklist, item))


@check("GTE003", Severity.WARNING, on=Checklist)
def unknown_check_in_checklist(checklist: Checklist, scope: Scope) -> Iterator[Finding]:
    """The checks that judge a question exist."""
    for item in checklist.items:
        for index, code in enumerate(item.checks):
            if code not in REGISTRY:
                near = nearest(code, REGISTRY)
                hint = f"write `{near}`" if near else "name a check; `planroom explain` lists all"
                yield Finding(
                    f"`{code}`, which is to judge `{item.id}`, is no check",
                    item.origin.at("checks", index),
                    hint,
                )


@check("GTE004", Severity.ERROR, on=Assessment)
def malformed_assessment(assessment: Assessment, scope: Scope) -> Iterator[Finding]:
    """Every answer has a verdict, and keys and values that can be read."""
    yield from assessment.problems


@check("GTE005", Severity.ERROR, on=Assessment)
def answer_to_no_question(assessment: Assessment, scope: Scope) -> Iterator[Finding]:
    """An answer is to a question of a checklist."""
    own = scope.room.of(Checklist)
    known = {item.id for checklist in (*shipped_checklists(), *own) for item in checklist.items}
    for answer in assessment.answers:
        if answer.item not in known:
            near = nearest(answer.item, known)
            hint = f"write `{near}`" if near else "remove it; `planroom gates` lists the questions"
            yield Finding(f"no checklist asks `{answer.item}`", answer.origin.key(), hint)


@check("GTE006", Severity.WARNING, on=Assessment)
def answer_without_evidence(assessment: Assessment, scope: Scope) -> Iterator[Finding]:
    """An answer says who gave it and when, and on what ground; until it does, it does not count."""
    for answer in assessment.answers:
        missing = tuple(key for key in answer.missing if key not in answer.unread)
        if missing:
            say = f"the answer to `{answer.item}` states no {quoted(missing, 'or')}"
            yield Finding(say, answer.origin, f"add {quoted(missing)}; until then it does not count")


@check("GTE007", Severity.WARNING, on=Assessment)
def waiver_expired(assessment: Assessment, scope: Scope) -> Iterator[Finding]:
    """A waiver holds until its last day."""
    for answer in assessment.answers:
        if answer.verdict is Answered.WAIVED and answer.expires and answer.expired(scope.today):
            late = counted((scope.today - answer.expires).days, "day")
            say = f"the waiver of `{answer.item}` ended {late} ago"
            yield Finding(
                say,
                answer.origin.at("expires"),
                f"let {answer.owner or 'its owner'} decide anew, or remove it",
            )


@check("GTE008", Severity.WARNING, on=Assessment)
def stale_answer(assessment: Assessment, scope: Scope) -> Iterator[Finding]:
    """An answer is given anew within 180 days, or within `answer_days` of the settings."""
    limit = scope.room.settings.answer_days
    for answer in assessment.answers:
        if answer.verdict is not Answered.WAIVED and answer.age(scope.today) > limit:
            say = f"the answer to `{answer.item}` is {counted(answer.age(scope.today), 'day')} old"
            hint = f"look again and date it anew; an answer counts for {counted(limit, 'day')}"
            yield Finding(say, answer.origin.at("date"), hint)


@check("GTE009", Severity.WARNING, on=Assessment)
def answer_from_the_future(assessment: Assessment, scope: Scope) -> Iterator[Finding]:
    """An answer was given today or before."""
    for answer in assessment.answers:
        if answer.date is not None and answer.date > scope.today:
            yield Finding(
                f"the answer to `{answer.item}` is dated {answer.date}",
                answer.origin.at("date"),
                "date it on the day when it was given",
            )


@check("GTE010", Severity.WARNING, on=Assessment)
def assessment_without_system(assessment: Assessment, scope: Scope) -> Iterator[Finding]:
    """An assessment lies beside the design of the system that it is about."""
    folders = {system.folder for system in scope.model.systems}
    if assessment.folder not in folders and not scope.room.names_are_missing:
        say = "no design lies beside this assessment, so that it is about no system"
        yield Finding(say, assessment.source.origin(), "move it into the folder of a design")
