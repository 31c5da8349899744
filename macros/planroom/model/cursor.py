"""Reading a design: a value, where it stands, and never an exception whatever was written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import Origin, Pointer
from planroom.kinds.design import Design
from planroom.model.quantities import milliseconds
from planroom.patterns import late
from planroom.records import dataclass

_PLAIN_NAME = late(r"[A-Za-z0-9][\w.\-/:]*\Z")
_NOTHING = frozenset(
    {"", "none", "n/a", "-", "nothing", "no dependencies", "not applicable", "nessuno", "nessuna"}
)
_ENDLESS = 1e100
"""No figure of a system is as large; what is larger cannot be reckoned with."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a design: its value (`None` where there is none) and the way to it."""

    design: Design
    value: Any
    pointer: Pointer = ()

    def __getitem__(self, key: str) -> Cursor:
        held = self.value.get(key) if isinstance(self.value, dict) else None
        return Cursor(self.design, held, (*self.pointer, key))

    def down(self, *keys: str) -> Cursor:
        """The place below several keys."""
        here = self
        for key in keys:
            here = here[key]
        return here

    @property
    def origin(self) -> Origin:
        """Where it stands in the file."""
        return self.design.origin_of(*self.pointer)

    @property
    def stated(self) -> bool:
        """Whether anything stands here."""
        return self.value is not None

    @property
    def is_structure(self) -> bool:
        """Whether it is a structure rather than a text."""
        return isinstance(self.value, dict)

    def items(self) -> Iterator[Cursor]:
        """The entries of a list; a text stands for a list of one, one that says "none" for an empty list."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                yield Cursor(self.design, item, (*self.pointer, index))
        elif isinstance(self.value, str) and not says_nothing(self.value):
            yield self

    def fields(self) -> Iterator[tuple[str, Cursor]]:
        """The keys of a structure and what they hold."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield key, self[key]

    @property
    def text(self) -> str:
        """A text, trimmed; a list of texts joined; a structure's note; `""` for anything else."""
        if isinstance(self.value, str):
            return self.value.strip()
        if isinstance(self.value, list):
            return "; ".join(item.strip() for item in self.value if isinstance(item, str))
        if isinstance(self.value, dict):
            return self["note"].text
        return ""

    @property
    def word(self) -> str:
        """A text or number as one word: a name, an enumerated value."""
        if isinstance(self.value, str):
            return self.value.strip()
        return str(self.value) if isinstance(self.value, int) and not isinstance(self.value, bool) else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one."""
        return tuple(item.word for item in self.items() if item.word)

    @property
    def number(self) -> float | None:
        """A number that can be reckoned with, `None` for anything else."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            return None
        return float(self.value) if abs(self.value) < _ENDLESS else None

    @property
    def whole(self) -> int | None:
        """A whole number, `None` for anything else."""
        return int(self.number) if self.number is not None and self.number.is_integer() else None

    @property
    def truth(self) -> bool | None:
        """Yes or no, `None` where neither is stated."""
        return self.value if isinstance(self.value, bool) else None

    @property
    def ms(self) -> float | None:
        """A duration in milliseconds, `None` for anything else."""
        return milliseconds(self.value)

    def origins(self, *keys: str) -> dict[str, Origin]:
        """Where those of the keys stand that are stated; a key may be a path such as `timeout.request`."""
        found = {}
        for key in keys:
            place = self.down(*key.split("."))
            if place.stated:
                found[key] = place.origin
        return found


def says_nothing(text: str) -> bool:
    """Whether a text says that there is none."""
    return text.strip().strip(".").lower() in _NOTHING


def is_plain_name(text: str) -> bool:
    """Whether a text is a name and no prose."""
    return _PLAIN_NAME.match(text) is not None


def split_names(text: str) -> tuple[str, ...]:
    """A text such as `orders, payments` as its names; prose stays one."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    return tuple(parts) if len(parts) > 1 and all(is_plain_name(part) for part in parts) else (text.strip(),)
