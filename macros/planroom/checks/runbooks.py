"""RUN: runbooks, and the alerts and services that lead to them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.checks.links import dead_links
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.runbook import EXERCISE_DAYS, FOLDER, PARTS, Runbook
from planroom.model import RunbookName, System
from planroom.room import link_target
from planroom.wording import counted, listed, nearest, quote, quoted


@check("RUN001", Severity.WARNING, on=System)
def missing_runbook(system: System, scope: Scope) -> Iterator[Finding]:
    """A runbook that a design names is in the repository, or at an address on the web."""
    alerts = (alert.runbook for alert in system.alerts)
    services = (name for service in system.services for name in service.runbook_names)
    said: set[str] = set()
    for name in (*alerts, *services):
        if name is None or name.leads or not name.kind or name.text in said:
            continue
        said.add(name.text)
        yield Finding(f"{quote(name.text)} is no runbook here", name.origin, _instead(name, system, scope))


def _instead(name: RunbookName, system: System, scope: Scope) -> str:
    """What to write in place of a name that leads to no runbook."""
    stem = posixpath.splitext(posixpath.basename(name.text.partition("#")[0]))[0]
    near = nearest(stem, [runbook.stem for runbook in scope.model.runbooks.all])
    if near:
        path = next(runbook.path for runbook in scope.model.runbooks.all if runbook.stem == near)
        return f"write `{link_target(system.folder, path)}`"
    return f"write it below `{FOLDER}` (`planroom new runbook` begins one), or mend the path"


@check("RUN002", Severity.INFO, on=Runbook)
def runbook_never_exercised(runbook: Runbook, scope: Scope) -> Iterator[Finding]:
    """Somebody has followed a runbook before it is needed."""
    if runbook.exercised is None and not runbook.exercised_text:
        hint = "follow it once by day, then write `last-exercised: YYYY-MM-DD` and `by`"
        yield Finding("it is not stated that anybody has exercised this runbook", _day_of(runbook), hint)


@check("RUN003", Severity.WARNING, on=Runbook)
def runbook_exercised_long_ago(runbook: Runbook, scope: Scope) -> Iterator[Finding]:
    """A runbook was exercised within a year, since what it works on changes."""
    if runbook.is_overdue(scope.today):
        age = runbook.age(scope.today) or 0
        say = f"this runbook was last exercised {counted(age, 'day')} ago"
        yield Finding(say, _day_of(runbook), f"follow it again within {EXERCISE_DAYS} days, and date it anew")


@check("RUN004", Severity.WARNING, on=Runbook)
def no_day_of_exercise(runbook: Runbook, scope: Scope) -> Iterator[Finding]:
    """The day of the last exercise is a day that has been."""
    if runbook.exercised is None and runbook.exercised_text:
        say = f"{quote(runbook.exercised_text)} is no day"
        yield Finding(say, _day_of(runbook), "write the day as `YYYY-MM-DD`")
    elif runbook.exercised is not None and runbook.exercised > scope.today:
        say = f"`{runbook.exercised}` is still to come"
        yield Finding(say, _day_of(runbook), "write the day on which it was exercised")


@check("RUN005", Severity.INFO, on=Runbook)
def runbook_without_section(runbook: Runbook, scope: Scope) -> Iterator[Finding]:
    """A runbook says what is to be seen, how to find the cause, what to do, and whom to call next."""
    missing = [part for part in PARTS if part not in runbook.parts]
    if missing:
        heads = quoted([f"## {part.capitalize()}" for part in missing])
        yield Finding(f"this runbook has no section on {listed(missing)}", _head_of(runbook), f"add {heads}")


@check("RUN006", Severity.INFO, on=Runbook)
def runbook_for_no_alert(runbook: Runbook, scope: Scope) -> Iterator[Finding]:
    """An alert that a runbook is for is one of a design."""
    runbooks = scope.model.runbooks
    known = runbooks.metrics()
    if not known or scope.room.names_are_missing:
        return
    for reference in runbook.alerts:
        if not runbooks.has_alert(reference.text):
            near = nearest(reference.text, known)
            hint = f"write `{near}`" if near else "add it to the `alert_conditions` of a design, or remove it"
            yield Finding(f"no design has an alert on {quote(reference.text)}", reference.origin, hint)


@check("RUN007", Severity.WARNING, on=Runbook)
def runbook_for_misspelt_service(runbook: Runbook, scope: Scope) -> Iterator[Finding]:
    """The services and systems that a runbook is for are written as in the designs.

    A name that is like none of theirs is one of a service that has no design, which is no fault.
    """
    systems, runbooks = scope.model.systems, scope.model.runbooks
    if scope.room.names_are_missing:
        return
    services = [service.name for system in systems for service in system.services]
    unknown = [
        *(
            (each, [s.name for s in systems])
            for each in runbook.systems
            if scope.model.system(each.text) is None
        ),
        *((each, services) for each in runbook.services if not runbooks.service_named(each.text)),
    ]
    for reference, known in unknown:
        near = nearest(reference.text, known)
        if near:
            yield Finding(f"no design has {quote(reference.text)}", reference.origin, f"write `{near}`")


@check("RUN008", Severity.WARNING, on=Runbook)
def dead_link_in_runbook(runbook: Runbook, scope: Scope) -> Iterator[Finding]:
    """A link of a runbook to another one, or to a file outside of the pages, leads to a file that is there.

    Other links below `docs/` may lead to pages that are made when the site is.
    """
    for path, finding in dead_links(runbook, scope):
        beside = path.startswith(FOLDER) and path != f"{FOLDER}index.md"
        if beside or not path.startswith("docs/"):
            yield finding


def _day_of(runbook: Runbook) -> Origin:
    """Where the day of the last exercise stands, or would."""
    front = runbook.source.value
    stated = isinstance(front, dict) and "last-exercised" in front
    return runbook.at("last-exercised") if stated else _head_of(runbook)


def _head_of(runbook: Runbook) -> Origin:
    """The title of a runbook."""
    heading = next((each for each in runbook.source.outline.headings if each.level == 1), None)
    return Origin(runbook.path, span=heading.span) if heading else runbook.source.origin()
