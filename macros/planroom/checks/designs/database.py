"""DSN: tables, keys and indexes, and whether they serve the ways in which they are asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.model import System
from planroom.model.database import AccessPattern, Database, Name, Table
from planroom.wording import nearest, quoted


@check("DSN060", Severity.ERROR, on=System)
def duplicate_table(system: System, scope: Scope) -> Iterator[Finding]:
    """A table is stated once in its store."""
    seen: dict[tuple[str, str], Origin] = {}
    for table in system.database.tables if system.database else ():
        key = (table.store.text if table.store else "", table.name)
        if key in seen:
            say = f"the table `{table.name}` is stated twice"
            yield Finding(
                say, table.origin, "merge the two, or name their stores", (Related("the first", seen[key]),)
            )
        seen.setdefault(key, table.origin)


@check("DSN061", Severity.ERROR, on=System)
def unknown_table_or_column(system: System, scope: Scope) -> Iterator[Finding]:
    """Keys, indexes and access patterns name tables, columns and stores that the design has."""
    database = system.database
    if database is None or not database.tables:
        return
    tables = {table.name: table for table in database.tables}
    yield from _unknown_stores(system, database)
    for table in database.tables:
        yield from _columns_of(table, tables)
    for pattern in database.patterns:
        yield from _missing(pattern.tables, tables, "table")
        asked = [tables[name.text] for name in pattern.tables if name.text in tables]
        if asked and all(table.columns for table in asked):
            columns = [column for table in asked for column in table.column_names]
            yield from _missing((*pattern.where, *pattern.order_by), columns, "column")
    for store in system.stores:
        for use in store.uses:
            named = tuple(Name(name, use.at("tables")) for name in use.tables)
            yield from _missing(named, tables, "table")


def _unknown_stores(system: System, database: Database) -> Iterator[Finding]:
    """Each store that tables and access patterns name and no service has, once."""
    stores = [store.name for store in system.stores]
    named: dict[str, list[Name]] = defaultdict(list)
    for name in (*(table.store for table in database.tables), *(p.store for p in database.patterns)):
        if name is not None and name.text not in stores:
            named[name.text].append(name)
    for names in named.values():
        for finding in _missing(names[:1], stores, "store"):
            yield replace(finding, related=tuple(Related("named here too", n.origin) for n in names[1:10]))


def _columns_of(table: Table, tables: dict[str, Table]) -> Iterator[Finding]:
    if table.columns:
        groups = (*table.keys, *table.indexes, *(key.columns for key in table.foreign))
        for group in groups:
            yield from _missing(group, table.column_names, "column")
    for key in table.foreign:
        yield from _missing((key.table,), tables, "table")
        target = tables.get(key.table.text)
        if target is not None and target.columns:
            yield from _missing(key.references, target.column_names, "column")


def _missing(names: Iterable[Name | None], known: Iterable[str], what: str) -> Iterator[Finding]:
    known = sorted(known)
    for name in names:
        if name is None or name.text in known or name.word in known or _bare(name) in known:
            continue
        near = nearest(_bare(name), known)
        hint = f"write `{near}`" if near else f"add the {what}, or correct the name"
        yield Finding(f"there is no {what} `{name.word}` here", name.origin, hint)


def _bare(name: Name) -> str:
    """A column's name without its table's: `orders.id` is `id`."""
    return name.word.rsplit(".", 1)[-1].split("(")[-1].rstrip(")")


@check("DSN062", Severity.WARNING, on=System)
def access_without_index(system: System, scope: Scope) -> Iterator[Finding]:
    """Each way in which a table is asked begins with the columns of a key or an index."""
    database = system.database
    if database is None:
        return
    tables = {table.name: table for table in database.tables}
    for pattern in database.patterns:
        asked = [tables[name.text] for name in pattern.tables if name.text in tables]
        wanted = [_bare(name) for name in pattern.where or pattern.order_by[:1]]
        if not asked or not wanted or any(_serves(table, pattern) for table in asked):
            continue
        names = quoted(wanted)
        of = quoted((table.name for table in asked), "or")
        related = tuple(Related(f"the table `{table.name}`", table.origin) for table in asked)
        say = f"`{pattern.name}` asks by {names}, and no key or index of {of} begins with that"
        yield Finding(say, pattern.origin, f"add an index that begins with {names}", related)


def _serves(table: Table, pattern: AccessPattern) -> bool:
    """Whether a key lies within the condition, or an index begins with it, in whatever order."""
    own = table.column_names
    where = {_bare(name) for name in pattern.where}
    where = where & own if own else where
    if not pattern.where:
        first = _bare(pattern.order_by[0])
        return any(_bare(index[0]) == first for index in (*table.keys, *table.indexes))
    if not where:
        return False
    for columns in (*table.keys, *table.indexes):
        if {_bare(column) for column in columns[: len(where)]} == where:
            return True
    return any({_bare(column) for column in key} <= where for key in table.keys)


@check("DSN063", Severity.INFO, on=System)
def database_not_designed(system: System, scope: Scope) -> Iterator[Finding]:
    """A design with databases states their tables, the files that have them, or who designs them."""
    owned = [store for store in system.stores if store.kind in ("relational", "document")]
    database = system.database
    if database is not None and database.tables and not database.schemas and not database.delegated:
        told = {table.store.text for table in database.tables if table.store}
        named = any(table.store is None for table in database.tables)
        owned = [s for s in owned if not named and s.name not in told and not any(u.tables for u in s.uses)]
    elif database is not None and _answers(database):
        return
    if owned:
        names = quoted(store.name for store in owned)
        origin = database.origin if database else owned[0].origin
        say = f"the tables of {names} are not stated"
        yield Finding(say, origin, "add `tables`, `schemas` or `delegated` under `database_design`")


def _answers(database: Database) -> bool:
    return bool(database.tables or database.schemas or database.delegated_to)
