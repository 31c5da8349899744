"""One check as its module declares it, read without importing it: `explain CODE` answers at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_CODE = re.compile(r"[A-Z]{3}\d{3}\Z")


@dataclass(frozen=True)
class Declared:
    """A check's code and name, how severe it is, and its rule."""

    code: str
    name: str
    severity: str
    rule: str


def declared(word: str) -> Declared | None:
    """The check of a code or name in any case, or `None` where none is declared in the usual form."""
    code, function = word.upper(), word.lower().replace("-", "_")
    if _CODE.match(code):
        head = (
            rf'@\w*check\(\s*"(?P<code>{code})",\s*Severity\.(?P<severity>\w+)\b[^@]*?\ndef (?P<name>\w+)\('
        )
    elif function.isidentifier():
        head = (
            rf'@\w*check\(\s*"(?P<code>[A-Z]{{3}}\d{{3}})",\s*Severity\.(?P<severity>\w+)\b[^@]*?'
            rf"\ndef (?P<name>{function})\("
        )
    else:
        return None
    expression = re.compile(head + r'[^@]*?"""(?P<rule>[^\n]+)')
    mark = f'"{code}"' if _CODE.match(code) else f"def {function}("
    for text in _texts():
        match = expression.search(text) if mark in text else None
        if match:
            name = match["name"].replace("_", "-")
            return Declared(
                match["code"], name, match["severity"].lower(), match["rule"].removesuffix('"""').strip()
            )
    return None


@cache
def _texts() -> tuple[str, ...]:
    return tuple(text for text in _below(files("planroom").joinpath("checks")))


def _below(folder: Traversable) -> list[str]:
    found: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            found.append(entry.read_text("utf-8"))
        elif entry.is_dir() and entry.name not in ("examples", "__pycache__"):
            found.extend(_below(entry))
    return found
