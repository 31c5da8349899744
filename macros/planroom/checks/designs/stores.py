"""DSN: stores, who owns them, and what guards what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.model import System
from planroom.wording import quoted

_PRODUCTS = frozenset(
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
        severity = Severity.INFO if store.name.lower() in _PRODUCTS else None
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
