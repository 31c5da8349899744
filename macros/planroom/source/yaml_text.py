"""YAML text to value, by one rule set: the core schema of YAML 1.2, with dates as text and merge keys.

Keys are always text, as in JSON (`200:` is the key `"200"`, `on:` is `"on"`). A key that stands twice is a
problem and its first value counts. Values are built straight from the parser's events: that is several times
faster than a loader that makes nodes first, and it knows the place of every problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import yaml

from planroom.diagnostics import Pointer, Span
from planroom.patterns import late
from planroom.source.problem import MAX_DEPTH, MAX_NODES, Parsed, Problem
from planroom.source.trie import Found, Trie
from planroom.source.yaml_faults import forbidden_character, syntax_fault
from planroom.source.yaml_scalars import plain, tagged

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MERGE = "<<"


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _events(text: str) -> Iterator[Any]:
    """The parser's events; what ends a line in YAML 1.1 alone ends none here (YAML 1.2.2, section 5.4)."""
    shielded = not text.isascii() and _OLD_BREAKS.search(text) is not None
    loader = _Loader(text.translate(_SHIELD) if shielded else text)
    try:
        if not shielded:
            yield from iter(loader.get_event, None)
            return
        for event in iter(loader.get_event, None):
            if type(event) is yaml.ScalarEvent:
                event.value = event.value.translate(_UNSHIELD)
            yield event
    finally:
        loader.dispose()


_OLD_BREAKS = late("[\x85\u2028\u2029]")
_SHIELD = {0x85: 0xF8F0, 0x2028: 0xF8F1, 0x2029: 0xF8F2}
_UNSHIELD = {private: char for char, private in _SHIELD.items()}


class _Stop(Exception):
    """The document is past a limit; the problem says which."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Builder:
    """Builds one document's value from events.

    Each open collection is `[container, key, first keys, merges, their key]`.
    """

    def __init__(self) -> None:
        self.value: Any = None
        self.problems: list[Problem] = []
        self._stack: list[list[Any]] = []
        self._anchors: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        self._open_anchors: list[tuple[str, int] | None] = []
        self._nodes = 0
        self._opened_at = -2
        self._keys: dict[str, str] = {}

    def _place(self, value: Any) -> None:
        """Put a finished value (or an opened container) where it belongs."""
        if not self._stack:
            self.value = value
            return
        frame = self._stack[-1]
        container, key = frame[0], frame[1]
        if type(container) is list:
            container.append(value)
            return
        if key is _MERGE_KEY:
            frame[3].append(value)
        elif key is not _SKIP:
            container[key] = value
        frame[1] = _NO_KEY

    def _take_key(self, event: Any, text: str) -> None:
        frame = self._stack[-1]
        container, seen = frame[0], frame[2]
        if text == _MERGE and event.implicit[0]:
            frame[1] = _MERGE_KEY
            frame[4] = event
            return
        if text in container:
            self.problems.append(_duplicate(text, event, seen.get(text)))
            frame[1] = _SKIP
            return
        text = self._keys.setdefault(text, text)  # the same few words again and again
        frame[1] = text
        container[text] = None
        seen[text] = event

    def _wants_key(self) -> bool:
        return bool(self._stack) and type(self._stack[-1][0]) is dict and self._stack[-1][1] is _NO_KEY

    def scalar(self, event: Any) -> None:
        # Most events are scalars, and most scalars stand in mappings.
        text = event.value
        self._nodes += 1
        frame = self._stack[-1] if self._stack else _OUTSIDE
        in_mapping = type(frame[0]) is dict
        is_key = in_mapping and frame[1] is _NO_KEY
        if is_key:
            value: Any = text
        elif event.implicit[0]:  # neither quoted nor tagged
            value = plain(text)
        else:
            value = tagged(event.tag, text)
        if event.anchor:
            self._anchors[event.anchor], self._sizes[event.anchor], self._texts[event.anchor] = value, 1, text
        if is_key:
            self._take_key(event, text)
        elif in_mapping and type(frame[1]) is str:
            frame[0][frame[1]] = value
            frame[1] = _NO_KEY
        else:
            self._place(value)

    def alias(self, event: Any) -> None:
        name = event.anchor
        if name not in self._sizes:
            known = name in self._anchors
            say = f"`*{name}` stands inside what it names" if known else f"`*{name}` names no anchor above it"
            hint = (
                "write what is meant; no value holds itself" if known else f"define `&{name}` above this line"
            )
            self.problems.append(Problem("syntax", say, _span(event), hint))
            value: Any = None
        else:
            value = self._anchors[name]
            self._count(self._sizes[name], event)
        if not self._wants_key():
            self._place(value)
        elif name in self._texts:
            self._take_key(_AliasKey(event), self._texts[name])
        else:
            self._refuse_key(event)
            self._stack[-1][1] = _SKIP

    def _count(self, nodes: int, event: Any) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            say = f"the aliases of this document write out to more than {MAX_NODES:,} values"
            raise _Stop(
                Problem("limit", say, _span(event), "write the shared part once and refer to it by `$ref`")
            )

    def open(self, event: Any, container: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise _Stop(
                Problem(
                    "limit",
                    f"values are nested more than {MAX_DEPTH} deep",
                    _span(event),
                    "flatten the document",
                )
            )
        self._nodes += 1
        if self._wants_key():
            self._refuse_key(event)
            self._stack[-1][1] = _DROPPED_KEY
        elif not (self._stack and self._stack[-1][1] is _SKIP):
            self._place(container)
        if event.anchor:
            self._anchors[event.anchor] = container
            self._sizes.pop(event.anchor, None)
            self._texts.pop(event.anchor, None)
        self._open_anchors.append((event.anchor, self._nodes) if event.anchor else None)
        self._opened_at = event.start_mark.index
        self._stack.append([container, _NO_KEY, {}, [], None])

    def _refuse_key(self, event: Any) -> None:
        say, hint = "a mapping or list stands as a key", "use a text as the key"
        if (
            event.end_mark.index - event.start_mark.index == 1
            and self._opened_at == event.start_mark.index - 1
        ):
            say, hint = "`{{` opens a mapping as the key of a mapping", "put a template in quotes"
        self.problems.append(Problem("syntax", say, _span(event), hint))

    def _merge(self, target: dict[str, Any], _: Any, __: Any, merges: list[Any], event: Any) -> None:
        """Add what `<<` brings: the mapping's own keys win, then earlier sources (YAML merge key, 2005)."""
        sources = [source for value in merges for source in (value if isinstance(value, list) else [value])]
        for source in sources:
            if isinstance(source, dict):
                for key, item in source.items():
                    target.setdefault(key, item)
            elif source is not None:
                say, hint = "`<<` merges what is no mapping", "name the anchor of a mapping, or quote the key"
                self.problems.append(Problem("syntax", say, _span(event), hint))
                return

    def close(self) -> None:
        frame = self._stack.pop()
        anchor = self._open_anchors.pop()
        if frame[3]:
            self._merge(*frame)
        if anchor:
            self._sizes[anchor[0]] = self._nodes - anchor[1] + 1
        if not self._stack:
            return
        # What was read to its end and dropped: a key, whose value is to be dropped too, or a value.
        above = self._stack[-1]
        if above[1] is _DROPPED_KEY:
            above[1] = _SKIP
        elif above[1] is _SKIP:
            above[1] = _NO_KEY


class _AliasKey:
    """An alias used as a key, with what a key event is asked for."""

    implicit = (False, False)

    def __init__(self, event: Any) -> None:
        self.start_mark, self.end_mark = event.start_mark, event.end_mark


_NO_KEY, _SKIP, _DROPPED_KEY, _MERGE_KEY = object(), object(), object(), object()
_OUTSIDE: list[Any] = [None, None]


def _duplicate(key: str, event: Any, first: Any) -> Problem:
    related = (("first here", _span(first)),) if first is not None else ()
    return Problem(
        "duplicate-key",
        f"the key `{key}` stands twice in this mapping",
        _span(event),
        "remove one of them; the first one counts until then",
        related,
    )


def _feed(builder: _Builder, text: str) -> Iterator[Any]:
    """Drive the builder; yields the start of the next document that holds anything."""
    documents, further = 0, None
    steps: dict[type, Callable[[Any], None]] = {
        yaml.ScalarEvent: builder.scalar,
        yaml.AliasEvent: builder.alias,
        yaml.MappingStartEvent: lambda event: builder.open(event, {}),
        yaml.SequenceStartEvent: lambda event: builder.open(event, []),
        yaml.MappingEndEvent: lambda _: builder.close(),
        yaml.SequenceEndEvent: lambda _: builder.close(),
    }
    for event in _events(text):
        if type(event) is yaml.DocumentStartEvent:
            documents += 1
            further = event
        elif documents > 1:
            if type(event) is yaml.DocumentEndEvent or _is_nothing(event):
                continue
            if type(event) is not yaml.StreamEndEvent:
                yield further
            return
        step = steps.get(type(event))
        if step is not None:
            step(event)


def _is_nothing(event: Any) -> bool:
    """Whether a document that begins with this event is empty: a mark `---` with nothing below it."""
    return type(event) is yaml.ScalarEvent and not event.value and event.implicit[0]


def read_yaml(text: str) -> Parsed:
    """The first document of a YAML text, with every problem of its text; never raises."""
    builder = _Builder()
    try:
        further = list(_feed(builder, text))
    except _Stop as stop:
        return Parsed(None, (*builder.problems, stop.problem), broken=True)
    except yaml.YAMLError as error:
        return Parsed(None, (*builder.problems, syntax_fault(error, text, _last_event(text))), broken=True)
    except UnicodeEncodeError:
        return Parsed(None, (*builder.problems, forbidden_character(text)), broken=True)
    problems = list(builder.problems)
    problems += [
        Problem(
            "second-document",
            "a second document starts here; only the first is read",
            _span(event),
            "give it a file of its own",
        )
        for event in further
    ]
    return Parsed(builder.value, tuple(problems))


def _last_event(text: str) -> Any:
    """The last event before the place at which the parser stops."""
    last = None
    with suppress(yaml.YAMLError):
        for last in _events(text):  # noqa: B007
            pass
    return last


def locate_yaml(text: str, trie: Trie) -> dict[Pointer, Found]:
    """Where the wanted values of a YAML text stand; what cannot be reached is left out.

    Events outside the wanted branches are only counted, and reading stops when all are found.
    """
    return trie.search(_steps(text), _span, _key)


def _key(event: Any) -> str | None:
    return getattr(event, "value", None)


def _steps(text: str) -> Iterator[tuple[str, Any]]:
    documents = 0
    try:
        for event in _events(text):
            kind = _KINDS.get(type(event))
            if kind is not None:
                yield kind, event
            elif type(event) is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    return
    except (yaml.YAMLError, UnicodeEncodeError):
        return


_KINDS: dict[type, str] = {
    yaml.ScalarEvent: "scalar",
    yaml.AliasEvent: "scalar",
    yaml.MappingStartEvent: "{",
    yaml.SequenceStartEvent: "[",
    yaml.MappingEndEvent: "}",
    yaml.SequenceEndEvent: "}",
}
