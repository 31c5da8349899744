"""What verbs share: opening the room of the current folder and showing things on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planroom.errors import PlanroomError
from planroom.files import find_root

if TYPE_CHECKING:
    from planroom.model import Model, System
    from planroom.reports.layout import Layout
    from planroom.room import Room


class Day(click.ParamType[date]):
    """A date as `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is no date; write it as 2026-01-31", param, ctx)


def open_room(start: Path | None = None, *, named: Iterable[str] = (), today: date | None = None) -> Room:
    """The room that `start` (the current folder) lies in."""
    from planroom.load import load

    return load(find_root((start or Path.cwd()).resolve()), named=named, today=today)


def open_root() -> Path:
    """The root of the room that the current folder lies in."""
    return find_root(Path.cwd().resolve())


def system_named(model: Model, name: str | None) -> System:
    """The system of a name, or the only one; raises `PlanroomError` where there is none or several."""
    from planroom.wording import nearest, quoted

    names = [system.name for system in model.systems]
    if not names:
        raise PlanroomError(
            "no design describes a system", "`planroom new design NAME` writes one to start from"
        )
    if name is None and len(names) > 1:
        raise PlanroomError(f"there are {len(names)} systems", f"name one of {quoted(names, 'or')}")
    found = model.system(name if name is not None else names[0])
    if found is None:
        near = nearest(name or "", names)
        hint = f"write `{near}`" if near else f"name one of {quoted(names, 'or')}"
        raise PlanroomError(f"no design describes a system `{name}`", hint)
    return found


def room_paths(root: Path, given: Iterable[str]) -> tuple[str, ...]:
    """Paths as the user gave them, from the room's root; `""` is the root itself."""
    found = []
    for text in given:
        path = Path(text).resolve()
        if not path.exists():
            raise PlanroomError(f"there is no `{text}`", "name a file or folder that exists")
        if not path.is_relative_to(root):
            raise PlanroomError(f"`{text}` lies outside of `{root}`", "check one repository at a time")
        below = path.relative_to(root).as_posix()
        found.append("" if below == "." else below)
    return tuple(found)


def terminal_layout() -> Layout:
    """The layout for standard output: colour on a terminal unless `NO_COLOR` is set (no-color.org)."""
    from planroom.reports.layout import Layout

    is_terminal = sys.stdout.isatty()
    colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((80, 24)).columns if is_terminal else 80
    return Layout(width=min(width, 120), colour=colour, terminal=is_terminal)


def require(*modules: str) -> None:
    """Raise a `PlanroomError` that says what to install where one of the site's packages is missing."""
    from importlib.util import find_spec

    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise PlanroomError(f"this needs {', '.join(missing)}", 'run `pip install "planroom[site]"`')


def require_site() -> None:
    """Raise a `PlanroomError` that says what to install where MkDocs cannot build the site."""
    require("mkdocs", "material", "mkdocs_macros", "nh3", "mdit_py_plugins")
