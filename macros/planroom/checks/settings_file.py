"""CFG: the project's settings."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.checks.choice import codes_of, instead_of
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.decision import Decision
from planroom.kinds.decision_place import place_in_log
from planroom.model.moved import moved_to
from planroom.settings import Settings
from planroom.wording import quote


@check("CFG001", Severity.ERROR, on=Settings)
def unusable_setting(settings: Settings, scope: Scope) -> Iterator[Finding]:
    """Every key of `planroom.yaml` is a known setting with a value it can take."""
    yield from settings.problems


@check("CFG002", Severity.WARNING, on=Settings)
def unknown_check_in_settings(settings: Settings, scope: Scope) -> Iterator[Finding]:
    """A severity is set for a check that exists."""
    if settings.source is None:
        return
    for code in settings.levels:
        if not codes_of(code):
            near = instead_of(code)
            hint = f"write `{near}`" if near else "remove the line; `planroom explain` lists all checks"
            yield Finding(f"`{code}` is no check", settings.source.origin("checks", code).key(), hint)


@check("CFG010", Severity.WARNING, on=Settings)
def redirect_to_nothing(settings: Settings, scope: Scope) -> Iterator[Finding]:
    """A redirect leads to something of this repository that has a page."""
    if settings.source is None:
        return
    told: set[str] = set()
    for old, new in settings.redirects.items():
        origin = settings.source.origin("redirects", old)
        end = settings.redirected(old)
        if end is None:
            circle = _followed(settings, old)
            if told.isdisjoint(circle):
                say = f"the redirects from {quote(old)} lead round in a circle"
                yield Finding(say, origin.key(), "write where it lies today behind each of them")
            told.update(circle)
        elif end == new and moved_to(scope.room, scope.model, end) is None and end not in scope.room.unread:
            say = f"{quote(new)} is nothing that has a page"
            hint = "write the path of a decision, design, contract or page, or `DESIGN#SERVICE`"
            yield Finding(say, origin, hint)


@check("CFG011", Severity.WARNING, on=Settings)
def old_address_taken(settings: Settings, scope: Scope) -> Iterator[Finding]:
    """An old address is claimed by one redirect, and by nothing that is there."""
    if settings.source is None or not settings.redirects:
        return
    held = {_place(decision.path): decision.path for decision in reversed(scope.room.of(Decision))}
    claimed: dict[str, str] = {}
    for old, new in settings.redirects.items():
        origin = settings.source.origin("redirects", old).key()
        if not isinstance(scope.room.artifact(settings.redirected(old) or ""), Decision):
            if moved_to(scope.room, scope.model, old) is not None:
                say = f"{quote(old)} is there, and has its own page"
                yield Finding(say, origin, "remove the line: no address leads away from a page that is there")
            continue
        place = _place(old)
        first = claimed.setdefault(place, old)
        if place in held:
            say = f"{quote(old)} has the address of {quote(held[place])}, which is there"
            yield Finding(say, origin, "remove the line: no address leads away from a page that is there")
        elif first != old and settings.redirected(first) != settings.redirected(old):
            other = Related("the other one", settings.source.origin("redirects", first).key())
            say = f"{quote(old)} has the same address as {quote(first)}, and leads to {quote(new)}"
            yield Finding(say, origin, "keep the one of them that readers look for", (other,))


def _followed(settings: Settings, path: str) -> list[str]:
    """The paths that redirects lead through from one on, each once."""
    found: dict[str, None] = {}
    while path in settings.redirects and path not in found:
        found[path] = None
        path = settings.redirects[path]
    return list(found)


def _place(path: str) -> str:
    return place_in_log(path).casefold()
