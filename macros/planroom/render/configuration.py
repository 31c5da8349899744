"""What a site's configuration says, read without MkDocs: any part of it may be for programs not installed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from planroom.checks import Outcome
from planroom.errors import PlanroomError
from planroom.files import SITE_FILES
from planroom.git import folder_in_repository, main_branch
from planroom.model.history import history
from planroom.records import dataclass
from planroom.render import address
from planroom.render.address import Addresses
from planroom.render.hosting import hosting
from planroom.render.rendering import Rendering


class Tagged:
    """A value with a tag, such as `!!python/name:…` or `!ENV`: kept as it is written."""

    def __init__(self, node: yaml.Node) -> None:
        self.node = node

    def __deepcopy__(self, memo: Any) -> Tagged:
        return self


class _Reader(yaml.SafeLoader):
    """Reads YAML whose tags belong to other programs, and calls nothing that they name."""


class _Writer(yaml.SafeDumper):
    """Writes what `_Reader` has read, with lists set in below their keys."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _tagged(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Tagged:
    return Tagged(node)


_Reader.add_multi_constructor("!", _tagged)
_Reader.add_multi_constructor("tag:yaml.org,2002:python/", _tagged)
_Writer.add_representer(Tagged, lambda dumper, value: value.node)
_Writer.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text.strip("\n") else None
    ),
)


@dataclass(frozen=True)
class Configuration:
    """What `mkdocs.yml` says, with what it inherits; empty where there is none. `name` is the file's name."""

    values: dict[str, Any]
    name: str = SITE_FILES[0]

    def text(self, key: str) -> str:
        """The text that a key has, `""` without one."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def section(self, key: str) -> dict[str, Any]:
        """The mapping that a key has, a copy of it; empty without one."""
        value = self.values.get(key)
        return copy.deepcopy(value) if isinstance(value, dict) else {}

    @property
    def directory_urls(self) -> bool:
        """Whether `a/b.md` is served as `a/b/`."""
        return self.values.get("use_directory_urls") is not False

    @property
    def docs(self) -> str:
        """The folder of hand-written pages."""
        return self.text("docs_dir") or "docs"


def read_configuration(root: Path) -> Configuration:
    """The configuration of the site at a room's root; raises `PlanroomError` where it cannot be read."""
    for name in SITE_FILES:
        if (root / name).is_file():
            return Configuration(_values(root, name, frozenset()), name)
    return Configuration({})


def _values(root: Path, name: str, seen: frozenset[str]) -> dict[str, Any]:
    try:
        values = yaml.load((root / name).read_bytes(), _Reader)
    except (OSError, yaml.YAMLError, ValueError, RecursionError) as error:
        why = str(getattr(error, "problem", "") or error)
        raise PlanroomError(f"`{name}` cannot be read: {why}", f"mend `{name}`") from error
    if not isinstance(values, dict):
        return {}
    above = values.pop("INHERIT", None)
    if not isinstance(above, str) or above in seen:
        return values
    return _merged(_values(root, above, seen | {name}), values)


def _merged(above: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What a file says on top of what it inherits: mappings are put together, all else is replaced."""
    found = dict(above)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = _merged(found[key], value) if both else value
    return found


def written(values: dict[str, Any]) -> str:
    """A configuration as YAML, its keys in their order."""
    text = yaml.dump(values, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=110)
    return str(text)


def rendering(outcome: Outcome, configuration: Configuration, *, directory_urls: bool) -> Rendering:
    """The rendering of a room as its configuration asks for it, as the site's own build has it."""
    room = outcome.room
    edit = configuration.text("edit_uri") or f"edit/{main_branch(room.root)}/"
    return Rendering(
        outcome,
        title=room.settings.title or configuration.text("site_name") or room.root.name,
        addresses=Addresses(directory_urls),
        hosting=hosting(configuration.text("repo_url"), edit, folder_in_repository(room.root)),
        has_commands=f"docs/{address.COMMANDS}" in room.paths,
        history=history(room),
    )
