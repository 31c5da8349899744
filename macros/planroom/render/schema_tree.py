"""Schemas as trees of rows: name, type and limits, whether required, a line of text, and what is inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import Any

from markupsafe import Markup, escape

from planroom.diagnostics import Diagnostic, Origin
from planroom.kinds.messages import Parameter, Place, read_examples
from planroom.records import dataclass
from planroom.render.deprecation_words import deprecation
from planroom.render.inline import inline_code
from planroom.render.pending import Pending
from planroom.render.schema_shape import Shape, Shapes
from planroom.render.schema_words import (
    contained,
    limits,
    marks,
    notes,
    plain_type,
    short_values,
    shown,
    teller,
    told_by,
    written,
)
from planroom.wording import counted

_NOTHING = Markup()
_DEEPEST = 8
_WIDEST = 120
_UNBROKEN = 20
"""A name of no more characters stays on one line."""
_A_ROW = 120
_MOST_HEIRS = 30
_OPEN_ROWS = 60
"""A tree of more rows opens one level instead of two."""


_WORDS = {
    "contentSchema": "holds",
    "not": "but not",
}
"""What stands in a row's name for a keyword that holds one schema."""
_CONDITIONS = {"if": "if it is", "then": "then also", "else": "else also"}


@dataclass(frozen=True)
class Row:
    """A line of a tree. `word`: its name is a word of ours; `left_out`: what is not shown below it.

    `findings` are those of the line itself and of what is inside it and has no line.
    """

    name: str
    type: Markup
    required: bool = False
    deprecated: bool = False
    text: Markup = _NOTHING
    notes: tuple[Markup, ...] = ()
    rows: tuple[Row, ...] = ()
    left_out: Markup = _NOTHING
    word: bool = False
    findings: tuple[Diagnostic, ...] = ()

    @property
    def is_marked(self) -> bool:
        """Whether something was found in it or inside."""
        return bool(self.findings) or any(row.is_marked for row in self.rows)

    @property
    def size(self) -> int:
        """How many rows it is, with those inside."""
        return 1 + sum(row.size for row in self.rows)


@dataclass(frozen=True)
class Tree:
    """A whole schema: its type with its name and without, its text, its rows."""

    type: Markup
    kind: Markup
    component: str
    text: Markup
    notes: tuple[Markup, ...]
    rows: tuple[Row, ...]
    left_out: Markup = _NOTHING

    @property
    def is_marked(self) -> bool:
        """Whether something was found in one of its rows."""
        return any(row.is_marked for row in self.rows)

    @property
    def levels(self) -> int:
        """How many levels of rows stand open."""
        return 2 if sum(row.size for row in self.rows) <= _OPEN_ROWS else 1


@dataclass
class Budget:
    """How many characters of HTML may still be made."""

    left: int

    def spend(self, *texts: str) -> None:
        """Use up a row with these texts."""
        self.left -= _A_ROW + sum(map(len, texts))


@dataclass(frozen=True)
class Trees:
    """Makes the trees of one page.

    `link` gives the address of a named schema (`""` where it has none), `prose` turns a text into HTML; named
    schemas inside a tree are opened down to level `expand` and linked below it. `whole` trees are as wide as
    their schemas. Rows take what was found in them from `pending`.
    """

    shapes: Shapes
    link: Callable[[str], str]
    prose: Callable[[str], Markup]
    expand: int = 4
    whole: bool = False
    pending: Pending = field(default_factory=Pending)

    def tree(self, place: Place, budget: Budget) -> Tree:
        """The tree of the schema at a place, its own name not being linked."""
        shape = self.shapes.read(place)
        rows, left_out = self._inside(shape, 0, frozenset((shape.origin,)), budget)
        return Tree(
            self.type_of(shape),
            self._said(shape, self._unnamed(shape, 0)),
            shape.component,
            self.prose(shape.text("description")),
            tuple(self._notes(shape)),
            rows,
            left_out,
        )

    def parameter(self, parameter: Parameter, budget: Budget) -> Row:
        """The row of a parameter or header."""
        place = self.shapes.place(parameter.schema, parameter.origin.at("schema"))
        shape = self.shapes.read(place)
        stated = read_examples(self.shapes.place(parameter.value, parameter.origin))
        examples = [(item.summary or item.name, item.value) for item in stated]
        kind, text = self.type_of(shape), self.prose(parameter.description or shape.text("description"))
        ends = (Markup("{} {}.").format(verb, told) for verb, told in deprecation(parameter.value))
        own = self._notes(shape, examples)
        said = (*own, *self._item_notes(shape), *written(parameter), *ends)
        budget.spend(parameter.name, kind, text, *said)
        rows, left_out = self._inside(shape, 1, frozenset((shape.origin,)), budget)
        deprecated = parameter.value.get("deprecated") is True or shape.value.get("deprecated") is True
        found = self.pending.take(parameter.origin)
        name = parameter.name
        return Row(name, kind, parameter.required, deprecated, text, said, rows, left_out, findings=found)

    def type_of(self, shape: Shape) -> Markup:
        """The type of a schema in words, names linked: `array of OrderItem, 1 to 100 items`."""
        return self._said(shape, self._kind(shape, 0))

    def _said(self, shape: Shape, kind: Markup) -> Markup:
        parts = (kind, escape(short_values(shape)), *map(escape, limits(shape)), *map(escape, marks(shape)))
        return Markup(", ").join(part for part in parts if part)

    def _kind(self, shape: Shape, depth: int) -> Markup:
        name = self.name_of(shape)
        if shape.gone:
            return Markup("{} ({})").format(name or "reference", inline_code(shape.gone))
        plain = self._unnamed(shape, depth) if depth < _DEEPEST else Markup()
        if not name:
            return plain or Markup("any value")
        if plain in ("", "object", "object or null") or shape.branches:
            return name + _or_null(shape)
        return name + ", " + plain

    def _unnamed(self, shape: Shape, depth: int) -> Markup:
        """What a schema is, whatever its name."""
        if shape.nothing:
            return Markup("nothing")
        has_places = "prefixItems" in shape.places
        if (
            shape.items is not None
            and shape.items.value is not False
            and "array" in shape.types
            and not has_places
        ):
            item = self._item(self.shapes.read(shape.items), depth)
            return Markup("array of {}").format(item) + _or_null(shape, ", or null")
        if shape.others is not None and not shape.properties:
            inner = self._kind(self.shapes.read(shape.others), depth + 1)
            return Markup("map to {}").format(inner or "anything") + _or_null(shape, ", or null")
        plain = escape(plain_type(shape))
        return self._either(shape, depth) if not plain and shape.branches else plain

    def _item(self, item: Shape, depth: int) -> Markup:
        """What a list holds, with the limits of one item in brackets, since those of the list follow."""
        said = [escape(part) for part in (short_values(item), *limits(item)) if part]
        kind = self._kind(item, depth + 1) or Markup("anything")
        return (
            Markup("{} ({})").format(kind, Markup(", ").join(said)) if said and item.items is None else kind
        )

    def _either(self, shape: Shape, depth: int) -> Markup:
        keyword, places = shape.branches[0]
        inner = [self._kind(self.shapes.read(place), depth + 1) for place in places[:5]]
        said = [kind for kind in dict.fromkeys(inner) if kind != "object"]
        word = "any of " if keyword == "anyOf" else "one of "
        joint = " or " if any("," in kind for kind in said) else ", "
        more = f" and {len(places) - 5} more" if len(places) > 5 else ""
        return Markup("{}{}{}").format(word, Markup(joint).join(said), more) if said else Markup()

    def name_of(self, shape: Shape) -> Markup:
        """The name of a schema, linked where it has a place of its own; `""` where it has none."""
        address = self.link(shape.component) if shape.component else ""
        if address:
            kind = Markup(' class="pr-name"') if len(shape.name) <= _UNBROKEN else ""
            return Markup('<a{} href="{}">{}</a>').format(kind, address, shape.name)
        return escape(shape.name)

    def _inside(
        self, shape: Shape, depth: int, trail: frozenset[Origin], budget: Budget
    ) -> tuple[tuple[Row, ...], Markup]:
        """The rows inside a schema, and what of them is left out."""
        held = list(self._held(shape, depth, trail))
        inner = shape.items if "array" in shape.types else None if shape.properties else shape.others
        if inner is not None:
            trail |= {self.shapes.read(inner).origin}
        rows: list[Row] = []
        for name, place, required, word in held[: None if self.whole else _WIDEST]:
            if budget.left <= 0:
                break
            rows.append(self._row(name, place, required, word, depth, trail, budget))
        missing = len(held) - len(rows)
        return tuple(rows), self._left_out(shape, missing) if missing else Markup()

    def _left_out(self, shape: Shape, missing: int) -> Markup:
        address = self.link(shape.component) if shape.component and not self.whole else ""
        if address:
            return Markup('{} more: see <a href="{}">{}</a>.').format(f"{missing:,}", address, shape.name)
        return Markup("{} more not shown here.").format(counted(missing, "field"))

    def _row(
        self,
        name: str,
        place: Place,
        required: bool,
        word: bool,
        depth: int,
        trail: frozenset[Origin],
        budget: Budget,
    ) -> Row:
        shape = self.shapes.read(place)
        kind, text = self.type_of(shape), self.prose(shape.text("description"))
        said = (*self._notes(shape), *self._item_notes(shape))
        budget.spend(name, kind, text, *said)
        rows: tuple[Row, ...] = ()
        left_out = Markup()
        if shape.origin in trail and shape.name:
            left_out = Markup("See {}.").format(self.name_of(shape))
        elif shape.origin not in trail and depth < _DEEPEST and self._opens(shape, depth):
            rows, left_out = self._inside(shape, depth + 1, trail | {shape.origin}, budget)
        deprecated = shape.value.get("deprecated") is True
        found = self.pending.take(place.origin)
        return Row(name, kind, required, deprecated, text, said, rows, left_out, word, found)

    def _notes(self, shape: Shape, stated: Sequence[tuple[str, Any]] = ()) -> Iterator[Markup]:
        yield from notes(shape, stated)
        heirs = self.shapes.heirs(shape)
        if heirs and teller(shape) and not shape.branches:
            links = [self._named(name) for name in heirs[:_MOST_HEIRS]]
            more = f" and {len(heirs) - _MOST_HEIRS} more" if len(heirs) > _MOST_HEIRS else ""
            yield Markup("{} tells which of {}{}.").format(
                shown(teller(shape)), Markup(", ").join(links), more
            )

    def _named(self, name: str) -> Markup:
        address = self.link(name)
        return Markup('<a href="{}">{}</a>').format(address, name) if address else escape(name)

    def _item_notes(self, shape: Shape) -> tuple[Markup, ...]:
        item = self.shapes.read(shape.items) if shape.items is not None else None
        return tuple(notes(item)) if item is not None and not item.name and not item.properties else ()

    def _opens(self, shape: Shape, depth: int) -> bool:
        return depth + 1 < self.expand or not (shape.component and self.link(shape.component))

    def _held(
        self, shape: Shape, depth: int, trail: frozenset[Origin]
    ) -> Iterator[tuple[str, Place, bool, bool]]:
        """What a schema holds: name, place, whether required, whether the name is a word of ours."""
        for name, place in shape.properties.items():
            yield name, place, name in shape.required, False
        patterns = shape.places.get("patternProperties")
        if patterns is not None and isinstance(patterns.value, dict):
            for pattern in patterns.value:
                yield f"names like {pattern}", patterns.at(pattern), False, True
        inner = shape.items if "array" in shape.types else shape.others
        if inner is not None:
            item = self.shapes.read(inner)
            if "prefixItems" in shape.places:
                pass  # stands behind the items with places of their own
            elif shape.others is not None and shape.properties:
                yield "any other name", inner, False, True
            elif item.origin not in trail and self._opens(item, depth) and depth < _DEEPEST:
                yield from self._held(item, depth + 1, trail | {item.origin})
        yield from self._further(shape)
        for keyword, places in shape.branches:
            for index, place in enumerate(places):
                held = self.shapes.read(place)
                word = ("either", "or") if keyword == "oneOf" else ("any of", "and or")
                title = "" if held.name else held.text("title")
                when = told_by(shape, held)
                yield " ".join(filter(None, (word[index > 0], title, when))), place, False, True

    def _further(self, shape: Shape) -> Iterator[tuple[str, Place, bool, bool]]:
        """The schemas of the rarer keywords, in words of ours."""
        for keyword, place in shape.places.items():
            if keyword == "prefixItems":
                for index, item in enumerate(place.items(), 1):
                    yield f"item {index}", item, False, True
                if shape.items is not None and isinstance(shape.items.value, dict):
                    yield "any further item", shape.items, False, True
            elif keyword == "contains" and isinstance(place.value, dict):
                yield contained(shape), place, False, True
            elif keyword == "dependentSchemas":
                yield from ((f"with {name} also", held, False, True) for name, held in place.entries())
            elif keyword in _WORDS and isinstance(place.value, dict):
                yield _WORDS[keyword], place, False, True
        for condition in shape.conditions:
            for keyword, place in condition.items():
                if isinstance(place.value, dict):
                    yield _CONDITIONS[keyword], place, False, True


def _or_null(shape: Shape, words: str = " or null") -> str:
    """That it may be `null`; behind what it holds with a comma, since that may be `null` as well."""
    return words if "null" in shape.types else ""
