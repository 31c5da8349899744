"""What a check is, and how one is declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar

from planroom.diagnostics import Finding, Severity
from planroom.files import shipped
from planroom.model import Model
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Room

F = TypeVar("F", bound=Callable[..., Iterator[Finding]])
Need = Literal["", "base", "branches"]
_CODE = late(r"[A-Z]{3}\d{3}\Z")


@dataclass(frozen=True)
class Scope:
    """What a check may ask beyond its subject: the room, the model made of it, and the date of the run.

    `base` is the room as it was before the change that is looked at; `None` where no change is.
    """

    room: Room
    model: Model
    base: Room | None = None

    @property
    def today(self) -> date:
        """The date that the run counts as today."""
        return self.room.today


@dataclass(frozen=True)
class Check:
    """A declared check. `on` is the type of its subjects, `rule` the first line of its docstring.

    What it `needs` beyond the room as it is may be missing, and it runs only where it is not: the room
    before a change (`base`), or other branches to compare with (`branches`).
    """

    code: str
    name: str
    severity: Severity
    on: type
    rule: str
    find: Callable[[Any, Scope], Iterator[Finding]]
    needs: Need = ""

    @property
    def url(self) -> str:
        """The address of its page, from the site's root."""
        return f"reference/checks/{self.code.lower()}/"


_FRONT = late(r"\A---\n.*?\n---\n", re.DOTALL)

REGISTRY: dict[str, Check] = {}
"""All checks by code, filled by the decorator as the check modules are imported."""


def check(code: str, severity: Severity, *, on: type, needs: Need = "") -> Callable[[F], F]:
    """Declare a generator of findings as a check on every `on` of a room, named as it in kebab-case.

    With `needs` it runs only where there is a `base` (the scope's), or other `branches` (the room's).
    """

    def declare(function: F) -> F:
        if not _CODE.match(code) or code in REGISTRY:
            raise ValueError(f"check code {code} is malformed or taken")
        rule = (function.__doc__ or "").strip().split("\n")[0]
        name = function.__name__.replace("_", "-")
        REGISTRY[code] = Check(code, name, severity, on, rule, function, needs)
        return function

    return declare


def page_body(code: str) -> str:
    """The Markdown of a check's page without its front matter."""
    return _FRONT.sub("", page_text(code)).strip()


@cache
def page_text(code: str) -> str:
    """The Markdown of a check's page: why, bad, good, fix."""
    return shipped("checks", "examples", f"{code}.md").read_text("utf-8")
