"""`new pattern`: a pattern to fill in, with what a design that worked states already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files

from planroom.edit.new_decision import slug
from planroom.edit.plan import Edit
from planroom.errors import PlanroomError
from planroom.guidance.patterns import NamedPattern, named_patterns
from planroom.kinds.pattern import HOME, PatternKind, as_id
from planroom.model import Call, Model, Service, System
from planroom.model.bound import key_of
from planroom.patterns import late

_NO_WORD = late(r"[^\w./ -]+")
_SAMPLE_NUMBERS = (
    "| {setting} | {value} | {what goes wrong below and above} | {who says so, or measured it} |"
)
_SAMPLE_FAILURE = "| {what happens} | {what one sees} | {what to do} |"
_SAMPLE_STEPS = (
    "  participant A as Caller\n  participant B as Service\n  A->>B: {what it asks}\n  B-->>A: {what it gets}"
)


def new_pattern(name: str, kind: PatternKind) -> Edit:
    """A pattern to be filled in, in the folder of patterns."""
    return _edit(name, kind, "", _SAMPLE_STEPS, [_SAMPLE_NUMBERS], [_SAMPLE_FAILURE])


def pattern_from(name: str, kind: PatternKind, model: Model, place: str) -> Edit:
    """The same with what the design states of a service, named as `SYSTEM/SERVICE`."""
    system, service = _service(model, place)
    calls = [call for call in service.calls_out if not call.prose]
    return _edit(
        name,
        kind,
        _decisions(model, service),
        "\n".join(_steps(service, calls)) if calls else _SAMPLE_STEPS,
        list(_numbers(system, service, calls)) or [_SAMPLE_NUMBERS],
        [_failure(call) for call in calls if call.fallback] or [_SAMPLE_FAILURE],
    )


def _edit(
    name: str, kind: PatternKind, decisions: str, steps: str, numbers: list[str], failures: list[str]
) -> Edit:
    name = " ".join(name.split())
    if not name:
        raise PlanroomError("a pattern needs a name", 'write it in quotes: `planroom new pattern "Bulkhead"`')
    text = files("planroom").joinpath("templates", "pattern.md").read_text("utf-8")
    known = _known(name)
    values = {
        "SUMMARY": _quoted(known.text.of("en") if known else "{what it does about it, in one sentence}"),
        "TITLE": _quoted(known.title.of("it") if known else ""),
        "ITALIAN": _quoted(known.text.of("it") if known else ""),
        "NAME": _quoted(name),
        "KIND": kind.value,
        "DECISIONS": decisions,
        "STEPS": steps,
        "NUMBERS": "\n".join(numbers),
        "FAILURES": "\n".join(failures),
    }
    filled = re.sub(r"<([A-Z]+)>", lambda match: values[match[1]], text)
    return Edit(f"{HOME}{known.id if known else slug(name)}.md", None, filled.encode("utf-8"))


def _known(name: str) -> NamedPattern | None:
    """What the guidance says of a pattern of this name: guides lead to the file that is called by its id."""
    asked = as_id(name)
    known = named_patterns()
    return known.get(asked) or next(
        (each for each in known.values() if as_id(str(each.title)) == asked), None
    )


def _quoted(text: str) -> str:
    """A text as YAML takes it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def _service(model: Model, place: str) -> tuple[System, Service]:
    named, _, name = place.rpartition("/")
    systems = [system for system in model.systems if not named or system is model.system(named)]
    found = [(system, service) for system in systems if (service := system.service(name)) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        where = " or ".join(f"`{system.name}/{name}`" for system, _ in found)
        raise PlanroomError(f"`{place}` may be {where}", "write one of them")
    raise PlanroomError(
        f"no design has a service `{place}`", "name it as `SYSTEM/SERVICE`; `planroom list` has all"
    )


def _decisions(model: Model, service: Service) -> str:
    """The numbers of the decisions that bind a service, as entries of a list."""
    key = key_of(service)
    numbers = [
        binding.decision.number or binding.decision.path
        for binding in model.decisions.bindings
        if any(bound.key == key for bound in binding.bound)
    ]
    return ", ".join(json.dumps(number) for number in dict.fromkeys(numbers))


def _steps(service: Service, calls: list[Call]) -> Iterator[str]:
    """A sequence diagram of the calls of a service, each target once."""
    targets = list(dict.fromkeys(call.target for call in calls))
    yield f"  participant S as {_word(service.name)}"
    for number, target in enumerate(targets):
        yield f"  participant T{number} as {_word(target)}"
    for call in calls:
        arrow = "->>" if call.mode != "async" else "-)"
        asked = ", ".join(call.operations[:2]) or call.purpose.partition(".")[0] or "call"
        yield f"  S{arrow}T{targets.index(call.target)}: {_word(asked)[:60]}"


def _numbers(system: System, service: Service, calls: list[Call]) -> Iterator[str]:
    """What the design states of the calls of a service, as rows: setting, value, why, source."""
    source = f"{system.name}/{service.name}, design"
    for call in calls:
        stated: list[tuple[str, str]] = []
        if call.timeout_ms is not None:
            stated.append(("Answer", _duration(call.timeout_ms)))
        if call.connect_ms is not None:
            stated.append(("Connection", _duration(call.connect_ms)))
        if call.max_attempts is not None:
            wait = f", {call.backoff}" if call.attempts > 1 and call.backoff else ""
            stated.append(("Attempts", f"{call.max_attempts}{wait}"))
        if call.breaker.get("failure_threshold") is not None:
            stated.append(("Breaker opens at", str(call.breaker["failure_threshold"])))
        if call.reset_ms is not None:
            stated.append(("Breaker tries again after", _duration(call.reset_ms)))
        for setting, value in stated:
            yield f"| {setting}, `{_cell(call.target)}` | {_cell(value)} | {{why}} | {_cell(source)} |"
    for use in service.consumes:
        if use.dlq not in ("", "no"):
            yield f"| Dead letters of `{_cell(use.event)}` | {_cell(use.dlq)} | {{why}} | {_cell(source)} |"


def _failure(call: Call) -> str:
    return f"| `{_cell(call.target)}` does not answer | {{what one sees}} | {_cell(call.fallback)} |"


def _duration(ms: float) -> str:
    return f"{ms / 1000:g} s" if ms >= 1000 else f"{ms:g} ms"


def _word(text: str) -> str:
    """A text as a diagram can have it: nothing in it is a mark."""
    return " ".join(_NO_WORD.sub(" ", text).split()) or "unnamed"


def _cell(text: str) -> str:
    """A text as a cell of a table on one line."""
    return " ".join(text.split()).replace("|", "\\|")
