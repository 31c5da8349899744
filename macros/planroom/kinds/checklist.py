"""Checklists: questions to a system, with what each is judged by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import Finding, Origin
from planroom.kinds.kind import Kind
from planroom.kinds.words import NO_WORDS, Words, words
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Source
from planroom.wording import nearest, quoted, shown

_HOME = late(r"(?:^|/)checklists/[^/]+\.ya?ml$", re.IGNORECASE)
_ID = late(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LIST_KEYS = ("id", "title", "text", "kind", "scored", "principle", "order", "items")
_ITEM_KEYS = (
    "id",
    "question",
    "why",
    "principles",
    "checks",
    "stated",
    "needs",
    "measure",
    "ask",
    "evidence",
    "when",
    "remedy",
)
_WHEN_KEYS = (
    "scale_class",
    "style",
    "deployables",
    "calls",
    "events",
    "stores",
    "contracts",
    "public",
    "personal_data",
)
_MEASURE_KEYS = ("target", "op", "value", "unit")
OPERATORS = ("<", "<=", ">", ">=")
FACTS = (
    "contracts",
    "decisions",
    "options",
    "services",
    "calls",
    "events",
    "tables",
    "evidence",
    "review",
    "runbooks",
    "patterns",
)
"""What of a system, beside its design's own keys, an item may need to be there."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure to be reached: the target's key in a design, how to compare, with what, in which unit."""

    target: str
    op: str
    value: float
    unit: str = ""

    def reached(self, figure: float) -> bool:
        """Whether a figure reaches it."""
        return {
            "<": figure < self.value,
            "<=": figure <= self.value,
            ">": figure > self.value,
            ">=": figure >= self.value,
        }[self.op]


@dataclass(frozen=True, slots=True)
class When:
    """When an item applies: each condition that is stated must hold.

    `scale_class` and `style` are words of the design; the numbers are the least of deployables, calls,
    events, stores and contracts; `public` and `personal_data` ask for an API reached from outside and for
    such data.
    """

    scale_class: tuple[str, ...] = ()
    style: tuple[str, ...] = ()
    deployables: int = 0
    calls: int = 0
    events: int = 0
    stores: int = 0
    contracts: int = 0
    public: bool = False
    personal_data: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a checklist, and how it is judged.

    A finding of one of its `checks` fails it; so does a place of the design in `stated` where nothing stands
    (alternatives parted by `|`, `*` for every entry of a list), a fact in `needs` that is not there, and a
    `measure` that is not reached. `ask` puts the question to a person, whose answer needs the `evidence`.
    `remedy` says what to do where it fails.
    """

    id: str
    question: Words
    origin: Origin
    why: Words = NO_WORDS
    principles: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    measure: Measure | None = None
    ask: bool = False
    evidence: Words = NO_WORDS
    remedy: Words = NO_WORDS
    when: When = When()


@dataclass(frozen=True, eq=False)
class Checklist(Artifact):
    """A checklist.

    `kind` says what it is for (`gate`, `principle`, `review`, `intake`), `scored` whether its items count in
    a system's score, `principle` the one that all of them belong to; `problems` is what is wrong with the
    file.
    """

    id: str
    title: Words
    text: Words
    kind: str
    scored: bool
    principle: str
    order: int
    items: tuple[Item, ...]
    problems: tuple[Finding, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Its id."""
        return (self.id,)


def home(path: str) -> bool:
    """Whether a file of this name in this place is meant to be a checklist."""
    return _HOME.search(path) is not None


def _claims(source: Source) -> str:
    return "a file of `checklists/`" if home(source.path) else ""


def parse(source: Source) -> Checklist | str:
    """The checklist of a file, or why it is none."""
    value = source.value
    if source.broken:
        return "it cannot be read"
    if not isinstance(value, dict) or "items" not in value:
        return "it has no list of `items`"
    return _Reader(source).checklist(value)


def parse_items(source: Source, values: list[Any], home: Origin) -> tuple[Item, ...]:
    """Questions that stand in a file which is no checklist; raises `ValueError` where one cannot be read."""
    reader = _Reader(source)
    items = tuple(reader.items(values, home))
    if reader.problems:
        raise ValueError(f"{source.path}: {reader.problems[0].message}")
    return items


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Finding] = []

    def checklist(self, value: dict[str, Any]) -> Checklist:
        self._known(value, _LIST_KEYS, self.source.origin())
        stem = self.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        held, home = value["items"], self.source.origin("items")
        if not isinstance(held, list):
            self._say(
                f"`items` is {shown(held)}", home, "write a list of questions, each with `id` and `question`"
            )
        items = tuple(self.items(held if isinstance(held, list) else [], home))
        return Checklist(
            self.source,
            self._text(value, "id", self.source.origin()) or stem,
            words(value.get("title")) or words(stem.replace("-", " ").capitalize()),
            words(value.get("text")),
            self._text(value, "kind", self.source.origin()) or "review",
            value.get("scored", True) is True,
            self._text(value, "principle", self.source.origin()),
            value["order"] if isinstance(value.get("order"), int) else 1000,
            items,
            tuple(self.problems),
        )

    def items(self, values: list[Any], home: Origin) -> Iterator[Item]:
        for index, value in enumerate(values):
            origin = home.at(index)
            if not isinstance(value, dict):
                self._say(f"an item is {shown(value)}", origin, "write a mapping with `id` and `question`")
                continue
            self._known(value, _ITEM_KEYS, origin)
            name = self._text(value, "id", origin)
            if not _ID.match(name):
                self._say(
                    f"the id of an item is {shown(value.get('id'))}",
                    origin,
                    "name it in lower case, `like-this`",
                )
                continue
            question = words(value.get("question"))
            if not question:
                self._say(f"`{name}` asks nothing", origin, "write its `question`")
                continue
            yield Item(
                name,
                question,
                origin,
                words(value.get("why")),
                self._texts(value, "principles", origin),
                self._texts(value, "checks", origin),
                self._texts(value, "stated", origin),
                self._needs(value, origin),
                self._measure(value.get("measure"), origin.at("measure")),
                value.get("ask", False) is True,
                words(value.get("evidence")),
                words(value.get("remedy")),
                self._when(value.get("when"), origin.at("when")),
            )

    def _needs(self, value: dict[str, Any], origin: Origin) -> tuple[str, ...]:
        found = self._texts(value, "needs", origin)
        for name in found:
            if name not in FACTS:
                near = nearest(name, FACTS)
                hint = f"write `{near}`" if near else f"name one of {quoted(FACTS, 'or')}"
                self._say(f"`{name}` is nothing that an item can need", origin.at("needs"), hint)
        return tuple(name for name in found if name in FACTS)

    def _measure(self, value: Any, origin: Origin) -> Measure | None:
        if value is None:
            return None
        if isinstance(value, dict):
            self._known(value, _MEASURE_KEYS, origin)
            figure, op = value.get("value"), value.get("op")
            target = value.get("target")
            is_figure = isinstance(figure, int | float) and not isinstance(figure, bool)
            if is_figure and op in OPERATORS and isinstance(target, str):
                return Measure(target, op, float(value["value"]), str(value.get("unit", "")))
        self._say(
            "this is no measure", origin, f"write `target`, `op` ({quoted(OPERATORS, 'or')}) and a `value`"
        )
        return None

    def _when(self, value: Any, origin: Origin) -> When:
        if value is None:
            return When()
        if not isinstance(value, dict):
            self._say(f"`when` is {shown(value)}", origin, "write a mapping of conditions")
            return When()
        self._known(value, _WHEN_KEYS, origin)
        numbers = {
            key: value[key]
            for key in ("deployables", "calls", "events", "stores", "contracts")
            if isinstance(value.get(key), int) and not isinstance(value[key], bool)
        }
        return When(
            scale_class=self._texts(value, "scale_class", origin),
            style=self._texts(value, "style", origin),
            public=value.get("public") is True,
            personal_data=value.get("personal_data") is True,
            **numbers,
        )

    def _known(self, value: dict[str, Any], keys: tuple[str, ...], origin: Origin) -> None:
        for key in value:
            if key not in keys:
                near = nearest(str(key), keys)
                hint = f"write `{near}`" if near else f"remove it; known are {quoted(keys)}"
                self._say(f"`{key}` is no key of this", origin.at(key).key(), hint)

    def _text(self, value: dict[str, Any], key: str, origin: Origin) -> str:
        held = value.get(key, "")
        if isinstance(held, str):
            return held.strip()
        self._say(f"`{key}` is {shown(held)}", origin.at(key), "write a text")
        return ""

    def _texts(self, value: dict[str, Any], key: str, origin: Origin) -> tuple[str, ...]:
        held = value.get(key)
        listed = held if isinstance(held, list) else [] if held is None else [held]
        if all(isinstance(item, str) for item in listed):
            return tuple(listed)
        self._say(f"`{key}` is {shown(held)}", origin.at(key), "write a list of texts")
        return ()

    def _say(self, message: str, origin: Origin, hint: str) -> None:
        self.problems.append(Finding(message, origin, hint))


KIND = Kind("checklist", Checklist, ("yaml",), _claims, parse, home)
