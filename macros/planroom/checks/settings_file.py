"""CFG: the project's settings."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import REGISTRY, Scope, check
from planroom.diagnostics import Finding, Severity
from planroom.settings import Settings
from planroom.wording import nearest


@check("CFG001", Severity.ERROR, on=Settings)
def unusable_setting(settings: Settings, scope: Scope) -> Iterator[Finding]:
    """Every key of `planroom.yaml` is a known setting with a value it can take."""
    yield from settings.problems


@check("CFG002", Severity.WARNING, on=Settings)
def unknown_check_in_settings(settings: Settings, scope: Scope) -> Iterator[Finding]:
    """A severity is set for a check that exists."""
    if settings.source is None:
        return
    known = {*REGISTRY, *(check.name for check in REGISTRY.values())}
    for code in settings.levels:
        if code not in known:
            near = nearest(code, sorted(known))
            hint = f"write `{near}`" if near else "remove the line; `planroom explain` lists all checks"
            yield Finding(f"`{code}` is no check", settings.source.origin("checks", code).key(), hint)
