"""Many equal facts as one finding, so that a first run can be read; and a part of them as another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planroom.diagnostics import AND_HERE, Fact, Finding, Gathering, Related, Severity
from planroom.wording import counted, quote, quoted

_SHOWN = 5
"""How many further places of a gathered finding are given, and how many of its names are told."""


def gather(gathering: Gathering, hint: str, severity: Severity | None = None) -> Finding:
    """One finding for all facts of a gathering (at least one), at the first of them."""
    facts = gathering.facts
    names = list(dict.fromkeys(name for name, _ in facts))
    if len(names) == 1:
        say = gathering.one.format(name=quote(names[0]))
    else:
        count = counted(len(names), *gathering.nouns)
        say = gathering.many.format(count=count, names=quoted(names, limit=_SHOWN))
    related = tuple(Related(AND_HERE, origin) for _, origin in facts[1 : _SHOWN + 1])
    return Finding(say, facts[0][1], hint, related, severity, gathering)


def part_of(finding: Finding, facts: Sequence[Fact]) -> Finding:
    """What a gathered finding says of some of its facts alone."""
    assert finding.gathering is not None
    part = gather(replace(finding.gathering, facts=tuple(facts)), finding.hint, finding.severity)
    kept = tuple(item for item in finding.related if item.message != AND_HERE)
    return replace(part, related=(*part.related, *kept))
