"""How the values of a design are shown: texts as prose, figures with units, names as links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.design_schema import resolved
from planroom.model import RunbookName, System
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render import units, words
from planroom.render.prose import Prose
from planroom.render.rendering import Rendering
from planroom.room import resolve_path

NOT_STATED = Markup('<span class="pr-small">not stated</span>')
_URL = late(r"https?://[^\s<>\"]+\Z")
_DAY = late(r"\d{4}-\d\d-\d\d\Z")
_MARKED = late(r"[`*]|\]\(")
_SERVICES = ("service", "services", "dependency", "to")
_SHORT = 28
_LONG = 44
_LONGEST_LEDE = 220


@dataclass(frozen=True)
class Values:
    """Shows the values of one system's design on one page."""

    site: Rendering
    page: str
    system: System
    assets: list[str] | None = None
    """Takes the files that texts show; `None` where nobody asks."""

    @cached_property
    def prose(self) -> Prose:
        """The author's texts, with links as they lead from the design's folder."""
        return self.site.prose(self.page, self.system.folder, self.assets)

    def text(self, text: str) -> Markup:
        """A text as prose: without its paragraph where it is only one."""
        return self.prose.line(text.strip())

    def lede(self, text: str) -> tuple[Markup, Markup]:
        """A text as the line below a title; then the whole of it in blocks, where that is more."""
        whole = self.prose.html(text)
        if len(text) <= _LONGEST_LEDE and self.prose.line(text) != whole:
            return self.text(text), Markup()
        return self.prose.inline(words.first_sentence(text, _LONGEST_LEDE)), whole

    def shown(self, value: Any, key: str = "", schema: Mapping[str, Any] | None = None) -> Markup:
        """Any value, for a cell or a term."""
        if value is None or value in ("", {}):
            return NOT_STATED
        if value == []:
            return Markup("none")
        if isinstance(value, bool):
            return Markup("yes" if value else "no")
        if isinstance(value, dict):
            return self._structure(value, resolved(schema))
        if isinstance(value, list):
            return self._list(value, key, resolved(resolved(schema).get("items")))
        if key == "decision":
            return self.decision(str(value))
        if isinstance(value, int | float):
            return escape(units.quantity(key, value))
        return self.word(str(value), key)

    def word(self, text: str, key: str = "") -> Markup:
        """A text: a name, address, date or duration as such, everything else as prose."""
        text = text.strip()
        if _URL.match(text) and key not in ("runbooks", "runbook"):
            return link(text)
        if _DAY.match(text):
            return _date(text)
        if key in _SERVICES:
            return self.service(text)
        if key in ("contracts", "contract"):
            return self.contract(text)
        if key in ("runbooks", "runbook"):
            return self.runbook(text)
        if not re.search(r"\s", text) and not _MARKED.search(text):
            return escape(units.duration(text))
        return self.text(text)

    def service(self, name: str) -> Markup:
        """A service's name, linked to its page where it is one of the system's."""
        found = self.system.service(name)
        if found is None:
            return escape(name)
        there = self.site.addresses.href(self.page, self.site.service_page(self.system, found))
        return Markup('<a class="pr-name" href="{}">{}</a>').format(there, name or found.label)

    def contract(self, name: str) -> Markup:
        """A contract's file name, linked to its page."""
        path = resolve_path(self.system.folder, name)
        if path is None or not isinstance(self.site.room.artifact(path), Contract):
            return escape(name)
        there = self.site.addresses.href(self.page, self.site.contract_pages[path])
        return Markup('<a href="{}">{}</a>').format(there, name)

    def runbook(self, name: str) -> Markup:
        """A runbook by the name that a design gives it: its title, linked to its page where there is one."""
        found = self._runbooks.get(name)
        page = self.site.page_of(found.path) if found else ""
        if found is None or not page:
            return runbook(name)
        there = self.site.addresses.href(self.page, page)
        return link(there, found.runbook.label if found.runbook else _worded(name))

    @cached_property
    def _runbooks(self) -> dict[str, RunbookName]:
        alerts = (alert.runbook for alert in self.system.alerts)
        services = (name for service in self.system.services for name in service.runbook_names)
        return {name.text: name for name in (*alerts, *services) if name is not None}

    def decision(self, name: str) -> Markup:
        """A decision by the name that a design gives it, linked where it is one."""
        found = self.site.room.named(Decision, name)
        if len(found) != 1:
            return escape(name)
        there = self.site.addresses.href(self.page, self.site.decision_pages[found[0].path])
        title = found[0].title or found[0].label
        return Markup('<a href="{}" title="{}">{}</a>').format(there, title, found[0].label)

    def _list(self, items: list[Any], key: str, schema: Mapping[str, Any]) -> Markup:
        shown = [self.shown(item, key, schema) for item in items]
        if all(is_short(item) for item in items):
            return Markup(", ").join(shown)
        return Markup("<ul>{}</ul>").format(
            Markup("").join(Markup("<li>{}</li>").format(item) for item in shown)
        )

    def _structure(self, value: Mapping[str, Any], schema: Mapping[str, Any]) -> Markup:
        """A structure in one line, its note below."""
        known = schema.get("properties", {})
        parts: list[Markup] = []
        for key, item in value.items():
            if key == "note" or key.startswith("x-"):
                continue
            label, shown = title_of(key, known), self.shown(item, key, known.get(key))
            first = not parts and key in ("name", "text", "style", "model", "scheme", "kind")
            parts.append(shown if first else Markup("{} {}").format(_lowered(label), shown))
        note = value.get("note")
        if not isinstance(note, str) or not note.strip():
            return Markup(", ").join(parts)
        if not parts:
            return self.text(note)
        return Markup('{} <span class="pr-small">{}</span>').format(Markup(", ").join(parts), self.text(note))


def title_of(key: str, properties: Mapping[str, Any] | None = None) -> str:
    """The title of a key by the schema, else the key in words."""
    title = resolved((properties or {}).get(key)).get("title")
    if isinstance(title, str):
        return units.unitless(title)
    return key if not re.fullmatch(r"[a-z][a-z0-9_]*", key) else words.sentence(key.replace("_", " "))


def _lowered(label: str) -> str:
    """A title in the middle of a line; one that starts with an abbreviation stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or len(label) == 1 else label


def link(url: str, text: str = "") -> Markup:
    """A link to an address on the web, by its host and path where nothing else is said."""
    shown = text or re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
    return Markup('<a href="{}">{}</a>').format(url, shown)


def runbook(url: str) -> Markup:
    """A link to a runbook by what its address says: `…/orders-are-not-created`; words as they are."""
    if re.search(r"\s", url.strip()):
        return escape(url)
    return link(url, _worded(url)) if _URL.match(url) else escape(_worded(url) if "/" in url else url)


def _worded(url: str) -> str:
    """The last part of an address or path in words."""
    last = re.split(r"[?#]", url)[0].rstrip("/").rpartition("/")[2]
    last = re.sub(r"\.(md|html?)$", "", last)
    return words.sentence(re.sub(r"[-_]+", " ", last)) if re.search(r"[A-Za-z]", last) else url


def is_short(value: Any) -> bool:
    """Whether a value fits into a line beside others: a figure, or a name of one word or two."""
    if isinstance(value, str):
        return len(value) <= _SHORT and value.count(" ") <= 1 and not re.search(r",|\.\s*$", value)
    return not isinstance(value, dict | list)


def is_leaf(value: Any) -> bool:
    """Whether a value can stand beside its label; others get a heading of their own."""
    if isinstance(value, dict):
        held = [item for key, item in value.items() if key != "note"]
        flat = all(not isinstance(item, dict | list) or _names(item) for item in held)
        sentences = sum(1 for item in held if isinstance(item, str) and item.rstrip().endswith("."))
        return len(held) <= 4 and flat and sentences <= 1 and all(len(str(item)) <= _LONG for item in held)
    if isinstance(value, list):
        return not any(isinstance(item, dict | list) for item in value)
    return True


def _names(item: Any) -> bool:
    return isinstance(item, list) and len(item) <= 3 and all(is_short(name) for name in item)


def _date(text: str) -> Markup:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return escape(text)
    return Markup('<time datetime="{}">{}</time>').format(text, words.day(found))
