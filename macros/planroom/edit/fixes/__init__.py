"""What `check --fix` mends without asking: a table from the code of a check to what mends its finding.

A fix is a pure function. It gets a diagnostic and the model, and returns the changes of the diagnostic's
mend, or none where a person has to judge. Adding one takes its function and its row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from planroom.diagnostics import Diagnostic
from planroom.edit.changes import Change, make
from planroom.edit.fixes import contracts, dates, links, lists, supersession
from planroom.edit.fixes.mend import Mend
from planroom.edit.plan import Edit
from planroom.model import Model
from planroom.records import dataclass

FIXES: dict[str, Callable[[Diagnostic, Model], Mend | None]] = {
    "ADR012": supersession.mark_superseded,
    "ADR014": supersession.name_predecessor,
    "ADR023": dates.write_iso,
    "ADR062": lists.remove_item,
    "API002": contracts.quote_version,
    "API024": lists.remove_tag,
    "LNK001": links.follow_moved_file,
    "LNK003": links.write_as_hinted,
    "LNK006": links.write_as_hinted,
}
"""Every fix by the code of the check whose findings it mends."""


@dataclass(frozen=True)
class Plan:
    """The edits that mend some diagnostics, and which these are."""

    edits: tuple[Edit, ...]
    mended: tuple[Diagnostic, ...]


def mend_of(diagnostic: Diagnostic, model: Model) -> Mend | None:
    """What mends a diagnostic, `None` where nothing does without a person's judgement."""
    fix = FIXES.get(diagnostic.code)
    mend = fix(diagnostic, model) if fix else None
    if mend is None:
        return None
    source = model.room.sources.get(mend.path)
    if (
        source is None
        or source.read_problems
        or source.text[mend.change.start : mend.change.end] == mend.change.words
    ):
        return None
    return mend


def mendable(diagnostics: Iterable[Diagnostic], model: Model) -> frozenset[Diagnostic]:
    """Those of the diagnostics that `check --fix` mends."""
    return frozenset(diagnostic for diagnostic in diagnostics if mend_of(diagnostic, model) is not None)


def plan_fixes(diagnostics: Iterable[Diagnostic], model: Model) -> Plan:
    """The edits that mend all of the diagnostics that can be mended at once.

    Of changes that overlap the first is made; the other is left for another round.
    """
    wanted: dict[str, list[tuple[Change, Diagnostic]]] = defaultdict(list)
    for diagnostic in diagnostics:
        mend = mend_of(diagnostic, model)
        if mend is not None:
            wanted[mend.path].append((mend.change, diagnostic))
    edits: list[Edit] = []
    mended: list[Diagnostic] = []
    for path, pairs in sorted(wanted.items()):
        text = model.room.sources[path].text
        after, made = make(text, (change for change, _ in pairs))
        edits.append(Edit(path, text.encode(), after.encode()))
        mended += [diagnostic for change, diagnostic in pairs if change in made]
    return Plan(tuple(edits), tuple(sorted(mended, key=lambda diagnostic: diagnostic.sort_key)))
