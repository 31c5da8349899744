"""A room in which every text of every kind is a place for words, harmless or hostile.

Two rooms that differ in these words alone must give pages with the same elements in the same places, and
every word that one of them shows the other must show too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from planroom.kinds.design_schema import design_schema, resolved

ROOT = Path(__file__).parents[1]
ROOM = ROOT / "tests" / "projects" / "torture"
EXAMPLE = ROOT / "specs" / "order-management"

RUNS = "window.__hit=1;alert(1)"
HOSTILE = " ".join((
    "{{ 7*7 }} {% raw %} {# gone #} {: onclick=alert(1) .md-header } { #__search onclick=alert(1) }",
    f"<script>{RUNS}</script> <img src=x onerror={RUNS}> <img src=\"x\" onerror=\"{RUNS}\">",
    f"<svg onload={RUNS}><script>{RUNS}</script><use href=//elsewhere.invalid/u#a /></svg>",
    f"\"><i onmouseover={RUNS}> ' onfocus={RUNS} autofocus x='",
    f"[x](javascript:{RUNS}) <javascript:{RUNS}> ![x](https://elsewhere.invalid/p.png)",
    f"[y](data:text/html,<script>{RUNS}</script>) <a href='java&#115;cript:{RUNS}'>z</a>",
    "<iframe src=https://elsewhere.invalid/f></iframe> <style>*{color:red}</style> <base href=//elsewhere.x>",
    "<form action=https://elsewhere.invalid/f><input autofocus onfocus=alert(1)> <name> <!-- -->",
    "</div></td></tr></table></article></main></script></title></textarea></template></svg>",
    "\\\\elsewhere.invalid\\p C:\\x ../../../x %%{init: {'securityLevel': 'loose'}}%% $x",
    f"\u202edrawkcab\u2066 \u05e9\u05dc\u05d5\u05dd \x01\x1f\x7f\ufeff {'w' * 400}",
))  # fmt: skip
HARMLESS = ("plain words and more of them " * 99)[: len(HOSTILE) - 1].strip() + "."
_PLACE = re.compile(r"«([^«»]*)»")
_KEPT = frozenset((
    "$schema", "format_version", "$ref", "method", "mode", "via", "contracts", "criticality", "openapi", "in",
    "type", "format", "pattern", "required", "scheme", "schema", "contract",
))  # fmt: skip
"""What is a choice from a list, or finds another thing: with other words the rest would not be shown."""


class Words:
    """Puts the words of one room behind every text, between two marks with the text's number."""

    def __init__(self, words: str) -> None:
        self.words = words
        self._numbers: dict[str, int] = {}

    def put(self, text: str) -> str:
        """A text with the words behind it; the same text becomes the same one everywhere."""
        number = self._numbers.setdefault(text, len(self._numbers))
        return f"{text} T{number}z {self.words} E{number}z"

    def fill(self, text: str) -> str:
        """A text with its places filled."""
        return _PLACE.sub(lambda match: self.put(match[1]), text)

    def filled(self, value: Any) -> Any:
        """A document with its places filled, those in keys and references too."""
        if isinstance(value, dict):
            return {
                self.fill(str(key)): self._reference(item) if key == "$ref" else self.filled(item)
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        return self.fill(value) if isinstance(value, str) else value

    def _reference(self, value: str) -> str:
        def part(match: re.Match[str]) -> str:
            return quote(self.put(match[1]).replace("~", "~0").replace("/", "~1"), safe="", errors="replace")

        return _PLACE.sub(part, value)

    def everywhere(self, value: Any, key: str = "") -> Any:
        """A document with the words behind every text that is free."""
        if isinstance(value, dict):
            return {name: self.everywhere(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.everywhere(item, key) for item in value]
        return self.put(value) if isinstance(value, str) and key not in _KEPT else value

    def design(self, stated: Any = None, place: str = "") -> Any:
        """A design with every key of the format, two of every list, and the words in each text."""
        schema = resolved(design_schema() if stated is None else stated)
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else "object" if "properties" in schema else kinds[0]
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "object":
            return self._structure(schema, place)
        if kind == "array":
            return [self.design(schema.get("items", {}), f"{place}.{nth}") for nth in (1, 2)]
        if kind in ("number", "integer"):
            return schema.get("examples", [schema.get("minimum", 1)])[0]
        return True if kind == "boolean" else self.put(place.strip("."))

    def _structure(self, schema: Any, place: str) -> dict[str, Any]:
        found = {
            name: self.design(below, f"{place}.{name}")
            for name, below in schema.get("properties", {}).items()
        }
        if not found or isinstance(schema.get("additionalProperties"), dict):
            found[self.put(f"{place}.key")] = self.put(f"{place}.value")
        return found


def write(room: Path, words: Words) -> None:
    """Write the files of a room."""
    for name, text in _files(words):
        path = room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", "replace")


def _files(words: Words) -> Iterator[tuple[str, str]]:
    yield "specs/walked/design.json", _dumped(words.design())
    design = json.loads((EXAMPLE / "design.json").read_text("utf-8"))
    del design["service_design"]["services"][3:]  # each has a page; three say all there is to say
    yield (
        "specs/shop/design.json",
        _dumped(words.everywhere(design)).replace(".yaml", ".json"),
    )
    contract = yaml.safe_load((EXAMPLE / "orders.openapi.yaml").read_text("utf-8"))
    yield "specs/shop/orders.openapi.json", _dumped(words.everywhere(contract))
    for path in sorted(ROOM.rglob("*")):
        name = path.relative_to(ROOM).as_posix()
        if path.is_file() and name != "README.md":
            yield name.replace("api.yaml", "api.json"), _filled(name, path.read_text("utf-8"), words)
    for name in ("0005-<b>'&.md", "0006-{{ 7*7 }} {% raw %}.md", "0007-{: onclick=alert(1) }.md"):
        yield (
            f"adr/{name}",
            "# Named\n\n## Status\n\naccepted\n\n## Context\n\nNone.\n\n## Decision\n\nDone.\n",
        )


def _filled(name: str, text: str, words: Words) -> str:
    """A file with its places filled, as its notation writes what stands there."""
    if name.endswith(".yaml"):
        return _dumped(words.filled(yaml.safe_load(text)))
    if name.endswith(".rst"):
        text = re.sub("(?m)^=+$", "=" * 9_999, text)
    if text.startswith("---\n"):
        _, front, body = text.split("---\n", 2)
        return f"---\n{_dumped(words.filled(yaml.safe_load(front)))}\n---\n{words.fill(body)}"
    return words.fill(text)


def _dumped(value: Any) -> str:
    return json.dumps(value, default=str)
