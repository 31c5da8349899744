"""One check as its module declares it, read without importing it: `explain CODE` answers at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from planroom.records import dataclass


@dataclass(frozen=True)
class Declared:
    """A check's code and name, how severe it is, and its rule."""

    code: str
    name: str
    severity: str
    rule: str


def declared(word: str) -> Declared | None:
    """The check of a code or name in any case, or `None` where there is none."""
    code, name = word.upper(), word.lower().replace("_", "-")
    marks = f'check("{code}"', f"def {name.replace('-', '_')}("
    for text in _modules(files("planroom").joinpath("checks")):
        if any(mark in text for mark in marks):
            for check in _checks(text):
                if check.code == code or check.name == name:
                    return check
    return None


def _modules(folder: Traversable) -> Iterator[str]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            yield entry.read_text("utf-8")
        elif entry.is_dir() and entry.name != "examples":
            yield from _modules(entry)


def _checks(text: str) -> Iterator[Declared]:
    """The functions of a module under `@check("CODE", Severity.HIGH)` or a decorator made of it."""
    functions = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    for function in functions:
        for decorator in function.decorator_list:
            match decorator:
                case ast.Call(args=[ast.Constant(value=str(code)), ast.Attribute(attr=severity)]):
                    rule = (ast.get_docstring(function) or "").partition("\n")[0]
                    yield Declared(code, function.name.replace("_", "-"), severity.lower(), rule)
