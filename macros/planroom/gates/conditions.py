"""When a question applies to a system, and what to say where it does not."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.kinds.checklist import When
from planroom.model import System
from planroom.wording import listed, quoted

_DEPLOYABLES = ("service", "function", "gateway", "front", "job", "")


def deployables(system: System) -> int:
    """How many parts of a system are deployed on their own; the modules of a monolith are one."""
    if system.style == "monolith":
        return 1
    return sum(1 for service in system.services if service.kind in _DEPLOYABLES)


def is_public(system: System) -> bool:
    """Whether anything of a system is reached from outside, as far as its design says."""
    return any(
        service.public or any(endpoint.public for endpoint in service.endpoints)
        for service in system.services
    )


def has_personal_data(system: System) -> bool:
    """Whether a store of a system holds personal or card data."""
    return any(use.classification in ("personal", "card") for store in system.stores for use in store.uses)


def why_not(when: When, system: System) -> str:
    """Why a question does not apply to a system, in a few words; `""` where it does."""
    return listed(_reasons(when, system))


def _reasons(when: When, system: System) -> Iterator[str]:
    if when.scale_class and system.scale_class and system.scale_class not in when.scale_class:
        yield f"its scale class is `{system.scale_class}`, and not {quoted(when.scale_class, 'or')}"
    if when.style and system.style and system.style not in when.style:
        yield f"its style is `{system.style}`, and not {quoted(when.style, 'or')}"
    counts = (
        ("deployables", deployables(system), "one deployable", "deployables"),
        ("calls", len(system.calls), "no call", "calls"),
        ("events", len(system.events), "no event", "events"),
        ("stores", len(system.stores), "no store", "stores"),
        ("contracts", len(system.contracts), "no contract", "contracts"),
    )
    for key, count, few, nouns in counts:
        least = getattr(when, key)
        if count < least:
            yield f"it has {few}" if count < 2 else f"it has {count} {nouns}"
    if when.public and not is_public(system):
        yield "nothing of it is reached from outside"
    if when.personal_data and not has_personal_data(system):
        yield "no store of it holds personal or card data"
