"""How a decision's number and file are named in texts, and what these names become when it gets another."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from urllib.parse import quote, unquote

from planroom.edit.changes import Change
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import resolve_path

_LEFT = late(r"[\w.\-/%~@+&!$]*\Z")
_INSIDE_ADDRESS = late(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"'`)\]]*\Z|\bwww\.[^\s<>\"'`)\]]*\Z")


def _quoted(name: str) -> str:
    """A name as links write it with `%`; of one that is not UTF-8 the bytes as they are."""
    return quote(name, errors="surrogateescape")


@dataclass(frozen=True)
class Renaming:
    """A decision that moves from one path to another with its number.

    `entry` and `new_entry` are the file, or the folder of a decision that has one, before and after;
    `digits` and `new_digits` the number as the names write it; `ending` that of the file, of a folder none;
    `prefix` the letters of its series (`API-012`); `alone` says that nothing else in the repository goes by
    that name.
    """

    entry: str
    new_entry: str
    digits: str
    new_digits: str
    ending: str = ".md"
    prefix: str = ""
    alone: bool = True

    @cached_property
    def _stems(self) -> tuple[str, str]:
        """The last part of the path without its ending, before and after; of a folder the whole part."""
        old, new = posixpath.basename(self.entry), posixpath.basename(self.new_entry)
        cut = len(self.ending)
        return (old[: len(old) - cut], new[: len(new) - cut])

    def path_changes(self, text: str, folder: str) -> tuple[Change, ...]:
        """The changes that lead the paths in a text of a folder to the new place."""
        old, new = self._stems
        found = []
        for form in dict.fromkeys((old, _quoted(old))):
            at = text.find(form)
            while at >= 0:
                if self._is_named(text, at, at + len(form), folder):
                    found.append(Change(at, at + len(form), new if form == old else _quoted(new)))
                at = text.find(form, at + len(form))
        return tuple(found)

    def is_in(self, text: str) -> bool:
        """Whether a text may name the file at all; quick."""
        old = self._stems[0]
        return old in text or _quoted(old) in text

    def _is_named(self, text: str, start: int, end: int, folder: str) -> bool:
        """Whether a stretch that reads like the name is the last part of a path to the file."""
        before = text[max(0, start - 400) : start]
        left = _LEFT.search(before)
        path = unquote((left[0] if left else "") + text[start:end])
        if _INSIDE_ADDRESS.search(before) or path.startswith("//"):
            return False
        after = text[end : end + 12]
        if (
            self.ending
            and after.startswith(self.ending)
            and not re.match(r"[\w.-]*\w", after[len(self.ending) :])
        ):
            path += self.ending
        elif re.match(r"[\w-]|\.\w", after) or (self.ending and not re.search(r"[^\W\d_]", self._stems[0])):
            return False
        return self._leads_here(path, folder)

    def _leads_here(self, path: str, folder: str) -> bool:
        entry = self.entry if path.endswith(self.ending) else self.entry.removesuffix(self.ending)
        if entry in (resolve_path(folder, path), resolve_path("", path.lstrip("/"))):
            return True
        tail = re.sub(r"\A(?:\.{0,2}/)+", "", path)
        return self.alone and ("/" + entry).endswith("/" + tail)

    @cached_property
    def _label(self) -> re.Pattern[str]:
        names = "|".join(filter(None, ("m?adr", "dr", re.escape(self.prefix))))
        return re.compile(
            rf"(?<![\w./-])(?P<name>(?:{names})(?:[-_ ]?#?)|\#)?"
            rf"(?P<number>0*{int(self.digits)})(?![\w-]|[.,/]\d)",
            re.IGNORECASE,
        )

    def mentions(self, text: str) -> tuple[Change, ...]:
        """The places where a text says `ADR-12` in upper case, and what they would become."""
        return tuple(
            self._change(match)
            for match in self._label.finditer(text)
            if match["name"]
            and match["name"][0].isupper()
            and not _INSIDE_ADDRESS.search(text[max(0, match.start() - 300) : match.start()])
        )

    def labels(self, text: str) -> tuple[Change, ...]:
        """Every place where words that name decisions, as a relation's do, name this one by its number."""
        return tuple(self._change(match) for match in self._label.finditer(text))

    def leading_label(self, text: str, title: str) -> tuple[Change, ...]:
        """The number that a title or the text of a link begins with, or that it has behind `ADR`.

        `12. Use REST`, `0012 Use REST` and `See ADR-12`, but not `12 factors`.
        """
        found = []
        for match in self._label.finditer(text):
            rest = text[match.end() :]
            leads = not text[: match.start()].strip(" \r\n*_`~\"'([|>-+")
            plain = rest[:1].isspace() and match["number"][0] != "0" and rest[1:2].isalnum()
            if (match["name"] and match["name"][0] != "#") or (
                leads and (not plain or title.casefold() in rest.casefold())
            ):
                found.append(self._change(match))
        return tuple(found)

    def _change(self, match: re.Match[str]) -> Change:
        return Change(match.start("number"), match.end("number"), self.number_like(match["number"]))

    def number_like(self, written: str) -> str:
        """The new number, filled up with zeros where the old one was written so."""
        number = int(self.new_digits)
        return str(number).zfill(len(written)) if written.startswith("0") else str(number)
