"""ADR: numbers that another branch has taken, seen before the two are merged."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Severity
from planroom.kinds.decision import Decision
from planroom.kinds.decision_numbers import LogNumber, log_number, numbered_decisions
from planroom.room import Branch, Room
from planroom.source import Source
from planroom.wording import listed, quote, quoted

_ALIKE = 0.5
"""How much of two texts is the same where one may be the other under a new name, as git counts it."""


@check("ADR060", Severity.ERROR, on=Room, needs="branches")
def number_taken_on_another_branch(room: Room, scope: Scope) -> Iterator[Finding]:
    """A new decision has a number that none of the branches named by `--against` has taken meanwhile."""
    takers: dict[str, list[str]] = defaultdict(list)
    for branch in room.branches:
        for decision, path in _collisions(room, branch):
            takers[decision.path].append(f"to {quote(path)} on {quote(branch.name)}")
    taken = {key for branch in room.branches for key in numbered_decisions(branch.paths)}
    taken.update(numbered_decisions(room.paths))
    for decision in room.of(Decision):
        if decision.path in takers:
            free = _next_free(decision, taken)
            say = f"the number `{decision.number}` has gone {listed(takers[decision.path])}"
            command = f"planroom renumber {shlex.quote(decision.path)} --to {free}"
            yield Finding(say, decision.title_origin, f"run `{command}`")


@check("ADR061", Severity.INFO, on=Room, needs="branches")
def branch_of_unknown_origin(room: Room, scope: Scope) -> Iterator[Finding]:
    """To know which numbers a branch has taken, git must know where it and this one part."""
    unknown = [branch for branch in room.branches if branch.base is None]
    differ = [item for branch in unknown for item in _only_here(room, branch)]
    if differ:
        names = quoted(branch.name for branch in unknown)
        say = f"the history at hand does not say where this branch and {names} part"
        hint = "fetch the whole history (`git fetch --unshallow`); a number taken there is seen only in part"
        yield Finding(say, differ[0].title_origin, hint)


def _collisions(room: Room, branch: Branch) -> Iterator[tuple[Decision, str]]:
    """The decisions whose number is new here and new on a branch, each with the file that has it there.

    A number that both had where they part is no news, and a file that both have is the same decision.
    """
    before = numbered_decisions(branch.base or ())
    there = numbered_decisions(branch.paths)
    for decision in _only_here(room, branch):
        key = log_number(decision.path)
        if key is None or key in before:
            continue
        others = [path for path in there.get(key, ()) if path not in room.paths]
        if branch.base is None:
            others = [path for path in others if not _alike(decision, branch.texts.get(path, ""))]
        if others:
            yield decision, others[0]


def _only_here(room: Room, branch: Branch) -> Iterator[Decision]:
    for decision in room.of(Decision):
        if decision.number is not None and decision.path not in branch.paths:
            yield decision


def _alike(decision: Decision, text: str) -> bool:
    """Whether a text of another branch may be a decision of this one under its former name."""
    theirs = Source(decision.path, text, decision.source.format)
    same = SequenceMatcher(None, _prose(decision.source), _prose(theirs), autojunk=False)
    return same.ratio() >= _ALIKE


def _prose(source: Source) -> list[str]:
    """The lines that two decisions from one template do not share: no front matter and no headings."""
    headings = {heading.span.line for heading in source.outline.headings}
    numbered = enumerate(source.lines[source.outline.front_end :], source.outline.front_end + 1)
    return [line.strip() for number, line in numbered if line.strip() and number not in headings]


def _next_free(decision: Decision, taken: set[LogNumber]) -> str:
    """The number above all of a decision's log, written with as many digits; it counts as taken then."""
    own = log_number(decision.path)
    assert own is not None
    highest = max(key.number for key in taken if (key.folder, key.series) == (own.folder, own.series))
    taken.add(LogNumber(own.folder, own.series, highest + 1))
    return str(highest + 1).zfill(len(decision.number or ""))
