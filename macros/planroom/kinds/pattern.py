"""Patterns: what a team found to work, by the problem that it solves, with numbers to start from."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from planroom.dates import day_in
from planroom.diagnostics import Finding
from planroom.kinds.kind import Kind
from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Source
from planroom.wording import nearest, quoted, shown

HOME = "docs/patterns/"
"""The folder of patterns, whose pages stand at the same place of the site."""

_OURS = ("problem", "use-when", "avoid-when")
"""Keys that no other page has: a file of the folder without any of them is a page like others."""


class PatternKind(StrEnum):
    """What a pattern is about."""

    SERVICE = "service"
    PERFORMANCE = "performance"
    SCALING = "scaling"
    RESILIENCE = "resilience"
    DATA = "data"
    INTEGRATION = "integration"
    SECURITY = "security"
    MIGRATION = "migration"


_TEXTS = ("name", "kind", "problem", "summary", "title-it", "summary-it", "review-by")
_LISTS = ("use-when", "avoid-when", "also", "related", "decisions", "checks", "runbooks")


@dataclass(frozen=True, eq=False)
class Pattern(Artifact):
    """A pattern.

    `name`, `summary` and `problem` are texts, `title_it` and `summary_it` the first two in Italian; `kind` is
    what it is about, `None` where that is not stated. `also` are other words by which a reader may look for
    it. `related`, `decisions`, `checks` and `runbooks` are as the file writes them; `problems` is what is
    wrong with its front matter.
    """

    name: str
    kind: PatternKind | None
    problem: str
    summary: str
    title_it: str
    summary_it: str
    use_when: tuple[str, ...]
    avoid_when: tuple[str, ...]
    also: tuple[str, ...]
    related: tuple[str, ...]
    decisions: tuple[str, ...]
    checks: tuple[str, ...]
    runbooks: tuple[str, ...]
    review_by: datetime.date | None
    problems: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The name of its file without the ending: `circuit-breaker`."""
        return posixpath.basename(self.path).rsplit(".", 1)[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Its id, and its name as an id."""
        return tuple(dict.fromkeys((as_id(self.id), as_id(self.name))))


def as_id(name: str) -> str:
    """A pattern's name as others may write it: `Circuit breaker` is `circuit-breaker`."""
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def home(path: str) -> bool:
    """Whether a file of this name in this place is meant to be a pattern."""
    name = posixpath.basename(path).casefold()
    return path.startswith(HOME) and name not in ("index.md", "readme.md", "template.md")


def _claims(source: Source) -> str:
    if not home(source.path) or not isinstance(source.value, dict):
        return ""
    ours = any(key in source.value for key in _OURS)
    return f"a text of `{HOME}` with a `problem` it solves" if ours else ""


def _parse(source: Source) -> Pattern | str:
    value = source.value
    problems: list[Finding] = []
    texts = {key: _text(source, key, problems) for key in _TEXTS if key != "review-by"}
    lists = {key.replace("-", "_"): _list(source, key, problems) for key in _LISTS}
    problems += _unknown(source)
    problems += _unfilled(source)
    for key in ("name", "problem"):
        if not value.get(key):
            problems.append(Finding(f"the pattern states no `{key}`", source.origin(), f"add `{key}:`"))
    return Pattern(
        source,
        texts["name"] or posixpath.basename(source.path).rsplit(".", 1)[0].replace("-", " ").capitalize(),
        _kind(source, texts["kind"], problems),
        texts["problem"],
        texts["summary"],
        texts["title-it"],
        texts["summary-it"],
        review_by=_day(source, problems),
        problems=tuple(problems),
        **lists,
    )


def _unknown(source: Source) -> Iterator[Finding]:
    """Keys that look like one of a pattern's and are none; what else pages of a site carry is left alone."""
    for key in source.value:
        near = nearest(str(key), (*_TEXTS, *_LISTS))
        if key not in _TEXTS and key not in _LISTS and near:
            say = f"`{key}` is no key of a pattern"
            yield Finding(say, source.origin(key).key(), f"write `{near}`")


def _unfilled(source: Source) -> Iterator[Finding]:
    """What is still as the template has it: words in braces."""
    for key in (*_TEXTS, *_LISTS):
        held = source.value.get(key)
        for index, item in enumerate(held if isinstance(held, list) else [held]):
            if isinstance(item, str) and item.startswith("{") and item.endswith("}"):
                place = source.origin(key, index) if isinstance(held, list) else source.origin(key)
                yield Finding(f"`{key}` is still as the template has it", place, "write it, or remove it")


def _kind(source: Source, stated: str, problems: list[Finding]) -> PatternKind | None:
    known = tuple(PatternKind)
    if stated in known:
        return PatternKind(stated)
    if "kind" not in source.value:
        hint = f"add `kind:` with one of {quoted(known, 'or')}"
        problems.append(Finding("the pattern states no `kind`", source.origin(), hint))
    elif stated:
        near = nearest(stated, known)
        hint = f"write `{near}`" if near else f"write one of {quoted(known, 'or')}"
        problems.append(Finding(f"the kind is `{stated}`", source.origin("kind"), hint))
    return None


def _text(source: Source, key: str, problems: list[Finding]) -> str:
    held = source.value.get(key)
    if isinstance(held, dict | list):
        problems.append(Finding(f"`{key}` is {shown(held)}", source.origin(key), "write a text"))
        return ""
    return "" if held is None else " ".join(str(held).split())


def _list(source: Source, key: str, problems: list[Finding]) -> tuple[str, ...]:
    held: Any = source.value.get(key)
    listed = held if isinstance(held, list) else [] if held is None else [held]
    if any(isinstance(item, dict | list) for item in listed):
        hint = "write a list of texts; put one with a colon in quotes"
        problems.append(Finding(f"`{key}` holds more than texts", source.origin(key), hint))
    return tuple(
        " ".join(str(item).split())
        for item in listed
        if item is not None and not isinstance(item, dict | list)
    )


def _day(source: Source, problems: list[Finding]) -> datetime.date | None:
    held = source.value.get("review-by")
    if held is None:
        return None
    day = day_in(held) if isinstance(held, str) else None
    if day is None:
        hint = "write a day as `YYYY-MM-DD`"
        problems.append(Finding(f"`review-by` is {shown(held)}", source.origin("review-by"), hint))
    return day


KIND = Kind("pattern", Pattern, ("markdown",), _claims, _parse, home)
