"""Pieces of the worked example, which guides show as what good looks like."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from planroom.records import dataclass
from planroom.source.shipped import shipped_data


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a checked design: its file, where it stands there, the keys shown, and its value."""

    id: str
    file: str
    pointer: str
    keys: tuple[str, ...]
    value: Any

    @property
    def text(self) -> str:
        """The value as JSON, short structures on one line."""
        return shown(self.value)


def shown(value: Any, indent: str = "") -> str:
    """A value as JSON: what fits into 90 columns on one line, the rest one entry a line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= 90 or not isinstance(value, dict | list) or not value:
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        rows = [f"{deeper}{json.dumps(key)}: {shown(held, deeper)}" for key, held in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    return "[\n" + ",\n".join(deeper + shown(held, deeper) for held in value) + f"\n{indent}]"


@cache
def examples() -> dict[str, Example]:
    """Every piece by its id."""
    listed = shipped_data("examples.yaml").value["examples"]
    return {
        each["id"]: Example(
            each["id"], each["file"], each["pointer"], tuple(each.get("keys", ())), each["value"]
        )
        for each in listed
    }
