"""The section on the database: tables by store with a diagram, and how they are used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from planroom.kinds.design_schema import design_schema, resolved
from planroom.render.prose import slugged
from planroom.render.section_values import Block, Figure, Table, Title
from planroom.render.table_diagram import er_diagram, foreign_keys, key_marks
from planroom.render.values import Values

Make = Callable[[Any, Mapping[str, Any]], Iterator[Block]]
_MOST_TABLES = 40


def database_blocks(values: Values, value: Any, make: Make) -> Iterator[Block]:
    """The tables of each store, drawn and listed; everything else of the section as any other."""
    schema = resolved(design_schema()["properties"]["database_design"])
    tables = value.get("tables") if isinstance(value, dict) else None
    named = [item for item in tables if isinstance(item, dict)] if isinstance(tables, list) else []
    if not named:
        yield from make(value, schema)
        return
    rest = {key: item for key, item in value.items() if key != "tables"}
    yield from make({key: rest[key] for key in rest if key == "note"}, schema)
    by_store: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for table in named:
        store = table.get("store")
        by_store[store if isinstance(store, str) else ""].append(table)
    for store, held in by_store.items():
        title = f"Tables of {store}" if store else "Tables"
        yield Title(3, title, tables_anchor(store))
        yield Table(title, _HEADS, tuple(tuple(_row(values, table)) for table in held))
        if len(held) <= _MOST_TABLES and any(foreign_keys(table) for table in held):
            yield Figure(_FOLD.format(_figure(values, store, title, held)))
    others = {key: item for key, item in rest.items() if key != "note"}
    if others:
        yield from make(others, schema)


def tables_anchor(store: str) -> str:
    """The anchor of the tables of a store, or of those of which none is stated."""
    return f"database-design-{slugged(store or 'tables')}"


_FOLD = Markup('<details class="pr-fold"><summary>The same as a diagram</summary>\n{}\n</details>')
_HEADS = (("Table", ""), ("Columns", ""), ("Keys and indexes", ""))


def _figure(values: Values, store: str, title: str, tables: list[dict[str, Any]]) -> Markup:
    legend = "PK, FK, UK: primary, foreign and unique keys. The other columns are in the table above."
    description = "; ".join(
        f"{table.get('name')} refers to {target}" for table in tables for _, target in foreign_keys(table)
    )
    name = slugged(f"{values.system.name} {store or 'tables'}")
    return values.site.figure(er_diagram(tables, 0), title, description, legend, name)


def _row(values: Values, table: Mapping[str, Any]) -> Iterator[Markup]:
    name = escape(str(table.get("name", "not stated")))
    note = table.get("note")
    if isinstance(note, str) and note.strip():
        name += Markup(' <span class="pr-small">{}</span>').format(values.text(note))
    yield name
    columns = table.get("columns")
    held = columns if isinstance(columns, list) else []
    yield Markup(", ").join(_column(item, key_marks(table)) for item in held) or Markup("not stated")
    yield Markup(" ").join(_keys(table)) or Markup("not stated")


def _column(item: Any, marks: Mapping[str, list[str]]) -> Markup:
    if not isinstance(item, dict):
        return escape(str(item))
    name, kind = str(item.get("name", "")), item.get("type")
    key = Markup("<b>{}</b>") if "PK" in marks.get(name, ()) else Markup("{}")
    said = [str(kind)] if isinstance(kind, str) else []
    if item.get("nullable") is True:
        said.append("may be null")
    kind_words = Markup(' <span class="pr-type">{}</span>').format(", ".join(said)) if said else Markup("")
    return key.format(name) + kind_words


def _keys(table: Mapping[str, Any]) -> Iterator[Markup]:
    keys, line = table.get("keys"), Markup("<div>{}</div>")
    stated = keys if isinstance(keys, dict) else {}
    if stated.get("primary"):
        yield line.format(Markup("Primary: {}").format(_columns(stated["primary"])))
    for columns, target in foreign_keys(table):
        yield line.format(Markup("Foreign: {} to {}").format(", ".join(columns), target))
    unique = stated.get("unique")
    for group in unique if isinstance(unique, list) else ():
        yield line.format(Markup("Unique: {}").format(_columns(group)))
    indexes = table.get("indexes")
    for index in indexes if isinstance(indexes, list) else ():
        if isinstance(index, dict):
            kind = "Unique index" if index.get("unique") is True else "Index"
            yield line.format(Markup("{}: {}").format(kind, _columns(index.get("columns"))))
        else:
            yield line.format(Markup("Index: {}").format(str(index)))


def _columns(value: Any) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value or "not stated")
