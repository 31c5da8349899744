"""Imports point one way, and what is slow or belongs to the site is imported only where it may be."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import planroom

PACKAGE = Path(planroom.__file__).parent
LAYERS = (
    "errors",
    "records",
    "patterns",
    "dates",
    "diagnostics",
    "wording",
    "git",
    "files",
    "cache",
    "source",
    "settings",
    "room",
    "kinds",
    "load",
    "model",
    "checks",
    "gates",
    "guidance",
    "edit",
    "render",
    "reports",
    "site",
    "cli",
)
"""The package's modules and packages in the order in which they may know each other: to the left only."""

ANYWHERE = ("__init__", "__main__")
"""The package's own version, and the door to the command line."""

HOMES = {
    "mkdocs": ("site",),
    "jinja2": ("render", "kinds/page.py", "site"),
}
"""Libraries that only these parts may know: the kind for pages reads calls, the site fills the theme."""

SLOW = frozenset((
    "jinja2", "jsonschema", "jsonschema_rs", "jsonschema_specifications", "markdown_it", "mdit_py_plugins",
    "merman", "mkdocs", "nh3", "openapi_schema_validator", "openapi_spec_validator", "pygments",
    "referencing", "rich",
))  # fmt: skip
"""Libraries that are imported in the functions that need them, so that nobody else waits for them."""

LATE = ("render", "site")
"""Layers that may import slow libraries at their top, since they are imported late themselves."""

Import = tuple[str, bool]
"""A module's name, and whether it is imported as soon as the importing module is."""


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements, handlers and cases right inside a statement; expressions import nothing."""
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        inside = getattr(node, name, ())
        yield from inside if isinstance(inside, list) else ()


def imports(tree: ast.AST, package: str, at_once: bool = True) -> Iterator[Import]:
    """Every import of a module but those for the type checker alone."""
    for node in statements(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = (
                ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            )
            module = ".".join(part for part in (base, node.module or "") if part)
            yield from ((f"{module}.{alias.name}", at_once) for alias in node.names)
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from imports(node, package, at_once and not inside)


def layer(path: str) -> str:
    return path.split("/")[0].removesuffix(".py")


@cache
def files() -> dict[str, tuple[Import, ...]]:
    """The imports of every file of the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): imports_of(
            path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports_of(path: str, text: str) -> tuple[Import, ...]:
    return tuple(imports(ast.parse(text), ".".join(("planroom", *path.split("/")[:-1]))))


def wrong(path: str, found: tuple[Import, ...]) -> Iterator[str]:
    """What is wrong with a file's imports, one line each."""
    here = layer(path)
    for name, at_once in found:
        top, _, rest = name.partition(".")
        there = rest.split(".")[0]
        if top == "planroom" and there in LAYERS and here not in ANYWHERE:
            if LAYERS.index(there) > LAYERS.index(here):
                yield f"{path} imports {name}, which lies behind it"
            if there == here == "cli" and path == "cli/__init__.py" and at_once:
                yield f"{path} imports {name} at once; verbs are imported when they are called"
            if there in LATE and here == "cli" and at_once:
                yield f"{path} imports {name} at once; only the function that builds the site needs it"
        if top in HOMES and not path.startswith(HOMES[top]):
            yield f"{path} imports {name}; only {' and '.join(HOMES[top])} may"
        if top in SLOW and at_once and here not in LATE:
            yield f"{path} imports {name} at once; import it in the function that needs it"


def test_every_module_has_its_layer() -> None:
    assert {layer(path) for path in files()} - set(LAYERS) - set(ANYWHERE) == set()


def test_imports_point_to_earlier_layers_and_slow_ones_wait() -> None:
    assert [line for path, found in files().items() for line in wrong(path, found)] == []


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("room.py", "from planroom.kinds import KINDS", 1),
        ("room.py", "def f():\n    from planroom import checks", 1),
        ("kinds/page.py", "from ..load import load", 1),
        ("kinds/page.py", "from . import kind\nfrom ..room import Room", 0),
        ("checks/text.py", "import jsonschema.exceptions", 1),
        ("checks/text.py", "def f():\n    import jsonschema", 0),
        ("checks/text.py", "class C:\n    import jsonschema", 1),
        ("checks/text.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import jsonschema", 0),
        ("cli/build.py", "from planroom.site import build", 1),
        ("cli/build.py", "def f():\n    from planroom.site import build\n    import mkdocs", 1),
        ("render/pages.py", "import jinja2\nimport nh3", 0),
        ("reports/text.py", "import jinja2", 2),
    ],
)
def test_a_wrong_import_is_seen(path: str, text: str, found: int) -> None:
    assert len(list(wrong(path, imports_of(path, text)))) == found


def test_our_own_design_has_every_layer_and_states_real_imports() -> None:
    """The design of planroom in this repository cannot drift from its code."""
    design = json.loads((PACKAGE.parents[1] / "specs/planroom/design.json").read_text("utf-8"))
    services = design["service_design"]["services"]
    assert [service["service_name"] for service in services] == list(LAYERS)
    real = {
        (layer(path), name.split(".")[1])
        for path, found in files().items()
        for name, _ in found
        if "." in name
    }
    stated = {(item["service_name"], call["to"]) for item in services for call in item["dependencies"]}
    assert stated - real == set()
