"""The page of a check, read: why it exists, a bad and a good example, the mend."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache

from planroom.checks.check import page_text
from planroom.records import dataclass
from planroom.source import Fence, Source

NO_EXAMPLES = {
    "GTE011": "it compares with the past, which the files of an example do not have",
    "SRC090": "it speaks of faults of planroom itself, which no file can bring about on purpose",
}
"""Checks whose pages have no examples, and why."""


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A file of an example: its path from the room's root, its language, its text and how it is saved.

    `branch:path` is a file of another branch, as git writes it.
    """

    path: str
    language: str
    text: str
    encoding: str = "utf-8"

    @property
    def branch(self) -> str:
        """The branch that holds it, `""` for the one that is checked out."""
        return self.path.rpartition(":")[0]

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.text.encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding of an example: its place as `path:line:column`, the check's code, and the message."""

    place: str
    code: str
    message: str

    @property
    def path(self) -> str:
        """The file it is about."""
        return self.place.rsplit(":", 2)[0]

    @property
    def line(self) -> int:
        """The line it is about, from 1."""
        return int(self.place.rsplit(":", 2)[1])


@dataclass(frozen=True, slots=True)
class Example:
    """A whole small room, and what `planroom check` finds in it.

    Each finding is written as a line of `path:line:column CODE` with its message on the next, indented.
    """

    files: tuple[ExampleFile, ...] = ()
    expect: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A check's page. `why` and `fix` are Markdown; `see` names the codes of kindred checks.

    `before` is the room that the bad and the good one are compared with, for a check that needs a base.
    `named` are the files that the user asks for by name, for a check that is about these.
    """

    why: str
    bad: Example
    good: Example
    fix: str
    see: tuple[str, ...] = ()
    before: Example = Example()
    named: tuple[str, ...] = ()


@cache
def check_page(code: str) -> CheckPage:
    """The page of a check that has one."""
    return read_page(page_text(code))


def read_page(text: str) -> CheckPage:
    """A page from its Markdown; a section that is not there is empty.

    A fence's info is the language, the file's path (in quotes where it has a space) and, where it is not
    UTF-8, how the file is saved.
    """
    source = Source("page.md", text, "markdown")
    outline = source.outline
    sections = {
        heading.text.lower(): outline.section(heading) for heading in outline.headings if heading.level == 2
    }
    first = min((lines.start - 1 for lines in sections.values()), default=len(source.lines) + 1)
    return CheckPage(
        why=_text(source, range(outline.front_end + 1, first)),
        bad=_example(source, sections.get("bad", range(0))),
        good=_example(source, sections.get("good", range(0))),
        fix=_text(source, sections.get("fix", range(0))),
        see=_listed(source, "see"),
        before=_example(source, sections.get("before", range(0))),
        named=_listed(source, "named"),
    )


def _text(source: Source, lines: range) -> str:
    return "\n".join(source.lines[number - 1] for number in lines).strip()


def _listed(source: Source, key: str) -> tuple[str, ...]:
    value = source.value
    listed = value.get(key) if isinstance(value, dict) else None
    return tuple(str(item) for item in listed or ())


def _example(source: Source, lines: range) -> Example:
    fences = [fence for fence in source.outline.fences if fence.line in lines]
    files = tuple(_file(fence) for fence in fences if " " in fence.info)
    expect = [item for fence in fences if fence.info == "expect" for item in _expected(fence.text)]
    return Example(files, tuple(expect))


def _expected(text: str) -> Iterator[Expected]:
    for entry in re.split(r"\n(?=\S)", text):
        head, _, message = entry.partition("\n")
        place, _, code = head.rpartition(" ")
        if code:
            yield Expected(place, code, " ".join(message.split()))


def _file(fence: Fence) -> ExampleFile:
    language, path, *rest = shlex.split(fence.info)
    return ExampleFile(path, language, fence.text + "\n", *rest)
