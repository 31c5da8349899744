"""GTE011: answers about what has changed in git since they were given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from planroom import git
from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.assessment import Answer, Answered, Assessment
from planroom.kinds.checklist import Checklist, Item
from planroom.kinds.design import Design, parse
from planroom.kinds.shipped_checklists import shipped_checklists
from planroom.records import dataclass
from planroom.room import Room
from planroom.source import Source, decode, format_of

_EVERY = "*"
_Keys = tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """An answer that is to be looked at: the design that it judges, and the places of it.

    Of several places that stand together one is enough, as the question says.
    """

    answer: Answer
    day: date
    design: Design
    places: tuple[tuple[_Keys, ...], ...]


@check("GTE011", Severity.WARNING, on=Room)
def answer_outdated(room: Room, scope: Scope) -> Iterator[Finding]:
    """What an answer judged is in the design as it was on the day of the answer.

    Only of questions that name places of the design is it known what their answers judged. Where git does not
    reach back to that day, nothing is said.
    """
    asked = tuple(_asked(room, scope))
    if not asked or git.is_partial(room.root):
        return
    before = _designs_of_days(room, asked)
    for each in asked:
        old = before.get((each.design.path, each.day))
        changed = next(_changed(each, old), None) if old else None
        if changed is None or (scope.base is not None and not _caused(changed, each.design, scope.base)):
            continue
        place = "/" + "/".join(changed)
        now = each.design.origin_of(*(changed[: changed.index(_EVERY)] if _EVERY in changed else changed))
        yield Finding(
            f"`{place}` has changed since `{each.answer.item}` was answered on {each.day}",
            each.answer.origin.at("date"),
            "look again, and date the answer anew",
            (Related("is this now", now),),
        )


def _asked(room: Room, scope: Scope) -> Iterator[_Asked]:
    """The answers of days before today that count otherwise, to questions that name places."""
    assessments = room.of(Assessment)
    if not assessments:
        return
    items = {
        item.id: item
        for checklist in (*shipped_checklists(), *room.of(Checklist))
        for item in checklist.items
    }
    designs = {system.folder: system.design for system in scope.model.systems}
    for assessment in assessments:
        design = designs.get(assessment.folder)
        for answer in assessment.answers if design is not None else ():
            item, day = items.get(answer.item), answer.date
            if design is None or item is None or day is None or day >= scope.today:
                continue
            is_stale = answer.age(scope.today) > room.settings.answer_days
            if answer.verdict is not Answered.WAIVED and not answer.missing and not is_stale:
                places = tuple(_places(item))
                if places:
                    yield _Asked(answer, day, design, places)


def _places(item: Item) -> Iterator[tuple[_Keys, ...]]:
    """The places of a design that a question is about.

    Of a figure it is what was promised: it is measured anew all the time, and compared without anybody.
    """
    for pattern in item.stated:
        yield tuple(tuple(key for key in one.strip().split("/") if key) for one in pattern.split("|"))
    if item.measure is not None:
        yield (("quality_targets", item.measure.target, "target"),)


def _changed(asked: _Asked, old: Design) -> Iterator[_Keys]:
    """The places that say something else than on the day of the answer, of those that said anything then."""
    for places in asked.places:
        held = [keys for keys in places if any(True for _ in _values(old.document, keys))]
        yield from (keys for keys in held or places if _differs(keys, old, asked.design))


def _designs_of_days(room: Room, asked: tuple[_Asked, ...]) -> Mapping[tuple[str, date], Design]:
    """The designs as they were at the end of the days, as far as git knows: one question for all of them."""
    paths = sorted({each.design.path for each in asked})
    said = git.log(room.root, paths)
    if said is None:
        return {}
    shallow = git.is_shallow(room.root)
    changes: dict[str, list[git.FileChange]] = defaultdict(list)
    for change in git.file_changes(said):
        # Where a clone was cut off, its first commit seems to add every file.
        if change.kind != "D" and not (shallow and change.commit.is_first):
            changes[change.path].append(change)
    blobs: dict[tuple[str, date], str] = {}
    for path, day in sorted({(each.design.path, each.day) for each in asked}):
        held = (change.blob for change in changes[path] if change.commit.time[:10] <= day.isoformat())
        if blob := next(held, ""):
            blobs[path, day] = blob
    texts = git.texts_of(room.root, blobs.values()) if blobs else {}
    made = {
        (path, blob): parse(Source(path, decode(texts[blob])[0], format_of(path)))
        for (path, _), blob in blobs.items()
        if blob in texts
    }
    found = {key: made.get((key[0], blob)) for key, blob in blobs.items()}
    return {key: design for key, design in found.items() if isinstance(design, Design)}


def _caused(keys: _Keys, now: Design, base: Room) -> bool:
    """Whether a place has changed with the change that is looked at."""
    old = base.artifact(now.path)
    return isinstance(old, Design) and _differs(keys, old, now)


def _differs(keys: _Keys, old: Design, now: Design) -> bool:
    return list(_values(old.document, keys)) != list(_values(now.document, keys))


def _values(value: Any, keys: _Keys) -> Iterator[Any]:
    """What stands at a place: a value, or that of every entry of a list; a text on the way stands for all."""
    if not keys or isinstance(value, str):
        yield value
    elif keys[0] == _EVERY:
        for item in value if isinstance(value, list) else ():
            yield from _values(item, keys[1:])
    elif isinstance(value, dict) and keys[0] in value:
        yield from _values(value[keys[0]], keys[1:])
