"""Where a contract is served: its servers with what they are for and the variables in their addresses."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from planroom.kinds.contract import Contract
from planroom.kinds.messages import Place
from planroom.render.schema_tree import Row
from planroom.render.schema_words import listed_values, shown
from planroom.render.texts import Texts

_MOST = 40


def server_rows(contract: Contract, texts: Texts) -> tuple[Row, ...]:
    """A row for each server; none where the only one says no more than its address."""
    if contract.version_key == "swagger":
        rows = tuple(Row(url, Markup()) for url in contract.servers[:_MOST])
        return rows if len(rows) > 1 else ()
    place = Place(contract.value.get("servers"), contract.at("servers"), contract.documents)
    rows = tuple(_row(server, texts) for server in place.items() if server.text("url"))[:_MOST]
    return rows if len(rows) > 1 or any(row.type or row.text or row.rows for row in rows) else ()


def _row(server: Place, texts: Texts) -> Row:
    text, variables = texts.line(server.text("description")), tuple(_variables(server, texts))
    return Row(server.text("url"), escape(server.text("name")), text=text, rows=variables)


def _variables(server: Place, texts: Texts) -> Iterator[Row]:
    for name, held in server.at("variables").entries():
        values = held.at("enum").value
        notes = (listed_values(values),) if isinstance(values, list) and values else ()
        if held.at("default").value is not None:
            notes = (*notes, Markup("Default {}.").format(shown(str(held.at("default").value))))
        yield Row(name, Markup(), text=texts.line(held.text("description")), notes=notes)
