"""DSN: stores, who owns them, and what guards what they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import System
from planroom.wording import quote, quoted

PRODUCTS = frozenset(
    (
        *("postgresql", "postgres", "mysql", "mariadb", "mongodb", "redis", "valkey", "memcached", "kafka"),
        *("rabbitmq", "elasticsearch", "opensearch", "cassandra", "dynamodb", "s3", "minio", "nats"),
    )
)
"""Names of products: two services that name one need not mean the same store."""


@check("DSN035", Severity.ERROR, on=System)
def store_owned_twice(system: System, scope: Scope) -> Iterator[Finding]:
    """A store has one owner."""
    for store in system.stores:
        for use in store.owners[1:]:
            first = store.owners[0]
            say = f"`{use.service}` owns `{store.name}`, and so does `{first.service}`"
            hint = "leave `owns` to one of them; the other reads or writes"
            yield Finding(say, use.at("access"), hint, (Related("the other owner", first.at("access")),))


@check("DSN036", Severity.WARNING, on=System)
def shared_store_without_owner(system: System, scope: Scope) -> Iterator[Finding]:
    """A store that several services use states who owns it."""
    for store in system.stores:
        services = list(dict.fromkeys(use.service for use in store.uses))
        if len(services) < 2 or store.owners:
            continue
        names = quoted(services)
        related = tuple(Related(f"`{use.service}` uses it", use.origin) for use in store.uses[1:])
        severity = Severity.INFO if store.name.lower() in PRODUCTS else None
        say = f"`{store.name}` is used by {names}, and its owner is not stated"
        hint = "state `access` in each: one `owns`, the others `reads` or `writes`"
        yield Finding(say, store.origin, hint, related, severity)


@check("DSN038", Severity.INFO, on=System)
def sensitive_data_without_rules(system: System, scope: Scope) -> Iterator[Finding]:
    """A store of personal or card data says how long it keeps them, and which rules it follows."""
    for store in system.stores:
        for use in store.uses:
            if use.classification not in ("personal", "card") or use.access in ("reads", "writes"):
                continue
            parts = {"retention": use.retention, "compliance": use.compliance}
            missing = [name for name, held in parts.items() if not held]
            if missing:
                say = f"`{store.name}` holds {use.classification} data and states no {quoted(missing, 'or')}"
                yield Finding(say, use.at("classification"), f"add {quoted(missing)}")


@check("DSN037", Severity.WARNING, on=System)
def sensitive_data_not_encrypted(system: System, scope: Scope) -> Iterator[Finding]:
    """A store of personal or card data is encrypted at rest."""
    for store in system.stores:
        for use in store.uses:
            if use.classification not in ("personal", "card") or use.access in ("reads", "writes"):
                continue
            if use.encrypted_at_rest is not True:
                how = (
                    "is not encrypted at rest"
                    if use.encrypted_at_rest is False
                    else "does not state its encryption"
                )
                say = f"`{store.name}` holds {use.classification} data and {how}"
                here = use.at("encrypted_at_rest" if use.encrypted_at_rest is False else "classification")
                yield Finding(say, here, "encrypt it and state `encrypted_at_rest: true`")


@check("DSN103", Severity.WARNING, on=System)
def store_of_another_service(system: System, scope: Scope) -> Iterator[Finding]:
    """A service leaves the store of another one alone, and asks that service instead."""
    for store in system.stores:
        owner = store.owners[0] if store.owners else None
        if owner is None or store.kind == "stream":
            continue
        for use in store.uses:
            if use.access not in ("reads", "writes") or use.service == owner.service:
                continue
            say = f"{quote(use.service)} {use.access} {quote(store.name)}, which {quote(owner.service)} owns"
            hint = f"ask {quote(owner.service)} for it, or keep a copy made from its events"
            # Modules share a database by design; who reads only breaks less.
            one_deployable = system.style in ("monolith", "modular-monolith")
            severity = Severity.INFO if use.access == "reads" or one_deployable else None
            yield Finding(say, use.at("access"), hint, (Related("its owner", owner.at("access")),), severity)


@check("DSN105", Severity.ERROR, on=System)
def store_stated_differently(system: System, scope: Scope) -> Iterator[Finding]:
    """What several services say of one store agrees."""
    for store in system.stores:
        for key in ("technology", "kind", "classification", "encrypted_at_rest"):
            stated = [(use, getattr(use, key)) for use in store.uses if getattr(use, key) not in ("", None)]
            for use, value in stated[1:]:
                first, other = stated[0]
                if not _agrees(value, other):
                    here, there = (v if isinstance(v, str) else json.dumps(v) for v in (value, other))
                    say = f"`{key}` of {quote(store.name)} is {quote(here)} here and {quote(there)} elsewhere"
                    related = (Related(f"as {quote(first.service)} states it", first.at(key)),)
                    yield Finding(say, use.at(key), "state it once, at the owner", related)


def _agrees(one: object, other: object) -> bool:
    """Whether two statements can both be true: `PostgreSQL` and `PostgreSQL 17` can."""
    if not isinstance(one, str) or not isinstance(other, str):
        return one == other
    left, right = one.lower().split(), other.lower().split()
    shorter = min(len(left), len(right))
    return left[:shorter] == right[:shorter]


_KINDS = {
    **dict.fromkeys(("mysql", "mariadb", "oracle", "sqlite", "cockroachdb"), ("relational", "document")),
    **dict.fromkeys(
        ("postgresql", "postgres"), ("relational", "document", "key-value", "search", "stream", "blob")
    ),
    **dict.fromkeys(
        ("mongodb", "couchdb", "firestore"), ("document", "key-value", "search", "blob", "stream")
    ),
    **dict.fromkeys(("redis", "valkey"), ("cache", "key-value", "stream", "document", "search")),
    "memcached": ("cache", "key-value"),
    **dict.fromkeys(("kafka", "pulsar", "kinesis", "rabbitmq"), ("stream",)),
    **dict.fromkeys(("s3", "minio"), ("blob", "key-value")),
    **dict.fromkeys(("elasticsearch", "opensearch", "solr"), ("search", "document")),
}
"""What products are used as, widely: only what none of them is gets a finding."""


@check("DSN106", Severity.WARNING, on=System)
def technology_contradicts_kind(system: System, scope: Scope) -> Iterator[Finding]:
    """A store is of a kind that its technology can be."""
    for store in system.stores:
        for use in store.uses:
            words = re.findall(r"[a-z0-9]+", use.technology.lower())
            named = next((word for word in words if word in _KINDS), "")
            if named and use.kind and use.kind not in _KINDS[named]:
                say = f"{quote(store.name)} is a `{use.kind}` store in {quote(use.technology)}"
                hint = f"state the kind {quoted(_KINDS[named], 'or')}, or another technology"
                yield Finding(say, use.at("kind"), hint)


@check("DSN107", Severity.WARNING, on=System)
def card_data_without_pci_dss(system: System, scope: Scope) -> Iterator[Finding]:
    """A store of card data follows PCI DSS, which holds for everybody who keeps them."""
    for store in system.stores:
        for use in store.uses:
            rules = {re.sub(r"[^a-z]", "", rule.lower()) for rule in use.compliance}
            if use.classification == "card" and rules and not any(rule.startswith("pci") for rule in rules):
                say = f"{quote(store.name)} holds card data under {quoted(use.compliance)}, without PCI DSS"
                yield Finding(say, use.at("compliance"), "add `pci-dss`, or correct the classification")
