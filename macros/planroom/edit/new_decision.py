"""`new decision`: the next number, a file name from the title, and the template filled in."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planroom.edit.marks import in_braces, marks
from planroom.edit.plan import Edit
from planroom.errors import PlanroomError
from planroom.files import format_of
from planroom.kinds.decision_place import FOLDERS, FORMATS, FileName, in_decision_folder, read_name
from planroom.patterns import late
from planroom.records import dataclass
from planroom.wording import quoted

if TYPE_CHECKING:
    from planroom.kinds.decision import Decision

_SLUG_LENGTH = 60
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "ł": "l",
        "Ł": "l",
        "œ": "oe",
        "&": " and ",
    }
)
_NAMED = late(r"^(.*?)(\d{1,6})([-_. ]|(?=\.[^.]*$))")
_PLAIN_STATUS = late(r"[a-z]+\Z")
_TEMPLATES = ("template.md", "adr-template.md", "_template.md", "0000-template.md", "000-template.md")


@dataclass(frozen=True)
class NewDecision:
    """A decision to be written.

    Its file, its label (`0007`, or the date and words of its name) and its title; `skipped` are the files
    elsewhere that have the numbers it would have got otherwise.
    """

    edit: Edit
    label: str
    title: str
    skipped: tuple[str, ...] = ()


class Place(Protocol):
    """Where files are: a root folder, and the paths and folders below it."""

    @property
    def root(self) -> Path:
        """The folder."""
        ...

    @property
    def paths(self) -> frozenset[str]:
        """The files."""
        ...

    @property
    def folders(self) -> frozenset[str]:
        """The folders that hold them."""
        ...


def new_decision(
    place: Place,
    title: str,
    *,
    held: Iterable[str],
    today: date,
    folder: str | None = None,
    status: str = "proposed",
    supersedes: Decision | None = None,
    elsewhere: Iterable[str] = (),
) -> NewDecision:
    """The decision of a title, from the project's own template if it has one.

    `held` are the files of the decisions that are there. `folder` is where it goes; without it, where they
    are. With `supersedes` it names the decision it replaces. `elsewhere` are the paths of another branch,
    whose numbers are left free.
    """
    title = " ".join(title.split())
    if not title:
        raise PlanroomError(
            "a decision needs a title", 'write it in quotes: `planroom new decision "Use REST"`'
        )
    folder = decision_folder(place, held) if folder is None else folder.strip("/")
    path, label, skipped = _next_name(place.paths, folder, title, today, frozenset(elsewhere))
    text = _text(place, folder, path, title=title, label=label, status=status, today=today)
    if supersedes is not None:
        from planroom.edit.supersedes import with_supersedes
        from planroom.source import Source

        text = with_supersedes(Source(path, text, "markdown"), supersedes)
    return NewDecision(Edit(path, None, text.encode("utf-8")), label, title, skipped)


def decision_folder(place: Place, held: Iterable[str]) -> str:
    """The folder that decisions go to: that of the others, else `adr`; raises where they have several."""
    folders = {posixpath.dirname(path) for path in held}
    folders = {posixpath.dirname(path) if _names_one(path) else path for path in folders}
    if len(folders) > 1:
        named = sorted(folders, key=lambda path: (path.count("/"), path))
        if named[0].count("/") == named[1].count("/") or named[0].casefold() not in FOLDERS:
            say = f"decisions are kept in several folders: {quoted(named)}"
            raise PlanroomError(say, "name one of them with `--in`")
        return named[0]
    if folders:
        return next(iter(folders))
    existing = sorted(
        (path for path in place.folders if in_decision_folder(path + "/x")),
        key=lambda path: (path.count("/"), path),
    )
    return existing[0] if existing else "adr"


def _names_one(folder: str) -> bool:
    """Whether a folder is that of a single decision, `adr-003-x/index.md`."""
    return read_name(folder + "/index.md").stem != "index"


def _next_name(
    paths: Iterable[str], folder: str, title: str, today: date, elsewhere: frozenset[str]
) -> tuple[str, str, tuple[str, ...]]:
    """The path and label of the next decision of a folder, named like the ones that are there.

    Its number is above theirs, and above those of the files elsewhere, which are given as third.
    """
    names = _names_in(folder, paths)
    beyond = _names_in(folder, elsewhere)
    numbered = [name for name in (names or beyond) if name.number is not None]
    if not numbered and any(name.day for name in names):
        stem = f"{today:%Y%m%d}-{slug(title)}"
        return posixpath.join(folder, stem + ".md"), stem, ()
    if not numbered:
        return posixpath.join(folder, f"0001-{slug(title)}.md"), "0001", ()
    highest = max(numbered, key=lambda name: (int(name.number or 0), name.name))
    match = _NAMED.match(highest.name) if highest.day is None else None
    lead, joint = (match[1], match[3] or "-") if match else ("", "-")
    last = max((int(name.number or 0) for name in names), default=0)
    taken = sorted(
        (int(name.number), name.name) for name in beyond if name.number and int(name.number) > last
    )
    number = str(max([last, *(number for number, _ in taken)]) + 1).zfill(len(highest.number or ""))
    path = posixpath.join(folder, f"{lead}{number}{joint}{slug(title, joint)}.md")
    return path, number, tuple(posixpath.join(folder, name) for _, name in taken)


def _names_in(folder: str, paths: Iterable[str]) -> list[FileName]:
    return [
        read_name(path) for path in paths if posixpath.dirname(path) == folder and format_of(path) in FORMATS
    ]


def slug(title: str, joint: str = "-") -> str:
    """A title as part of a file name: ASCII letters and digits, cut at a word.

    People type file names, so letters lose their accents here, as they do not in addresses and anchors.
    Other alphabets stay where nothing else would be left.
    """
    folded = unicodedata.normalize("NFKD", title.translate(_LETTERS)).lower()
    ascii_only = "".join(char for char in folded if char.isascii())
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", ascii_only)) or re.findall(r"\w+", title.lower())
    joint = joint if joint in "-_" and joint else "-"
    text = ""
    for word in words:
        if text and len(text) + 1 + len(word) > _SLUG_LENGTH:
            break
        text = f"{text}{joint}{word}" if text else word[:_SLUG_LENGTH]
    return text or "decision"


def _text(place: Place, folder: str, path: str, *, title: str, label: str, status: str, today: date) -> str:
    """The text of the new decision, from the project's own template, else from planroom's."""
    own = [posixpath.join(folder, name) for name in _TEMPLATES] + ["templates/decision.md"]
    template = next((name for name in own if name in place.paths), None)
    if template is None and _PLAIN_STATUS.match(status):
        ours = files("planroom").joinpath("templates", "decision.md").read_text("utf-8")
        return in_braces(ours, marks(title, label, status, today))
    from planroom.edit.filling import filled
    from planroom.source import decode

    if template is None:
        text = files("planroom").joinpath("templates", "decision.md").read_text("utf-8")
    else:
        text, problems = decode((place.root / template).read_bytes())
        if problems:
            raise PlanroomError(f"the template `{template}` is not UTF-8", "save it as UTF-8")
    return filled(text, path, title=title, label=label, status=status, today=today)
