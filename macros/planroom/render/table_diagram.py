"""From the tables of a design to a Mermaid diagram of entities and their keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from planroom.render.diagrams import escaped


def er_diagram(tables: Sequence[Mapping[str, Any]], most_columns: int = 12) -> str:
    """The tables of a design with their columns and foreign keys; `""` where there is no table.

    Of a table with more than `most_columns` columns only those of its keys and the first others are drawn.
    """
    named = [table for table in tables if isinstance(table.get("name"), str) and table["name"].strip()]
    if not named:
        return ""
    ids = {table["name"].lower(): f"t{index}" for index, table in reversed(list(enumerate(named)))}
    lines = ["erDiagram"]
    for index, table in enumerate(named):
        lines += [f'  t{index}["{_label(table["name"])}"] {{', *_columns(table, most_columns), "  }"]
    for index, table in enumerate(named):
        for columns, target in foreign_keys(table):
            if target.lower() in ids:
                label = _label(", ".join(columns) or "refers to")
                lines.append(f'  t{index} }}o--|| {ids[target.lower()]} : "{label}"')
    return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    """A name as a quoted label; in a diagram of entities a percent sign is no part of one."""
    return escaped(text).replace("%", "％")


def _columns(table: Mapping[str, Any], most: int) -> list[str]:
    columns = table.get("columns")
    held = [item for item in columns if _column_name(item)] if isinstance(columns, list) else []
    marks = key_marks(table)
    if len(held) > most:
        keyed = [item for item in held if marks.get(_column_name(item))]
        others = [item for item in held if not marks.get(_column_name(item))]
        kept = [*keyed, *others[: max(0, most - len(keyed))]]
        held = [item for item in held if item in kept]
    lines = []
    for item in held:
        kind = item.get("type") if isinstance(item, dict) else None
        name = _column_name(item)
        mark = " " + ", ".join(marks[name]) if marks.get(name) else ""
        lines.append(f"    {_word(kind if isinstance(kind, str) else 'column')} {_word(name)}{mark}")
    return lines


def _column_name(item: Any) -> str:
    """The name of a column, which may be a structure or a text such as `id uuid not null`."""
    name = item.get("name") if isinstance(item, dict) else item
    return name.split()[0] if isinstance(name, str) and name.strip() else ""


def _word(text: str) -> str:
    """A text as a word that the syntax of attributes allows."""
    word = re.sub(r"[^\w()\[\]-]+", "_", text.strip(), flags=re.ASCII).strip("_")
    return word if re.match(r"[A-Za-z]", word) else f"c_{word}" if word else "column"


def key_marks(table: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which columns of a table are part of its primary (`PK`), foreign (`FK`) or unique (`UK`) keys."""
    keys = table.get("keys")
    marks: dict[str, list[str]] = defaultdict(list)
    if not isinstance(keys, dict):
        return {}
    unique = keys.get("unique")
    groups = [("PK", _texts(keys.get("primary")))]
    groups += [("FK", columns) for columns, _ in foreign_keys(table)]
    groups += [("UK", _texts(group)) for group in (unique if isinstance(unique, list) else [])]
    for mark, columns in groups:
        for column in columns:
            if mark not in marks[column]:
                marks[column].append(mark)
    return dict(marks)


def foreign_keys(table: Mapping[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    """The columns of each foreign key of a table, and the table that it refers to."""
    keys = table.get("keys")
    foreign = keys.get("foreign") if isinstance(keys, dict) else None
    found = []
    for item in foreign if isinstance(foreign, list) else ():
        references = item.get("references") if isinstance(item, dict) else None
        target = references.get("table") if isinstance(references, dict) else None
        if isinstance(target, str):
            found.append((_texts(item.get("columns")), target))
    return found


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
