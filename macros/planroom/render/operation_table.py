"""The table of a contract's operations: their rows in groups by tag."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render.contract_places import LONGEST_SENTENCE, Places
from planroom.render.operation_view import title_of
from planroom.render.security_words import all_need_scopes, scope_ways
from planroom.render.texts import Texts
from planroom.render.words import first_sentence, is_plain

_BREAKS = ("/", ".")


@dataclass(frozen=True)
class Line:
    """A row of the table. `page` and `anchor` are the operation's; `scope` is what it asks for, in words."""

    operation: Operation
    path: Markup
    page: str
    anchor: str
    said: str
    scope: str


@dataclass(frozen=True)
class Group:
    """The rows of one tag. `page` is the tag's own, `""` where it has none; `tag` is `""` for no heading."""

    tag: str
    title: str
    page: str
    text: Markup
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """All groups, and whether any row names a scope."""

    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many operations there are."""
        return sum(len(group.lines) for group in self.groups)

    @property
    def has_scopes(self) -> bool:
        """Whether an operation asks for a scope."""
        return any(line.scope for group in self.groups for line in group.lines)

    @property
    def methods(self) -> list[str]:
        """The methods of its operations, each once."""
        return list(dict.fromkeys(line.operation.method for group in self.groups for line in group.lines))


def table(contract: Contract, places: Places, texts: Texts) -> Table:
    """The table of all operations of a contract."""
    if not places.has_groups:
        return table_of(contract.operations, places)
    groups = []
    for tag, operations in places.tags.items():
        parts = places.parts_of(tag)
        declared = contract.tags.get(tag)
        said = texts.line(first_sentence(declared.description.strip(), 160) if declared else "")
        page = parts[0].page if parts else ""
        groups.append(Group(tag, contract.tag_title(tag), page, said, _lines(operations, places)))
    return Table(tuple(groups))


def table_of(operations: tuple[Operation, ...], places: Places) -> Table:
    """A table of some operations in one group without a heading."""
    return Table((Group("", "", "", Markup(), _lines(operations, places)),) if operations else ())


def _lines(operations: tuple[Operation, ...], places: Places) -> tuple[Line, ...]:
    return tuple(
        Line(
            item,
            breakable(item.path),
            *places.of(item),
            _said(item),
            _scopes(item),
        )
        for item in operations
    )


def _scopes(operation: Operation) -> str:
    ways = [" and ".join(way) for way in scope_ways(operation)]
    return " or ".join(ways if all_need_scopes(operation) or not ways else [*ways, "none"])


def _said(operation: Operation) -> str:
    """What an operation does: its summary, else the first sentence of its description, else its id."""
    if operation.summary:
        return title_of(operation)
    sentence = first_sentence(operation.description.strip(), LONGEST_SENTENCE)
    return sentence.removesuffix(".") if is_plain(sentence) else operation.operation_id or "not stated"


def breakable(path: str) -> Markup:
    """A path that breaks before its slashes and dots, names in braces set quieter."""
    parts = re.split(r"(\{[^{}]*\}|(?<=.)[/.])", path)
    shown = (Markup("<i>{}</i>").format(part) if part.startswith("{") else escape(part) for part in parts)
    return Markup().join(Markup("<wbr>{}").format(part) if part in _BREAKS else part for part in shown)
