"""The anatomy of an OpenAPI document: which object holds which, and the walk over all of them across files.

One table serves 2.0 to 3.2: where a key is unknown to a version, the schema verdict says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from planroom.diagnostics import Origin, Pointer
from planroom.kinds.refs import Answer, Documents, Resolved
from planroom.records import dataclass
from planroom.source import Source

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The keys of a path item that hold operations; `query` came with 3.2."""

# `Kind` is one object, `[Kind]` a list, `Kind*` either; `{Kind}` is a map from names, and `<Kind>` one that
# admits extensions beside the names.
_TABLE: dict[str, dict[str, str]] = {
    "Root": {
        "paths": "<PathItem>",
        "webhooks": "{PathItem}",
        "components": "Components",
        "servers": "[Server]",
        "tags": "[Tag]",
        "definitions": "{Schema}",
        "parameters": "{Parameter}",
        "responses": "{Response}",
        "securityDefinitions": "{SecurityScheme}",
    },
    "Components": {
        "schemas": "{Schema}",
        "responses": "{Response}",
        "parameters": "{Parameter}",
        "examples": "{Example}",
        "requestBodies": "{RequestBody}",
        "headers": "{Header}",
        "securitySchemes": "{SecurityScheme}",
        "links": "{Link}",
        "callbacks": "{Callback}",
        "pathItems": "{PathItem}",
        "mediaTypes": "{Media}",
    },
    "PathItem": {
        **dict.fromkeys(METHODS, "Operation"),
        "additionalOperations": "{Operation}",
        "parameters": "[Parameter]",
        "servers": "[Server]",
    },
    "Operation": {
        "parameters": "[Parameter]",
        "requestBody": "RequestBody",
        "responses": "<Response>",
        "callbacks": "{Callback}",
        "servers": "[Server]",
    },
    "Parameter": {"schema": "Schema", "items": "Items", "content": "{Media}", "examples": "{Example}"},
    "Header": {"schema": "Schema", "items": "Items", "content": "{Media}", "examples": "{Example}"},
    "Items": {"items": "Items"},
    "RequestBody": {"content": "{Media}"},
    "Response": {"content": "{Media}", "headers": "{Header}", "links": "{Link}", "schema": "Schema"},
    "Media": {
        "schema": "Schema",
        "itemSchema": "Schema",
        "examples": "{Example}",
        "encoding": "{Encoding}",
        "prefixEncoding": "[Encoding]",
        "itemEncoding": "Encoding",
    },
    "Encoding": {
        "headers": "{Header}",
        "encoding": "{Encoding}",
        "prefixEncoding": "[Encoding]",
        "itemEncoding": "Encoding",
    },
    "Link": {"server": "Server"},
    "Schema": {
        **dict.fromkeys(("properties", "patternProperties", "dependentSchemas"), "{Schema}"),
        **dict.fromkeys(("$defs", "definitions"), "{Schema}"),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[Schema]"),
        **dict.fromkeys(("not", "if", "then", "else", "contains", "propertyNames"), "Schema"),
        **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), "Schema"),
        **dict.fromkeys(("unevaluatedItems", "contentSchema"), "Schema"),
        "items": "Schema*",
    },
    "Callback": {},
    "Server": {},
    "Tag": {},
    "Example": {},
    "SecurityScheme": {},
}


def _form(text: str) -> tuple[str, str]:
    if text.endswith("*"):
        return "either", text[:-1]
    forms = {"[": "list", "{": "map", "<": "open map"}
    return (forms[text[0]], text[1:-1]) if text[0] in forms else ("one", text)


_FORMS = {kind: {key: _form(text) for key, text in keys.items()} for kind, keys in _TABLE.items()}
_REFERABLE = frozenset(
    (
        *("Schema", "Parameter", "Response", "RequestBody", "Header", "Example", "Link", "Callback"),
        *("PathItem", "SecurityScheme", "Media"),
    )
)
"""The kinds that a reference may stand for; elsewhere one is followed all the same, as most tools do."""
NAMES = {
    "PathItem": "path item",
    "RequestBody": "request body",
    "Media": "media type",
    "SecurityScheme": "security scheme",
}
"""What people call an object, where that is not its kind in lower case."""


@dataclass(frozen=True, slots=True)
class Node:
    """One object of a contract: its kind (`Schema`, `Operation`, …), its value and where it stands.

    `referrer` is the place of the reference that leads into its file, for what stands in another file.
    """

    kind: str
    value: dict[str, Any]
    origin: Origin
    referrer: Origin | None = None


@dataclass(frozen=True, slots=True)
class RefUse:
    """One use of a reference: the kind of object due there, its text and place, and where it leads.

    `misplaced` says that OpenAPI has no reference in such a place.
    """

    kind: str
    text: str
    value: dict[str, Any]
    origin: Origin
    answer: Answer
    referrer: Origin | None = None
    misplaced: bool = False


@dataclass(frozen=True)
class Anatomy:
    """Every object of a contract and every reference in it, parts in other files included.

    `kinds` says of each place of the contract's own structure what stands there; `parts` are the objects that
    references enter in other files.
    """

    nodes: tuple[Node, ...]
    refs: tuple[RefUse, ...]
    kinds: dict[tuple[str, Pointer], str]
    parts: tuple[Node, ...]

    @cached_property
    def _held(self) -> dict[tuple[str, Pointer], str]:
        return {(node.origin.path, node.origin.pointer): node.kind for node in self.nodes}

    @cached_property
    def _by_key(self) -> dict[str, dict[str, list[Node]]]:
        found: dict[str, dict[str, list[Node]]] = {}
        for node in self.nodes:
            keys = found.setdefault(node.kind, {})
            for key in node.value:
                keys.setdefault(key, []).append(node)
        return found

    def of(self, *kinds: str) -> Iterator[Node]:
        """The objects of some kinds, in the order of the walk."""
        for node in self.nodes:
            if node.kind in kinds:
                yield node

    def holding(self, key: str, *kinds: str) -> Iterator[Node]:
        """The objects of some kinds (schemas where none is named) that have a key."""
        for kind in kinds or ("Schema",):
            yield from self._by_key.get(kind, {}).get(key, ())

    @cached_property
    def answers(self) -> dict[int, RefUse]:
        """The references by the identity of the object that holds them."""
        return {id(ref.value): ref for ref in self.refs}

    @cached_property
    def _entered(self) -> dict[tuple[str, Pointer], Origin]:
        parts = ((part.origin, part.referrer) for part in reversed(self.parts))
        return {(origin.path, origin.pointer): referrer for origin, referrer in parts if referrer}

    def referrer(self, origin: Origin) -> Origin | None:
        """The place of the reference by which what stands at a place of another file was entered first."""
        pointer = origin.pointer
        for length in range(len(pointer), -1, -1):
            referrer = self._entered.get((origin.path, pointer[:length]))
            if referrer is not None:
                return referrer
        return None

    def kind_at(self, origin: Origin) -> str:
        """The kind of object at a place, in the contract or a part of it; `""` where none stands."""
        place = (origin.path, origin.pointer)
        return self.kinds.get(place) or self._held.get(place, "")


def dissect(source: Source, documents: Documents) -> Anatomy:
    """Walk a contract from its root; each object is visited once for each kind it is used as."""
    walk = _Walk(documents)
    walk.enter("Root", source.value, source.path, (), None)
    walk.run()
    kinds = {(node.origin.path, node.origin.pointer): node.kind for node in walk.nodes}
    for ref in walk.refs:
        kinds.setdefault((ref.origin.path, ref.origin.pointer), ref.kind)
    done = 0
    while done < len(walk.refs):
        ref = walk.refs[done]
        done += 1
        if isinstance(ref.answer, Resolved):
            walk.enter_target(ref, ref.answer, kinds)
            walk.run()
    return Anatomy(tuple(walk.nodes), tuple(walk.refs), kinds, tuple(walk.parts))


class _Walk:
    def __init__(self, documents: Documents) -> None:
        self.nodes: list[Node] = []
        self.refs: list[RefUse] = []
        self.parts: list[Node] = []
        self._documents = documents
        self._seen: dict[str, set[int]] = {kind: set() for kind in ("Root", *_FORMS)}
        self._pending: list[tuple[str, dict[str, Any], str, Pointer, Origin | None]] = []

    def enter(self, kind: str, value: Any, path: str, pointer: Pointer, referrer: Origin | None) -> None:
        if isinstance(value, dict) and id(value) not in self._seen[kind]:
            self._seen[kind].add(id(value))
            self._pending.append((kind, value, path, pointer, referrer))

    def enter_target(self, ref: RefUse, target: Resolved, kinds: dict[tuple[str, Pointer], str]) -> None:
        """Enter what a reference leads to, unless it is an object of another kind."""
        place = (target.origin.path, target.origin.pointer)
        if kinds.get(place, ref.kind) != ref.kind:
            return
        referrer = ref.referrer
        if target.origin.path != ref.origin.path:
            referrer = ref.origin
        before = len(self._pending)
        self.enter(ref.kind, target.value, *place, referrer)
        if len(self._pending) > before and place not in kinds and referrer is not None:
            self.parts.append(Node(ref.kind, target.value, target.origin, referrer))

    def run(self) -> None:
        # This visits every object of every contract, so that what is called once for each counts.
        pending, found, below = self._pending, self.nodes.append, self._below
        while pending:
            kind, value, path, pointer, referrer = pending.pop()
            here = Origin(path, pointer)
            if "$ref" in value and isinstance(text := value["$ref"], str):
                answer = self._documents.resolve(path, text, pointer)
                misplaced = kind not in _REFERABLE
                self.refs.append(RefUse(kind, text, value, here, answer, referrer, misplaced))
                if len(value) == 1:
                    continue
            found(Node(kind, value, here, referrer))
            if kind == "Callback":
                below("open map", "PathItem", value, path, pointer, referrer)
                continue
            forms = _FORMS[kind]
            if forms.keys().isdisjoint(value):
                continue
            for key in reversed(value):
                form = forms.get(key)
                if form is not None:
                    below(*form, value[key], path, (*pointer, key), referrer)

    def _below(
        self, form: str, kind: str, value: Any, path: str, pointer: Pointer, referrer: Origin | None
    ) -> None:
        if isinstance(value, dict):
            if form in ("one", "either"):
                self.enter(kind, value, path, pointer, referrer)
            elif form in ("map", "open map"):
                seen, enter = self._seen[kind], self._pending.append
                for name in reversed(value):
                    item = value[name]
                    if not isinstance(item, dict) or id(item) in seen:
                        continue
                    if form == "map" or not name.startswith("x-"):
                        seen.add(id(item))
                        enter((kind, item, path, (*pointer, name), referrer))
        elif isinstance(value, list) and form in ("list", "either"):
            for index in range(len(value) - 1, -1, -1):
                self.enter(kind, value[index], path, (*pointer, index), referrer)
