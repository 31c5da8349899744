"""The tables of a design and the ways in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.diagnostics import Origin
from planroom.model.cursor import Cursor
from planroom.records import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a design writes it, and where."""

    text: str
    origin: Origin

    @property
    def word(self) -> str:
        """Its first word: a condition or an order may follow a column's name."""
        return self.text.split(maxsplit=1)[0].rstrip(",") if self.text.split() else ""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that refer to those of another table."""

    columns: tuple[Name, ...]
    table: Name
    references: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `columns` is empty where they are not stated. `keys` are primary and unique, primary first."""

    name: str
    store: Name | None
    columns: tuple[Name, ...]
    keys: tuple[tuple[Name, ...], ...]
    foreign: tuple[ForeignKey, ...]
    indexes: tuple[tuple[Name, ...], ...]
    origin: Origin

    @property
    def column_names(self) -> frozenset[str]:
        """The names of its columns."""
        return frozenset(column.text for column in self.columns)


@dataclass(frozen=True, slots=True)
class AccessPattern:
    """One way in which tables are asked: equal to, then in what order."""

    name: str
    store: Name | None
    tables: tuple[Name, ...]
    where: tuple[Name, ...]
    order_by: tuple[Name, ...]
    per_second: float | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who designs the database instead, where the result will lie, and by when."""

    role: str
    contact: str
    link: Name | None
    due: Name | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Database:
    """The database design: its tables, or the files or the role that have them."""

    tables: tuple[Table, ...]
    patterns: tuple[AccessPattern, ...]
    schemas: tuple[Name, ...]
    delegated: Delegation | None
    origin: Origin

    @property
    def delegated_to(self) -> str:
        """The role that designs it, or `""`."""
        return self.delegated.role if self.delegated else ""


def read_database(at: Cursor) -> Database | None:
    """The database design, `None` where there is none."""
    if not at.is_structure:
        return None
    return Database(
        tuple(_tables(at["tables"])),
        tuple(_patterns(at["access_patterns"])),
        _names(at["schemas"]),
        _delegation(at["delegated"]),
        at.origin,
    )


def _delegation(at: Cursor) -> Delegation | None:
    if not at["role"].word:
        return None
    return Delegation(at["role"].word, at["contact"].text, _name(at["link"]), _name(at["due"]), at.origin)


def _names(at: Cursor) -> tuple[Name, ...]:
    return tuple(Name(item.word, item.origin) for item in at.items() if item.word)


def _name(at: Cursor) -> Name | None:
    return Name(at.word, at.origin) if at.word else None


def _tables(at: Cursor) -> Iterator[Table]:
    for item in at.items():
        if item.is_structure and item["name"].word:
            keys = item["keys"]
            primary = _names(keys["primary"])
            unique = (_names(entry) for entry in keys["unique"].items())
            yield Table(
                item["name"].word,
                _name(item["store"]),
                tuple(_columns(item["columns"])),
                tuple(key for key in (primary, *unique) if key),
                tuple(_foreign(keys["foreign"])),
                tuple(filter(None, (_index(entry) for entry in item["indexes"].items()))),
                item.origin,
            )


def _columns(at: Cursor) -> Iterator[Name]:
    for item in at.items():
        name = item["name"] if item.is_structure else item
        if name.word:
            yield Name(name.word.split()[0], name.origin)


def _index(at: Cursor) -> tuple[Name, ...]:
    return _names(at["columns"]) if at.is_structure else _names(at)


def _foreign(at: Cursor) -> Iterator[ForeignKey]:
    for item in at.items():
        table = _name(item["references"]["table"])
        if table is not None:
            yield ForeignKey(_names(item["columns"]), table, _names(item["references"]["columns"]))


def _patterns(at: Cursor) -> Iterator[AccessPattern]:
    for item in at.items():
        if item.is_structure and item["name"].word:
            yield AccessPattern(
                item["name"].word,
                _name(item["store"]),
                _names(item["tables"]),
                _names(item["where"]),
                _names(item["order_by"]),
                item["per_second"].number,
                item.origin,
            )
