"""The macros that hand-written pages may call: their names, parameters and what the values must name."""

from __future__ import annotations

from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """A macro's parameter: `names` says what the value names, `default` is `None` where it is required."""

    name: str
    names: str
    text: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: its name, what it puts on the page, its parameters, and a call as an example."""

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    example: str


_SYSTEM = Parameter("system", "system", "The name of a system: its folder in `specs/`.")
_ANY_SYSTEM = Parameter("system", "system", "Only those of this system.", "")
_STATUS = Parameter("status", "status", "Only those with this status.", "")
_TAG = Parameter("tag", "tag", "Only those with this tag.", "")
_DECISION = Parameter("number", "decision", "The decision's number or file name.")
_OPERATION = Parameter("operation_id", "operation", "The operation's `operationId`.")
_CHECK = Parameter("code", "check", "The check's code.")
_PREFIX = Parameter("subject", "subject", "Only those of this subject: the three letters of their codes.", "")

MACROS: tuple[Macro, ...] = (
    Macro(
        "systems",
        "A table of all systems with objective, services, decisions and open findings.",
        (),
        "systems()",
    ),
    Macro("services", "A table of a system's services.", (_SYSTEM,), 'services("order-management")'),
    Macro(
        "operations",
        "A table of every operation in a system's contracts.",
        (_SYSTEM,),
        'operations("order-management")',
    ),
    Macro(
        "operation",
        "One operation: method, path, what it does, with a link to its place in the contract.",
        (_SYSTEM, _OPERATION),
        'operation("order-management", "createOrder")',
    ),
    Macro(
        "diagram",
        "The service map of a system, with the same in words.",
        (_SYSTEM,),
        'diagram("order-management")',
    ),
    Macro(
        "decisions",
        "A table of decisions, newest first.",
        (_STATUS, _ANY_SYSTEM, _TAG),
        'decisions(status="accepted", system="planroom")',
    ),
    Macro("decision", "A link to one decision with its status.", (_DECISION,), 'decision("0003")'),
    Macro(
        "findings", "What is wrong now, with place and remedy.", (_ANY_SYSTEM,), 'findings(system="planroom")'
    ),
    Macro("checks", "A table of the checks.", (_PREFIX,), 'checks("ADR")'),
    Macro("check", "A link to one check.", (_CHECK,), 'check("SRC001")'),
)
"""Every macro, in the order of the reference page."""
