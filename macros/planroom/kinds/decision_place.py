"""Where decisions live and what their file names say.

Folders, numbers, dates, and files that only look like one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from planroom.files import WRITTEN_TEXT, format_of
from planroom.kinds.decision_dates import read_date
from planroom.kinds.decision_words import folded
from planroom.patterns import late
from planroom.records import dataclass

_SINGULAR = ("adr", "adl", "madr", "decision", "decision-record", "decision-log", "decision-history")
_QUALIFIED = tuple(
    f"{which}-{what}"
    for which in ("architecture", "architectural", "arch", "design", "technical", "tech", "engineering")
    for what in ("decision", "decision-record", "decision-log")
)
FOLDERS = frozenset(name + plural for name in (*_SINGULAR, *_QUALIFIED) for plural in ("", "s")) | {
    "architecture-decisions-record",
    "architecture-decisions-records",
}
"""Folders that hold decisions, in lower case with hyphens."""

FORMATS = WRITTEN_TEXT
"""The notations that decisions are written in."""

_DATED = late(r"(\d{4})(-?)(\d{2})\2(\d{2})(?=[-_. ]|$)")
_MONTHED = late(r"(19|20)\d{2}-(0[1-9]|1[0-2])(?=[-_. ])")
_NUMBERED = late(r"(?:((?i:m?adr|dr))[-_ ]?|([A-Z]{2,5})[-_ ])?(\d{1,6})(?=[-_. ]|$)")
_ADR_NAMED = late(r"m?adr[-_ ]?\d{1,6}(?!\d)", re.IGNORECASE)
_TEMPLATE_WORDS = frozenset(
    folded(word)
    for word in ("template", "templates", "vorlage", "modèle", "plantilla", "modello", "шаблон", "模板")
)
_INDEX_NAMES = frozenset(
    (
        *("readme", "index", "_index", "overview", "summary", "toc", "contents", "about", "home", "_sidebar"),
        *("changelog", "contributing", "license", "licence", "glossary", "faq", "intro", "introduction"),
        *("guidelines", "process", "list"),
    )
)


@dataclass(frozen=True, slots=True)
class FileName:
    """What the name of a decision's file says.

    `stem` is the name without its ending (of an `index` file, that of its folder), `prefix` letters
    before the number (`API` in `API-001`), `number` the digits as written, `slug` the words after it.
    """

    name: str
    stem: str
    prefix: str
    number: str | None
    day: date | None
    slug: str


@lru_cache(maxsize=16384)
def read_name(path: str) -> FileName:
    """What a path's last parts say about the decision in it.

    Eight digits or `2021-03` are a date and no number.
    """
    parts = path.split("/")
    name = parts[-1]
    stem = name.rpartition(".")[0] or name
    if folded(stem) in ("index", "readme") and _is_folder_of_one(parts[:-1]):
        stem = parts[-2]
    rest, day = stem, None
    if match := _DATED.match(stem):
        day = read_date(f"{match[1]}-{match[3]}-{match[4]}").day
        rest = stem[match.end() :].lstrip("-_. ") if day else stem
    elif match := _MONTHED.match(stem):
        return FileName(name, stem, "", None, None, stem[match.end() :].lstrip("-_. "))
    match = _NUMBERED.match(rest)
    if match is None or (day and not re.match(r"\d{3,4}[-_]", rest)):
        return FileName(name, stem, "", None, day, rest)
    return FileName(name, stem, match[1] or match[2] or "", match[3], day, rest[match.end() :].lstrip("-_. "))


def _is_folder_of_one(folders: list[str]) -> bool:
    """Whether the last of these folders holds one decision: `adr-012-x`, or `0012-x` among decisions."""
    if not folders or _folder_name(folders[-1]) in FOLDERS:
        return False
    if _ADR_NAMED.match(folders[-1]):
        return True
    own = _DATED.match(folders[-1]) or _NUMBERED.match(folders[-1])
    return own is not None and any(_folder_name(part) in FOLDERS for part in folders[:-1])


def in_decision_folder(path: str) -> bool:
    """Whether a folder above a file is one that holds decisions."""
    return any(_folder_name(part) in FOLDERS for part in path.split("/")[:-1])


@lru_cache(maxsize=4096)
def _folder_name(name: str) -> str:
    return re.sub(r"^\d+-", "", re.sub(r"[ _.]+", "-", name.casefold()))


def named_as_decision(path: str) -> bool:
    """Whether a file is called `adr-012…` or lies as `index` in a folder called so."""
    return _ADR_NAMED.match(read_name(path).stem) is not None


def no_decision(path: str) -> str:
    """Why a file in a decision folder is none by its name: `"index"`, `"template"`, or `""`."""
    name = read_name(path)
    words = set(re.split(r"[\W_]+", folded(name.slug if name.number is not None else name.stem)))
    if words & _TEMPLATE_WORDS and (name.number is None or words <= _TEMPLATE_WORDS | {"adr", "madr"}):
        return "template"
    if name.number is None and folded(name.stem) in _INDEX_NAMES:
        return "index"
    return ""


_USUAL = ("adr/", "doc/adr/")


def place_in_log(path: str) -> str:
    """A decision's path without its ending and without the folder that they usually lie in.

    Two paths of which this is the same have one address on a site.
    """
    stem = posixpath.splitext(path)[0]
    return next((stem[len(home) :] for home in _USUAL if stem.startswith(home)), stem)


def is_home(path: str) -> bool:
    """Whether a file of this name in this place was meant to be a decision."""
    if no_decision(path):
        return False
    name = read_name(path)
    numbered = name.number is not None or name.day is not None
    return named_as_decision(path) or (in_decision_folder(path) and numbered)


def decisions_by_name(paths: Iterable[str]) -> Iterator[str]:
    """The files among these whose names and places say that they are decisions, by path."""
    return (path for path in sorted(paths) if format_of(path) in FORMATS and is_home(path))
