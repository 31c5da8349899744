"""Assessments: what people answered where no program can judge, with their evidence."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from planroom.dates import day_in
from planroom.diagnostics import Finding, Origin
from planroom.kinds.kind import Kind
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Source
from planroom.wording import nearest, quoted, shown

_HOME = late(r"(?:^|/)assessment\.ya?ml$", re.IGNORECASE)
_KEYS = ("verdict", "evidence", "by", "date", "reason", "owner", "expires")


class Answered(StrEnum):
    """What a person may answer."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    WAIVED = "waived"


NEEDED = {
    Answered.PASS: ("evidence", "by", "date"),
    Answered.FAIL: ("by", "date"),
    Answered.NOT_APPLICABLE: ("reason", "by", "date"),
    Answered.WAIVED: ("reason", "owner", "expires"),
}
"""What an answer of each kind must say to count."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the item it is about, the verdict, and who gave it when on what ground.

    `missing` are the keys that it needs and does not have; until it has them it does not count.
    """

    item: str
    origin: Origin
    verdict: Answered | None
    evidence: str = ""
    by: str = ""
    date: datetime.date | None = None
    reason: str = ""
    owner: str = ""
    expires: datetime.date | None = None
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    """Those of the missing that are there with a value that cannot be read, which is told of by itself."""

    def expired(self, today: datetime.date) -> bool:
        """Whether it is a waiver that holds no longer; on its last day it still does."""
        return self.expires is not None and self.expires < today

    def age(self, today: datetime.date) -> int:
        """Its age in days; 0 where it has no date."""
        return (today - self.date).days if self.date else 0


@dataclass(frozen=True, eq=False)
class Assessment(Artifact):
    """The answers of one system, which is the one whose design lies in the same folder."""

    answers: tuple[Answer, ...]
    problems: tuple[Finding, ...] = ()

    @property
    def folder(self) -> str:
        """The folder of its file; the root is `""`."""
        return posixpath.dirname(self.path)

    @property
    def names(self) -> tuple[str, ...]:
        """Its folder, by which a system finds it."""
        return (self.folder,)

    def answer(self, item: str) -> Answer | None:
        """The answer to an item."""
        return next((answer for answer in self.answers if answer.item == item), None)


def home(path: str) -> bool:
    """Whether a file of this name in this place is meant to be an assessment."""
    return _HOME.search(path) is not None and (path.startswith("specs/") or "/specs/" in path)


def _claims(source: Source) -> str:
    """Elsewhere a file of this name may be of any program: it is one of ours if it gives a verdict."""
    if home(source.path):
        return "the assessment of a system under `specs/`"
    if _HOME.search(source.path) is None or source.broken or not isinstance(source.value, dict):
        return ""
    held = source.value.get("answers")
    answers = held.values() if isinstance(held, dict) else ()
    ours = any(isinstance(each, dict) and each.get("verdict") in tuple(Answered) for each in answers)
    return "answers with a `verdict`" if ours else ""


def parse(source: Source) -> Assessment | str:
    """The answers of a file, or why there are none."""
    if source.broken:
        return "it cannot be read"
    value = source.value
    problems: list[Finding] = []
    if value is None:
        return Assessment(source, ())
    held = value.get("answers") if isinstance(value, dict) else None
    if not isinstance(held, dict):
        hint = "write `answers:` and below it the id of a question with its `verdict`"
        problems.append(Finding("the assessment has no mapping `answers`", source.origin(), hint))
        held = {}
    answers = tuple(_answers(source, held, problems))
    return Assessment(source, answers, tuple(problems))


def _answers(source: Source, held: dict[str, Any], problems: list[Finding]) -> Iterator[Answer]:
    for item, value in held.items():
        origin = source.origin("answers", item)
        if not isinstance(value, dict):
            say = f"the answer to `{item}` is {shown(value)}"
            problems.append(Finding(say, origin, "write a mapping with a `verdict`"))
            continue
        for key in value:
            if key not in _KEYS:
                near = nearest(str(key), _KEYS)
                hint = f"write `{near}`" if near else f"remove it; known are {quoted(_KEYS)}"
                problems.append(Finding(f"`{key}` is no key of an answer", origin.at(key).key(), hint))
        verdict = _verdict(value, origin, problems)
        days = {key: _day(value, key, origin, problems) for key in ("date", "expires")}
        texts = {key: _text(value, key, origin, problems) for key in ("evidence", "by", "reason", "owner")}
        stated = {key for key, item_ in (*texts.items(), *days.items()) if item_}
        missing = tuple(key for key in (NEEDED[verdict] if verdict else ()) if key not in stated)
        unread = tuple(key for key in missing if value.get(key) not in (None, ""))
        yield Answer(str(item), origin, verdict, missing=missing, unread=unread, **texts, **days)  # type: ignore[arg-type]


def _verdict(value: dict[str, Any], origin: Origin, problems: list[Finding]) -> Answered | None:
    held = value.get("verdict")
    if held in tuple(Answered):
        return Answered(held)
    say = "the answer has no `verdict`" if held is None else f"the verdict is {shown(held)}"
    place = origin if held is None else origin.at("verdict")
    problems.append(Finding(say, place, f"write {quoted(Answered, 'or')}"))
    return None


def _day(value: dict[str, Any], key: str, origin: Origin, problems: list[Finding]) -> datetime.date | None:
    held = value.get(key)
    if held is None:
        return None
    day = day_in(held) if isinstance(held, str) else None
    if day is None:
        problems.append(Finding(f"`{key}` is {shown(held)}", origin.at(key), "write a day as `YYYY-MM-DD`"))
    return day


def _text(value: dict[str, Any], key: str, origin: Origin, problems: list[Finding]) -> str:
    held = value.get(key)
    if held is None or isinstance(held, str | int | float):
        return "" if held is None else str(held).strip()
    problems.append(Finding(f"`{key}` is {shown(held)}", origin.at(key), "write a text"))
    return ""


KIND = Kind("assessment", Assessment, ("yaml",), _claims, parse, home)
