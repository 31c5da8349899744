"""Which checks a word means: a code, a name, or what several codes begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planroom.checks.check import REGISTRY
from planroom.diagnostics import Severity
from planroom.errors import PlanroomError
from planroom.patterns import late
from planroom.wording import nearest

_BEGINNING = late(r"[A-Z]{3}\d{0,2}\Z")


def codes_of(word: str) -> frozenset[str]:
    """The codes of the checks that a word means, in any case of letters; none where it is no check's.

    `ADR007` and `superseded-without-successor` mean one check, `ADR00` ten, `ADR` all on decisions.
    """
    code = word.upper()
    if code in REGISTRY:
        return frozenset((code,))
    if _BEGINNING.match(code):
        return frozenset(known for known in REGISTRY if known.startswith(code))
    name = word.lower()
    return frozenset(check.code for check in REGISTRY.values() if check.name == name)


def instead_of(word: str) -> str:
    """The code, name or beginning of codes that a word which means no check was meant to be, or `""`."""
    if _BEGINNING.match(word.upper()):
        return nearest(word, sorted({code[:3] for code in REGISTRY} | {*REGISTRY}))
    return nearest(word, [*REGISTRY, *(check.name for check in REGISTRY.values())])


def chosen(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """The codes that are left when `select` narrows (nothing in it: all are) and `ignore` takes away.

    Raises `PlanroomError` for a word that means no check.
    """
    selected = [_codes(word) for word in select]
    ignored = [_codes(word) for word in ignore]
    return (frozenset().union(*selected) if selected else frozenset(REGISTRY)).difference(*ignored)


def _codes(word: str) -> frozenset[str]:
    codes = codes_of(word)
    if not codes:
        near = instead_of(word)
        hint = f"did you mean `{near}`?" if near else "`planroom explain` lists all checks"
        raise PlanroomError(f"there is no check `{word}`", hint)
    return codes


def levels_by_code(levels: Mapping[str, Severity | None]) -> dict[str, Severity | None]:
    """The severities that a project gave to checks, by code: the word that means fewest checks counts."""
    meant = [(codes_of(word), level) for word, level in levels.items()]
    found: dict[str, Severity | None] = {}
    for codes, level in sorted(meant, key=lambda item: -len(item[0])):
        found.update(dict.fromkeys(codes, level))
    return found
