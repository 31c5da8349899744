"""SRC: what is wrong with a file's text, whatever it means."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.source import Source


def _of(source: Source, kind: str) -> Iterator[Finding]:
    for problem in source.problems:
        if problem.kind == kind:
            related = tuple(Related(words, Origin(source.path, span=span)) for words, span in problem.related)
            yield Finding(problem.message, Origin(source.path, span=problem.span), problem.hint, related)


@check("SRC001", Severity.ERROR, on=Source)
def syntax_error(source: Source, scope: Scope) -> Iterator[Finding]:
    """A file must be readable in its own format."""
    yield from _of(source, "syntax")


@check("SRC002", Severity.ERROR, on=Source)
def duplicate_key(source: Source, scope: Scope) -> Iterator[Finding]:
    """A key may stand only once in a mapping."""
    yield from _of(source, "duplicate-key")


@check("SRC003", Severity.ERROR, on=Source)
def not_utf8(source: Source, scope: Scope) -> Iterator[Finding]:
    """A text file is written in UTF-8."""
    yield from _of(source, "encoding")


@check("SRC004", Severity.ERROR, on=Source)
def merge_conflict_left(source: Source, scope: Scope) -> Iterator[Finding]:
    """No mark of a merge conflict may be left in a file."""
    yield from _of(source, "merge-conflict")


@check("SRC005", Severity.ERROR, on=Source)
def unclosed_front_matter(source: Source, scope: Scope) -> Iterator[Finding]:
    """Front matter ends with a line of three dashes."""
    yield from _of(source, "unclosed-front-matter")


@check("SRC006", Severity.ERROR, on=Source)
def beyond_limits(source: Source, scope: Scope) -> Iterator[Finding]:
    """A document stays within the limits that keep reading it safe: nesting, aliases, size."""
    yield from _of(source, "limit")


@check("SRC007", Severity.WARNING, on=Source)
def second_document(source: Source, scope: Scope) -> Iterator[Finding]:
    """A YAML file holds one document; what follows a second `---` is not read."""
    yield from _of(source, "second-document")


@check("SRC090", Severity.WARNING, on=Source)
def check_failed(source: Source, scope: Scope) -> Iterator[Finding]:
    """A fault in planroom itself kept it from reading or checking something."""
    yield from _of(source, "internal")
