"""References of contracts: what a `$ref` says, and what it leads to inside the room."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal
from urllib.parse import quote as quote_url
from urllib.parse import unquote, urldefrag, urljoin

from planroom.diagnostics import Origin, Pointer, list_position, parse_pointer
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import resolve_path
from planroom.source import Source
from planroom.wording import quote

_SCHEME = late(r"(?:[A-Za-z][A-Za-z0-9+.-]+:|//)")
_LOCAL = late(r"""\$ref["']?\s*:\s*["']?#""")
_OUTWARD = late(r'"\$ref"\s*:\s*"(?!#|https?:)')
_MAPPING = late(r'"mapping"\s*:\s*\{([^{}\\]*)\}')
_OUTWARD_NAME = late(r':\s*"[^#"][^"]*[./]')
_NAMED = frozenset(("$id", "$self", "$anchor", "$dynamicAnchor"))
_ANCHORS = ("$anchor", "$dynamicAnchor")
_IDS = ("$id", "$self")
_DATA = frozenset(("example", "examples", "default", "enum", "const"))
_NAME_MAPS = frozenset(
    (
        *("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "schemas"),
        *("responses", "parameters", "requestBodies", "headers", "securitySchemes", "links", "callbacks"),
        *("pathItems", "mediaTypes", "paths", "webhooks", "content", "encoding", "variables"),
    )
)
"""Keys whose value maps names that people chose: `default` in there is a name and no keyword."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference leads to, and where it stands."""

    value: Any
    origin: Origin


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference that leads nowhere: what is missing, and the reason in words that follow the reference."""

    missing: Literal["file", "value", "room", "loop"]
    reason: str


@dataclass(frozen=True, slots=True)
class Remote:
    """A reference to an address outside the room, which is never followed."""

    address: str


Answer = Resolved | Dangling | Remote


def split_ref(ref: str) -> tuple[str, str]:
    """The file and the fragment of a reference: `a.yaml#/x%20y` gives `("a.yaml", "/x y")`."""
    file, _, fragment = ref.partition("#")
    return unquote(file), unquote(fragment)


def is_remote(ref: str) -> bool:
    """Whether a reference names an address with a scheme, or a host."""
    return bool(_SCHEME.match(ref))


def refs_of(source: Source) -> Iterator[tuple[Pointer, str]]:
    """Every reference of a file with the pointer of the object that holds it.

    Example, default, enum, const and extension values are data: nothing in them is a reference. Neither is a
    property that is called `$ref`.
    """
    if "$ref" not in source.text:
        return
    for pointer, value in _objects(source.value):
        ref = value.get("$ref")
        if isinstance(ref, str):
            yield pointer, ref


def referenced_files(source: Source) -> Iterator[str]:
    """The paths, from the room's root, of the files that a file refers to; none leads out of the room."""
    if source.format not in ("yaml", "json"):
        return
    folder = posixpath.dirname(source.path)
    refs = [] if _refers_to_itself(source) else [ref for _, ref in refs_of(source)]
    if not _maps_to_itself(source):
        refs += _mapped(source.value)
    for ref in dict.fromkeys(refs):
        file, _ = split_ref(ref)
        path = resolve_path(folder, file) if file and not is_remote(ref) else None
        if path and path != source.path:
            yield path


def _refers_to_itself(source: Source) -> bool:
    """Whether every reference of a file begins with `#`, as far as its text alone shows it."""
    if source.format == "json":
        return _OUTWARD.search(source.text) is None
    return source.text.count("$ref") == len(_LOCAL.findall(source.text))


def _maps_to_itself(source: Source) -> bool:
    """Whether no discriminator of a file names another file, as far as its text alone shows it."""
    text = source.text
    if "discriminator" not in text or "mapping" not in text:
        return True
    if source.format != "json":
        return False
    maps = _MAPPING.findall(text)
    return len(maps) == text.count('"mapping"') and not any(_OUTWARD_NAME.search(held) for held in maps)


def _mapped(value: Any) -> Iterator[str]:
    """The targets of discriminators that may name files: a bare name is that of a schema."""
    for _, item in _objects(value):
        held = item.get("discriminator")
        mapping = held.get("mapping") if isinstance(held, dict) else None
        if isinstance(mapping, dict):
            named = (ref for ref in mapping.values() if isinstance(ref, str))
            yield from (ref for ref in named if "." in ref or "/" in ref)


def _objects(root: Any) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Every object of a document that is no data, in no special order; an aliased one is given once."""
    seen: set[int] = set()
    pending: list[tuple[Any, Pointer, bool]] = [(root, (), False)]
    while pending:
        value, pointer, names = pending.pop()
        if not isinstance(value, (dict, list)) or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, list):
            pending.extend((item, (*pointer, index), False) for index, item in enumerate(value))
            continue
        if not names or isinstance(value.get("$ref"), str):
            yield pointer, value
        for key, item in value.items():
            # At the top of a part of responses, `default` may well be one of them.
            named = names or (not pointer and is_ref(item))
            if named or not (key in _DATA or key.startswith("x-")):
                pending.append((item, (*pointer, key), not names and key in _NAME_MAPS))
            elif key == "examples" and isinstance(item, dict):
                shown = ((name, held) for name, held in item.items() if is_ref(held))
                pending.extend((held, (*pointer, key, name), True) for name, held in shown)


def is_ref(value: Any) -> bool:
    """Whether a value is a reference."""
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)


class Documents:
    """The files of a room as one web of documents: references are followed among them and never beyond."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._answers: dict[tuple[str, str, str], Answer] = {}
        self._marks: dict[str, tuple[tuple[str, Pointer, str], ...]] = {}

    def source(self, path: str) -> Source | None:
        """The source of a path."""
        return self._sources.get(path)

    def forget(self) -> None:
        """Let go of the answers given so far; each is found again when somebody asks."""
        self._answers.clear()

    def resolve(self, path: str, ref: str, at: Pointer = ()) -> Answer:
        """What `ref`, standing in the file `path`, leads to: one step, which may itself be a reference.

        `at` is the pointer of the object that holds it; it matters where a schema has an `$id` of its own
        (JSON Schema 2020-12, section 8.2.1), since that is the base of the references in it.
        """
        base = self._base(path, at) if self._ids else ""
        key = (path, ref, base)
        if key not in self._answers:
            self._answers[key] = self._by_name(base, ref) or self._by_place(path, ref, base)
        return self._answers[key]

    def follow(self, path: str, value: Any, pointer: Pointer = ()) -> Answer:
        """A value, or where it is a reference, what stands at the end of its chain of references."""
        answer: Answer = Resolved(value, Origin(path, pointer))
        passed: set[tuple[str, Pointer]] = set()
        while isinstance(answer, Resolved) and is_ref(answer.value):
            here = (answer.origin.path, answer.origin.pointer)
            if here in passed:
                return Dangling("loop", "leads back to itself")
            passed.add(here)
            answer = self.resolve(answer.origin.path, answer.value["$ref"], answer.origin.pointer)
        return answer

    def _by_place(self, path: str, ref: str, base: str) -> Answer:
        if is_remote(ref):
            return Remote(ref)
        file, fragment = split_ref(ref)
        if file.startswith("/"):
            return Dangling("room", "is an absolute path, which only a server of these files could follow")
        target = resolve_path(posixpath.dirname(path), file) if file else path
        if target is None:
            return Dangling("room", "leads out of this folder")
        source = self._sources.get(target)
        if source is None or source.broken or not source.format:
            if is_remote(base):
                return Remote(_joined(base, ref))
            if source is None:
                return Dangling("file", f"names the file {quote(target, 240)}, which does not exist")
            return Dangling("file", f"names the file {quote(target, 240)}, which cannot be read")
        return self._in_file(source, fragment)

    def _in_file(self, source: Source, fragment: str) -> Answer:
        if fragment and not fragment.startswith("/"):
            for kind, pointer, name in self._names(source.path):
                if kind in _ANCHORS and name == fragment:
                    return _at(source, pointer)
            return Dangling(
                "value",
                f"names the anchor {quote(fragment)}, which {quote(source.path, 240)} does not define",
            )
        found = _pointer(source.value, parse_pointer(fragment))
        if isinstance(found, str):
            return Dangling("value", f"leads to nothing: {found}")
        return _at(source, found)

    def _by_name(self, base: str, ref: str) -> Answer | None:
        """The document or schema that bears the reference's address as its `$self` or `$id`, if one does."""
        if not self._ids:
            return None
        address, fragment = urldefrag(_joined(base, ref))
        if address not in self._ids:
            return None
        path, root = self._ids[address]
        source = self._sources[path]
        if not root:
            answer = self._in_file(source, unquote(fragment))
            return answer if isinstance(answer, Resolved) else None
        held = _at(source, root)
        if fragment and not fragment.startswith("/"):
            for kind, pointer, name in self._names(path):
                if kind in _ANCHORS and name == fragment and pointer[: len(root)] == root:
                    return _at(source, pointer)
            return None
        below = _pointer(held.value, parse_pointer(unquote(fragment)))
        return None if isinstance(below, str) else _at(source, (*root, *below))

    def _names(self, path: str) -> tuple[tuple[str, Pointer, str], ...]:
        """The `$id`, `$self` and anchors of a file, outermost first: which of them, where, and the name."""
        if path not in self._marks:
            source = self._sources[path]
            held: list[tuple[str, Pointer, str]] = []
            if any(mark in source.text for mark in _NAMED):
                for pointer, value in _objects(source.value):
                    stated = {key: value[key] for key in _NAMED & value.keys()}
                    held.extend((key, pointer, name) for key, name in stated.items() if isinstance(name, str))
            self._marks[path] = tuple(sorted(held, key=lambda mark: (len(mark[1]), mark[0])))
        return self._marks[path]

    @cached_property
    def _identified(self) -> frozenset[str]:
        """The files that hold an `$id` or `$self`."""
        wanted = [
            path
            for path, source in self._sources.items()
            if source.format in ("yaml", "json") and ("$id" in source.text or "$self" in source.text)
        ]
        return frozenset(path for path in wanted if any(kind in _IDS for kind, _, _ in self._names(path)))

    @cached_property
    def _ids(self) -> dict[str, tuple[str, Pointer]]:
        """Absolute address -> the file and place that bears it."""
        found: dict[str, tuple[str, Pointer]] = {}
        for path in sorted(self._identified):
            for kind, pointer, _ in self._names(path):
                if kind in _IDS:
                    address = urldefrag(self._base(path, pointer))[0]
                    found.setdefault(address, (path, pointer))
        return found

    def _base(self, path: str, at: Pointer) -> str:
        """The base address at a place: that of the file, its `$self`, then each `$id` on the way down."""
        base = quote_url(path, errors="surrogateescape")
        if path not in self._identified:
            return base
        for kind, pointer, name in self._names(path):
            if kind in _IDS and at[: len(pointer)] == pointer:
                base = _joined(base, name)
        return base


def _joined(base: str, name: str) -> str:
    try:
        return urljoin(base, name)
    except ValueError:  # such as a bracket that opens an address of IPv6 and is not closed
        return base


def _at(source: Source, pointer: Pointer) -> Resolved:
    value = source.value
    for key in pointer:
        value = value[key]
    return Resolved(value, Origin(source.path, pointer))


def _pointer(value: Any, keys: tuple[str, ...]) -> Pointer | str:
    """The pointer that the keys make in a value, list positions as numbers; or words on where they part."""
    found: list[str | int] = []
    for key in keys:
        if isinstance(value, dict) and key in value:
            found.append(key)
            value = value[key]
        elif isinstance(value, list) and (position := list_position(key, value)) is not None:
            found.append(position)
            value = value[position]
        else:
            held = quote(str(found[-1])) if found else "the document"
            return f"{held} holds no {quote(key)}"
    return tuple(found)
