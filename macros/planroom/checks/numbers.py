"""ADR: the numbers of decisions: each once, without holes, and the same wherever a decision states it."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.decision import Decision
from planroom.kinds.decision_numbers import log_number
from planroom.model import Model
from planroom.patterns import late
from planroom.wording import counted, quote, quoted

_NUMBER_KEYS = ("number", "nr", "adr", "adr-number", "adr_number", "adrnumber", "id", "adr-id", "adr_id")
_STATED_NUMBER = late(r"(?:m?adr[-_ ]?)?0*(\d{1,6})", re.IGNORECASE)


@check("ADR008", Severity.ERROR, on=Decision)
def number_used_twice(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """A number belongs to one decision of a folder."""
    others = scope.model.decisions.sharing_number(decision)
    if any(other.path < decision.path for other in others):
        related = tuple(Related("has the number too", other.title_origin) for other in others[:5])
        say = f"the number `{decision.number}` is also that of `{others[0].path}`"
        hint = f"give the newer one the next free number: `planroom renumber {shlex.quote(decision.path)}`"
        yield Finding(say, decision.title_origin, hint, related)


@check("ADR009", Severity.WARNING, on=Decision)
def number_differs_in_title(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The number in the title is that of the file name."""
    if decision.title_number and decision.number and int(decision.title_number) != int(decision.number):
        say = f"the title has the number `{decision.title_number}`, the file name `{decision.number}`"
        yield Finding(say, decision.title_origin, f"write `{decision.number}` in the title, or none")


@check("ADR042", Severity.WARNING, on=Decision)
def number_differs_in_front_matter(decision: Decision, scope: Scope) -> Iterator[Finding]:
    """The number that the front matter states is that of the file name."""
    value = decision.source.value
    if not isinstance(value, dict) or decision.number is None:
        return
    for key, stated in value.items():
        if not isinstance(key, str) or key.lower() not in _NUMBER_KEYS or isinstance(stated, bool):
            continue
        match = _STATED_NUMBER.fullmatch(str(stated).strip())
        if match and int(match[1]) != int(decision.number):
            right = re.sub(r"\d+", decision.number, str(stated).strip())
            yield Finding(
                f"`{key}` is {quote(str(stated))}, the file name has the number `{decision.number}`",
                decision.at(key),
                f"write {quote(right)}, or rename the file",
            )


@check("ADR041", Severity.INFO, on=Model)
def gap_in_numbers(model: Model, scope: Scope) -> Iterator[Finding]:
    """The numbers of a folder follow each other; one finding for a folder."""
    for log in model.decisions.logs:
        held = {int(decision.number): decision for decision in reversed(log) if decision.number}
        if len(held) == max(held) - min(held) + 1:
            continue
        taken = sorted({*held, *_passed_over(model, log[0])})
        gaps = [(low + 1, high - 1) for low, high in itertools.pairwise(taken) if high - low > 1]
        missing = sum(last - first + 1 for first, last in gaps)
        if not gaps or missing > len(held):
            # More holes than numbers: they come from somewhere else, such as the numbers of issues.
            continue
        after = next(held[number] for number in sorted(held) if number > gaps[0][0])
        digits = len(after.number or "")
        names = [_gap(first, last, digits) for first, last in gaps]
        ends = f"{min(held):0{digits}} to {max(held):0{digits}}"
        say = f"{counted(missing, 'number')} of {ends} {'is' if missing == 1 else 'are'} not here"
        yield Finding(
            f"{say}: {quoted(names, limit=6)}",
            after.title_origin,
            "bring back what was deleted, with its status; a number that was never given needs nothing",
        )


def _passed_over(model: Model, decision: Decision) -> Iterator[int]:
    """The numbers, between the first and last of a log, of files in it and below it that are none of it."""
    log = log_number(decision.path)
    assert log is not None
    ends = [int(item.number) for item in model.decisions.beside(decision) if item.number]
    for path in model.room.paths:
        number = log_number(path) if path.startswith(log.folder + "/" if log.folder else "") else None
        if number is not None and number.series == log.series and min(ends) < number.number < max(ends):
            yield number.number


def _gap(first: int, last: int, digits: int) -> str:
    return f"{first:0{digits}}" if first == last else f"{first:0{digits}} to {last:0{digits}}"
