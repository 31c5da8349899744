"""A contract in one piece: what its references lead to in other files is put into the document."""

from __future__ import annotations

import json
from typing import Any

from planroom.diagnostics import Origin, Pointer, pointer_text
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Remote, Resolved
from planroom.records import dataclass

MOST = 1_000_000
"""How many characters of JSON a contract in one piece may have."""

_PARTS = "x-planroom-parts"
_DEEPEST = 150
_A_VALUE = 6
_DATA = frozenset(("example", "default", "enum", "const", "value", "dataValue"))
"""Keys whose values are data: what looks like a reference there is none."""


class TooLarge(Exception):
    """A contract has more than `MOST` characters in one piece, or is endless."""


def bundle(contract: Contract) -> str:
    """The document as JSON without references to other files.

    Raises:
        TooLarge: if it is too long for a browser to show well.
    """
    made = _Bundle(contract, {}, [], MOST).whole()
    try:
        text = json.dumps(made, ensure_ascii=False, default=str)
    except (ValueError, RecursionError) as error:  # an alias of YAML may hold itself
        raise TooLarge from error
    if len(text) > MOST:
        raise TooLarge
    return text


@dataclass
class _Bundle:
    contract: Contract
    names: dict[Origin, int]
    waiting: list[Resolved]
    left: int

    def whole(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        root = self.contract.value
        for key, held in root.items():
            at: Pointer = (key,)
            if key in ("paths", "webhooks") and isinstance(held, dict):
                made[key] = {str(name): self._item(item, (*at, name)) for name, item in held.items()}
            else:
                made[str(key)] = self._copy(held, self.contract.path, at, 1)
        parts: list[Any] = []
        while self.waiting:
            part = self.waiting.pop(0)
            parts.append(self._copy(part.value, part.origin.path, part.origin.pointer, 1))
        if parts:
            made[_PARTS] = parts
        return made

    def _item(self, item: Any, at: Pointer) -> Any:
        """A path item, put in the place of a reference to it: not every reader follows these."""
        answer = self.contract.documents.follow(self.contract.path, item, at)
        if isinstance(answer, Resolved):
            return self._copy(answer.value, answer.origin.path, answer.origin.pointer, 2)
        return {}

    def _copy(self, value: Any, path: str, at: Pointer, depth: int, *, named: bool = False) -> Any:
        self.left -= len(value) + _A_VALUE if isinstance(value, str) else _A_VALUE
        if self.left < 0 or depth > _DEEPEST:
            raise TooLarge
        if isinstance(value, list):
            return [self._copy(held, path, (*at, index), depth + 1) for index, held in enumerate(value)]
        if not isinstance(value, dict):
            return value
        made = {
            str(key): self._copy(
                held, path, (*at, key), depth + 1, named=not named and key in ("properties", "examples")
            )
            if named or key not in _DATA
            else self._data(held, depth + 1)
            for key, held in value.items()
        }
        ref = value.get("$ref")
        if isinstance(ref, str) and not named:
            found = self._place(ref, path, at)
            if found is None:
                return {"description": f"This leads nowhere: {ref}"}
            made["$ref"] = found
        return made

    def _data(self, value: Any, depth: int) -> Any:
        self.left -= len(value) + _A_VALUE if isinstance(value, str) else _A_VALUE
        if self.left < 0 or depth > _DEEPEST:
            raise TooLarge
        if isinstance(value, dict):
            return {str(key): self._data(held, depth + 1) for key, held in value.items()}
        return [self._data(held, depth + 1) for held in value] if isinstance(value, list) else value

    def _place(self, ref: str, path: str, at: Pointer) -> str | None:
        """What a reference is in the whole document, `None` where it leads nowhere or onto the network."""
        answer = self.contract.documents.resolve(path, ref, at)
        if isinstance(answer, Remote) or not isinstance(answer, Resolved):
            return None
        if answer.origin.path == self.contract.path:
            return "#" + pointer_text(answer.origin.pointer)
        if answer.origin not in self.names:
            self.names[answer.origin] = len(self.names)
            self.waiting.append(answer)
        return f"#/{_PARTS}/{self.names[answer.origin]}"
