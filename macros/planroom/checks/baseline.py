"""The baseline: findings that a project had when it began to check, and that need not be reported again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from planroom.checks.matching import Known, Matched, known, match
from planroom.diagnostics import Diagnostic, Finding
from planroom.records import dataclass
from planroom.room import BASELINE_FILE, Room
from planroom.source import Source
from planroom.wording import shown

_VERSION = 1
_KEYS = ("path", "code", "fingerprint")


@dataclass(frozen=True)
class Baseline:
    """The entries of a baseline with the positions of those that match nothing, and what is wrong with it."""

    source: Source
    entries: tuple[Known, ...] = ()
    stale: tuple[int, ...] = ()
    fault: Finding | None = None


def read_baseline(room: Room) -> Baseline | None:
    """The room's baseline, if it has one; of a faulty one nothing counts."""
    source = room.sources.get(BASELINE_FILE)
    if source is None:
        return None
    if source.broken or source.value is None:
        return Baseline(source)
    entries, fault = _entries(source)
    return Baseline(source, entries, fault=fault)


def _entries(source: Source) -> tuple[tuple[Known, ...], Finding | None]:
    value = source.value
    again = "run `planroom check --write-baseline`"
    if not isinstance(value, dict) or value.get("version") != _VERSION:
        version = value.get("version") if isinstance(value, dict) else None
        say = f"the form of this baseline is {shown(version)}, and only {_VERSION} is known"
        return (), Finding(say, source.origin("version"), again)
    findings = value.get("findings")
    if not isinstance(findings, list):
        return (), Finding("`findings` is no list", source.origin("findings"), again)
    entries = []
    for index, item in enumerate(findings):
        words = (
            [item[key] for key in _KEYS if isinstance(item.get(key), str)] if isinstance(item, dict) else []
        )
        if len(words) != len(_KEYS):
            say = "this entry lacks `path`, `code` or `fingerprint`"
            return (), Finding(say, source.origin("findings", index), again)
        entries.append(Known(*words))
    return tuple(entries), None


def apply_baseline(
    baseline: Baseline | None, found: Iterable[Diagnostic], room: Room, made: frozenset[str]
) -> tuple[Matched, Baseline | None]:
    """Set apart what the baseline covers; of checks that were not `made`, its entries are in use."""
    entries = baseline.entries if baseline else ()
    matched = match(entries, found, room.paths)
    if baseline is None:
        return matched, None
    stale = tuple(index for index in matched.gone if entries[index].code in made)
    return matched, Baseline(baseline.source, entries, stale, baseline.fault)


def baseline_text(diagnostics: Iterable[Diagnostic]) -> str:
    """The baseline of these findings: sorted, one a line, so that two branches seldom change the same one."""
    keys = sorted(
        (known(item) for item in diagnostics), key=lambda key: (key.path, key.code, key.fingerprint)
    )
    lines = ",\n".join(
        "    " + json.dumps({key: getattr(item, key) for key in _KEYS}, ensure_ascii=False) for item in keys
    )
    body = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": {_VERSION},\n  "findings": {body}\n}}\n'
