"""`new decision`: the next number, a file name from the title, and the template filled in."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from planroom.diagnostics import Span
from planroom.edit.parts import in_the_case_of, with_part
from planroom.edit.plan import Edit
from planroom.edit.supersedes import with_supersedes
from planroom.edit.text import inserted_lines, replaced
from planroom.errors import PlanroomError
from planroom.kinds.decision import KIND, Decision
from planroom.kinds.decision_fields import title_heading
from planroom.kinds.decision_place import FOLDERS, FileName, in_decision_folder, read_name
from planroom.model.relation_words import keeps_links_in_words
from planroom.room import Room
from planroom.source import Source, decode, format_of
from planroom.wording import quoted

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
_NAMED = re.compile(r"^(.*?)(\d{1,6})([-_. ]|(?=\.[^.]*$))")
_BRACES = re.compile(r"\{(NUMBER|TITLE|DATE|STATUS|number|title|date|status)\}")
_BARE = re.compile(r"\b(NUMBER|TITLE|DATE|STATUS)\b")
_UNFILLED = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\](?![(\[])|<!--.*?-->")
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


def new_decision(
    room: Room,
    title: str,
    *,
    today: date,
    folder: str | None = None,
    status: str = "proposed",
    supersedes: Decision | None = None,
    elsewhere: Iterable[str] = (),
) -> NewDecision:
    """The decision of a title, from the project's own template if it has one.

    `folder` is where it goes; without it, where the others are. With `supersedes` it names the decision
    it replaces. `elsewhere` are the paths of another branch, whose numbers are left free.
    """
    title = " ".join(title.split())
    if not title:
        raise PlanroomError(
            "a decision needs a title", 'write it in quotes: `planroom new decision "Use REST"`'
        )
    folder = decision_folder(room) if folder is None else folder.strip("/")
    path, label, skipped = _next_name(room, folder, title, today, frozenset(elsewhere))
    template = _template(room, folder)
    text = _filled(template, path, title=title, label=label, status=status, today=today)
    if supersedes is not None:
        text = with_supersedes(Source(path, text, "markdown"), supersedes)
    return NewDecision(Edit(path, None, text.encode("utf-8")), label, title, skipped)


def decision_folder(room: Room) -> str:
    """The folder that decisions go to: that of the others, else `adr`; raises where they have several."""
    held = {posixpath.dirname(decision.path) for decision in room.of(Decision)}
    held = {posixpath.dirname(path) if _names_one(path) else path for path in held}
    if len(held) > 1:
        named = sorted(held, key=lambda path: (path.count("/"), path))
        if named[0].count("/") == named[1].count("/") or named[0].casefold() not in FOLDERS:
            say = f"decisions are kept in several folders: {quoted(named)}"
            raise PlanroomError(say, "name one of them with `--in`")
        return named[0]
    if held:
        return next(iter(held))
    existing = sorted(
        (path for path in room.folders if in_decision_folder(path + "/x")),
        key=lambda path: (path.count("/"), path),
    )
    return existing[0] if existing else "adr"


def _names_one(folder: str) -> bool:
    """Whether a folder is that of a single decision, `adr-003-x/index.md`."""
    return read_name(folder + "/index.md").stem != "index"


def _next_name(
    room: Room, folder: str, title: str, today: date, elsewhere: frozenset[str]
) -> tuple[str, str, tuple[str, ...]]:
    """The path and label of the next decision of a folder, named like the ones that are there.

    Its number is above theirs, and above those of the files elsewhere, which are given as third.
    """
    names = _names_in(folder, room.paths)
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
        read_name(path)
        for path in paths
        if posixpath.dirname(path) == folder and format_of(path) in KIND.formats
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


def _template(room: Room, folder: str) -> str:
    """The project's own template for decisions, else planroom's."""
    places = [posixpath.join(folder, name) for name in _TEMPLATES] + ["templates/decision.md"]
    for path in places:
        if path in room.paths:
            text, problems = decode((room.root / path).read_bytes())
            if problems:
                raise PlanroomError(f"the template `{path}` is not UTF-8", "save it as UTF-8")
            return text
    return files("planroom").joinpath("templates", "decision.md").read_text("utf-8")


def _filled(template: str, path: str, *, title: str, label: str, status: str, today: date) -> str:
    """The template with title, status and date filled in, by its own marks or where its shape keeps them."""
    number = label.lstrip("0") or label
    values = {"number": number, "title": title, "date": today.isoformat(), "status": status}
    text = _BRACES.sub(lambda match: values[match[1].lower()], template)
    if _BARE.search(template.split("## ")[0]):
        values["status"] = status[:1].upper() + status[1:]
        text = _BARE.sub(lambda match: values[match[1].lower()], text)
    text = _titled(Source(path, text, "markdown"), title)
    source = Source(path, text, "markdown")
    shape = _read(source)
    words = (
        in_the_case_of(status, shape.status_text, capital=keeps_links_in_words(shape)) if shape else status
    )
    for part, value in (("status", words), ("date", today.isoformat())):
        text = with_part(Source(path, text, "markdown"), part, value)
    return text


def _read(source: Source) -> Decision | None:
    found = KIND.parse(source)
    return found if isinstance(found, Decision) else None


def _titled(source: Source, title: str) -> str:
    """The text with the title in its first heading.

    In place of a mark in braces or brackets, else of all its words.
    """
    heading = title_heading(source)
    if heading is None or heading.level != 1:
        line = source.outline.front_end + 1
        return inserted_lines(source.text, line, [f"# {title}", ""])
    if title in heading.text:
        return source.text
    marked = _UNFILLED.sub(lambda _: title, heading.text, count=1)
    words = marked if marked != heading.text else title
    start = source.lines[heading.span.line - 1].index(heading.text) + 1
    return replaced(
        source.text, Span(heading.span.line, start, heading.span.line, start + len(heading.text)), words
    )
