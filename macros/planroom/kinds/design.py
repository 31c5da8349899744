"""Designs: the one document that states a system, its services and what they promise."""

from __future__ import annotations

import posixpath
import re
from dataclasses import field
from typing import Any

from planroom.diagnostics import Finding, Origin
from planroom.kinds.design_shapes import Misspelt, reshape
from planroom.kinds.design_tree import Places
from planroom.kinds.kind import Kind
from planroom.kinds.refs import is_remote
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact, resolve_path
from planroom.source import Source

_HOME = late(r"(?:^|/)specs/(?:.+/)?design\.(?:json|ya?ml)$", re.IGNORECASE)
_SECTIONS = (
    "service_design",
    "architecture_overview",
    "serviceDesign",
    "architectureOverview",
    "services_design",
    "servicesDesign",
)
_OF_A_SERVICE = (
    "responsibilities",
    "data_ownership",
    "dataOwnership",
    "api_endpoints",
    "apiEndpoints",
    "events_published",
    "eventsPublished",
    "events_consumed",
    "eventsConsumed",
    "service_name",
    "serviceName",
)
_ANY_SECTION = rf"(?:{'|'.join(_SECTIONS)})"
_ANY_OF_A_SERVICE = rf"(?:{'|'.join(_OF_A_SERVICE)}|service_boundaries|serviceBoundaries)"
_SOME_SECTION = late(rf"^\s*[\"']?{_ANY_SECTION}[\"']?\s*:", re.MULTILINE)
_SOME_SECTION_INLINE = late(rf"[{{,]\s*\"{_ANY_SECTION}\"\s*:")
_SOME_SERVICES = late(r"[\"']?\bservices\b[\"']?\s*:")
_SOME_OF_A_SERVICE = late(rf"\b{_ANY_OF_A_SERVICE}\b")
_OTHERS = ("openapi", "swagger", "asyncapi")


@dataclass(frozen=True, eq=False)
class Design(Artifact):
    """A design, in the shape of the format whatever shape it was written in.

    `document` has the format's sections, `notes` say what was reshaped, `misspelt` which keys are read as
    others, `problem` what keeps the file from being a design at all.
    """

    document: dict[str, Any]
    notes: tuple[Finding, ...] = ()
    misspelt: tuple[Misspelt, ...] = ()
    places: Places = field(default_factory=lambda: Places(Origin(""), {}))
    problem: str = ""

    @property
    def folder(self) -> str:
        """The folder of its file, from the room's root; the root is `""`."""
        return posixpath.dirname(self.path)

    @property
    def system_name(self) -> str:
        """The name of its system: the one it states, else that of its folder, else of its file."""
        system = self.document.get("system")
        name = system.get("name") if isinstance(system, dict) else None
        if isinstance(name, str) and name.strip():
            return name.strip()
        stem = posixpath.splitext(posixpath.basename(self.path))[0]
        folder = posixpath.basename(self.folder)
        return folder if folder and stem.lower() == "design" else stem

    @property
    def names(self) -> tuple[str, ...]:
        """Its system's name, its folder's, its path."""
        return tuple(dict.fromkeys(name for name in (self.system_name, self.folder, self.path) if name))

    @property
    def schema_files(self) -> tuple[str, ...]:
        """The files of the repository, in JSON or YAML, that describe its events and stores."""
        found: dict[str, None] = {}
        for service in _structures(self.document, "service_design", "services"):
            for key in ("publishes", "consumes", "data_stores"):
                for item in _structures(service, key):
                    file = str(item.get("schema", "")).partition("#")[0]
                    path = resolve_path(self.folder, file) if file and not is_remote(file) else None
                    if path and file.endswith((".json", ".yaml", ".yml")):
                        found[path] = None
        return tuple(found)

    def origin_of(self, *pointer: str | int) -> Origin:
        """Where a value of `document` stands in the file."""
        return self.places.origin_of(pointer)


def _structures(value: Any, *keys: str) -> list[dict[str, Any]]:
    """The structures of a list below some keys; nothing where there is no list."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def home(path: str) -> bool:
    """Whether a file of this name in this place is meant to be a design."""
    return _HOME.search(path) is not None


def claims(source: Source) -> str:
    """Why a file looks like a design, from its path and text alone, or `""`."""
    if home(source.path):
        return "a design's file under `specs/`"
    if _SOME_SECTION.search(source.text) or _SOME_SECTION_INLINE.search(source.text):
        return "a section of a design"
    if _SOME_SERVICES.search(source.text) and _SOME_OF_A_SERVICE.search(source.text):
        return "services with what they are responsible for"
    return ""


def parse(source: Source) -> Design | str:
    """The design of a file, or why it is none."""
    if source.broken:
        return "it cannot be read"
    value = source.value
    if not isinstance(value, dict):
        if home(source.path):
            return Design(source, {}, places=Places(source.origin(), {}), problem=_no_mapping(value))
        return "its value is no mapping"
    reason = "" if home(source.path) else _foreign(value)
    if reason:
        return reason
    document, places, notes = reshape(value, source.origin())
    return Design(source, document, notes.findings(), tuple(notes.misspelt), places)


def _no_mapping(value: Any) -> str:
    return (
        "the design is empty"
        if value is None
        else f"the design is a {_TYPES.get(type(value), 'single value')}"
    )


_TYPES: dict[type, str] = {list: "list", str: "text", int: "number", float: "number", bool: "truth value"}


def _foreign(value: dict[str, Any]) -> str:
    """Why a mapping is no design, or `""` where it is one."""
    if any(key in value for key in (*_OTHERS, "$defs", "definitions")):
        return "it is a contract or a schema"
    if any(isinstance(value.get(key), dict | list | str) for key in _SECTIONS):
        return ""
    services = value.get("services")
    if "service_boundaries" in value and services:
        return ""
    entries = list(services.values()) if isinstance(services, dict) else services
    if isinstance(entries, list) and any(isinstance(e, dict) and _describes_service(e) for e in entries):
        return ""
    return "its `services` say nothing of what they are responsible for"


def _describes_service(entry: dict[str, Any]) -> bool:
    return not set(_OF_A_SERVICE).isdisjoint(entry)


KIND = Kind("design", Design, ("json", "yaml"), claims, parse, home)
