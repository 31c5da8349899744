"""API contracts: OpenAPI documents of version 2.0 to 3.2, in YAML or JSON."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from planroom.diagnostics import Origin, Pointer
from planroom.kinds.anatomy import Anatomy, dissect
from planroom.kinds.kind import Kind
from planroom.kinds.operations import Operation, read_operations, url_path
from planroom.kinds.refs import Documents, Resolved
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Source

VERSIONS = ("2.0", "3.0", "3.1", "3.2")
"""The versions of OpenAPI that are known; patch releases change nothing that is read here."""

_KEY = late(r"""^\ufeff?(["']?)(?:openapi|swagger)\1[ \t]*:(?=\s|$)""", re.MULTILINE)
_QUOTED_KEY = late(r'"(?:openapi|swagger)"\s*:')
_MARK = late(r'"(?:[^"\\]|\\.)*"(\s*:)?|[{}\[\]]', re.DOTALL)
_VERSION = late(r"(\d+)\.(\d+)(?:\.\d+(?:-[^\s]+)?)?\Z")
_BODY_KEYS = ("info", "paths", "components", "webhooks", "definitions")


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A declared security scheme: its name, its kind in the words of the contract, and its scopes.

    `scopes` is `None` where the kind has none that a contract declares.
    """

    name: str
    type: str
    description: str
    scopes: frozenset[str] | None
    value: dict[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Tag:
    """A declared tag. `title` is what readers see: its `summary` (3.2), else its name.

    `parent` is the name of the tag that it belongs to, `kind` what it is for, such as `nav` or `badge` (3.2).
    """

    name: str
    title: str
    description: str
    parent: str
    kind: str
    value: dict[str, Any]
    origin: Origin


@dataclass(frozen=True, eq=False)
class Contract(Artifact):
    """An OpenAPI document. `documents` are the files that its references may lead to.

    Whatever is malformed in it reads as empty here; the checks say what it is.
    """

    documents: Documents

    format = "openapi"

    def among(self, documents: Documents) -> Contract:
        """The same contract, with references that reach the files of its room."""
        return replace(self, documents=documents)

    @contextmanager
    def read_for_now(self) -> Iterator[None]:
        """Let go at the end of what has been read of it meanwhile: it takes several times its document."""
        before = frozenset(vars(self))
        try:
            yield
        finally:
            for name in vars(self).keys() - before:
                del vars(self)[name]
            self.documents.forget()

    @property
    def value(self) -> dict[str, Any]:
        """The document."""
        value = self.source.value
        return value if isinstance(value, dict) else {}

    @property
    def version_key(self) -> str:
        """The key that states the version: `openapi` or `swagger`."""
        return "swagger" if "swagger" in self.value and "openapi" not in self.value else "openapi"

    @property
    def version(self) -> str:
        """The version of OpenAPI, as written: `3.1.0`."""
        stated = self.value.get(self.version_key)
        return str(stated) if isinstance(stated, (str, int, float)) and not isinstance(stated, bool) else ""

    @cached_property
    def major_minor(self) -> str:
        """The version by which the document is read, one of `VERSIONS`, or `""` where that is not known."""
        match = _VERSION.match(self.version)
        short = f"{match[1]}.{match[2]}" if match else ""
        family = ("2.0",) if self.version_key == "swagger" else VERSIONS[1:]
        return short if short in family else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its path, its file name with and without the ending, and its title."""
        name = posixpath.basename(self.path)
        stem = name.rpartition(".")[0]
        called = (self.path, name, stem, stem.removesuffix(".openapi"), self.title)
        return tuple(dict.fromkeys(filter(None, called)))

    @property
    def title(self) -> str:
        """The API's title, or `""`."""
        return self._info("title")

    @property
    def api_version(self) -> str:
        """The version of the API itself, or `""`."""
        return self._info("version")

    @property
    def description(self) -> str:
        """What the API is, as Markdown, or `""`."""
        return self._info("description")

    def _info(self, key: str) -> str:
        info = self.value.get("info")
        text = info.get(key) if isinstance(info, dict) else None
        return str(text) if isinstance(text, (str, int, float)) else ""

    @cached_property
    def servers(self) -> tuple[str, ...]:
        """The addresses it is served at, as written; of 2.0 made from schemes, host and base path."""
        if self.version_key == "swagger":
            return _servers_of_2(self.value)
        servers = self.value.get("servers")
        held = [server for server in servers if isinstance(server, dict)] if isinstance(servers, list) else []
        return tuple(server["url"] for server in held if isinstance(server.get("url"), str))

    @cached_property
    def base_paths(self) -> tuple[str, ...]:
        """The paths that its servers put before every path of it, each once; `""` for none."""
        if self.version_key == "swagger":
            base = self.value.get("basePath")
            return (base.rstrip("/"),) if isinstance(base, str) else ("",)
        servers = self.value.get("servers")
        paths = [url_path(server) for server in servers] if isinstance(servers, list) else []
        return tuple(dict.fromkeys(paths)) or ("",)

    @cached_property
    def anatomy(self) -> Anatomy:
        """Every object and reference of it, parts in other files included."""
        return dissect(self.source, self.documents)

    @cached_property
    def _read(self) -> tuple[Operation, ...]:
        return tuple(read_operations(self, "paths"))

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of its paths, in the order of the document."""
        return self._read

    @cached_property
    def webhooks(self) -> tuple[Operation, ...]:
        """The operations of its webhooks, whose path is the webhook's name."""
        return tuple(read_operations(self, "webhooks"))

    @cached_property
    def schemas(self) -> dict[str, Pointer]:
        """The named schemas, and the pointers of their places."""
        place: Pointer = ("definitions",) if self.version_key == "swagger" else ("components", "schemas")
        return {name: (*place, name) for name in self._map(place)}

    @property
    def declared_schemes(self) -> tuple[str, ...]:
        """The names of the security schemes, whether or not their references lead anywhere."""
        return tuple(self._map(self._scheme_place))

    @property
    def _scheme_place(self) -> Pointer:
        is_2 = self.version_key == "swagger"
        return ("securityDefinitions",) if is_2 else ("components", "securitySchemes")

    @cached_property
    def security_schemes(self) -> dict[str, SecurityScheme]:
        """The declared security schemes by name, references followed."""
        place = self._scheme_place
        made = {name: _scheme(self, name, value, place) for name, value in self._map(place).items()}
        return {name: scheme for name, scheme in made.items() if scheme is not None}

    @cached_property
    def tags(self) -> dict[str, Tag]:
        """The declared tags by name, the first of equal names."""
        found: dict[str, Tag] = {}
        tags = self.value.get("tags")
        for index, held in enumerate(tags if isinstance(tags, list) else []):
            if not isinstance(held, dict) or not isinstance(held.get("name"), str):
                continue
            name = held["name"]
            words = {key: said for key, said in held.items() if isinstance(said, str)}
            title = words.get("summary", "").strip() or name
            said, parent, kind = (words.get(key, "") for key in ("description", "parent", "kind"))
            found.setdefault(name, Tag(name, title, said, parent, kind, held, self.at("tags", index)))
        return found

    def tag_title(self, name: str) -> str:
        """What readers see of a tag, its parents before it: `Catalog, Books`."""
        titles: list[str] = []
        passed: set[str] = set()
        at = name
        while at in self.tags and at not in passed:
            passed.add(at)
            titles.insert(0, self.tags[at].title)
            at = self.tags[at].parent
        return ", ".join(titles) or name

    def _map(self, place: Pointer) -> dict[str, Any]:
        value: Any = self.value
        for key in place:
            value = value.get(key) if isinstance(value, dict) else None
        return value if isinstance(value, dict) else {}


def _servers_of_2(value: dict[str, Any]) -> tuple[str, ...]:
    host, base, schemes = value.get("host"), value.get("basePath"), value.get("schemes")
    path = base if isinstance(base, str) else ""
    if not isinstance(host, str):
        return (path,) if path else ()
    named = [scheme for scheme in schemes if isinstance(scheme, str)] if isinstance(schemes, list) else []
    return tuple(f"{scheme}://{host}{path}" for scheme in named or ["https"])


def _scheme(contract: Contract, name: str, value: Any, place: Pointer) -> SecurityScheme | None:
    answer = contract.documents.follow(contract.path, value, (*place, name))
    if not isinstance(answer, Resolved) or not isinstance(answer.value, dict):
        return None
    held = answer.value
    kind, described = held.get("type"), held.get("description")
    return SecurityScheme(
        name,
        kind if isinstance(kind, str) else "",
        described if isinstance(described, str) else "",
        _scopes(held) if kind == "oauth2" else None,
        held,
        answer.origin,
    )


def _scopes(scheme: dict[str, Any]) -> frozenset[str] | None:
    """The scopes that an OAuth2 scheme declares in all its flows; `None` where it declares them nowhere."""
    flows = scheme.get("flows")
    held = [scheme, *(flows.values() if isinstance(flows, dict) else [])]
    maps = [flow.get("scopes") for flow in held if isinstance(flow, dict)]
    declared = [scopes for scopes in maps if isinstance(scopes, dict)]
    return frozenset(name for scopes in declared for name in scopes) if declared else None


def _claims(source: Source) -> str:
    if source.format == "yaml" and _KEY.search(source.text):
        return "a top-level key `openapi` or `swagger`"
    if source.text.lstrip("\ufeff \t\r\n").startswith("{") and _has_top_key(source):
        return "a top-level key `openapi` or `swagger`"
    return ""


def _has_top_key(source: Source) -> bool:
    """Whether a JSON text has one of the keys in its outermost object; if it is broken, as far as it goes."""
    text = source.text
    if not _QUOTED_KEY.search(text):
        return False
    if isinstance(source.value, dict):
        return "openapi" in source.value or "swagger" in source.value
    depth = 0
    for match in _MARK.finditer(text):
        token = match[0]
        if token in "{[":
            depth += 1
        elif token in "}]":
            depth -= 1
        elif depth == 1 and match[1] and _QUOTED_KEY.match(token):
            return True
    return False


def _parse(source: Source) -> Contract | str:
    value = source.value
    if not isinstance(value, dict):
        return "its text cannot be read" if source.broken else "it is no mapping"
    contract = Contract(source, Documents({source.path: source}))
    if contract.version or any(key in value for key in _BODY_KEYS):
        return contract
    return f"its `{contract.version_key}` states no version"


def _home(path: str) -> bool:
    return False


KIND = Kind("contract", Contract, ("yaml", "json"), _claims, _parse, _home)
