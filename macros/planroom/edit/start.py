"""`init`: the files that a repository needs for its first decision and its site, and lacks."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

from planroom.edit.new_decision import decision_folder
from planroom.edit.plan import Edit
from planroom.errors import PlanroomError
from planroom.files import SITE_FILES
from planroom.git import answer
from planroom.kinds.decision import Decision
from planroom.records import dataclass
from planroom.room import Room
from planroom.source import Source, decode

SITE_LINES = {
    "search": "  - search",
    "macros": "  - macros:\n      on_undefined: strict",
    "planroom": "  - planroom",
}
"""The plugins that the site needs, as they stand in mkdocs.yml."""

_FIRST = "0001-record-architecture-decisions.md"
_IGNORED = frozenset(("site", "site/", "/site", "/site/"))


@dataclass(frozen=True)
class Start:
    """The edits that start a repository, what is left alone and why, and the lines its site lacks."""

    edits: tuple[Edit, ...]
    kept: tuple[tuple[str, str], ...]
    missing_lines: str = ""


def plan_start(room: Room, *, today: date) -> Start:
    """What a room lacks; nothing that is there is replaced."""
    edits: list[Edit] = []
    kept: list[tuple[str, str]] = []
    missing = ""
    site = next((name for name in SITE_FILES if (room.root / name).is_file()), "")
    if site:
        missing = _missing_lines(room.root / site)
        kept.append((site, "the site needs more" if missing else "it has what the site needs"))
    else:
        edits.append(_file("mkdocs.yml", "mkdocs.yml", name=_quoted(_name(room))))
        if not any(path.startswith("docs/") for path in room.paths):  # git keeps no empty folder
            edits.append(_file("docs/how-we-decide.md", "how-we-decide.md"))
    decisions = room.of(Decision)
    if decisions:
        count = "one decision is" if len(decisions) == 1 else f"{len(decisions)} decisions are"
        kept.append((decisions[0].path.rpartition("/")[0] or ".", f"{count} there"))
    else:
        path = "/".join((decision_folder(room, ()), _FIRST))
        edits.append(_file(path, "decision.md", date=today.isoformat(), makers=_makers(room.root)))
    ignored = _ignored(room.root)
    if ignored is None:
        kept.append((".gitignore", "it names site/"))
    else:
        edits.append(ignored)
    return Start(tuple(edits), tuple(kept), missing)


def _file(path: str, template: str, **values: str) -> Edit:
    text = files("planroom").joinpath("templates", "init", template).read_text("utf-8")
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return Edit(path, None, text.encode("utf-8"))


def _name(room: Room) -> str:
    return room.settings.title or room.root.name.replace("-", " ").replace("_", " ").strip() or "Architecture"


def _quoted(text: str) -> str:
    """A text as it may stand in YAML, without quotes where it needs none."""
    plain = (
        text.isascii()
        and text.replace(" ", "").isalpha()
        and Source("", f"a: {text}", "yaml").value == {"a": text}
    )
    return text if plain else json.dumps(text, ensure_ascii=False)


def _makers(root: Path) -> str:
    """The name that git knows the user by, as a list; an empty one where there is none."""
    name = answer(root, "config", "user.name")
    return f"[{_quoted(name)}]" if name else "[]"


def _missing_lines(file: Path) -> str:
    """The lines that a site's configuration lacks; raises where it cannot be read."""
    text, problems = decode(file.read_bytes())
    source = Source(file.name, text, "yaml", problems)
    if source.broken or not isinstance(source.value, dict):
        raise PlanroomError(f"`{file.name}` cannot be read", "mend it, and run the command again")
    theme = source.value.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    lines = [] if name == "material" else ["theme:", "  name: material"]
    plugins = source.value.get("plugins")
    # Without the key, MkDocs adds the search by itself; with it, only what is listed.
    held = plugins if isinstance(plugins, list | dict) else []
    names = {name for item in held for name in (item if isinstance(item, dict) else [item])}
    wanted = [SITE_LINES[name] for name in SITE_LINES if not names & {name, f"material/{name}"}]
    return "\n".join([*lines, *(["plugins:", *wanted] if wanted else [])])


def _ignored(root: Path) -> Edit | None:
    """The edit that keeps the built site out of git, or `None` where that is done."""
    file = root / ".gitignore"
    before = file.read_bytes() if file.is_file() else None
    lines = (before or b"").decode("utf-8", "replace").splitlines()
    if any(line.strip() in _IGNORED for line in lines):
        return None
    end = b"\r\n" if b"\r\n" in (before or b"") else b"\n"
    gap = end if before and not before.endswith(b"\n") else b""
    return Edit(".gitignore", before, (before or b"") + gap + b"site/" + end)
