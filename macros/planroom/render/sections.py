"""The sections of a design as blocks of a page: structures as tables, texts as prose, gaps named once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import Any

from markupsafe import Markup

from planroom.kinds.design_schema import design_schema, resolved, sections, structured
from planroom.records import dataclass
from planroom.render import words
from planroom.render.prose import slugged
from planroom.render.section_charts import chart_of
from planroom.render.section_figures import Rows, quality_rows, special_table
from planroom.render.section_tables import database_blocks
from planroom.render.section_values import Block, Figure, Note, Table, Terms, Title
from planroom.render.values import Values, is_leaf, is_short, title_of

_NOT_SECTIONS = ("$schema", "format_version", "system")
_SHOWN_ELSEWHERE = {"service_design": ("services",)}
"""What the page shows above the sections, in tables of its own."""

_MOST_COLUMNS = 6
_KEPT_COLUMNS = 4


@dataclass(frozen=True)
class Section:
    """One section of a design: its key, title, anchor, what stands in it, and what it does not state."""

    key: str
    title: str
    anchor: str
    blocks: tuple[Block, ...]
    missing: tuple[str, ...] = field(default=())


def section_order() -> tuple[str, ...]:
    """The keys of all sections in the order of the format."""
    return tuple(key for key in sections() if key not in _NOT_SECTIONS)


def plain_sections() -> tuple[str, ...]:
    """The keys of the sections that every design is asked for."""
    properties = design_schema()["properties"]
    return tuple(key for key in section_order() if properties[key].get("x-plain"))


def design_sections(values: Values) -> Iterator[Section]:
    """The stated sections of a design in the order of the format; unknown ones last, under "More"."""
    document = values.system.design.document
    properties = design_schema()["properties"]
    for key in section_order():
        hidden = _SHOWN_ELSEWHERE.get(key, ())
        value = document.get(key)
        if isinstance(value, dict):
            value = {name: item for name, item in value.items() if name not in hidden}
        if value in (None, "", {}, []):
            continue
        schema = resolved(properties[key])
        maker = _Maker(values, slugged(key.replace("_", "-")))
        blocks = tuple(_section_blocks(maker, key, value, schema))
        yield Section(key, title_of(key, properties), maker.anchor, blocks, tuple(_missing(value, schema)))
    left = {k: v for k, v in document.items() if k not in properties and not k.startswith(("x-", "$"))}
    if left:
        maker = _Maker(values, "more")
        yield Section("", "More", "more", tuple(maker.entries(left, {}, 3)))


def _section_blocks(maker: _Maker, key: str, value: Any, schema: Mapping[str, Any]) -> Iterator[Block]:
    if key == "database_design":
        return database_blocks(maker.values, value, maker.any)
    if key == "quality_targets" and isinstance(value, dict):
        return chain(
            _of_rows(quality_rows(maker.values, value), "Quality targets"), _drawn(maker.values, key, value)
        )
    return maker.any(value, schema, key=key)


def _missing(value: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    """The titles of the keys that the format asks for here and the design leaves out."""
    if not isinstance(value, dict) or set(value) <= {"note"}:
        return
    for key, part in schema.get("properties", {}).items():
        if not part.get("x-plain") or key == "services":
            continue
        if value.get(key) in (None, "", {}):
            yield title_of(key, schema["properties"])
        elif resolved(part).get("type") == "object":
            yield from _missing(value[key], resolved(part))


def missing_sections(document: Mapping[str, Any]) -> list[str]:
    """The titles of the sections that the format asks for and the design leaves out."""
    properties = design_schema()["properties"]
    absent = [key for key in plain_sections() if document.get(key) in (None, "", {}, [])]
    return [title_of(key, properties) for key in absent]


@dataclass(frozen=True)
class _Maker:
    """Makes the blocks of one section; `anchor` is what the anchors below it start with."""

    values: Values
    anchor: str

    def any(self, value: Any, schema: Mapping[str, Any], level: int = 3, key: str = "") -> Iterator[Block]:
        """The blocks of a value that stands under a heading of its own."""
        if isinstance(value, dict):
            yield from self._mapping(value, schema, level)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield from self._objects(
                value, resolved(schema.get("items")), level, title_of(key) if key else ""
            )
        else:
            yield Note(self.values.shown(value, key, schema))

    def _mapping(self, value: Mapping[str, Any], schema: Mapping[str, Any], level: int) -> Iterator[Block]:
        others = schema.get("additionalProperties")
        if _is_keyed(value, schema):
            head = resolved(others).get("title", "Name") if isinstance(others, dict) else "Name"
            rows = [{head: name, **item} for name, item in value.items() if isinstance(item, dict)]
            yield from self._note(value)
            yield self._table(rows, resolved(others) if isinstance(others, dict) else {}, head, str(head))
            return
        yield from self._note(value)
        known = structured(dict(schema))
        order = [key for key in known if key in value] if known else list(value)
        unknown = [key for key in value if known and key not in known and not isinstance(others, dict)]
        order += [key for key in value if key not in order and key not in unknown]
        yield from self.entries({key: value[key] for key in order if not _hidden(key)}, schema, level)
        more = {key: value[key] for key in unknown if not _hidden(key)}
        if more:
            yield Title(level, "More", f"{self.anchor}-more")
            yield from self.entries(more, {}, level + 1)

    def _note(self, value: Mapping[str, Any]) -> Iterator[Block]:
        note = value.get("note")
        if isinstance(note, str) and note.strip():
            yield Note(self.values.text(note))

    def entries(self, value: Mapping[str, Any], schema: Mapping[str, Any], level: int) -> Iterator[Block]:
        """First what stands beside its label, then what needs a heading."""
        known = schema.get("properties", {})
        tables = {key: made for key, item in value.items() if (made := special_table(self.values, key, item))}
        beside = {key: item for key, item in value.items() if key not in tables and is_leaf(item)}
        terms = tuple(
            (title_of(key, known), self.values.shown(item, key, known.get(key)))
            for key, item in beside.items()
        )
        if terms:
            yield Terms(terms)
        for key, item in value.items():
            if key in beside:
                continue
            below = _Maker(self.values, f"{self.anchor}-{slugged(key.replace('_', '-'))}")
            yield Title(level, title_of(key, known), below.anchor)
            if key in tables:
                yield from _of_rows(tables[key], title_of(key, known))
            else:
                yield from below.any(item, resolved(known.get(key)), level + 1, key)
            yield from _drawn(self.values, key, item)

    def _objects(
        self, items: Sequence[Any], schema: Mapping[str, Any], level: int, caption: str
    ) -> Iterator[Block]:
        """A list of structures as a table, or one after the other where they hold lists of structures."""
        rows = [item for item in items if isinstance(item, dict)]
        texts = [item for item in items if not isinstance(item, dict)]
        if texts:
            yield Note(self.values.shown(texts))
        if not any(_is_deep(item) for item in rows):
            yield self._table(rows, schema, "", caption)
            return
        for index, item in enumerate(rows):
            label = next(
                (str(v) for k, v in item.items() if k == "name" and isinstance(v, str)), f"{index + 1}"
            )
            below = _Maker(self.values, f"{self.anchor}-{slugged(label)}")
            yield Title(level, words.sentence(label), below.anchor)
            rest = {key: held for key, held in item.items() if key != "name"}
            yield from below.any(rest, schema, level + 1)

    def _table(
        self, rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any], head: str, caption: str
    ) -> Table:
        known = schema.get("properties", {})
        stated = dict.fromkeys(key for row in rows for key in row if not key.startswith("x-"))
        order = [key for key in (head, *known) if key in stated]
        order += [key for key in stated if key not in order]
        order = [key for key in order if key != "note"] + [key for key in order if key == "note"]
        shown, rest = (
            (order, []) if len(order) <= _MOST_COLUMNS else (order[:_KEPT_COLUMNS], order[_KEPT_COLUMNS:])
        )
        heads = [(title_of(key, known), "pr-num" if _is_figure(rows, key) else "") for key in shown]
        cells = [[self._cell(row, key, known.get(key)) for key in shown] for row in rows]
        if rest:
            heads.append(("More", ""))
            for row, made in zip(rows, cells, strict=True):
                made.append(self._rest(row, rest, known))
        return Table(caption or "Values", tuple(heads), tuple(tuple(row) for row in cells))

    def _cell(self, row: Mapping[str, Any], key: str, schema: Any) -> Markup:
        if key not in row:
            return Markup("") if key == "note" else Markup("not stated")
        value = row[key]
        if isinstance(value, list) and not all(is_short(item) for item in value):
            lines = [Markup("<div>{}</div>").format(self.values.shown(item, key)) for item in value]
            return Markup(" ").join(lines)
        return self.values.shown(value, key, schema)

    def _rest(self, row: Mapping[str, Any], keys: Sequence[str], known: Mapping[str, Any]) -> Markup:
        """The keys that have no column, each on a line of its own."""
        line = Markup('<span class="pr-small">{}: {}</span>')
        held = [(key, row[key]) for key in keys if key in row]
        said = [
            line.format(title_of(key, known), self.values.shown(item, key, known.get(key)))
            if key != "note"
            else Markup('<span class="pr-small">{}</span>').format(self.values.shown(item))
            for key, item in held
        ]
        return Markup(" ").join(said)


def _drawn(values: Values, key: str, value: Any) -> Iterator[Block]:
    drawn = chart_of(values, key, value)
    if drawn:
        yield Figure(drawn)


def _of_rows(rows: Rows, caption: str) -> Iterator[Block]:
    if rows.lead:
        yield Note(rows.lead)
    if rows.rows:
        yield Table(caption, rows.heads, rows.rows)
    if rows.note:
        yield Note(rows.note)


def _hidden(key: str) -> bool:
    return key == "note" or key.startswith(("x-", "$"))


def _is_keyed(value: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    """Whether a mapping goes from names to structures."""
    held = [item for key, item in value.items() if key != "note"]
    if set(schema.get("properties", {})) - {"note"}:
        return False
    return bool(held) and all(isinstance(item, dict) and not _is_deep(item) for item in held)


def _is_deep(item: Mapping[str, Any]) -> bool:
    """Whether a structure holds lists of structures, or structures that hold others."""
    for held in item.values():
        if isinstance(held, list) and any(isinstance(part, dict) for part in held):
            return True
        if isinstance(held, dict) and any(isinstance(part, dict) for part in held.values()):
            return True
    return False


def _is_figure(rows: Sequence[Mapping[str, Any]], key: str) -> bool:
    held = [row[key] for row in rows if key in row]
    return key != "decision" and all(
        isinstance(item, int | float) and not isinstance(item, bool) for item in held
    )
