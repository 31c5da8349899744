"""Runbooks: what to do when an alert goes off, and when somebody last did it."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from planroom.dates import day_in
from planroom.kinds.decision_fields import Reference
from planroom.kinds.kind import Kind
from planroom.kinds.page import calls_macros
from planroom.kinds.words import LANGUAGES, Words
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Heading, Source

FOLDER = "docs/runbooks/"
"""Where runbooks lie: below the pages, so that the site has them where their files are."""

PARTS = ("symptoms", "diagnosis", "mitigation", "escalation")
"""The sections of a runbook, in the order in which somebody needs them at night."""

EXERCISE_DAYS = 365
"""So many days after an exercise what a runbook says may be so no longer."""

_WORDS: Mapping[str, re.Pattern[str]] = {
    "symptoms": late(r"sympto|\bsigns?\b|what (?:you|users?|customers?) (?:see|notice)|impact|sintom|segnal"),
    "diagnosis": late(r"diagnos|investigat|triage|troubleshoot|verif|debug|\bcauses?\b|\bcheck|\bcaus[ae]\b"),
    "mitigation": late(
        r"mitiga|remed|resol|\bfix|recover|restor|\bactions?\b|\bsteps?\b|procedure|repair|roll.?back|rimed|ripristin"
    ),
    "escalation": late(r"escala|contact|\bwho\b|on.?call|owners?\b|contatt"),
}
"""How headings call the sections."""

_NO_RUNBOOKS = ("index", "readme", "template")
_KEYS = late(r"^(?:alerts?|services?|systems?|severity|last-exercised)[ \t]*:", re.MULTILINE)
_NEVER = ("never", "not yet", "no", "none", "mai")


@dataclass(frozen=True, eq=False)
class Runbook(Artifact):
    """A runbook.

    `also` are other words by which somebody may look for it; `alerts` are the metrics that it is for,
    `services` and `systems` what it concerns, each with its place; `exercised` is the day on which somebody
    last followed it, `None` where none is stated or it cannot be read, and `exercised_text` what is written
    there. `parts` has the heading of each of `PARTS` that it has.
    """

    title: Words
    summary: Words
    also: tuple[str, ...]
    alerts: tuple[Reference, ...]
    services: tuple[Reference, ...]
    systems: tuple[Reference, ...]
    severity: str
    exercised: datetime.date | None
    exercised_text: str
    exercised_by: str
    parts: Mapping[str, Heading]

    @property
    def stem(self) -> str:
        """The name of its file without the ending."""
        return posixpath.splitext(posixpath.basename(self.path))[0]

    @property
    def label(self) -> str:
        """Its title, or the name of its file where it has none."""
        return str(self.title) or self.stem

    @property
    def names(self) -> tuple[str, ...]:
        """The name of its file without and with the ending, and its title."""
        return tuple(dict.fromkeys((self.stem, posixpath.basename(self.path), str(self.title))))

    def age(self, today: datetime.date) -> int | None:
        """How many days ago it was exercised; `None` where it never was."""
        return (today - self.exercised).days if self.exercised else None

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether it is time to exercise it again."""
        return (self.age(today) or 0) > EXERCISE_DAYS


def _claims(source: Source) -> str:
    path = source.path
    stem = posixpath.splitext(posixpath.basename(path))[0].lower()
    if not path.startswith(FOLDER) or stem in _NO_RUNBOOKS or calls_macros(source):
        return ""
    if _KEYS.search(source.outline.front or ""):
        return f"a page of `{FOLDER}` that says what it is for"
    return f"a page of `{FOLDER}` with the sections of a runbook" if len(_parts(source)) > 1 else ""


def _parse(source: Source) -> Runbook | str:
    """The runbook of a file, or why there is none."""
    if source.broken or source.outline.unclosed:
        return "its front matter cannot be read"
    front: dict[str, Any] = source.value if isinstance(source.value, dict) else {}
    exercised = _text(front, "last-exercised")
    return Runbook(
        source,
        _words(front, "title", _title(source)),
        _words(front, "summary", ""),
        tuple(reference.text for reference in _references(source, front, "also")),
        tuple(_references(source, front, "alert", "alerts")),
        tuple(_references(source, front, "service", "services")),
        tuple(_references(source, front, "system", "systems")),
        _text(front, "severity"),
        day_in(exercised),
        "" if exercised.lower().strip(".") in _NEVER else exercised,
        _text(front, "by"),
        _parts(source),
    )


def _parts(source: Source) -> dict[str, Heading]:
    """The first heading of each part; no heading opens two."""
    found: dict[str, Heading] = {}
    for heading in source.outline.headings:
        words = heading.text.casefold()
        if heading.level > 1:
            part = next((part for part in PARTS if part not in found and _WORDS[part].search(words)), "")
            if part:
                found[part] = heading
    return found


def _title(source: Source) -> str:
    heading = next((each for each in source.outline.headings if each.level == 1), None)
    return heading.text if heading else ""


def _words(front: dict[str, Any], key: str, first: str) -> Words:
    """A text of the front matter in every language that it is there in: `title`, `title-it`."""
    texts = {language: _text(front, f"{key}-{language}") for language in LANGUAGES}
    texts[LANGUAGES[0]] = first or texts[LANGUAGES[0]] or _text(front, key)
    return Words({language: text for language, text in texts.items() if text})


def _text(front: dict[str, Any], key: str) -> str:
    held = front.get(key)
    return " ".join(str(held).split()) if isinstance(held, str | int | float) else ""


def _references(source: Source, front: dict[str, Any], *keys: str) -> Iterator[Reference]:
    """The names under one of the keys: a list, or one text with commas between them."""
    key = next((key for key in keys if front.get(key) is not None), keys[0])
    held, place = front.get(key), source.origin(key)
    if isinstance(held, list):
        pairs = [(item, place.at(index)) for index, item in enumerate(held)]
    else:
        pairs = [(name, place) for name in held.split(",")] if isinstance(held, str) else []
    for item, origin in pairs:
        name = str(item).strip() if isinstance(item, str | int | float) else ""
        if name:
            yield Reference(name, origin)


KIND = Kind("runbook", Runbook, ("markdown",), _claims, _parse, lambda path: False)
