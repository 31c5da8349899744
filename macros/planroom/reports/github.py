"""The report as workflow commands, which GitHub shows as annotations at the lines of a pull request."""

from __future__ import annotations

from planroom.checks import Outcome
from planroom.diagnostics import Diagnostic, Severity
from planroom.reports.characters import visible
from planroom.reports.layout import Layout
from planroom.reports.summary import last_line

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(outcome: Outcome, layout: Layout) -> str:
    """One command for each diagnostic, the worst first as GitHub shows ten of a kind, and the last line."""
    ordered = sorted(outcome.diagnostics, key=lambda item: (-item.severity.rank, item.sort_key))
    return "\n".join([*(_command(item, layout) for item in ordered), last_line(outcome)])


def _command(diagnostic: Diagnostic, layout: Layout) -> str:
    here = diagnostic.location
    fields = {"file": layout.path(here.path), "line": here.line, "endLine": here.end_line}
    if here.line == here.end_line:  # columns of two lines cannot be given
        fields.update(col=here.column, endColumn=max(here.end_column, here.column + 1))
    fields["title"] = f"{diagnostic.code} {diagnostic.name}"
    said = [diagnostic.message, *(f"{item.message}: {item.location}" for item in diagnostic.related)]
    if diagnostic.hint:
        said.append(f"hint: {diagnostic.hint}")
    stated = ",".join(f"{key}={_property(value)}" for key, value in fields.items())
    return f"::{_COMMANDS[diagnostic.severity]} {stated}::" + "%0A".join(map(_data, said))


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")
