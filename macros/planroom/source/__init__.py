"""Text to value, and positions when a finding needs them: YAML, JSON, and the texts that people write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from planroom.diagnostics import START, Location, Origin, Pointer, Span, pointer_text
from planroom.files import WRITTEN_TEXT, format_of
from planroom.records import dataclass
from planroom.source import asciidoc_text, rst_text
from planroom.source.conflicts import find_conflicts, may_hold_conflict
from planroom.source.encoding import decode
from planroom.source.ignores import IGNORE_KEY, take_ignores
from planroom.source.json_text import locate_json, read_json
from planroom.source.lines import split_lines
from planroom.source.markdown_text import read_outline, with_inline_links
from planroom.source.outline import Fence, Field, Heading, Link, Outline
from planroom.source.problem import Parsed, Problem, bounded
from planroom.source.trie import Found, Trie
from planroom.source.yaml_text import locate_yaml, read_yaml

__all__ = [
    "IGNORE_KEY",
    "Fence",
    "Field",
    "Heading",
    "Link",
    "Outline",
    "Parsed",
    "Problem",
    "Source",
    "decode",
    "format_of",
]


@dataclass(frozen=True, eq=False)
class Source:
    """One file of the room: its path from the root (with `/`), its text, and its format.

    Value, structure and positions are made when they are first asked for, and kept.
    """

    path: str
    text: str = field(repr=False)
    format: str = ""
    read_problems: tuple[Problem, ...] = ()

    def is_same(self, other: Source) -> bool:
        """Whether another source is of the same file and has the same text, read without a problem."""
        return (self.path, self.text, self.format, self.read_problems) == (
            other.path,
            other.text,
            other.format,
            (),
        )

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text's lines, without their ends and a byte order mark; they end as in Markdown and YAML."""
        return tuple(split_lines(self.text.removeprefix("\ufeff")))

    @cached_property
    def outline(self) -> Outline:
        """The structure of a text that people write, whatever its notation."""
        if self.format == "asciidoc":
            return asciidoc_text.read_asciidoc(self.lines, self.path)
        return rst_text.read_rst(self.lines) if self.format == "rst" else read_outline(self.lines)

    @cached_property
    def _named_targets(self) -> dict[str, str]:
        return {link.text.lower(): link.target for link in self.outline.links if link.text}

    def with_inline_links(self, words: str) -> str:
        """Words of this file with every link in one form, `[text](target)`, in whichever it is written."""
        if self.format == "asciidoc":
            return asciidoc_text.with_inline_links(words)
        if self.format == "rst":
            return rst_text.with_inline_links(words, self._named_targets) if "`" in words else words
        return with_inline_links(words, self._named_targets) if "][" in words else words

    @cached_property
    def _parts(self) -> tuple[Parsed, Mapping[Pointer, Any]]:
        """The document without its `x-planroom-ignore` keys, and what these hold."""
        parsed = self._read()
        return parsed, take_ignores(parsed.value) if IGNORE_KEY in self.text else {}

    @property
    def _parsed(self) -> Parsed:
        return self._parts[0]

    def _read(self) -> Parsed:
        if self.format == "yaml":
            return read_yaml(self.text)
        if self.format == "json":
            return read_json(self.text)
        if self.format in ("markdown", "asciidoc"):
            return self._front_matter()
        return Parsed(None)

    def _front_matter(self) -> Parsed:
        outline = self.outline
        if outline.unclosed:
            say = "this front matter is not closed"
            return Parsed(
                None,
                (
                    Problem(
                        "unclosed-front-matter", say, Span(1, 1, 1, 4), "add a line `---` below its last key"
                    ),
                ),
            )
        if outline.front is None:
            return Parsed(None)
        parsed = read_yaml(outline.front)
        down = outline.front_line - 1
        moved = tuple(
            Problem(
                p.kind, p.message, p.span.moved(down), p.hint, tuple((m, s.moved(down)) for m, s in p.related)
            )
            for p in parsed.problems
        )
        return Parsed(parsed.value, moved, parsed.broken)

    @property
    def value(self) -> Any:
        """The document's value; of a text, that of its front matter. `None` where it cannot be read."""
        return self._parsed.value

    @property
    def ignores(self) -> Mapping[Pointer, Any]:
        """What the `x-planroom-ignore` keys hold, by the pointer of their object; `value` is without them."""
        return self._parts[1]

    @property
    def broken(self) -> bool:
        """Whether the text could not be read to its end."""
        return self._parsed.broken

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the text itself."""
        conflicts = self._conflicts()
        return bounded((*self.read_problems, *(conflicts or self._parsed.problems)))

    def _conflicts(self) -> tuple[Problem, ...]:
        """Merge conflicts left in the text, which explain every syntax error behind them."""
        if not may_hold_conflict(self.text):
            return ()
        if self.format not in WRITTEN_TEXT:
            return find_conflicts(self.lines, self.lines)
        front = self.lines[: self.outline.front_end]
        return find_conflicts(self.lines, (*front, *self.outline.masked[len(front) :]), markdown=True)

    def origin(self, *keys: str | int) -> Origin:
        """The origin of a value in this file."""
        return Origin(self.path, keys)

    def locate(self, origins: Iterable[Origin]) -> dict[Origin, Location]:
        """Where the origins stand, all found in one pass over the text.

        What is not there gets the place of its closest ancestor; the location's pointer stays as asked for.
        """
        wanted = tuple(origins)
        found = self._search({origin.pointer for origin in wanted if origin.span is None})
        return {origin: self._location(origin, found) for origin in wanted}

    def _search(self, pointers: set[Pointer]) -> dict[Pointer, Found]:
        if not pointers:
            return {}
        trie = Trie(pointers)
        if self.format == "json":
            return locate_json(self.text, trie)
        if self.format == "yaml":
            return locate_yaml(self.text, trie)
        if self.format in ("markdown", "asciidoc") and self.outline.front is not None:
            down = self.outline.front_line - 1
            return {
                pointer: Found(found.value.moved(down), found.key and found.key.moved(down), found.scalar)
                for pointer, found in locate_yaml(self.outline.front, trie).items()
            }
        return {}

    def _location(self, origin: Origin, found: dict[Pointer, Found]) -> Location:
        span = origin.span
        if span is None:
            pointer = origin.pointer
            while pointer and pointer not in found:
                pointer = pointer[:-1]
            whole = pointer == origin.pointer
            span = found[pointer].span(origin.on_key or not whole) if pointer in found else START
        return Location(
            self.path, span.line, span.column, span.end_line, span.end_column, pointer_text(origin.pointer)
        )

    def excerpt(self, span: Span) -> str:
        """The text of a span, at most its first 2,000 characters."""
        if span.line == span.end_line:
            return self._line(span.line)[span.column - 1 : span.end_column - 1][:2000]
        middle = self.lines[span.line : span.end_line - 1]
        parts = [
            self._line(span.line)[span.column - 1 :],
            *middle,
            self._line(span.end_line)[: span.end_column - 1],
        ]
        return "\n".join(parts)[:2000]

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""
