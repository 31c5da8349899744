"""CFG: the project's settings."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.checks.choice import codes_of, instead_of
from planroom.diagnostics import Finding, Severity
from planroom.settings import Settings


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
